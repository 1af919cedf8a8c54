/* \summary: the ledger asked: by standing, kind, order, text and address */
#include <stdio.h>
#include <stdlib.h>

#include "ledger_t.h"
#include "scratch.h"
#include "t.h"

static const int64_t now = LEDGER_T_NOW;
static struct cul_ledger *l;
static struct ledger_t_report *r;

static void name(size_t i, enum cul_subject subject, const char *who)
{
	struct cul_suggestion *s = &r->s[i];

	s->subject = subject;
	(void)snprintf(s->name, sizeof(s->name), "%s", who);
	s->n_addrs = 0;
	if (cul_addr_parse((struct cul_sv){ who, strlen(who) }, &s->addrs[0]))
		s->n_addrs = 1;
	(void)snprintf(s->customer, sizeof(s->customer), "%s",
		       subject == CUL_SUBJECT_CUSTOMER ? who : "");
}

static void act(size_t i, enum cul_action action, enum cul_kind kind,
		int64_t minutes)
{
	r->s[i].action = action;
	r->s[i].kind = kind;
	r->s[i].flagged_usec += minutes * 60 * CUL_USEC_PER_SEC;
}

/* Six of several kinds. */
static int setup(void **state)
{
	scratch_setup(state);
	r = ledger_t_report(6);
	name(0, CUL_SUBJECT_CUSTOMER, "C01861");
	name(1, CUL_SUBJECT_ACCOUNT, "ann@aurora.example");
	name(2, CUL_SUBJECT_IP, "192.0.2.1");
	name(3, CUL_SUBJECT_IP, "192.0.2.17");
	name(4, CUL_SUBJECT_NET, "198.51.100.0/24");
	name(5, CUL_SUBJECT_IP, "2001:db8:1::2");
	r->s[5].n_addrs = 1;
	act(0, CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE, 5);
	act(1, CUL_ACTION_SUSPEND, CUL_KIND_STOLEN_ACCOUNT, 4);
	act(2, CUL_ACTION_BLOCK, CUL_KIND_RELAY_PROBE, 3);
	act(3, CUL_ACTION_BLOCK, CUL_KIND_HARVEST, 2);
	act(4, CUL_ACTION_WATCH, CUL_KIND_HARVEST, 1);
	act(5, CUL_ACTION_FIX_SERVER, CUL_KIND_OWN_RELAY, 0);
	r->s[1].reasons[0].score_mnat += 1000;
	(void)snprintf(r->s[1].customer, CUL_NAME_MAX, "C01861");
	(void)snprintf(r->s[3].quotes[3].line, 64,
		       "said: 550 5.7.1 <SCRIPT>&; from [203.0.113.9]");
	r->s[3].quotes[3].len = strlen(r->s[3].quotes[3].line);
	l = ledger_t_open("l.db", CUL_LEDGER_CREATE);
	ledger_t_file(l, &r->report, now, NULL);
	ledger_t_decide(l, r->s[2].id, CUL_VERB_ACCEPT, now + 1);
	ledger_t_decide(l, r->s[3].id, CUL_VERB_DECLINE, now + 2);
	return 0;
}

static int teardown(void **state)
{
	cul_ledger_close(&l);
	ledger_t_report_free(&r);
	return scratch_teardown(state);
}

struct got {
	char text[64]; /* the last digit of each id */
	size_t n, stop;
};

static bool take(void *arg, const struct cul_case *c)
{
	struct got *g = arg;

	g->text[g->n++] = c->s.id[CUL_ID_MAX - 2];
	return g->n != g->stop;
}

#define BIT(what) (1u << CUL_##what)
#define ALL       ((1u << CUL_STANDINGS_) - 1)

