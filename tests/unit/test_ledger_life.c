/* \summary: the life of a suggestion: every step allowed and forbidden, and
 * what more evidence does to each standing
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

/* Bring a new case to where it stands so; returns the time by then. */
static int64_t reach(enum cul_standing standing)
{
	assert_int_equal(ledger_t_file_one(l, s, now), CUL_FILED_NEW);
	switch (standing) {
	case CUL_STANDING_OPEN:
		break;
	case CUL_STANDING_ACCEPTED:
		ledger_t_decide(l, s->id, CUL_VERB_ACCEPT, now);
		break;
	case CUL_STANDING_DECLINED:
		ledger_t_decide(l, s->id, CUL_VERB_DECLINE, now);
		break;
	case CUL_STANDING_EXPIRED:
		return now + 8 * DAY;
	case CUL_STANDING_RELEASED:
		ledger_t_decide(l, s->id, CUL_VERB_ACCEPT, now);
		ledger_t_decide(l, s->id, CUL_VERB_RELEASE, now + 1);
		break;
	case CUL_STANDING_WITHDRAWN:
		withdraw(now);
		break;
	case CUL_STANDINGS_:
		fail();
	}
	return now + 1;
}

#define NO CUL_STANDINGS_ /* the step is forbidden */
static const enum cul_standing steps[CUL_STANDINGS_][CUL_VERBS_] = {
	/* accept, decline, release, reopen */
	[CUL_STANDING_OPEN] = { CUL_STANDING_ACCEPTED, CUL_STANDING_DECLINED,
				NO, NO },
	[CUL_STANDING_ACCEPTED] = { CUL_STANDING_ACCEPTED, NO,
				    CUL_STANDING_RELEASED, CUL_STANDING_OPEN },
	[CUL_STANDING_DECLINED] = { NO, CUL_STANDING_DECLINED, NO,
				    CUL_STANDING_OPEN },
	[CUL_STANDING_EXPIRED] = { NO, NO, NO, CUL_STANDING_OPEN },
	[CUL_STANDING_RELEASED] = { NO, NO, NO, CUL_STANDING_OPEN },
	[CUL_STANDING_WITHDRAWN] = { NO, NO, NO, CUL_STANDING_OPEN },
};

static void one_step(enum cul_standing from, enum cul_verb verb)
{
	const enum cul_standing to = steps[from][verb];
	const int64_t at = reach(from);
	char *before = ledger_t_dump(l), *after;
	int rc;

	assert_int_equal(ledger_t_standing(l, s->id, at), from);
	rc = ledger_t_decide(l, s->id, verb, at);
	if (to == NO) {
		assert_int_equal(rc, CUL_EUSAGE);
		assert_non_null(
			strstr(cul_ledger_error(l), cul_standing_name(from)));
		after = ledger_t_dump(l);
		assert_string_equal(before, after);
		free(after);
	} else {
		assert_int_equal(rc, 0);
		assert_int_equal(ledger_t_standing(l, s->id, at), to);
	}
	free(before);
}

static void every_step_is_allowed_or_forbidden(void **state)
{
	for (int from = 0; from < CUL_STANDINGS_; from++)
		for (int verb = 0; verb < CUL_VERBS_; verb++) {
			one_step((enum cul_standing)from, (enum cul_verb)verb);
			teardown(state);
			setup(state);
		}
}

struct wrong {
	const char *rule;
	struct cul_decision d;
};

