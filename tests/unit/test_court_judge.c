/* \summary: tests of the court: windows, episodes, never-touch, explaining */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "court_t.h"
#include "dice.h"

static const char *const me = "192.0.2.7";

static void a_zombie_is_suggested_with_its_lines(void **st)
{
	const struct cul_suggestion *g;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_zombie(&t, me, 0);
	trial_message(&t, "192.0.2.8", "a@aurora.example", "x@a.example",
		      CUL_OUTCOME_OK);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 1);
	g = trial_suggestion(&t, me);
	assert_non_null(g);
	assert_int_equal(g->kind, CUL_KIND_ZOMBIE);
	assert_int_equal(g->action, CUL_ACTION_SUSPEND);
	assert_true(g->flagged_usec > g->first_seen_usec);
	assert_true(g->flagged_usec <= g->last_seen_usec);
	assert_true(g->n_quotes > 10);
	for (size_t i = 0; i < g->n_quotes; i++) {
		char want[64];

		(void)snprintf(want, sizeof(want), "line %llu of the log",
			       (unsigned long long)g->quotes[i].offset);
		assert_string_equal(g->quotes[i].line, want);
		assert_int_equal(g->quotes[i].len, strlen(want));
		assert_string_equal(g->quotes[i].file, "mail.log");
	}
	trial_end(&t);
}

static void the_windows_of_an_episode_are_one_suggestion(void **st)
{
	struct cul_suggestion first, both;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_zombie(&t, me, 0);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 1);
	first = *trial_suggestion(&t, me);
	trial_end(&t);

	trial_begin(&t, NULL);
	trial_zombie(&t, me, 0);
	t.now += CUL_USEC_PER_DAY;
	trial_zombie(&t, me, 1);
	t.now += 3 * CUL_USEC_PER_DAY;
	trial_zombie(&t, me, 2);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 1);
	both = *trial_suggestion(&t, me);
	/* The name of a thing does not change while it goes on. */
	assert_string_equal(both.id, first.id);
	assert_int_equal(both.first_seen_usec, first.first_seen_usec);
	assert_int_equal(both.flagged_usec, first.flagged_usec);
	assert_true(both.last_seen_usec >
		    first.last_seen_usec + 4 * CUL_USEC_PER_DAY);
	assert_int_equal(both.counts.messages, 3 * first.counts.messages);
	trial_end(&t);
}

static void after_a_week_of_quiet_it_is_another_episode(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_zombie(&t, me, 0);
	t.now += 8 * CUL_USEC_PER_DAY;
	trial_zombie(&t, me, 1);
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 2);
	assert_string_equal(t.report.suggestions[0].name, me);
	assert_string_equal(t.report.suggestions[1].name, me);
	assert_string_not_equal(t.report.suggestions[0].id,
				t.report.suggestions[1].id);
	trial_end(&t);
}

static void an_id_has_sixteen_letters_that_cannot_be_misread(void **st)
{
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	for (unsigned i = 1; i < 30; i++) {
		char client[32];

		(void)snprintf(client, sizeof(client), "192.0.2.%u", i);
		trial_zombie(&t, client, i);
	}
	trial_close(&t);
	assert_int_equal(t.report.n_suggestions, 29);
	for (size_t i = 0; i < 29; i++) {
		const char *id = t.report.suggestions[i].id;

		assert_int_equal(strlen(id), 16);
		assert_int_equal(strspn(id, "0123456789abcdefghjkmnpqrst"
					    "vwxyz"),
				 16);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(id, t.report.suggestions[k].id);
	}
	trial_end(&t);
}

static const char *one_of(uint64_t *seed, const char *const *list, uint32_t n)
{
	return list[dice_below(seed, n)];
}

static const char *const clients[] = { "192.0.2.7",      "192.0.2.8",
				       "203.0.113.9",    "2001:db8::1",
				       "198.51.100.200", "127.0.0.1" };
static const char *const accounts[] = { "zoe", "max@aurora.example", NULL };
static const char *const ids[] = { "A1", "A2", "A3", "A4", "A5", "A6" };

