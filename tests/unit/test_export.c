/* \summary: block lists: who is on them, how, and who can never be */
#include <stdio.h>

#include "report_fixture.h"
#include "t.h"

static bool holds(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

/* Lines that are neither comments nor empty. */
static size_t entries(const char *text)
{
	size_t n = 0;

	while (*text != '\0') {
		n += *text != '#' && *text != '\n';
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return n;
}

static char *show(const char *name, const struct cul_report *r,
		  struct fixture_text *t)
{
	char *text = fixture_export(name, r, t);

	assert_non_null(text);
	return text;
}

static void customers_are_held_and_outsiders_refused(void **state)
{
	struct fixture_text t;
	char *text = show("postfix-cidr", fixture_rich(), &t);

	(void)state;
	assert_int_equal(entries(text), 3);
	assert_true(holds(text, "\n100.96.3.7/32\tHOLD Suspended after zombie; "
				"see your postmaster, id "
				"k3f9abcdefgh0000\n"));
	assert_true(holds(text, "\n203.0.113.66/32\tREJECT 5.7.1 Blocked after "
				"relay-probe; see your postmaster, id "
				"k3f9abcdefgh0002\n"));
	assert_true(holds(text, "\n2001:db8:bad::/64\tREJECT "));
	assert_true(holds(text, "# entries: 3\n"));
	assert_true(holds(text, "# expires: 2026-11-21T14:23:59Z\n"));
	fixture_text_free(&t);
}

static void who_is_only_talked_to_is_on_no_list(void **state)
{
	struct fixture_text t;

	(void)state;
	assert_false(holds(show("postfix-cidr", fixture_rich(), &t),
			   "198.51.100.23"));
	fixture_text_free(&t);
	assert_int_equal(entries(show("postfix-cidr", fixture_quiet(), &t)), 0);
	assert_true(holds(t.ptr, "# entries: 0\n"));
	fixture_text_free(&t);
}

static void a_stolen_account_is_named_and_its_visitors_are_not(void **state)
{
	struct fixture_text t;
	char *text = show("postfix-sasl", fixture_rich(), &t);

	(void)state;
	assert_int_equal(entries(text), 1);
	assert_true(holds(text, "\nines.vidal@aurora.example\tREJECT 5.7.1 "
				"Suspended after stolen-account; see your "
				"postmaster, id k3f9abcdefgh0001\n"));
	fixture_text_free(&t);
	assert_false(holds(show("postfix-cidr", fixture_rich(), &t),
			   "\n203.0.113.9"));
	fixture_text_free(&t);
}

static void hostile_names_stay_in_comments(void **state)
{
	struct fixture_text t;

	(void)state;
	/* The hostile customer's address is still an address. */
	assert_int_equal(entries(show("postfix-cidr", fixture_hostile(), &t)),
			 4);
	assert_true(holds(t.ptr,
			  "\n192.0.2.17/32\tHOLD Suspended after zombie; "
			  "see your postmaster, id ?b???2J??????\n"));
	fixture_text_free(&t);
	assert_int_equal(entries(show("postfix-sasl", fixture_hostile(), &t)),
			 1);
	assert_true(holds(t.ptr, "# no entry, as no key can hold this name: "
				 "spammer, account =cmd"));
	fixture_text_free(&t);
}

static void accounts_that_no_key_can_hold_are_left_out(void **state)
{
	static const char *const names[] = { "a b",      "#a",   "a\tb", "a\nb",
					     "\"a\"",    "a\\b", "a,b",  "<a>",
					     "\xc3\xbc", "a\x7f" };
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(r->suggestions[1].name, CUL_NAME_MAX, "%s", names[i]);
		assert_int_equal(entries(show("postfix-sasl", r, &t)), 0);
		assert_true(holds(t.ptr, "# no entry, as no key can"));
		fixture_text_free(&t);
	}
}

static void no_list_holds_this_host_or_the_whole_net(void **state)
{
	static const char *const names[] = { "127.0.0.1", "::1", "0.0.0.0/0",
					     "::/0",      "::",  "192.0.2.1/24",
					     "010.0.0.1" };
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(r->suggestions[2].name, CUL_NAME_MAX, "%s", names[i]);
		assert_int_equal(entries(show("postfix-cidr", r, &t)), 2);
		assert_true(holds(t.ptr, "# no entry, as it has no address: "
					 "relay-probe"));
		fixture_text_free(&t);
	}
}

/* The first line that matches wins: the longer prefix must stand first. */
static void longer_prefixes_stand_first_and_none_twice(void **state)
{
	struct cul_report *r = fixture_rich();
	const char *net, *one;
	struct fixture_text t;

	(void)state;
	snprintf(r->suggestions[3].name, CUL_NAME_MAX, "100.96.0.0/16");
	r->suggestions[3].subject = CUL_SUBJECT_NET;
	snprintf(r->suggestions[2].name, CUL_NAME_MAX, "100.96.3.7");
	assert_int_equal(entries(show("postfix-cidr", r, &t)), 2);
	one = strstr(t.ptr, "\n100.96.3.7/32\tHOLD");
	net = strstr(t.ptr, "\n100.96.0.0/16\tREJECT");
	assert_true(one != NULL && net != NULL && one < net);
	fixture_text_free(&t);
}

static void the_run_id_follows_what_is_suggested(void **state)
{
	struct cul_report *r = fixture_rich();
	struct fixture_text a, b, c;

	(void)state;
	show("postfix-cidr", r, &a);
	show("postfix-cidr", r, &b);
	assert_string_equal(a.ptr, b.ptr);
	r->suggestions[5].action = CUL_ACTION_WATCH;
	show("postfix-cidr", r, &c);
	assert_string_not_equal(a.ptr, c.ptr);
	fixture_text_free(&a);
	fixture_text_free(&b);
	fixture_text_free(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(customers_are_held_and_outsiders_refused),
		cmocka_unit_test(who_is_only_talked_to_is_on_no_list),
		cmocka_unit_test(
			a_stolen_account_is_named_and_its_visitors_are_not),
		cmocka_unit_test(hostile_names_stay_in_comments),
		cmocka_unit_test(accounts_that_no_key_can_hold_are_left_out),
		cmocka_unit_test(no_list_holds_this_host_or_the_whole_net),
		cmocka_unit_test(longer_prefixes_stand_first_and_none_twice),
		cmocka_unit_test(the_run_id_follows_what_is_suggested),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
