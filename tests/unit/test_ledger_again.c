/* \summary: the life of a suggestion: what more evidence does to each standing
 */
#include <stdio.h>
#include <stdlib.h>

#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

#define DAY  CUL_USEC_PER_DAY
#define HOUR CUL_USEC_PER_HOUR

static const int64_t now = LEDGER_T_NOW;
static struct cul_ledger *l;
static struct ledger_t_report *r;
static struct cul_suggestion *s; /* the one of the test; may be changed */

static int setup(void **state)
{
	scratch_setup(state);
	l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	r = ledger_t_report(1);
	s = &r->s[0];
	return 0;
}

static int teardown(void **state)
{
	if (cul_ledger_check(l) != 0)
		fail_msg("%s", cul_ledger_error(l));
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
	return scratch_teardown(state);
}

static void withdraw(int64_t at)
{
	assert_int_equal(cul_ledger_withdraw(l, s->id, at), 0);
}

/* What the same suggestion with more to it comes to, a day later. */
struct more {
	enum cul_standing from, to;
	enum cul_filed filed;
};

static void more_evidence_does_what_the_standing_says(void **state)
{
	static const struct more cases[] = {
		{ CUL_STANDING_OPEN, CUL_STANDING_OPEN, CUL_FILED_CHANGED },
		{ CUL_STANDING_ACCEPTED, CUL_STANDING_ACCEPTED,
		  CUL_FILED_AGAIN },
		{ CUL_STANDING_DECLINED, CUL_STANDING_DECLINED,
		  CUL_FILED_HELD },
		{ CUL_STANDING_EXPIRED, CUL_STANDING_EXPIRED, CUL_FILED_NEW },
		{ CUL_STANDING_RELEASED, CUL_STANDING_RELEASED, CUL_FILED_NEW },
		{ CUL_STANDING_WITHDRAWN, CUL_STANDING_OPEN, CUL_FILED_BACK },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const int64_t at = ledger_t_reach(l, s, cases[i].from) + DAY;

		s->day_usec = at;
		s->flagged_usec = s->last_seen_usec = at + HOUR;
		s->expires_usec = at + 7 * DAY;
		assert_int_equal(ledger_t_file_one(l, s, at + HOUR),
				 cases[i].filed);
		assert_int_equal(ledger_t_standing(l, s->id, at + HOUR),
				 cases[i].to);
		teardown(state);
		setup(state);
	}
}

static void the_same_again_is_nothing_new(void **state)
{
	static const enum cul_filed want[CUL_STANDINGS_] = {
		[CUL_STANDING_OPEN] = CUL_FILED_SAME,
		[CUL_STANDING_ACCEPTED] = CUL_FILED_SAME,
		[CUL_STANDING_DECLINED] = CUL_FILED_HELD,
		[CUL_STANDING_EXPIRED] = CUL_FILED_OLD,
		[CUL_STANDING_RELEASED] = CUL_FILED_OLD,
		[CUL_STANDING_WITHDRAWN] = CUL_FILED_BACK,
	};

	for (int from = 0; from < CUL_STANDINGS_; from++) {
		const int64_t at =
			ledger_t_reach(l, s, (enum cul_standing)from);

		assert_int_equal(ledger_t_file_one(l, s, at), want[from]);
		teardown(state);
		setup(state);
	}
}

static struct cul_case *back_after(int64_t at, enum cul_filed want)
{
	assert_int_equal(ledger_t_file_one(l, s, at), want);
	return ledger_t_case(l, s->id, at);
}

static void a_declined_one_comes_back_with_a_new_kind(void **state)
{
	struct cul_case *c;

	(void)state;
	ledger_t_reach(l, s, CUL_STANDING_DECLINED);
	s->reasons[1].family = CUL_FAMILY_SPREAD;
	c = back_after(now + HOUR, CUL_FILED_BACK);
	assert_int_equal(c->standing, CUL_STANDING_OPEN);
	assert_string_equal(c->back,
			    "Declined by ann on 2026-11-26 (newsletter); now "
			    "there is evidence of a new kind: spread.");
	cul_case_free(&c);
}

static void a_declined_one_comes_back_twice_as_strong(void **state)
{
	const int32_t was = s->reasons[0].score_mnat + s->reasons[1].score_mnat;
	struct cul_case *c;

	(void)state;
	ledger_t_reach(l, s, CUL_STANDING_DECLINED);
	s->reasons[0].score_mnat += was - 2;
	c = back_after(now + HOUR, CUL_FILED_HELD);
	assert_int_equal(c->standing, CUL_STANDING_DECLINED);
	cul_case_free(&c);
	s->reasons[0].score_mnat += 2;
	c = back_after(now + HOUR, CUL_FILED_BACK);
	assert_int_equal(c->standing, CUL_STANDING_OPEN);
	assert_non_null(strstr(c->back, "twice as strong: 65.2, then 32.6."));
	cul_case_free(&c);
}

