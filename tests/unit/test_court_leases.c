/* \summary: tests of the court: who held the address at that time */
#include "t.h"

#include <stdio.h>

#include "court_t.h"
#include "scratch.h"

static const enum cul_subject IP = CUL_SUBJECT_IP;
static const enum cul_subject CUSTOMER = CUL_SUBJECT_CUSTOMER;
static const char *const addr = "192.0.2.7";

/* A trial begins at 2026-11-20T12:00:00Z and goes on a second a line. */
static void begin(struct trial *t, const char *leases, const char *customers)
{
	static char l[4300], c[4300];
	const char *more[] = { l, NULL, NULL };

	(void)snprintf(l, sizeof(l), "network.leases=%s",
		       scratch_text("leases.csv", leases));
	if (customers != NULL) {
		(void)snprintf(c, sizeof(c), "network.customers=%s",
			       scratch_text("customers.csv", customers));
		more[1] = c;
	}
	trial_begin(t, more);
}

static void message(struct trial *t)
{
	trial_message(t, addr, "a@aurora.example", "x@a.example",
		      CUL_OUTCOME_OK);
}

static void go_to(struct trial *t, int64_t sec)
{
	t->now = (INT64_C(1795176000) + sec) * CUL_USEC_PER_SEC;
}

static void he_who_held_the_address_then_is_accused(void **st)
{
	static const char leases[] =
		"ip,start,end,customer\n"
		"192.0.2.7,2026-11-20T00:00:00Z,2026-11-20T12:10:00Z,GUILTY\n"
		"192.0.2.7,2026-11-20T12:10:00Z,,INNOCENT\n";
	const struct cul_suggestion *g;
	struct trial t;

	(void)st;
	begin(&t, leases, NULL);
	trial_zombie(&t, addr, 1);
	go_to(&t, 700);
	for (unsigned i = 0; i < 5; i++)
		message(&t);
	trial_close(&t);
	g = trial_suggestion(&t, "GUILTY");
	assert_non_null(g);
	assert_int_equal(g->action, CUL_ACTION_SUSPEND);
	assert_int_equal(g->subject, CUSTOMER);
	assert_string_equal(g->customer, "GUILTY");
	assert_null(trial_suggestion(&t, "INNOCENT"));
	assert_null(trial_suggestion(&t, addr));
	assert_int_equal(trial_count(&t, CUSTOMER, "INNOCENT", CUL_C_messages),
			 5);
	assert_int_equal(t.report.summary.leases.intervals, 2);
	assert_int_equal(t.report.summary.leases.answered, 45);
	assert_int_equal(t.report.summary.leases.ambiguous, 0);
	assert_non_null(strstr(trial_explain(&t, addr),
			       "from 2026-11-20T00:00:00Z "
			       "2026-11-20T12:10:00Z: GUILTY ("));
	trial_end(&t);
}

/* The same the other way round: what he does who comes later. */
static void he_who_held_it_before_is_not(void **st)
{
	static const char leases[] =
		"192.0.2.7,2026-11-20T00:00:00Z,,INNOCENT\n"
		"192.0.2.7,2026-11-20T12:10:00Z,,GUILTY\n";
	struct trial t;

	(void)st;
	begin(&t, leases, NULL);
	message(&t);
	go_to(&t, 700);
	trial_zombie(&t, addr, 1);
	trial_close(&t);
	assert_non_null(trial_suggestion(&t, "GUILTY"));
	assert_null(trial_suggestion(&t, "INNOCENT"));
	assert_int_equal(trial_count(&t, CUSTOMER, "INNOCENT", CUL_C_messages),
			 1);
	assert_int_equal(t.report.summary.leases.overlaps, 1);
	assert_int_equal(t.report.summary.n_warnings, 1);
	trial_end(&t);
}

/* Every ten seconds another has it: nobody is sure, so nobody is stopped. */
static void near_a_handover_the_address_is_only_watched(void **st)
{
	char leases[8192];
	const struct cul_suggestion *g;
	struct trial t;
	int n = 0;

	(void)st;
	for (int i = 0; i < 40; i++)
		n += snprintf(leases + n, sizeof(leases) - (size_t)n,
			      "192.0.2.7,2026-11-20T12:%02d:%02dZ,,C%d\n",
			      i / 10, i % 10 * 6, i % 2);
	begin(&t, leases, "cidr,customer\n192.0.2.0/24,SOMEBODY\n");
	trial_zombie(&t, addr, 1);
	trial_close(&t);
	assert_true(t.report.summary.leases.ambiguous >= 30);
	assert_null(trial_suggestion(&t, "SOMEBODY"));
	g = trial_suggestion(&t, addr);
	assert_non_null(g);
	assert_int_equal(g->action, CUL_ACTION_WATCH);
	assert_string_equal(g->customer, "");
	assert_int_equal(g->n_vetoes, 1);
	assert_string_equal(g->vetoes[0].name, "ambiguous-holder");
	trial_end(&t);
}

