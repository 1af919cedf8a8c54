/* \summary: the life of a suggestion: every step allowed and forbidden */
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
	const int64_t at = ledger_t_reach(l, s, from);
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
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
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
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
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
	ledger_t_reach(l, s, CUL_STANDING_ACCEPTED);
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
	ledger_t_reach(l, s, CUL_STANDING_OPEN);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY - 1),
			 CUL_STANDING_OPEN);
	assert_int_equal(ledger_t_standing(l, s->id, now + 7 * DAY),
			 CUL_STANDING_EXPIRED);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