/* Anything a log could say, in any order. */
static struct cul_event anything(uint64_t *seed, char buf[static 3][40])
{
	struct cul_event ev = {
		.kind = (enum cul_event_kind)dice_below(seed, CUL_EV_KINDS_),
		.outcome = (enum cul_outcome)dice_below(seed, CUL_OUTCOMES_),
		.transport = (enum cul_transport)dice_below(seed, 5),
		.disposition = dice_below(seed, 9) == 0 ? CUL_DISP_WARNED
							: CUL_DISP_REFUSED,
		.client = addr_of(one_of(seed, clients, 6)),
		.session = text_of(one_of(seed, ids, 6)),
		.account = text_of(one_of(seed, accounts, 3)),
		.reply = dice_below(seed, 4) == 0 ? 450 : 550,
		.n_recipients = 1,
		.n_mail_all = (uint16_t)dice_below(seed, 2),
	};

	for (unsigned i = 0; i < 3; i++)
		(void)snprintf(buf[i], 40, "u%u@d%u.example",
			       dice_below(seed, 5000), dice_below(seed, 500));
	if (dice_below(seed, 4) == 0)
		(void)snprintf(buf[0], 40, "u%u@aurora.example",
			       dice_below(seed, 5000));
	ev.recipient = text_of(buf[0]);
	ev.sender = dice_below(seed, 10) == 0 ? CUL_SV("") : text_of(buf[1]);
	ev.helo = text_of(buf[2]);
	if (ev.kind == CUL_EV_LOGIN_FAILED)
		ev.account = text_of(buf[2]);
	if (!cul_sv_present(ev.account) && ev.kind != CUL_EV_ACCEPTED)
		ev.account = text_of(accounts[0]); /* always on record */
	if (ev.kind == CUL_EV_IDENTIFIED)
		ev.text = text_of(one_of(seed, ids, 6));
	if (dice_below(seed, 20) == 0)
		ev.other = text_of(one_of(seed, ids, 6));
	return ev;
}

static void live_through(struct trial *t, const char *const *settings,
			 uint64_t seed)
{
	char buf[3][40];

	trial_begin(t, settings);
	for (unsigned i = 0; i < 6000; i++) {
		trial_hear(t, anything(&seed, buf));
		t->now += dice_below(&seed, 60) * CUL_USEC_PER_SEC;
	}
	trial_close(t);
}

/* The same streams with and without the list: without, there is somebody to
 * accuse in each, so that silence is the list's doing. */
static void whom_the_list_names_nothing_is_suggested_about(void **st)
{
	static const char *const never[] = {
		"judge.never=0.0.0.0/0 ::/0 zoe max@aurora.example mx1 "
		"zoe@mx1 max@aurora.example@mx1",
		NULL
	};

	(void)st;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct trial t;

		live_through(&t, NULL, seed);
		assert_true(t.report.n_suggestions > 0);
		trial_end(&t);
		live_through(&t, never, seed);
		assert_int_equal(t.report.n_suggestions, 0);
		assert_true(t.report.n_cleared > 0);
		for (size_t i = 0; i < t.report.n_cleared; i++)
			assert_string_equal(t.report.cleared[i].veto.name,
					    "never");
		trial_end(&t);
	}
}

static void what_is_heard_twice_gives_the_same_report(void **st)
{
	struct trial a, b;

	(void)st;
	live_through(&a, NULL, 77);
	live_through(&b, NULL, 77);
	assert_int_equal(a.report.n_suggestions, b.report.n_suggestions);
	for (size_t i = 0; i < a.report.n_suggestions; i++) {
		assert_string_equal(a.report.suggestions[i].id,
				    b.report.suggestions[i].id);
		assert_string_equal(a.report.suggestions[i].why,
				    b.report.suggestions[i].why);
	}
	trial_end(&a);
	trial_end(&b);
}

/* Four sources, each with the same lines at the same times, in another order
 * of the sources: what is said of each is the same. */