static void the_skew_is_a_setting(void **st)
{
	static const struct {
		const char *skew;
		int64_t sec;
		uint64_t ambiguous;
	} tries[] = {
		{ "5", 604, 1 }, { "5", 605, 0 }, { "5", 596, 1 },
		{ "5", 595, 0 }, { "0", 600, 0 }, { "60", 655, 1 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		char leases[4300], skew[64];
		const char *more[] = { leases, skew, NULL };
		struct trial t;

		(void)snprintf(
			leases, sizeof(leases), "network.leases=%s",
			scratch_text("l.csv",
				     "192.0.2.7,2026-11-20T00:00:00Z,,C1\n"
				     "192.0.2.7,2026-11-20T12:10:00Z,,C2\n"));
		(void)snprintf(skew, sizeof(skew), "network.lease_skew=%s",
			       tries[i].skew);
		trial_begin(&t, more);
		go_to(&t, tries[i].sec);
		message(&t);
		trial_close(&t);
		assert_int_equal(t.report.summary.leases.ambiguous,
				 tries[i].ambiguous);
		trial_end(&t);
	}
}

static void when_nobody_held_it_the_tables_of_customers_are_asked(void **st)
{
	static const char leases[] =
		"192.0.2.7,2026-11-20T12:10:00Z,2026-11-20T12:20:00Z,C1\n";
	struct trial t;

	(void)st;
	begin(&t, leases, "cidr,customer\n192.0.2.4/30,C2\n");
	message(&t);
	go_to(&t, 660);
	message(&t);
	go_to(&t, 1260);
	message(&t);
	trial_message(&t, "192.0.2.9", "a@aurora.example", "y@a.example",
		      CUL_OUTCOME_OK);
	trial_message(&t, "198.51.100.9", "a@aurora.example", "y@a.example",
		      CUL_OUTCOME_OK);
	assert_int_equal(trial_count(&t, CUSTOMER, "C1", CUL_C_messages), 1);
	assert_int_equal(trial_count(&t, CUSTOMER, "C2", CUL_C_messages), 2);
	assert_int_equal(trial_count(&t, IP, "192.0.2.9", CUL_C_messages), 1);
	trial_close(&t);
	/* Twice before and after, and one of ours that is never leased. */
	assert_int_equal(t.report.summary.leases.nobody, 3);
	trial_end(&t);
}

static void what_is_declared_of_a_name_holds_for_his_leases(void **st)
{
	static const char leases[] = "192.0.2.7,2026-11-20T00:00:00Z,,C1\n";
	static const char customers[] = "cidr,customer,flags\n"
					",C1,nat\n"
					"198.51.100.0/28,C1,mailhost\n"
					",C2,bulk\n";
	const struct cul_source *s;
	struct trial t;

	(void)st;
	begin(&t, leases, customers);
	message(&t);
	s = trial_source(&t, CUSTOMER, "C1");
	assert_non_null(s);
	assert_int_equal(cul_source_declared(s),
			 CUL_DECLARED_NAT | CUL_DECLARED_MAILHOST);
	assert_true(cul_source_is_ours(s));
	trial_end(&t);
}

static void two_addresses_of_a_day_are_one_customer(void **st)
{
	static const char leases[] =
		"192.0.2.7,2026-11-20T00:00:00Z,2026-11-20T12:10:00Z,C1\n"
		"192.0.2.8,2026-11-20T12:10:00Z,,C1\n"
		"2001:db8:7::/48,2026-11-20T00:00:00Z,,C1\n";
	struct trial t;

	(void)st;
	begin(&t, leases, NULL);
	message(&t);
	go_to(&t, 700);
	trial_message(&t, "192.0.2.8", "a@aurora.example", "y@a.example",
		      CUL_OUTCOME_OK);
	trial_message(&t, "2001:db8:7:1::2", "a@aurora.example", "z@a.example",
		      CUL_OUTCOME_OK);
	assert_int_equal(trial_count(&t, CUSTOMER, "C1", CUL_C_messages), 3);
	trial_close(&t);
	assert_int_equal(t.report.summary.n_sources, 1);
	trial_end(&t);
}

#define WITH(f)                                                                \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(he_who_held_the_address_then_is_accused),
		WITH(he_who_held_it_before_is_not),
		WITH(near_a_handover_the_address_is_only_watched),
		WITH(the_skew_is_a_setting),
		WITH(when_nobody_held_it_the_tables_of_customers_are_asked),
		WITH(what_is_declared_of_a_name_holds_for_his_leases),
		WITH(two_addresses_of_a_day_are_one_customer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