static void a_decline_holds_for_what_comes_a_month_later(void **state)
{
	(void)state;
	ledger_t_reach(l, s, CUL_STANDING_DECLINED);
	(void)snprintf(s->id, sizeof(s->id), "u%015u", 1u);
	s->first_seen_usec += 30 * DAY;
	s->last_seen_usec += 30 * DAY;
	assert_int_equal(ledger_t_file_one(l, s, now + 30 * DAY),
			 CUL_FILED_HELD);
	/* And if it was for a week alone, it does not. */
	teardown(state);
	setup(state);
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
	assert_int_equal(cul_ledger_decide(l,
					   &(struct cul_decision){
						   .id = s->id,
						   .verb = CUL_VERB_DECLINE,
						   .by = "ann",
						   .at_usec = now,
						   .until_usec = now + 7 * DAY,
						   .why = CUL_DECLINE_TEST },
					   "shell"),
			 0);
	(void)snprintf(s->id, sizeof(s->id), "u%015u", 1u);
	s->first_seen_usec += 30 * DAY;
	s->last_seen_usec += 30 * DAY;
	assert_int_equal(ledger_t_file_one(l, s, now + 30 * DAY),
			 CUL_FILED_NEW);
}

/* As a further night's log shows it: another episode. */
static void next_episode(unsigned n, int64_t later_usec)
{
	(void)snprintf(s->id, sizeof(s->id), "e%015u", n);
	s->first_seen_usec += later_usec;
	s->flagged_usec += later_usec;
	s->last_seen_usec += later_usec;
	s->expires_usec += later_usec;
	s->day_usec += later_usec;
}

struct seen {
	size_t n;
	char ids[4][CUL_ID_MAX];
	int64_t first[4];
};

static bool see(void *arg, const char *id, int64_t first, int64_t last,
		int32_t score)
{
	struct seen *v = arg;

	(void)last;
	assert_int_equal(score, 32610);
	(void)snprintf(v->ids[v->n], CUL_ID_MAX, "%s", id);
	v->first[v->n++] = first;
	return v->n < 4;
}

static void evidence_within_a_week_is_an_episode_more(void **state)
{
	const int64_t began = s->first_seen_usec;
	char first[CUL_ID_MAX];
	struct seen seen = { 0 };
	struct cul_case *c;

	(void)state;
	(void)snprintf(first, sizeof(first), "%s", s->id);
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
	next_episode(1, 5 * DAY);
	s->counts.messages = 7;
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_CHANGED);
	/* Both ids, and a beginning of each, find it. */
	c = ledger_t_case(l, s->id, now + DAY);
	assert_string_equal(c->s.id, first);
	assert_int_equal(c->episodes, 2);
	assert_int_equal(c->s.first_seen_usec, began);
	assert_int_equal(c->s.last_seen_usec, s->last_seen_usec);
	assert_int_equal(c->s.counts.messages, 7);
	cul_case_free(&c);
	assert_int_equal(cul_ledger_episodes(l, first, see, &seen), 0);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.ids[1], s->id);
	/* The watch withdraws the second: the first still stands. */
	withdraw(now + DAY);
	c = ledger_t_case(l, first, now + DAY);
	assert_int_equal(c->standing, CUL_STANDING_OPEN);
	assert_int_equal(c->s.counts.messages, 100);
	cul_case_free(&c);
	/* And the first too: nothing does. */
	assert_int_equal(cul_ledger_withdraw(l, first, now + DAY), 0);
	assert_int_equal(ledger_t_standing(l, first, now + DAY),
			 CUL_STANDING_WITHDRAWN);
}

static void evidence_after_a_week_is_another_case(void **state)
{
	struct cul_case *c;

	(void)state;
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
	next_episode(1, 8 * DAY);
	assert_int_equal(ledger_t_file_one(l, s, now + 2 * DAY), CUL_FILED_NEW);
	c = ledger_t_case(l, s->id, now + 2 * DAY);
	assert_string_equal(c->s.id, s->id);
	assert_int_equal(c->episodes, 1);
	cul_case_free(&c);
}

