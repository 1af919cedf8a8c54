/* \summary: a source's days before the log, and the log's days for later */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "court_t.h"
#include "evidence/state.h"
#include "evidence/table_int.h"

#define DAY   CUL_USEC_PER_DAY
#define HOUR  CUL_USEC_PER_HOUR
#define BEGIN (INT64_C(1795132800) * CUL_USEC_PER_SEC) /* a midnight */

/* Days as a ledger keeps them: of two the fuller one, else the new one. */
struct book {
	struct cul_past_day v[8192];
	char names[8192][CUL_NET_TEXT_MAX];
	size_t n, puts;
	unsigned asked;
	int64_t from, to; /* of the last question */
};

static int put(void *arg, const struct cul_past_day *days, size_t n)
{
	struct book *b = arg;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		b->puts++;
		while (k < b->n && (b->v[k].day_usec != days[i].day_usec ||
				    b->v[k].subject != days[i].subject ||
				    strcmp(b->v[k].name, days[i].name) != 0))
			k++;
		if (k < b->n && b->v[k].recipients > days[i].recipients)
			continue;
		assert_in_range(k, 0, 8191);
		(void)snprintf(b->names[k], sizeof(b->names[k]), "%s",
			       days[i].name);
		b->v[k] = days[i];
		b->v[k].name = b->names[k];
		b->n += k == b->n;
	}
	return CUL_OK;
}

/* By day: the order in which a ledger has those of one source. */
static int recall(void *arg, enum cul_subject subject, const char *name,
		  int64_t from_usec, int64_t to_usec,
		  int (*had)(void *had_arg, const struct cul_past_day *d),
		  void *had_arg)
{
	struct book *b = arg;
	int err = CUL_OK;

	b->asked++;
	b->from = from_usec;
	b->to = to_usec;
	for (int64_t t = from_usec; t < to_usec && err == CUL_OK; t += DAY)
		for (size_t k = 0; k < b->n && err == CUL_OK; k++)
			if (b->v[k].subject == subject &&
			    strcmp(b->v[k].name, name) == 0 &&
			    b->v[k].day_usec == t)
				err = had(had_arg, &b->v[k]);
	return err;
}

static struct book *book_new(void)
{
	struct book *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	return b;
}

static void with(struct trial *t, struct book *b)
{
	const struct cul_court_past past = { recall, b, true };

	trial_begin(t, NULL);
	cul_court_set_past(t->court, &past);
}

static void hand_out(struct trial *t, struct book *b)
{
	assert_int_equal(cul_court_days(t->court, put, b), CUL_OK);
	assert_int_equal(cul_court_days_waiting(t->court), 0);
}

/* Traffic of others, every half an hour from one time until another. */
static void others(struct trial *t, int64_t from, int64_t to)
{
	for (t->now = from; t->now < to; t->now += HOUR / 2 - CUL_USEC_PER_SEC)
		trial_hear(t, refused("203.0.113.1", "a@b.example",
				      "c@aurora.example", CUL_OUTCOME_NEUTRAL));
}

/* So many messages to new recipients; of each `wrong`th the recipient does not
 * exist, of every third of the others it is spam; 0: all goes well. */
static void writes(struct trial *t, const char *client, unsigned day,
		   unsigned n, unsigned wrong)
{
	for (unsigned i = 0; i < n; i++) {
		char from[64], to[64];

		(void)snprintf(from, sizeof(from), "s%u@s%u-%u.example", i, day,
			       wrong != 0 ? i : 0);
		(void)snprintf(to, sizeof(to), "r%u@d%u-%u.example", i, day, i);
		trial_message(t, client, from, to,
			      wrong == 0 || i % wrong != 0
				      ? wrong != 0 && i % 3 == 0
						? CUL_OUTCOME_CONTENT
						: CUL_OUTCOME_OK
				      : CUL_OUTCOME_BAD_RECIPIENT);
	}
}

/* One day of a log: a writer at eight, a customer who is well all along, and
 * on the fifth day the first one is a zombie. */
enum { ZOMBIE_DAY = 4 };

static void day_of(struct trial *t, unsigned day)
{
	const int64_t begin = BEGIN + day * DAY;

	others(t, begin, begin + 8 * HOUR);
	t->now = begin + 8 * HOUR;
	if (day == ZOMBIE_DAY)
		writes(t, "192.0.2.7", day, 300, 2);
	else
		writes(t, "192.0.2.7", day, 10 + day, 0);
	writes(t, "192.0.2.8", day, 3, 0);
	others(t, begin + 9 * HOUR, begin + DAY);
}

static struct cul_past_day day_in(const struct book *b, const char *name,
				  unsigned day)
{
	for (size_t k = 0; k < b->n; k++)
		if (strcmp(b->v[k].name, name) == 0 &&
		    b->v[k].day_usec == BEGIN + day * DAY)
			return b->v[k];
	fail_msg("no day %u of %s", day, name);
	return (struct cul_past_day){ .name = NULL };
}

