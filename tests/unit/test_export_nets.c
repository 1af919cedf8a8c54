/* \summary: what lists collect: order, twins, overlaps, expiry */
#include <stdio.h>

#include "export/accounts.h"
#include "export/nets.h"
#include "report_fixture.h"
#include "report_fixture_make.h"
#include "t.h"

enum { NAMES_MAX = 1024 };

/* What cul_list_nets makes of the report, as "a b c". */
static const char *nets_of(const struct cul_report *r, enum cul_list_order o)
{
	static char names[NAMES_MAX];
	struct cul_list_nets n;
	size_t len = 0;
	char text[CUL_NET_TEXT_MAX];

	names[0] = '\0';
	assert_int_equal(cul_list_nets(r, o, NULL, &n), 0);
	for (size_t i = 0; i < n.n; i++) {
		cul_list_net_print(&n.v[i].net, text);
		len += (size_t)snprintf(names + len, NAMES_MAX - len, "%s%s",
					i == 0 ? "" : " ", text);
	}
	cul_list_nets_done(&n);
	return names;
}

static struct cul_report report_of(const char *const *names)
{
	struct cul_report r = { .version = "0" };

	fixture_reset();
	for (; *names != NULL; names++)
		fixture_begin(CUL_ACTION_BLOCK, CUL_KIND_SPAMMER,
			      strchr(*names, '/') != NULL ? CUL_SUBJECT_NET
							  : CUL_SUBJECT_IP,
			      *names)
			->expires_usec = CUL_USEC_PER_DAY;
	r.n_suggestions = fixture_made(&r.suggestions);
	return r;
}

static const char *const some[] = { "10.0.0.0/9",  "2001:db8::/48",
				    "10.1.0.0/16", "192.0.2.1",
				    "10.1.2.3",    "10.128.0.0/9",
				    "2001:db8::5", NULL };

static void each_order_is_as_its_readers_want(void **state)
{
	struct cul_report r = report_of(some);

	(void)state;
	assert_string_equal(nets_of(&r, CUL_LIST_LONGEST),
			    "10.1.2.3 192.0.2.1 10.1.0.0/16 10.0.0.0/9 "
			    "10.128.0.0/9 2001:db8::/64 2001:db8::/48");
	assert_string_equal(nets_of(&r, CUL_LIST_ADDRESSES),
			    "10.0.0.0/9 10.1.0.0/16 10.1.2.3 10.128.0.0/9 "
			    "192.0.2.1 2001:db8::/48 2001:db8::/64");
	assert_string_equal(nets_of(&r, CUL_LIST_WIDEST),
			    "10.0.0.0/9 10.128.0.0/9 192.0.2.1 2001:db8::/48");
}

static void what_lies_within_another_is_kept_apart(void **state)
{
	struct cul_report r = report_of(some);
	struct cul_list_nets n;
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);

	(void)state;
	assert_int_equal(cul_list_nets(&r, CUL_LIST_WIDEST, NULL, &n), 0);
	assert_int_equal(n.n, 4);
	assert_int_equal(n.n_inner, 3);
	assert_int_equal(cul_list_nets_count(&n, true), 3);
	cul_list_nets_only(&n, true);
	assert_int_equal(n.n, 3);
	assert_int_equal(n.n_inner, 2);
	cul_list_nets_inner(&o, &n, ";");
	assert_non_null(strstr(t.ptr, "; 10.1.2.3 lies within another entry: "
				      "spammer, ip 10.1.2.3, id "));
	assert_null(strstr(t.ptr, "2001:db8::/64 lies"));
	fixture_text_free(&t);
	cul_list_nets_done(&n);
}

static void who_is_named_twice_is_listed_for_the_longer_time(void **state)
{
	static const char *const names[] = { "192.0.2.1", "192.0.2.1",
					     "192.0.2.1", NULL };
	static const struct {
		int64_t expires[3], want;
	} cases[] = {
		{ { 10, 20, 15 }, 20 },
		{ { 20, 10, 15 }, 20 },
		{ { 10, CUL_TIME_NONE, 15 }, CUL_TIME_NONE },
		{ { CUL_TIME_NONE, 15, 10 }, CUL_TIME_NONE },
		/* What is over does not count. */
		{ { 5, 20, 4 }, 20 },
	};
	struct cul_report r = report_of(names);
	struct cul_list_nets n;

	(void)state;
	r.made_usec = 5;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (int j = 0; j < 3; j++)
			r.suggestions[j].expires_usec = cases[i].expires[j];
		assert_int_equal(cul_list_nets(&r, CUL_LIST_LONGEST, NULL, &n),
				 0);
		assert_int_equal(n.n, 1);
		assert_true(n.v[0].expires_usec == cases[i].want);
		assert_ptr_equal(n.v[0].s,
				 &r.suggestions[cases[i].expires[0] == 5]);
		cul_list_nets_done(&n);
	}
}