static void a_shorter_log_changes_nothing(void **state)
{
	char *before, *after;
	int64_t last;

	(void)state;
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
	before = ledger_t_dump(l);
	/* The same up to noon. */
	last = s->last_seen_usec;
	s->last_seen_usec -= 10 * HOUR;
	s->counts.messages = 40;
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_SAME);
	/* From noon on: another id. */
	(void)snprintf(s->id, sizeof(s->id), "v%015u", 1u);
	s->first_seen_usec += 8 * HOUR;
	s->last_seen_usec = last;
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_SAME);
	after = ledger_t_dump(l);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void who_was_released_may_send_and_is_clean(void **state)
{
	char first[CUL_ID_MAX];
	struct cul_case *c;

	(void)state;
	(void)snprintf(first, sizeof(first), "%s", s->id);
	ledger_t_reach(l, s, CUL_STANDING_RELEASED);
	/* More mail, and all that went wrong was before. */
	s->last_seen_usec = now + 2 * DAY;
	s->counts.messages += 20;
	assert_int_equal(ledger_t_file_one(l, s, now + 2 * DAY), CUL_FILED_OLD);
	c = ledger_t_case(l, first, now + 2 * DAY);
	assert_int_equal(c->again_usec, CUL_TIME_NONE);
	cul_case_free(&c);
	/* A hundred mails and two that bounced. */
	s->day_usec = now + DAY;
	memset(s->hours, 0, sizeof(s->hours));
	s->hours[9] = (struct cul_hour){ 100, 2 };
	s->hours[1] = (struct cul_hour){ 1, 1 };
	s->first_seen_usec = s->flagged_usec = now - DAY;
	s->last_seen_usec = now;
	assert_int_equal(ledger_t_file_one(l, s, now + 2 * DAY), CUL_FILED_OLD);
	/* It begins again. */
	s->hours[10] = (struct cul_hour){ 100, 30 };
	s->last_seen_usec = now + 2 * DAY;
	assert_int_equal(ledger_t_file_one(l, s, now + 2 * DAY), CUL_FILED_NEW);
	c = ledger_t_case(l, first, now + 2 * DAY);
	assert_int_equal(c->standing, CUL_STANDING_RELEASED);
	assert_int_equal(c->again_usec, now + DAY + 10 * HOUR);
	cul_case_free(&c);
}

static bool take_id(void *arg, const struct cul_case *c)
{
	(void)snprintf(arg, CUL_ID_MAX, "%s", c->s.id);
	assert_int_equal(c->before, 1);
	assert_string_equal(c->back,
			    "Released by ann on 2026-11-26; seen again since.");
	return true;
}

static void a_repeat_offender_says_how_often_before(void **state)
{
	const struct cul_case_query open = { .now_usec = now + DAY };
	char id[CUL_ID_MAX] = "", first[CUL_ID_MAX];
	struct cul_case *c;

	(void)state;
	(void)snprintf(first, sizeof(first), "%s", s->id);
	ledger_t_reach(l, s, CUL_STANDING_RELEASED);
	/* The same episode goes on, so the new case needs a name of its own. */
	s->day_usec = now + 2 * HOUR;
	s->last_seen_usec = now + 20 * HOUR;
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_NEW);
	assert_int_equal(cul_ledger_cases(l, &open, take_id, id, NULL), 0);
	assert_int_equal(strlen(id), CUL_ID_MAX - 1);
	assert_memory_not_equal(id, first, 4);
	/* Of another kind: before counts all kinds. */
	s->kind = CUL_KIND_STOLEN_ACCOUNT;
	next_episode(3, 0);
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_NEW);
	c = ledger_t_case(l, s->id, now + DAY);
	assert_int_equal(c->before, 1);
	cul_case_free(&c);
	/* A mistake is none. */
	assert_int_equal(ledger_t_decide(l, first, CUL_VERB_REOPEN, now + DAY),
			 0);
	s->kind = CUL_KIND_SPAMMER;
	next_episode(4, 0);
	assert_int_equal(ledger_t_file_one(l, s, now + DAY), CUL_FILED_NEW);
	c = ledger_t_case(l, s->id, now + DAY);
	assert_int_equal(c->before, 0);
	cul_case_free(&c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(more_evidence_does_what_the_standing_says),
		TEST(the_same_again_is_nothing_new),
		TEST(a_declined_one_comes_back_with_a_new_kind),
		TEST(a_declined_one_comes_back_twice_as_strong),
		TEST(a_decline_holds_for_what_comes_a_month_later),
		TEST(evidence_within_a_week_is_an_episode_more),
		TEST(evidence_after_a_week_is_another_case),
		TEST(a_shorter_log_changes_nothing),
		TEST(who_was_released_may_send_and_is_clean),
		TEST(a_repeat_offender_says_how_often_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