static const struct {
	struct cul_case_query q;
	const char *want;
	size_t total;
} questions[] = {
	{ { 0 }, "5104", 4 },
	{ { .order = CUL_CASES_NEWEST }, "0145", 4 },
	{ { .order = CUL_CASES_OLDEST }, "5410", 4 },
	{ { .order = CUL_CASES_SUBJECT }, "1054", 4 },
	{ { .order = CUL_CASES_RECENT, .standings = ALL }, "320145", 6 },
	{ { .standings = BIT(STANDING_ACCEPTED) }, "2", 1 },
	{ { .standings = BIT(STANDING_DECLINED) }, "3", 1 },
	{ { .standings = BIT(STANDING_EXPIRED) }, "", 0 },
	{ { .standings = BIT(STANDING_RELEASED) | BIT(STANDING_WITHDRAWN) },
	  "",
	  0 },
	{ { .standings = ALL, .kinds = BIT(KIND_HARVEST) }, "34", 2 },
	{ { .standings = ALL,
	    .kinds = BIT(KIND_HARVEST) | BIT(KIND_ZOMBIE),
	    .actions = BIT(ACTION_BLOCK) | BIT(ACTION_SUSPEND) },
	  "03",
	  2 },
	{ { .skip = 1, .most = 2 }, "10", 4 },
	{ { .skip = 3, .most = 9 }, "4", 4 },
	{ { .skip = 9 }, "", 4 },
	{ { .most = 4 }, "5104", 4 },
	{ { .customer = "C01861" }, "10", 2 },
	{ { .customer = "C0186" }, "", 0 },
	{ { .subject = "C01861" }, "0", 1 },
	/* Part of a name or customer, in any case. */
	{ { .search = "c0186" }, "10", 2 },
	{ { .search = "AURORA" }, "1", 1 },
	/* An address is not part of a longer one. */
	{ { .standings = ALL, .search = "192.0.2.1" }, "2", 1 },
	{ { .standings = ALL, .search = "192.0.2." }, "23", 2 },
	{ { .standings = ALL, .search = "192.0.2.0/24" }, "23", 2 },
	/* Within a network that is suspect, or one that is asked for. */
	{ { .search = "198.51.100.77" }, "4", 1 },
	{ { .search = "198.51.100.64/26" }, "4", 1 },
	{ { .search = "198.51.0.0/16" }, "4", 1 },
	{ { .search = "198.51.101.77" }, "", 0 },
	{ { .search = "2001:DB8:1:0::2" }, "5", 1 },
	{ { .search = "2001:db8::/32" }, "5", 1 },
	/* The text of a line. */
	{ { .standings = ALL, .search = "203.0.113.9" }, "3", 1 },
	{ { .standings = ALL, .search = "203.0.113.90" }, "", 0 },
	{ { .standings = ALL, .search = "<script>&;" }, "3", 1 },
	{ { .standings = ALL, .search = "5.7.1" }, "3", 1 },
	/* Why: each has its own number there. */
	{ { .search = "utc c00004 sent" }, "4", 1 },
	/* An id, and its beginning. */
	{ { .search = "t000000000000005" }, "5", 1 },
	{ { .search = "t00000" }, "5104", 4 },
	{ { .search = "%" }, "", 0 },
	{ { .search = "_zzz" }, "", 0 },
	{ { .search = "'; DROP TABLE suggestion; --" }, "", 0 },
	{ { .search = "\xff\xfe" }, "", 0 },
	{ { .search = "" }, "5104", 4 },
};

static void each_question_has_its_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct cul_case_query q = questions[i].q;
		struct got g = { .n = 0 };
		size_t total = 99;

		q.now_usec = now + 3;
		if (cul_ledger_cases(l, &q, take, &g, &total) != 0)
			fail_msg("%zu: %s", i, cul_ledger_error(l));
		if (strcmp(g.text, questions[i].want) != 0)
			fail_msg("%zu (%s): %s instead of %s", i,
				 q.search != NULL ? q.search : "", g.text,
				 questions[i].want);
		if (total != questions[i].total)
			fail_msg("%zu: %zu in all, instead of %zu", i, total,
				 questions[i].total);
	}
}

static void who_has_seen_enough_may_stop(void **state)
{
	const struct cul_case_query q = { .now_usec = now + 3 };
	struct got g = { .stop = 2 };
	size_t total = 0;

	(void)state;
	assert_int_equal(cul_ledger_cases(l, &q, take, &g, &total), 0);
	assert_string_equal(g.text, "51");
	assert_int_equal(total, 4);
}