static void what_breaks_a_rule_is_not_decided(void **state)
{
	static char long_who[CUL_WHO_MAX + 1], long_text[CUL_REMARK_MAX + 1];
	const struct wrong wrongs[] = {
		{ "who decides", { .verb = CUL_VERB_ACCEPT } },
		{ "who decides", { .verb = CUL_VERB_ACCEPT, .by = long_who } },
		{ "a remark",
		  { .verb = CUL_VERB_ACCEPT, .by = "ann", .text = long_text } },
		{ "has passed",
		  { .verb = CUL_VERB_ACCEPT, .by = "ann", .until_usec = now } },
		{ "needs a reason", { .verb = CUL_VERB_DECLINE, .by = "ann" } },
		{ "needs a text",
		  { .verb = CUL_VERB_DECLINE,
		    .by = "ann",
		    .why = CUL_DECLINE_OTHER } },
		{ "three answers",
		  { .verb = CUL_VERB_RELEASE,
		    .by = "ann",
		    .how_sent = "a bot",
		    .done = "cleaned" } },
		{ "three answers",
		  { .verb = CUL_VERB_RELEASE,
		    .by = "ann",
		    .how_sent = "a bot",
		    .says = "" } },
		{ "no such decision", { .verb = CUL_VERBS_, .by = "ann" } },
		{ "no such decision",
		  { .verb = CUL_VERB_DECLINE,
		    .by = "ann",
		    .why = CUL_DECLINES_ } },
	};
	char *before, *after;

	(void)state;
	memset(long_who, 'a', sizeof(long_who) - 1);
	memset(long_text, 'a', sizeof(long_text) - 1);
	reach(CUL_STANDING_OPEN);
	before = ledger_t_dump(l);
	for (size_t i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		struct cul_decision d = wrongs[i].d;

		d.id = s->id;
		d.at_usec = now;
		if (d.until_usec == 0)
			d.until_usec = CUL_TIME_NONE;
		assert_int_equal(cul_ledger_decide(l, &d, "shell"), CUL_EUSAGE);
		assert_non_null(strstr(cul_ledger_error(l), wrongs[i].rule));
	}
	after = ledger_t_dump(l);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void who_looked_before_a_change_must_look_again(void **state)
{
	struct cul_decision d = { .id = s->id,
				  .verb = CUL_VERB_ACCEPT,
				  .by = "ann",
				  .at_usec = now,
				  .until_usec = CUL_TIME_NONE };
	struct cul_case *c;

	(void)state;
	reach(CUL_STANDING_OPEN);
	c = ledger_t_case(l, s->id, now);
	d.version = c->version;
	/* Some mails more are no change. */
	s->counts.messages++;
	s->last_seen_usec += HOUR;
	assert_int_equal(ledger_t_file_one(l, s, now), CUL_FILED_CHANGED);
	cul_case_free(&c);
	c = ledger_t_case(l, s->id, now);
	assert_int_equal(c->version, d.version);
	/* Another action is. */
	s->action = CUL_ACTION_CONTACT;
	assert_int_equal(ledger_t_file_one(l, s, now), CUL_FILED_CHANGED);
	assert_int_equal(cul_ledger_decide(l, &d, "shell"), CUL_ESTALE);
	assert_int_equal(ledger_t_standing(l, s->id, now), CUL_STANDING_OPEN);
	d.version++;
	assert_int_equal(cul_ledger_decide(l, &d, "shell"), 0);
	cul_case_free(&c);
}

static void an_acceptance_lasts_as_suggested_from_now(void **state)
{
	struct cul_case *c;

	(void)state;
	reach(CUL_STANDING_ACCEPTED);
	c = ledger_t_case(l, s->id, now);
	assert_int_equal(c->until_usec - now,
			 s->expires_usec - s->last_seen_usec);
	cul_case_free(&c);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY - 1),
			 CUL_STANDING_ACCEPTED);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY),
			 CUL_STANDING_EXPIRED);
}

static void what_nobody_decided_waits_for_a_week(void **state)
{
	(void)state;
	s->action = CUL_ACTION_BLOCK;
	s->expires_usec = s->last_seen_usec + DAY;
	reach(CUL_STANDING_OPEN);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY - 1),
			 CUL_STANDING_OPEN);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY),
			 CUL_STANDING_EXPIRED);
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
		const int64_t at = reach(cases[i].from) + DAY;

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
		const int64_t at = reach((enum cul_standing)from);

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
	reach(CUL_STANDING_DECLINED);
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
	reach(CUL_STANDING_DECLINED);
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
	reach(CUL_STANDING_DECLINED);
	(void)snprintf(s->id, sizeof(s->id), "u%015u", 1u);
	s->first_seen_usec += 30 * DAY;
	s->last_seen_usec += 30 * DAY;
	assert_int_equal(ledger_t_file_one(l, s, now + 30 * DAY),
			 CUL_FILED_HELD);
	/* And if it was for a week alone, it does not. */
	teardown(state);
	setup(state);
	reach(CUL_STANDING_OPEN);
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
	reach(CUL_STANDING_OPEN);
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
	reach(CUL_STANDING_OPEN);
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
	reach(CUL_STANDING_OPEN);
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
	reach(CUL_STANDING_RELEASED);
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
	reach(CUL_STANDING_RELEASED);
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
		TEST(every_step_is_allowed_or_forbidden),
		TEST(what_breaks_a_rule_is_not_decided),
		TEST(who_looked_before_a_change_must_look_again),
		TEST(an_acceptance_lasts_as_suggested_from_now),
		TEST(what_nobody_decided_waits_for_a_week),
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
