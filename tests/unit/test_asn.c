/* \summary: tests of whose network an address is in */
#include "t.h"

#include <stdio.h>

#include "attribute/asn.h"
#include "culprit/err.h"
#include "mmdb_t.h"
#include "said.h"
#include "scratch.h"

static char said[2048];

static int opened(const char *path, struct cul_asn **ret)
{
	struct said ear = { said, sizeof(said) };
	struct cul_out err = { said_add, &ear, 0 };

	said[0] = '\0';
	return cul_asn_open(path, &err, ret);
}

static uint64_t key(const struct cul_asn *asn, const char *addr)
{
	struct cul_addr a;

	assert_true(cul_addr_parse((struct cul_sv){ addr, strlen(addr) }, &a));
	return cul_asn_key(asn, &a);
}

static const struct mmdb_net nets[] = {
	{ "192.0.2.0/25", 64500, NULL },     { "192.0.2.128/26", 64501, NULL },
	{ "198.51.100.0/24", 64500, "DE" },  { "203.0.113.0/26", 0, "AT" },
	{ "203.0.113.64/26", 0, "DE" },      { "203.0.113.128/27", 0, "AT" },
	{ "203.0.113.192/26", 16724, NULL }, { "192.0.2.192/27", 0, NULL },
	{ "203.0.113.160/27", 0, "" },       { "192.0.2.224/27", 0, "LONGER7" },
};

/* Alike where two letters are, '-' is not known. 16724 is "AT". */
static const struct {
	const char *addr;
	char is;
} who[] = {
	{ "192.0.2.1", 'a' },
	{ "192.0.2.127", 'a' },
	{ "192.0.2.128", 'b' },
	{ "198.51.100.9", 'a' },
	{ "203.0.113.1", 'c' },
	{ "203.0.113.65", 'd' },
	{ "203.0.113.159", 'c' },
	{ "203.0.113.193", 'e' },
	{ "192.0.2.193", '-' },
	{ "203.0.113.161", '-' },
	{ "192.0.2.225", '-' },
	{ "10.1.2.3", '-' },
	{ "2001:db8::1", '-' },
	{ "::ffff:192.0.2.2", 'a' },
	{ "::", '-' },
};

static void all_are_told_apart(const char *path)
{
	const size_t n = sizeof(who) / sizeof(who[0]);
	struct cul_asn *asn;

	assert_int_equal(opened(path, &asn), CUL_OK);
	for (size_t i = 0; i < n; i++) {
		const uint64_t k = key(asn, who[i].addr);

		if ((k == 0) != (who[i].is == '-'))
			fail_msg("%s", who[i].addr);
		for (size_t j = 0; j < i; j++)
			if ((key(asn, who[j].addr) == k) !=
			    (who[j].is == who[i].is))
				fail_msg("%s, %s", who[j].addr, who[i].addr);
	}
	cul_asn_close(&asn);
	assert_null(asn);
}

static void systems_come_before_countries(void **st)
{
	const size_t n = sizeof(nets) / sizeof(nets[0]);

	(void)st;
	all_are_told_apart(mmdb_file("four.mmdb", 4, nets, n));
	all_are_told_apart(mmdb_file("six.mmdb", 6, nets, n));
}

static void prefixes_of_ipv6_have_them_too(void **st)
{
	static const struct mmdb_net six[] = {
		{ "2001:db8:1::/48", 64500, NULL },
		{ "2001:db8:2::/48", 64500, NULL },
		{ "2001:db8:3::/48", 4294967294, NULL },
		{ "192.0.2.0/24", 64500, NULL },
	};
	struct cul_asn *asn;

	(void)st;
	assert_int_equal(opened(mmdb_file("x.mmdb", 6, six, 4), &asn), CUL_OK);
	assert_int_not_equal(key(asn, "2001:db8:1::1"), 0);
	assert_int_equal(key(asn, "2001:db8:1::1"), key(asn, "2001:db8:2::9"));
	assert_int_equal(key(asn, "2001:db8:1::1"), key(asn, "192.0.2.9"));
	assert_int_not_equal(key(asn, "2001:db8:3::1"), 0);
	assert_int_not_equal(key(asn, "2001:db8:3::1"),
			     key(asn, "2001:db8:1::1"));
	assert_int_equal(key(asn, "2001:db8:4::1"), 0);
	cul_asn_close(&asn);
}

static void without_a_file_nothing_is_known(void **st)
{
	struct cul_asn *asn;

	(void)st;
	assert_int_equal(opened(NULL, &asn), CUL_OK);
	assert_null(asn);
	assert_int_equal(key(asn, "192.0.2.1"), 0);
	cul_asn_close(&asn);
}

static void what_is_no_mmdb_is_refused_by_name(void **st)
{
	static const char mark[] = "\xab\xcd\xefMaxMind.com";
	const struct {
		const char *path, *words;
	} bad[] = {
		{ scratch_path("gone.mmdb"), "gone.mmdb: No such file" },
		{ scratch_text("some.csv", "cidr,customer\n"),
		  "some.csv: no MMDB file: " },
		{ scratch_text("empty", ""), "empty: no MMDB file: " },
		{ scratch_text("mark", mark), "mark: no MMDB file: " },
		{ scratch_path("."), "no MMDB file: " },
	};
	struct cul_asn *asn;

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(opened(bad[i].path, &asn), CUL_ECONF);
		assert_null(asn);
		if (strstr(said, bad[i].words) == NULL)
			fail_msg("%s", said);
		assert_int_equal(said[strlen(said) - 1], '\n');
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)
	const struct CMUnitTest tests[] = {
		T(systems_come_before_countries),
		T(prefixes_of_ipv6_have_them_too),
		T(without_a_file_nothing_is_known),
		T(what_is_no_mmdb_is_refused_by_name),
	};

	return cmocka_run_group_tests_name("asn", tests, NULL, NULL);
}