static void others_do_not_change_what_is_said_of_one(void **st)
{
	static const unsigned orders[][4] = { { 0, 1, 2, 3 },
					      { 3, 2, 1, 0 },
					      { 2, 0, 3, 1 } };
	static struct cul_suggestion of[3][4];

	(void)st;
	for (size_t o = 0; o < 3; o++) {
		struct trial t;

		trial_begin(&t, NULL);
		for (unsigned i = 0; i < 4; i++) {
			const int64_t before = t.now;
			char client[32];

			(void)snprintf(client, sizeof(client), "192.0.2.%u",
				       10 + orders[o][i]);
			trial_zombie(&t, client, orders[o][i]);
			t.now = before;
		}
		trial_close(&t);
		assert_int_equal(t.report.n_suggestions, 4);
		for (unsigned i = 0; i < 4; i++) {
			char client[32];

			(void)snprintf(client, sizeof(client), "192.0.2.%u",
				       10 + i);
			of[o][i] = *trial_suggestion(&t, client);
		}
		trial_end(&t);
	}
	for (size_t o = 1; o < 3; o++)
		for (unsigned i = 0; i < 4; i++) {
			struct cul_suggestion *a = &of[0][i], *b = &of[o][i];

			assert_string_equal(a->id, b->id);
			assert_string_equal(a->why, b->why);
			assert_int_equal(a->flagged_usec, b->flagged_usec);
			assert_int_equal(a->n_quotes, b->n_quotes);
			assert_memory_equal(&a->counts, &b->counts,
					    sizeof(a->counts));
			assert_memory_equal(a->hours, b->hours,
					    sizeof(a->hours));
		}
}

static void explain_knows_every_source_and_no_other(void **st)
{
	static const char *const known[] = { "192.0.2.7", "203.0.113.9", "zoe",
					     "max@aurora.example", "mx1" };
	static const char *const unknown[] = {
		"192.0.2.99", "2001:db8:9::", "zo", "zoe@", "", "C1", "mx2"
	};
	struct trial t;

	(void)st;
	live_through(&t, NULL, 5);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		const char *said = trial_explain(&t, known[i]);

		assert_non_null(said);
		assert_non_null(strstr(said, known[i]));
	}
	for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		assert_null(trial_explain(&t, unknown[i]));
	trial_end(&t);
}

/* The next whole number at or after *p, which moves behind it. */
static long number(const char **p)
{
	char *end;
	long n;

	*p += strcspn(*p, "-0123456789");
	n = strtol(*p, &end, 10);
	assert_ptr_not_equal(end, *p);
	*p = end;
	return n;
}

/* "H hits of N: H x up + M x down = level": each walk it shows adds up. */
static void the_arithmetic_that_explain_shows_is_right(void **st)
{
	unsigned walks = 0;
	struct trial t;

	(void)st;
	trial_begin(&t, NULL);
	trial_zombie(&t, me, 0);
	trial_close(&t);
	for (const char *p = trial_explain(&t, me);
	     (p = strstr(p, "hits of ")) != NULL; walks++) {
		const long n = number(&p), hits = number(&p);
		const long up = number(&p), misses = number(&p);
		const long down = number(&p), level = number(&p);

		assert_int_equal(hits + misses, n);
		assert_true(up > 0 && down < 0);
		assert_int_equal(hits * up + misses * down, level);
	}
	assert_int_equal(walks, 2);
	trial_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zombie_is_suggested_with_its_lines),
		cmocka_unit_test(the_windows_of_an_episode_are_one_suggestion),
		cmocka_unit_test(after_a_week_of_quiet_it_is_another_episode),
		cmocka_unit_test(
			an_id_has_sixteen_letters_that_cannot_be_misread),
		cmocka_unit_test(
			whom_the_list_names_nothing_is_suggested_about),
		cmocka_unit_test(what_is_heard_twice_gives_the_same_report),
		cmocka_unit_test(others_do_not_change_what_is_said_of_one),
		cmocka_unit_test(explain_knows_every_source_and_no_other),
		cmocka_unit_test(the_arithmetic_that_explain_shows_is_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
