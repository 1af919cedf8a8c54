/* \summary: past days, pruning, users and sessions in the ledger */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/ledger_int.h"
#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

#define DAY CUL_USEC_PER_DAY

static const int64_t now = LEDGER_T_NOW;
static struct cul_ledger *l;
static struct ledger_t_report *r;

static int setup(void **state)
{
	scratch_setup(state);
	r = ledger_t_report(2);
	l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	ledger_t_file(l, &r->report, now, NULL);
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

/* What callbacks were given, a line each. */
struct heard {
	char text[2048];
};

static void hear(struct heard *h, const char *a, const char *b, const char *c)
{
	size_t len = strlen(h->text);

	(void)snprintf(h->text + len, sizeof(h->text) - len, "%s|%s|%s\n", a, b,
		       c);
}

static bool hear_audit(void *arg, const struct cul_audit *a)
{
	hear(arg, a->what, a->by, a->on);
	return true;
}

static bool hear_decision(void *arg, const struct cul_decision *d)
{
	assert_int_equal(d->at_usec >= now, 1);
	hear(arg, cul_verb_name(d->verb), d->by,
	     d->why != CUL_DECLINE_NONE ? cul_decline_name(d->why)
					: d->how_sent);
	return true;
}

static bool hear_day(void *arg, const struct cul_past_day *d)
{
	char day[CUL_TIME_TEXT_MAX], numbers[64];

	(void)cul_time_print(d->day_usec, day);
	(void)snprintf(numbers, sizeof(numbers), "%u %u %u %u %u %d",
		       d->messages, d->recipients, d->delivered,
		       d->bad_recipients, d->refused, d->guilty);
	hear(arg, d->name, day, numbers);
	return true;
}

static const struct cul_past_day days[] = {
	{ CUL_SUBJECT_CUSTOMER, "C1", 0 * DAY, 5, 4, 3, 2, 1, true },
	{ CUL_SUBJECT_CUSTOMER, "C1", 1 * DAY, 6, 0, 0, 0, 0, false },
	{ CUL_SUBJECT_CUSTOMER, "C1", 2 * DAY, 7, 0, 0, 0, 0, false },
	{ CUL_SUBJECT_ACCOUNT, "C1", 1 * DAY, 8, 0, 0, 0, 0, false },
	{ CUL_SUBJECT_CUSTOMER, "C0", 1 * DAY, UINT32_MAX, 0, 0, 0, 0, false },
};

static void past_days_are_kept_replaced_and_pruned(void **state)
{
	struct heard one = { "" }, all = { "" };
	uint64_t n_lines, n_days;
	struct cul_past_day more = days[2];

	(void)state;
	assert_int_equal(cul_ledger_put_days(l, days, 5), 0);
	more.messages = 70;
	assert_int_equal(cul_ledger_put_days(l, &more, 1), 0);
	assert_int_equal(cul_ledger_days(l, CUL_SUBJECT_CUSTOMER, "C1", 1,
					 9 * DAY, hear_day, &one),
			 0);
	assert_string_equal(one.text, "C1|1970-01-02T00:00:00Z|6 0 0 0 0 0\n"
				      "C1|1970-01-03T00:00:00Z|70 0 0 0 0 0\n");
	assert_int_equal(cul_ledger_days(l, CUL_SUBJECT_IP, NULL, 0, 2 * DAY,
					 hear_day, &all),
			 0);
	assert_string_equal(all.text,
			    "C1|1970-01-02T00:00:00Z|8 0 0 0 0 0\n"
			    "C0|1970-01-02T00:00:00Z|4294967295 0 0 0 0 0\n"
			    "C1|1970-01-01T00:00:00Z|5 4 3 2 1 1\n"
			    "C1|1970-01-02T00:00:00Z|6 0 0 0 0 0\n");
	assert_int_equal(cul_ledger_prune(l, 2 * DAY, &n_lines, &n_days), 0);
	assert_int_equal(n_days, 4);
	assert_int_equal(n_lines, 0);
}

static void pruning_takes_lines_and_leaves_the_rest(void **state)
{
	uint64_t n_lines = 0, n_days = 9;
	struct heard decisions = { "" };
	struct cul_case *c;

	(void)state;
	ledger_t_decide(l, r->s[0].id, CUL_VERB_ACCEPT, now);
	assert_int_equal(
		cul_ledger_prune(l, r->s[0].last_seen_usec, &n_lines, &n_days),
		0);
	assert_int_equal(n_lines + n_days, 0);
	assert_int_equal(cul_ledger_prune(l, r->s[0].last_seen_usec + 1,
					  &n_lines, &n_days),
			 0);
	assert_int_equal(n_lines, 8);
	c = ledger_t_case(l, r->s[0].id, now);
	assert_int_equal(c->s.n_quotes, 0);
	assert_int_equal(c->s.n_reasons, 2);
	assert_int_equal(c->s.counts.bounced, 60);
	cul_case_free(&c);
	assert_int_equal(
		cul_ledger_decisions(l, NULL, 0, hear_decision, &decisions), 0);
	assert_string_equal(decisions.text, "accept|ann|\n");
	/* And the same log scanned again does not bring them back. */
	ledger_t_file(l, &r->report, now, NULL);
	c = ledger_t_case(l, r->s[0].id, now);
	assert_int_equal(c->s.n_quotes, 0);
	cul_case_free(&c);
}

static bool hear_user(void *arg, const struct cul_user *u)
{
	hear(arg, u->name, cul_role_name(u->role), u->hash);
	return true;
}

static void users_and_their_sessions_are_kept(void **state)
{
	struct cul_user ann = { "ann", CUL_ROLE_LEAD, "$argon2id$x",
				now,   now,           CUL_TIME_NONE };
	struct cul_session s = { { 1, 0, 2 }, "ann", "192.0.2.1", now, now };
	const struct cul_session lost = { { 9 }, "eve", "192.0.2.1", now, now };
	const struct cul_audit added = { .at_usec = now,
					 .by = "root",
					 .from = "shell",
					 .what = "adduser",
					 .on = "ann" };
	struct cul_account_store a;
	struct heard users = { "" }, audit = { "" };
	struct cul_session t;
	struct cul_user u;

	(void)state;
	cul_ledger_accounts(l, &a);
	assert_int_equal(a.find_user(a.arg, "ann", &u), CUL_ENONE);
	assert_int_equal(a.put_user(a.arg, &ann, false, &added), 0);
	assert_int_equal(a.find_user(a.arg, "ann", &u), 0);
	assert_int_equal(u.login_usec, CUL_TIME_NONE);
	assert_int_equal(a.add_session(a.arg, &lost, NULL), CUL_ENONE);
	assert_int_equal(a.add_session(a.arg, &s, NULL), 0);
	assert_int_equal(a.find_session(a.arg, s.key, &t), 0);
	assert_string_equal(t.user, "ann");
	assert_string_equal(t.from, "192.0.2.1");
	assert_int_equal(a.find_user(a.arg, "ann", &u), 0);
	assert_int_equal(u.login_usec, now);
	assert_int_equal(a.touch_session(a.arg, s.key, now + 9), 0);
	assert_int_equal(a.touch_session(a.arg, lost.key, now), CUL_ENONE);
	assert_int_equal(a.find_session(a.arg, s.key, &t), 0);
	assert_int_equal(t.used_usec, now + 9);
	/* A change of the role leaves the session; of the password ends it. */
	ann.role = CUL_ROLE_STAFF;
	assert_int_equal(a.put_user(a.arg, &ann, false, NULL), 0);
	assert_int_equal(a.find_session(a.arg, s.key, &t), 0);
	assert_int_equal(a.put_user(a.arg, &ann, true, NULL), 0);
	assert_int_equal(a.find_session(a.arg, s.key, &t), CUL_ENONE);
	assert_int_equal(a.each_user(a.arg, hear_user, &users), 0);
	assert_string_equal(users.text, "ann|staff|$argon2id$x\n");
	/* The old ones go, by either time. */
	assert_int_equal(a.add_session(a.arg, &s, NULL), 0);
	assert_int_equal(a.prune_sessions(a.arg, now, now), 0);
	assert_int_equal(a.find_session(a.arg, s.key, &t), 0);
	assert_int_equal(a.prune_sessions(a.arg, now, now + 1), 0);
	assert_int_equal(a.find_session(a.arg, s.key, &t), CUL_ENONE);
	assert_int_equal(a.remove_session(a.arg, s.key, NULL), 0);
	assert_int_equal(a.add_session(a.arg, &s, NULL), 0);
	assert_int_equal(a.remove_user(a.arg, "ann", NULL), 0);
	assert_int_equal(a.remove_user(a.arg, "ann", NULL), CUL_ENONE);
	assert_int_equal(a.find_session(a.arg, s.key, &t), CUL_ENONE);
	assert_int_equal(
		cul_ledger_audits(l, "ann", NULL, 0, 0, hear_audit, &audit), 0);
	assert_string_equal(audit.text, "adduser|root|ann\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(past_days_are_kept_replaced_and_pruned),
		TEST(pruning_takes_lines_and_leaves_the_rest),
		TEST(users_and_their_sessions_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