static void standings_are_as_of_the_time_that_is_asked_for(void **state)
{
	struct cul_case_query q = { .standings = BIT(STANDING_EXPIRED),
				    .now_usec = now + 8 * CUL_USEC_PER_DAY };
	uint64_t totals[CUL_STANDINGS_][CUL_KINDS_];
	struct got g = { .n = 0 };

	(void)state;
	assert_int_equal(cul_ledger_cases(l, &q, take, &g, NULL), 0);
	assert_string_equal(g.text, "51024"); /* a decline is for good */
	assert_int_equal(cul_ledger_totals(l, q.now_usec, totals), 0);
	assert_int_equal(totals[CUL_STANDING_EXPIRED][CUL_KIND_STOLEN_ACCOUNT],
			 1);
	assert_int_equal(totals[CUL_STANDING_OPEN][CUL_KIND_ZOMBIE], 0);
	assert_int_equal(totals[CUL_STANDING_DECLINED][CUL_KIND_HARVEST], 1);
	assert_int_equal(cul_ledger_totals(l, now + 3, totals), 0);
	assert_int_equal(totals[CUL_STANDING_OPEN][CUL_KIND_ZOMBIE], 1);
	assert_int_equal(totals[CUL_STANDING_ACCEPTED][CUL_KIND_RELAY_PROBE],
			 1);
}

static void neighbours_and_others_of_the_customer_are_related(void **state)
{
	static const char *const want[] = { "1", "0", "3", "2", "", "" };

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct cul_case *c = ledger_t_case(l, r->s[i].id, now);
		struct got g = { .n = 0 };

		assert_int_equal(cul_ledger_related(l, c, now, 0, take, &g), 0);
		assert_string_equal(g.text, want[i]);
		cul_case_free(&c);
	}
}

static int find(const char *id)
{
	struct cul_case *c = NULL;
	int rc = cul_ledger_case(l, id, now, &c);

	cul_case_free(&c);
	return rc;
}

static void a_beginning_of_four_finds_a_case_if_there_is_one(void **state)
{
	struct cul_suggestion s = r->s[0];

	(void)state;
	(void)snprintf(s.id, sizeof(s.id), "k3f9abcdefghjkmn");
	(void)snprintf(s.name, sizeof(s.name), "C00009");
	ledger_t_file_one(l, &s, now);
	assert_int_equal(find("k3f9"), 0);
	assert_int_equal(find("k3f9abcdefghjkmn"), 0);
	assert_int_equal(find("k3f"), CUL_ENONE);
	assert_int_equal(find("k3f9abcdefghjkmnx"), CUL_ENONE);
	assert_int_equal(find("k3fa"), CUL_ENONE);
	assert_int_equal(find("t000"), CUL_EUSAGE);
	assert_non_null(strstr(cul_ledger_error(l), "give more"));
	assert_int_equal(find(""), CUL_ENONE);
	assert_int_equal(find("%%%%"), CUL_ENONE);
	assert_int_equal(find("k3f9\n\033[2J"), CUL_ENONE);
	assert_non_null(strstr(cul_ledger_error(l), "k3f9??[2J"));
}

static bool ask_more(void *arg, const struct cul_case *c)
{
	struct cul_case *whole = ledger_t_case(l, c->s.id, now);
	struct got g = { .n = 0 };
	const struct cul_case_query q = { .now_usec = now };

	assert_int_equal(whole->s.n_quotes, 4);
	cul_case_free(&whole);
	assert_int_equal(cul_ledger_cases(l, &q, take, &g, NULL), 0);
	assert_string_equal(g.text, "5104");
	/* But a change in the middle of it is refused. */
	assert_int_equal(ledger_t_decide(l, c->s.id, CUL_VERB_ACCEPT, now),
			 CUL_EUSAGE);
	++*(size_t *)arg;
	return true;
}

static void a_reader_may_ask_for_more_in_between(void **state)
{
	const struct cul_case_query q = { .now_usec = now };
	size_t n = 0;

	(void)state;
	assert_int_equal(cul_ledger_cases(l, &q, ask_more, &n, NULL), 0);
	assert_int_equal(n, 4);
	assert_int_equal(ledger_t_decide(l, r->s[0].id, CUL_VERB_ACCEPT, now),
			 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_question_has_its_answer),
		TEST(who_has_seen_enough_may_stop),
		TEST(standings_are_as_of_the_time_that_is_asked_for),
		TEST(neighbours_and_others_of_the_customer_are_related),
		TEST(a_beginning_of_four_finds_a_case_if_there_is_one),
		TEST(a_reader_may_ask_for_more_in_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
