/* \summary: how each list writes networks, times and what undoes it */
#include <stdio.h>

#include "culprit/export.h"
#include "report_fixture.h"
#include "report_fixture_make.h"
#include "t.h"

static struct cul_report *one(enum cul_action action, const char *net)
{
	static struct cul_report r;

	r = (struct cul_report){ .version = "0" };
	fixture_reset();
	fixture_begin(action, CUL_KIND_ZOMBIE, CUL_SUBJECT_NET, net)
		->expires_usec = 40 * CUL_USEC_PER_DAY;
	r.n_suggestions = fixture_made(&r.suggestions);
	return &r;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (text = strstr(text, part); text != NULL; n++)
		text = strstr(text + 1, part);
	return n;
}

struct form {
	const char *export, *net, *line;
};

static void networks_are_written_as_their_readers_want(void **state)
{
	static const struct form forms[] = {
		{ "sendmail", "192.0.2.0/24", "\nConnect:192.0.2\tQ" },
		{ "sendmail", "10.0.0.0/8", "\nConnect:10\tQ" },
		{ "sendmail", "192.0.2.7/32", "\nConnect:192.0.2.7\tQ" },
		{ "sendmail", "2001:db8::/32", "\nConnect:IPv6:2001:db8\tQ" },
		{ "sendmail", "2001:db8::a:0:0:1/128",
		  "\nConnect:IPv6:2001:db8:0:0:a:0:0:1\tQ" },
		{ "exim", "192.0.2.0/24", "\n192.0.2.0/24: action=hold text" },
		{ "exim", "2001:db8::1/128", "\n\"2001:db8::1\": action=hold" },
		{ "nftables", "192.0.2.0/24",
		  "\n\t192.0.2.0/24 timeout 3456000s comment \"zombie k3f9" },
		{ "nftables", "2001:db8::1/128", "\n\t2001:db8::1 timeout " },
		{ "ipset", "2001:db8::/48",
		  "\nadd culprit6-new 2001:db8::/48 timeout 2147483 comm" },
		{ "rbldnsd", "192.0.2.0/25", "\n192.0.2.0/25 :127.0.0.2:Susp" },
		{ "rbldnsd6", "2001:db8::/48",
		  "\n2001:db8::/48 :127.0.0.2:Susp" },
		{ "rpz", "192.0.2.0/24", "\n24.0.2.0.192.rpz-client-ip CN" },
		{ "rpz", "192.0.2.7/32", "\n32.7.2.0.192.rpz-client-ip CN" },
		{ "rpz", "2001:db8:1::/48", "\n48.zz.1.db8.2001.rpz-client-" },
		{ "rpz", "2001:db8::a:0:0:1/128",
		  "\n128.1.0.0.a.zz.db8.2001.rpz-client-ip " },
		{ "rpz", "2001:db8:0:1:1:1:1:1/128",
		  "\n128.1.1.1.1.1.0.db8.2001.rpz-client-ip " },
		{ "rpz", "2001:0:0:1::/64", "\n64.zz.1.0.0.2001.rpz-client-" },
	};
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *f = &forms[i];

		assert_non_null(fixture_export(
			f->export, one(CUL_ACTION_SUSPEND, f->net), &t));
		if (strstr(t.ptr, f->line) == NULL)
			fail_msg("%s: %s is in\n%s", f->export, f->net, t.ptr);
		fixture_text_free(&t);
	}
}

static void sendmail_gets_networks_spelled_out_within_reason(void **state)
{
	static const struct {
		const char *net;
		size_t keys;
	} cases[] = {
		{ "10.0.0.0/9", 128 },      { "192.0.2.0/25", 128 },
		{ "192.0.2.0/31", 2 },      { "2001:db8:1::/48", 1 },
		{ "2001:db8:1::/56", 256 }, { "2001:db8::/40", 256 },
		{ "2001:db8:1::/55", 0 },   { "2001:db8::/33", 0 },
		{ "2001:db8::/120", 256 },  { "2001:d00::/24", 256 },
	};
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_export("sendmail", one(CUL_ACTION_BLOCK, cases[i].net),
			       &t);
		assert_int_equal(count(t.ptr, "\nConnect:"), cases[i].keys);
		assert_int_equal(count(t.ptr, "takes more than 256 keys: "),
				 cases[i].keys == 0);
		fixture_text_free(&t);
	}
}