static void what_is_over_is_on_no_list(void **state)
{
	struct cul_report r = report_of(some);

	(void)state;
	r.made_usec = CUL_USEC_PER_DAY - 1;
	assert_string_not_equal(nets_of(&r, CUL_LIST_LONGEST), "");
	r.made_usec = CUL_USEC_PER_DAY;
	assert_string_equal(nets_of(&r, CUL_LIST_LONGEST), "");
	r.suggestions[3].expires_usec = CUL_TIME_NONE;
	assert_string_equal(nets_of(&r, CUL_LIST_LONGEST), "192.0.2.1");
}

static void seconds_are_rounded_up_and_bounded(void **state)
{
	static const struct {
		int64_t made, expires;
		uint64_t most, want;
	} cases[] = {
		{ 0, CUL_USEC_PER_SEC, 100, 1 },
		{ 0, CUL_USEC_PER_SEC + 1, 100, 2 },
		{ 0, 1, 100, 1 },
		{ 0, CUL_USEC_PER_DAY, 100, 100 },
		{ 0, CUL_TIME_NONE, 100, 0 },
		{ -CUL_USEC_PER_SEC, CUL_USEC_PER_SEC, 100, 2 },
		{ CUL_TIME_NONE, INT64_MAX, 100, 100 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cul_report r = { .made_usec = cases[i].made };

		assert_int_equal(
			cul_list_seconds(&r, cases[i].expires, cases[i].most),
			cases[i].want);
	}
}

static void expiries_of_a_list_are_its_first_and_last(void **state)
{
	struct cul_report r = report_of(some);
	struct cul_list_nets n;

	(void)state;
	r.suggestions[2].expires_usec = 7;
	r.suggestions[4].expires_usec = 3 * CUL_USEC_PER_DAY;
	assert_int_equal(cul_list_nets(&r, CUL_LIST_LONGEST, NULL, &n), 0);
	assert_int_equal(cul_list_nets_first_expiry(&n), 7);
	assert_int_equal(cul_list_nets_last_expiry(&n), 3 * CUL_USEC_PER_DAY);
	n.v[0].expires_usec = CUL_TIME_NONE;
	assert_int_equal(cul_list_nets_first_expiry(&n), 7);
	assert_true(cul_list_nets_last_expiry(&n) == CUL_TIME_NONE);
	n.n = 0;
	assert_true(cul_list_nets_first_expiry(&n) == CUL_TIME_NONE);
	cul_list_nets_done(&n);
}

static void accounts_fold_where_their_reader_does(void **state)
{
	static const char *const names[] = { "amy", "Bob", "AMY",
					     "Amy", "a b", NULL };
	struct cul_list_keys k = { cul_list_is_plain_key, true };
	struct cul_report r = report_of(names);
	struct cul_list_accounts a;

	(void)state;
	for (size_t i = 0; i < r.n_suggestions; i++)
		r.suggestions[i].subject = CUL_SUBJECT_ACCOUNT;
	r.suggestions[3].expires_usec = CUL_TIME_NONE;
	assert_int_equal(cul_list_accounts(&r, &k, &a), 0);
	assert_int_equal(a.n, 2);
	assert_string_equal(a.v[0].s->name, "amy");
	assert_true(a.v[0].expires_usec == CUL_TIME_NONE);
	assert_int_equal(cul_list_accounts_first_expiry(&a), CUL_USEC_PER_DAY);
	cul_list_accounts_done(&a);
	k.fold = false;
	assert_int_equal(cul_list_accounts(&r, &k, &a), 0);
	assert_int_equal(a.n, 4);
	cul_list_accounts_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_order_is_as_its_readers_want),
		cmocka_unit_test(what_lies_within_another_is_kept_apart),
		cmocka_unit_test(
			who_is_named_twice_is_listed_for_the_longer_time),
		cmocka_unit_test(what_is_over_is_on_no_list),
		cmocka_unit_test(seconds_are_rounded_up_and_bounded),
		cmocka_unit_test(expiries_of_a_list_are_its_first_and_last),
		cmocka_unit_test(accounts_fold_where_their_reader_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
