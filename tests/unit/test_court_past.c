/* \summary: a source is held against its days from before the log */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dice.h"
#include "evidence/state.h"
#include "past_t.h"

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
	past_begin(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		past_day(&t, day);
	trial_close(&t);
	at_once = volume_of(&t, "192.0.2.7");
	trial_end(&t);
	assert_in_range(at_once.score_mnat, 9211, 20000);
	free(b);

	b = book_new();
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++) {
		past_begin(&t, b);
		past_day(&t, day);
		trial_close(&t);
		past_hand_out(&t, b);
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
	past_begin(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		past_day(&t, day);
	trial_close(&t);
	first = volume_of(&t, "192.0.2.7");
	past_hand_out(&t, b);
	n = b->n;
	trial_end(&t);

	past_begin(&t, b);
	for (unsigned day = 0; day <= ZOMBIE_DAY; day++)
		past_day(&t, day);
	assert_true(b->to == BEGIN); /* its own days are not its past */
	assert_true(b->from == BEGIN - CUL_PAST_DAYS_BACK * DAY);
	trial_close(&t);
	second = volume_of(&t, "192.0.2.7");
	past_hand_out(&t, b);
	trial_end(&t);
	assert_int_equal(b->n, n);
	assert_true(first.usual == second.usual);
	assert_int_equal(first.score_mnat, second.score_mnat);
	free(b);
}

/* All zero if nothing is known of it. */
static struct cul_habit habit_of(struct trial *t, const char *name)
{
	const struct cul_source *s = trial_source(t, CUL_SUBJECT_IP, name);

	return s != NULL ? cul_source_habit(s)
			 : (struct cul_habit){ .days = 0 };
}

static void what_a_day_teaches(void **st)
{
	struct book *b = book_new();
	struct cul_habit h;
	struct trial t;

	(void)st;
	book_remember(b, "192.0.2.7", -CUL_PAST_DAYS_BACK - 1, 900, false);
	book_remember(b, "192.0.2.7", -9, 12, false);
	book_remember(b, "192.0.2.7", -5, 900, true); /* guilty on it */
	book_remember(b, "192.0.2.7", -4, 0, false);
	book_remember(b, "192.0.2.7", -3, 14, false);
	book_remember(b, "192.0.2.7", -1, 16, false);
	book_remember(b, "192.0.2.7", 0, 900, false);   /* the log has it */
	book_remember(b, "192.0.2.70", -1, 900, false); /* somebody else */
	past_begin(&t, b);
	past_day(&t, ZOMBIE_DAY - 4);
	assert_int_equal(b->asked, 0); /* nobody was judged */
	t.now = BEGIN + 20 * HOUR;
	past_writes(&t, "192.0.2.7", 99, 1, 1);
	assert_int_equal(b->asked, 1);
	past_writes(&t, "192.0.2.7", 98, 20, 2);
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
	book_remember(b, "192.0.2.7", -2, 12, false);
	past_begin(&t, b);
	past_day(&t, 0);
	past_day(&t, 1);
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
	struct cul_out err = { NULL, NULL, 0 };
	struct cul_state *s;

	assert_non_null(bytes);
	assert_int_equal(cul_state_writer(keep, bytes, &s), CUL_OK);
	(void)cul_court_state(s, t->court);
	assert_int_equal(cul_state_end(&s), CUL_OK);
	cul_court_free(&t->court);
	assert_int_equal(cul_court_new(&t->settings, &err, &t->court), CUL_OK);
	past_set(t, b);
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
	book_remember(b, "192.0.2.7", -2, 12, false);
	book_remember(b, "192.0.2.8", -2, 3, false);
	past_begin(&t, b);
	past_day(&t, 0);
	t.now = BEGIN + 20 * HOUR;
	past_writes(&t, "192.0.2.7", 99, 3, 1);
	assert_int_equal(b->asked, 1);
	past_hand_out(&t, b);
	restart(&t, b);
	past_day(&t, 1);
	past_hand_out(&t, b);
	restart(&t, b);
	past_day(&t, 2);
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

enum { WRITERS = 40, RANDOM_DAYS = 6 };

/* Whoever writes on a day begins a minute later than on the day before, so
 * that the windows of all days at once are those of each day by itself; and
 * writes to nobody twice, since a recipient within 24 hours counts once. What
 * differs between the two else is just that: a window goes on after midnight
 * where the log does. */
static void random_day(struct trial *t, uint64_t seed, unsigned day)
{
	const int64_t begin = BEGIN + day * DAY;

	past_others(t, begin, begin + 6 * HOUR);
	seed = seed * 1000 + day;
	for (unsigned i = 0; i < WRITERS; i++) {
		const bool guilty = dice_below(&seed, 12) == 0;
		const unsigned n = 1 + dice_below(&seed, 20);
		char client[32];

		(void)snprintf(client, sizeof(client), "192.0.2.%u", 10 + i);
		t->now = begin + 6 * HOUR +
			 (int64_t)(i * 600 + day * 60) * CUL_USEC_PER_SEC;
		if (day == RANDOM_DAYS - 1)
			past_writes(t, client, day * 100 + i, 2, 1);
		else if (guilty)
			past_writes(t, client, day * 100 + i, 60, 2);
		else if (dice_below(&seed, 3) != 0)
			past_writes(t, client, day * 100 + i, n, 0);
	}
	past_others(t, begin + 14 * HOUR, begin + DAY);
}

static void habits(struct trial *t, struct cul_habit ret[WRITERS])
{
	char client[32];

	for (unsigned i = 0; i < WRITERS; i++) {
		(void)snprintf(client, sizeof(client), "192.0.2.%u", 10 + i);
		ret[i] = habit_of(t, client);
	}
}

static void whatever_the_days_were(void **st)
{
	struct cul_habit at_once[WRITERS], by_day[WRITERS];
	uint32_t days = 0, guilty = 0;

	(void)st;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct book *b = book_new();
		struct trial t;

		trial_begin(&t, NULL);
		for (unsigned day = 0; day < RANDOM_DAYS; day++)
			random_day(&t, seed, day);
		habits(&t, at_once);
		trial_end(&t);
		for (unsigned day = 0; day < RANDOM_DAYS; day++) {
			past_begin(&t, b);
			random_day(&t, seed, day);
			habits(&t, by_day);
			trial_close(&t);
			past_hand_out(&t, b);
			trial_end(&t);
		}
		for (unsigned i = 0; i < WRITERS; i++) {
			assert_int_equal(by_day[i].days, at_once[i].days);
			assert_int_equal(by_day[i].from_ledger, by_day[i].days);
			assert_int_equal(at_once[i].from_ledger, 0);
			assert_true(by_day[i].mean == at_once[i].mean);
			assert_true(by_day[i].shape == at_once[i].shape);
			days += by_day[i].days;
		}
		for (size_t k = 0; k < b->n; k++)
			guilty += b->v[k].guilty;
		free(b);
	}
	print_message("%u days of a past, %u guilty ones left out\n", days,
		      guilty);
	assert_in_range(days, 300, 800);
	assert_in_range(guilty, 20, 100);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(
			one_by_one_a_day_is_held_against_the_same_past),
		cmocka_unit_test(a_log_heard_twice_is_judged_alike),
		cmocka_unit_test(what_a_day_teaches),
		cmocka_unit_test(both_pasts_are_told_apart),
		cmocka_unit_test(whatever_the_days_were),
		cmocka_unit_test(a_restart_counts_no_day_twice),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
