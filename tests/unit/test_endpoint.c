/* \summary: addresses with ports or names around them are read as a whole */
#include "t.h"

#include "text/endpoint.h"

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

static void assert_addr(const char *in, const struct cul_addr *a,
			const char *want)
{
	char buf[CUL_ADDR_TEXT_MAX];

	(void)cul_addr_print(a, buf);
	if (strcmp(buf, want) != 0)
		fail_msg("%s: %s", in, buf);
}

static void endpoints_are_an_address_and_a_port(void **s)
{
	static const struct {
		const char *in, *want; /* NULL: none */
		uint16_t port;
	} t[] = {
		{ "192.0.2.1:25", "192.0.2.1", 25 },
		{ "192.0.2.1", "192.0.2.1", 0 },
		{ "[2001:db8::1]:25", "2001:db8::1", 25 },
		{ "[2001:db8::1]", "2001:db8::1", 0 },
		{ "2001:db8::1", "2001:db8::1", 0 },
		{ "fe80::1%11", "fe80::1", 0 },
		{ "[fe80::1%11]:25", "fe80::1", 25 },
		{ "::ffff:192.0.2.1", "192.0.2.1", 0 },
		{ "", NULL, 0 },
		{ "-", NULL, 0 },
		{ "unknown", NULL, 0 },
		{ "192.0.2.1:", NULL, 0 },
		{ "192.0.2.1:x", NULL, 0 },
		{ "192.0.2.1:25x", NULL, 0 },
		{ "192.0.2.1:70000", NULL, 0 },
		{ "x 192.0.2.1", NULL, 0 },
		{ "192.0.2.1 x", NULL, 0 },
		{ "[192.0.2.1", NULL, 0 },
		{ "[192.0.2.1]x", NULL, 0 },
		{ "[x]:25", NULL, 0 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a = { { 0 } };
		uint16_t port = 0;
		bool is = cul_endpoint_read(view(t[i].in), &a, &port);

		if (is != (t[i].want != NULL) || port != t[i].port)
			fail_msg("%s: %d, port %u", t[i].in, is, port);
		if (is)
			assert_addr(t[i].in, &a, t[i].want);
		else
			assert_true(cul_addr_none(&a));
	}
}

static void the_last_brackets_hold_the_address(void **s)
{
	static const struct {
		const char *in, *want, *name; /* want NULL: none */
	} t[] = {
		{ "mx (192.0.2.1)", "192.0.2.1", "mx" },
		{ "x (203.0.113.66) (192.0.2.1)", "192.0.2.1",
		  "x (203.0.113.66)" },
		{ "(2001:db8::1)", "2001:db8::1", "" },
		{ "mx", NULL, "" },
		{ "mx (192.0.2.1) ", NULL, "" },
		{ "mx 192.0.2.1)", NULL, "" },
		{ "mx (x)", NULL, "" },
		{ "", NULL, "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_addr a = { { 0 } };
		struct cul_sv name = CUL_SV("");
		bool is = cul_named_addr_read(view(t[i].in), &name, &a);

		if (is != (t[i].want != NULL) ||
		    !cul_sv_eq(name, view(t[i].name)))
			fail_msg("%s: %d", t[i].in, is);
		if (is)
			assert_addr(t[i].in, &a, t[i].want);
	}
}

static void a_path_is_within_its_brackets(void **s)
{
	struct cul_sv v = cul_path_read(CUL_SV("FROM:<a@b.example> SIZE=1"));

	(void)s;
	assert_true(cul_sv_eq(v, CUL_SV("a@b.example")));
	v = cul_path_read(CUL_SV("FROM:<>"));
	assert_true(cul_sv_present(v));
	assert_int_equal(v.len, 0);
	assert_false(cul_sv_present(cul_path_read(CUL_SV("FROM:<a"))));
	assert_false(cul_sv_present(cul_path_read(CUL_SV("a>"))));
	assert_false(cul_sv_present(cul_path_read((struct cul_sv){ 0 })));
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(endpoints_are_an_address_and_a_port),
		cmocka_unit_test(the_last_brackets_hold_the_address),
		cmocka_unit_test(a_path_is_within_its_brackets),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