/* makemap would not take a key twice. */
static void the_more_specific_network_has_the_key(void **state)
{
	struct cul_report *r = one(CUL_ACTION_BLOCK, "10.0.0.0/15");
	struct fixture_text t;

	(void)state;
	fixture_begin(CUL_ACTION_SUSPEND, CUL_KIND_SPAMMER, CUL_SUBJECT_NET,
		      "10.1.0.0/16")
		->expires_usec = CUL_TIME_NONE;
	r->n_suggestions = fixture_made(&r->suggestions);
	fixture_export("sendmail", r, &t);
	assert_int_equal(count(t.ptr, "\nConnect:"), 2);
	assert_int_equal(count(t.ptr, "\nConnect:10.0\tERROR:"), 1);
	assert_int_equal(count(t.ptr, "\nConnect:10.1\tQUARANTINE:"), 1);
	fixture_text_free(&t);
}

static void a_dns_list_expires_after_a_day_or_with_its_last_entry(void **state)
{
	struct cul_report *r = one(CUL_ACTION_BLOCK, "192.0.2.0/24");
	struct fixture_text t;

	(void)state;
	r->made_usec = fixture_at(23, 59, 58);
	r->suggestions[0].expires_usec = CUL_TIME_NONE;
	fixture_export("rbldnsd", r, &t);
	assert_int_equal(count(t.ptr, "\n$TIMESTAMP 2026:11:20:23:59:58 "
				      "2026:11:21:23:59:58\n"),
			 1);
	fixture_text_free(&t);
	r->suggestions[0].expires_usec = r->made_usec + 63 * CUL_USEC_PER_SEC;
	fixture_export("rbldnsd", r, &t);
	assert_int_equal(count(t.ptr, " 2026:11:21:00:01:01\n"), 1);
	fixture_text_free(&t);
	r->made_usec = CUL_TIME_NONE;
	fixture_export("rbldnsd", r, &t);
	assert_int_equal(count(t.ptr, "$TIMESTAMP"), 0);
	fixture_text_free(&t);
}

static void a_serial_grows_with_the_time_of_the_list(void **state)
{
	struct cul_report *r = one(CUL_ACTION_SUSPEND, "192.0.2.0/24");
	struct fixture_text t;

	(void)state;
	r->made_usec = INT64_C(4000000000) * CUL_USEC_PER_SEC;
	r->suggestions[0].expires_usec = CUL_TIME_NONE;
	fixture_export("rpz", r, &t);
	assert_int_equal(count(t.ptr, ". 4000000000 3600 "), 1);
	fixture_text_free(&t);
	r->made_usec = CUL_TIME_NONE;
	fixture_export("rpz", r, &t);
	assert_int_equal(count(t.ptr, ". 1 3600 "), 1);
	fixture_text_free(&t);
}

static void resolvers_are_told_of_ours_alone(void **state)
{
	struct fixture_text t;

	(void)state;
	fixture_export("rpz", one(CUL_ACTION_BLOCK, "192.0.2.0/24"), &t);
	assert_int_equal(count(t.ptr, "CNAME"), 0);
	assert_int_equal(count(t.ptr, "; no entry, as outsiders do not ask our "
				      "resolvers: zombie, net 192.0.2.0/24"),
			 1);
	fixture_text_free(&t);
}

/* Whatever is on a list, undoing it names nobody. */
static void to_undo_is_to_list_nobody(void **state)
{
	struct cul_report *r = fixture_lists();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; cul_exports[i] != NULL; i++) {
		assert_non_null(fixture_undo(cul_exports[i]->name, r, &t));
		assert_int_equal(count(t.ptr, "100.96.3.7"), 0);
		assert_int_equal(count(t.ptr, "2001:db8"), 0);
		fixture_text_free(&t);
	}
}

/* A name that a stranger chose is in comments alone, on one line. */
static void no_line_of_a_list_is_a_strangers(void **state)
{
	static const char *const formats[] = { "sendmail", "exim",
					       "nftables", "ipset",
					       "rbldnsd",  "rbldnsd6",
					       "rpz" };
	struct cul_report *r = fixture_lists();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		char *line, *next;

		assert_non_null(fixture_export(formats[i], r, &t));
		for (line = t.ptr; *line != '\0'; line = next) {
			next = line + strcspn(line, "\n");
			if (*next != '\0')
				*next++ = '\0';
			line += strspn(line, "\t");
			if (*line != '#' && *line != ';')
				assert_null(strpbrk(line, "\\<>&%"));
		}
		fixture_text_free(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks_are_written_as_their_readers_want),
		cmocka_unit_test(
			sendmail_gets_networks_spelled_out_within_reason),
		cmocka_unit_test(the_more_specific_network_has_the_key),
		cmocka_unit_test(
			a_dns_list_expires_after_a_day_or_with_its_last_entry),
		cmocka_unit_test(a_serial_grows_with_the_time_of_the_list),
		cmocka_unit_test(resolvers_are_told_of_ours_alone),
		cmocka_unit_test(to_undo_is_to_list_nobody),
		cmocka_unit_test(no_line_of_a_list_is_a_strangers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