static void the_days_of_a_log_are_handed_out_once(void **st)
{
	struct book *b = book_new();
	struct cul_past_day d;
	struct trial t;

	(void)st;
	with(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		day_of(&t, day);
	hand_out(&t, b);
	assert_int_equal(b->n, 8); /* two sources, all but the last day */
	trial_close(&t);
	hand_out(&t, b);
	hand_out(&t, b);
	assert_int_equal(b->puts, 10);
	assert_int_equal(b->n, 10);
	for (unsigned day = 0; day < ZOMBIE_DAY; day++) {
		d = day_in(b, "192.0.2.7", day);
		assert_int_equal(d.subject, CUL_SUBJECT_IP);
		assert_int_equal(d.messages, 10 + day);
		assert_int_equal(d.recipients, 10 + day);
		assert_int_equal(d.delivered, 10 + day);
		assert_int_equal(d.bad_recipients + d.refused, 0);
		assert_false(d.guilty);
	}
	d = day_in(b, "192.0.2.7", ZOMBIE_DAY);
	assert_int_equal(d.recipients, 300);
	assert_int_equal(d.bad_recipients, 150);
	assert_int_equal(d.refused, 50);
	assert_true(d.guilty);
	trial_end(&t);
	free(b);
}

struct volume {
	double observed, usual;
	int32_t score_mnat;
	char text[CUL_TEXT_MAX];
};

static struct volume volume_of(const struct trial *t, const char *name)
{
	const struct cul_suggestion *g = trial_suggestion(t, name);
	struct volume v = { 0, 0, 0, "" };

	assert_non_null(g);
	for (unsigned i = 0; i < g->n_reasons; i++)
		if (g->reasons[i].family == CUL_FAMILY_VOLUME) {
			v.observed = g->reasons[i].observed;
			v.usual = g->reasons[i].usual;
			v.score_mnat = g->reasons[i].score_mnat;
			memcpy(v.text, g->reasons[i].text, sizeof(v.text));
		}
	return v;
}

static void one_by_one_a_day_is_held_against_the_same_past(void **st)
{
	struct book *b = book_new();
	struct volume at_once, by_day = { 0, 0, 0, "" };
	struct trial t;

	(void)st;
	with(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		day_of(&t, day);
	trial_close(&t);
	at_once = volume_of(&t, "192.0.2.7");
	trial_end(&t);
	assert_in_range(at_once.score_mnat, 9211, 20000);
	free(b);

	b = book_new();
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++) {
		with(&t, b);
		day_of(&t, day);
		trial_close(&t);
		hand_out(&t, b);
		if (day == ZOMBIE_DAY)
			by_day = volume_of(&t, "192.0.2.7");
		trial_end(&t);
	}
	assert_true(by_day.observed == at_once.observed);
	assert_true(by_day.usual == at_once.usual);
	assert_int_equal(by_day.score_mnat, at_once.score_mnat);
	assert_string_equal(by_day.text, at_once.text);
	free(b);
}

static void a_log_heard_twice_is_judged_alike(void **st)
{
	struct book *b = book_new();
	struct volume first, second;
	struct trial t;
	size_t n;

	(void)st;
	with(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		day_of(&t, day);
	trial_close(&t);
	first = volume_of(&t, "192.0.2.7");
	hand_out(&t, b);
	n = b->n;
	trial_end(&t);

	with(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		day_of(&t, day);
	assert_true(b->to == BEGIN); /* its own days are not its past */
	assert_true(b->from == BEGIN - CUL_PAST_DAYS_BACK * DAY);
	trial_close(&t);
	second = volume_of(&t, "192.0.2.7");
	hand_out(&t, b);
	trial_end(&t);
	assert_int_equal(b->n, n);
	assert_true(first.usual == second.usual);
	assert_int_equal(first.score_mnat, second.score_mnat);
	free(b);
}

static void remember(struct book *b, const char *name, int day,
		     uint32_t recipients, bool guilty)
{
	const struct cul_past_day d = {
		.subject = CUL_SUBJECT_IP,
		.name = name,
		.day_usec = BEGIN + day * DAY,
		.recipients = recipients,
		.guilty = guilty,
	};

	(void)put(b, &d, 1);
}

static struct cul_habit habit_of(struct trial *t, const char *name)
{
	const struct cul_source *s = trial_source(t, CUL_SUBJECT_IP, name);

	assert_non_null(s);
	return cul_source_habit(s);
}

static void what_a_day_teaches(void **st)
{
	struct book *b = book_new();
	struct cul_habit h;
	struct trial t;

	(void)st;
	remember(b, "192.0.2.7", -CUL_PAST_DAYS_BACK - 1, 900, false);
	remember(b, "192.0.2.7", -9, 12, false);
	remember(b, "192.0.2.7", -5, 900, true); /* guilty on it */
	remember(b, "192.0.2.7", -4, 0, false);
	remember(b, "192.0.2.7", -3, 14, false);
	remember(b, "192.0.2.7", -1, 16, false);
	remember(b, "192.0.2.7", 0, 900, false);   /* the log has it */
	remember(b, "192.0.2.70", -1, 900, false); /* somebody else */
	with(&t, b);
	day_of(&t, ZOMBIE_DAY - 4);
	assert_int_equal(b->asked, 0); /* nobody was judged */
	t.now = BEGIN + 20 * HOUR;
	writes(&t, "192.0.2.7", 99, 1, 1);
	assert_int_equal(b->asked, 1);
	writes(&t, "192.0.2.7", 98, 20, 2);
	assert_int_equal(b->asked, 1);
	h = habit_of(&t, "192.0.2.7");
	assert_int_equal(h.days, 3);
	assert_int_equal(h.from_ledger, 3);
	assert_true(h.mean == 14);
	trial_close(&t);
	assert_non_null(strstr(trial_explain(&t, "192.0.2.7"),
			       "Its past\n"
			       "  wrote on 3 days before, to 14.0 distinct "
			       "recipients elsewhere a day; shape 2.00\n"
			       "  all of them are from the ledger\n"));
	assert_non_null(strstr(trial_explain(&t, "192.0.2.7"),
			       "on 3 days before it wrote to 14"));
	assert_null(strstr(trial_explain(&t, "192.0.2.8"), "Its past"));
	trial_end(&t);
	free(b);
}

static void both_pasts_are_told_apart(void **st)
{
	struct book *b = book_new();
	struct trial t;

	(void)st;
	remember(b, "192.0.2.7", -2, 12, false);
	with(&t, b);
	day_of(&t, 0);
	day_of(&t, 1);
	trial_close(&t);
	assert_non_null(strstr(trial_explain(&t, "192.0.2.7"),
			       "wrote on 2 days before, to 11.0 distinct"));
	assert_non_null(strstr(trial_explain(&t, "192.0.2.7"),
			       "  1 of them are from the ledger, 1 are in "
			       "what was read\n"));
	trial_end(&t);
	free(b);
}

struct bytes {
	char v[4 << 20];
	size_t n;
};

static int keep(void *arg, const void *p, size_t n)
{
	struct bytes *b = arg;

	assert_in_range(n, 0, sizeof(b->v) - b->n);
	memcpy(b->v + b->n, p, n);
	b->n += n;
	return CUL_OK;
}

/* The court is put down and taken up again. */
static void restart(struct trial *t, struct book *b)
{
	struct bytes *bytes = calloc(1, sizeof(*bytes));
	struct cul_court_past past = { recall, b, true };
	struct cul_out err = { NULL, NULL, 0 };
	struct cul_state *s;

	assert_non_null(bytes);
	assert_int_equal(cul_state_writer(keep, bytes, &s), CUL_OK);
	(void)cul_court_state(s, t->court);
	assert_int_equal(cul_state_end(&s), CUL_OK);
	cul_court_free(&t->court);
	assert_int_equal(cul_court_new(&t->settings, &err, &t->court), CUL_OK);
	cul_court_set_past(t->court, &past);
	assert_int_equal(cul_state_reader(bytes->v, bytes->n, &s), CUL_OK);
	(void)cul_court_state(s, t->court);
	assert_int_equal(cul_state_end(&s), CUL_OK);
	free(bytes);
}

static void a_restart_counts_no_day_twice(void **st)
{
	struct book *b = book_new();
	struct cul_habit h;
	struct trial t;

	(void)st;
	remember(b, "192.0.2.7", -2, 12, false);
	remember(b, "192.0.2.8", -2, 3, false);
	with(&t, b);
	day_of(&t, 0);
	t.now = BEGIN + 20 * HOUR;
	writes(&t, "192.0.2.7", 99, 3, 1);
	assert_int_equal(b->asked, 1);
	hand_out(&t, b);
	restart(&t, b);
	day_of(&t, 1);
	hand_out(&t, b);
	restart(&t, b);
	day_of(&t, 2);
	h = habit_of(&t, "192.0.2.7");
	assert_int_equal(h.days, 3);
	assert_int_equal(h.from_ledger, 1);
	assert_int_equal(b->asked, 2);
	assert_true(b->to == BEGIN); /* the log began when it began */
	h = habit_of(&t, "192.0.2.8");
	assert_int_equal(h.days, 3);
	assert_int_equal(h.from_ledger, 1);
	trial_close(&t);
	trial_end(&t);
	free(b);
}

static void when_a_log_that_ends_holds_a_whole_day(void **st)
{
	static const struct {
		const char *what;
		int from, first, last, to; /* hours: log, writing, log     */
		int day;                   /* of which it is; -1: of none  */
	} rows[] = {
		{ "midnight to midnight", 0, 16, 17, 24, 0 },
		{ "the log begins as it writes", 16, 16, 17, 24, 0 },
		{ "rotated in the morning", 6, 16, 17, 30, 0 },
		{ "and it wrote at night", 6, 25, 26, 30, 1 },
		{ "a morning is no day", 6, 9, 10, 12, -1 },
		{ "nor is a day and a morning, of the morning", 0, 33, 34, 36,
		  1 },
		{ "who wrote before as well", 0, 9, 34, 36, 0 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct book *b = book_new();
		struct trial t;

		with(&t, b);
		others(&t, BEGIN + rows[i].from * HOUR,
		       BEGIN + rows[i].first * HOUR);
		t.now = BEGIN + rows[i].first * HOUR;
		writes(&t, "192.0.2.7", 0, 4, 0);
		others(&t, BEGIN + rows[i].first * HOUR + HOUR / 2,
		       BEGIN + rows[i].last * HOUR);
		t.now = BEGIN + rows[i].last * HOUR;
		writes(&t, "192.0.2.7", 1, 5, 0);
		others(&t, BEGIN + rows[i].last * HOUR + HOUR / 2,
		       BEGIN + rows[i].to * HOUR);
		trial_close(&t);
		hand_out(&t, b);
		if (b->n != (rows[i].day >= 0) ||
		    (rows[i].day >= 0 &&
		     b->v[0].day_usec != BEGIN + rows[i].day * DAY))
			fail_msg("%s: %zu days", rows[i].what, b->n);
		trial_end(&t);
		free(b);
	}
}

static void a_wrong_stamp_makes_no_day_and_no_beginning(void **st)
{
	struct book *b = book_new();
	struct trial t;

	(void)st;
	with(&t, b);
	t.now = BEGIN + 90 * DAY;
	writes(&t, "192.0.2.50", 0, 1, 0);
	t.now = BEGIN - 90 * DAY;
	writes(&t, "192.0.2.51", 0, 1, 0);
	day_of(&t, 0);
	t.now = BEGIN + 365 * DAY;
	writes(&t, "192.0.2.52", 0, 2, 0);
	t.now = BEGIN - 365 * DAY;
	writes(&t, "192.0.2.53", 0, 2, 0);
	day_of(&t, 1);
	writes(&t, "192.0.2.8", 7, 3, 1);
	assert_true(b->to == BEGIN);
	trial_close(&t);
	hand_out(&t, b);
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->v[i].name, "192.0.2.7") != 0)
			assert_string_equal(b->v[i].name, "192.0.2.8");
	assert_int_equal(b->n, 4);
	trial_end(&t);
	free(b);
}

/* With little memory 4,096 days are kept at the most. */
static void beyond_the_cap_the_quiet_ones_go(void **st)
{
	static const char *const tens[] = { "network.networks=10.0.0.0/8",
					    NULL };
	struct cul_court_past past = { NULL, NULL, true };
	struct book *b = book_new();
	size_t loud = 0;
	struct trial t;

	(void)st;
	trial_begin(&t, tens);
	t.settings.memory_bytes = 1 << 20;
	cul_court_set_past(t.court, &past);
	others(&t, BEGIN, BEGIN + DAY / 2);
	for (unsigned i = 0; i < 5000; i++) {
		char client[32];

		(void)snprintf(client, sizeof(client), "10.0.%u.%u", i / 250,
			       i % 250 + 1);
		writes(&t, client, i, i % 10 == 0 ? 4 : 1, 0);
	}
	others(&t, t.now, BEGIN + DAY);
	trial_close(&t);
	assert_int_equal(cul_court_days_dropped(t.court) +
				 cul_court_days_waiting(t.court),
			 5000);
	assert_in_range(cul_court_days_waiting(t.court), 3072, 4096);
	hand_out(&t, b);
	for (size_t i = 0; i < b->n; i++)
		loud += b->v[i].recipients == 4;
	assert_int_equal(loud, 500);
	trial_end(&t);
	free(b);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(the_days_of_a_log_are_handed_out_once),
		cmocka_unit_test(
			one_by_one_a_day_is_held_against_the_same_past),
		cmocka_unit_test(a_log_heard_twice_is_judged_alike),
		cmocka_unit_test(what_a_day_teaches),
		cmocka_unit_test(both_pasts_are_told_apart),
		cmocka_unit_test(a_restart_counts_no_day_twice),
		cmocka_unit_test(when_a_log_that_ends_holds_a_whole_day),
		cmocka_unit_test(a_wrong_stamp_makes_no_day_and_no_beginning),
		cmocka_unit_test(beyond_the_cap_the_quiet_ones_go),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
