/* \summary: tests of the operator's tables of customers and accounts */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "attribute/csv.h"
#include "attribute/customers.h"
#include "culprit/err.h"
#include "said.h"

static char said[8192]; /* what was put on `err` */
static struct said ear = { said, sizeof(said) };

static void file_write(char path[static 32], const char *text, size_t len)
{
	int fd;

	(void)snprintf(path, 32, "/tmp/culprit-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	(void)close(fd);
}

/* `ranges`, `accounts`: contents, NULL for no file. In what was said, the
 * name of the file stands as R or A. */
static int read_tables(const char *ranges, const char *accounts,
		       struct cul_customers **ret)
{
	struct cul_out out = { said_add, &ear, 0 };
	char r[32] = "", a[32] = "";
	int err;

	said[0] = '\0';
	if (ranges != NULL)
		file_write(r, ranges, strlen(ranges));
	if (accounts != NULL)
		file_write(a, accounts, strlen(accounts));
	err = cul_customers_read(ranges != NULL ? r : NULL,
				 accounts != NULL ? a : NULL, &out, ret);
	for (char *p; *r && (p = strstr(said, r)) != NULL;) {
		*p = 'R';
		memmove(p + 1, p + strlen(r), strlen(p + strlen(r)) + 1);
	}
	for (char *p; *a && (p = strstr(said, a)) != NULL;) {
		*p = 'A';
		memmove(p + 1, p + strlen(a), strlen(p + strlen(a)) + 1);
	}
	if (*r)
		(void)unlink(r);
	if (*a)
		(void)unlink(a);
	return err;
}

static const struct cul_customer *holder(const struct cul_customers *m,
					 const char *addr)
{
	struct cul_addr a;

	assert_true(cul_addr_parse((struct cul_sv){ addr, strlen(addr) }, &a));
	return cul_customer_of_addr(m, &a);
}

static void is_held_by(const struct cul_customers *m, const char *addr,
		       const char *name)
{
	const struct cul_customer *c = holder(m, addr);

	if (name == NULL) {
		assert_null(c);
		return;
	}
	assert_non_null(c);
	assert_int_equal(c->name.len, strlen(name));
	assert_memory_equal(c->name.ptr, name, strlen(name));
}

static void is_login_of(const struct cul_customers *m, const char *account,
			const char *name)
{
	const struct cul_customer *c = cul_customer_of_account(
		m, (struct cul_sv){ account, strlen(account) });

	if (name == NULL) {
		assert_null(c);
		return;
	}
	assert_non_null(c);
	assert_true(cul_sv_eq(c->name, (struct cul_sv){ name, strlen(name) }));
}

static void without_files_nobody_is_known(void **st)
{
	static const char *const texts[] = { NULL,
					     "",
					     "\n\n",
					     "# nothing\n",
					     "cidr,customer,flags\n",
					     "cidr,customer" };

	(void)st;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct cul_customers *m = NULL;

		assert_int_equal(read_tables(texts[i], NULL, &m), CUL_OK);
		assert_string_equal(said, "");
		is_held_by(m, "192.0.2.1", NULL);
		is_login_of(m, "user", NULL);
		is_login_of(m, "", NULL);
		cul_customers_free(&m);
		assert_null(m);
	}
}

static void the_narrowest_prefix_says_who(void **st)
{
	struct cul_customers *m = NULL;

	(void)st;
	assert_int_equal(read_tables("cidr,customer,flags\n"
				     "192.0.2.0/24,Wide\n"
				     "192.0.2.0/26,Narrow,static\n"
				     "192.0.2.5,One,nat\n"
				     "2001:db8::/32,Six\n"
				     "2001:db8:1::/48,Seven\n"
				     "192.0.2.64/26,First\n"
				     "192.0.2.64/26,Later\n",
				     NULL, &m),
			 CUL_OK);
	is_held_by(m, "192.0.2.255", "Wide");
	is_held_by(m, "192.0.2.63", "Narrow");
	is_held_by(m, "192.0.2.5", "One");
	is_held_by(m, "192.0.2.6", "Narrow");
	is_held_by(m, "192.0.2.70", "Later");
	is_held_by(m, "192.0.3.0", NULL);
	is_held_by(m, "2001:db8:2::9", "Six");
	is_held_by(m, "2001:db8:1:ffff::9", "Seven");
	is_held_by(m, "2001:db9::", NULL);
	assert_int_equal(holder(m, "192.0.2.5")->declared, CUL_DECLARED_NAT);
	assert_int_equal(holder(m, "192.0.2.6")->declared, CUL_DECLARED_STATIC);
	assert_int_equal(holder(m, "192.0.2.255")->declared, 0);
	cul_customers_free(&m);
}

static void all_ways_to_write_a_line_are_read(void **st)
{
	static const struct {
		const char *text, *name;
		unsigned declared;
	} cases[] = {
		{ "192.0.2.0/24,C1", "C1", 0 },
		{ "192.0.2.0/24,C1\r\n", "C1", 0 },
		{ "cidr,customer\r\n192.0.2.0/24,C1\r\n", "C1", 0 },
		{ " 192.0.2.0/24 ,\tC1 \n", "C1", 0 },
		{ "\"192.0.2.0/24\",\"C1\"\n", "C1", 0 },
		{ "192.0.2.0/24, \"Smith, \"\"Ltd\"\"\" ,nat\n",
		  "Smith, \"Ltd\"", CUL_DECLARED_NAT },
		{ "192.0.2.0/24,\" C 1 \"\n", " C 1 ", 0 },
		{ "# who\n\n  # more\ncidr,customer\n192.0.2.0/24,C1\n", "C1",
		  0 },
		{ "\xef\xbb\xbf"
		  "cidr,customer\n192.0.2.0/24,C1\n",
		  "C1", 0 },
		{ "192.0.2.0/24,C1,,,\n", "C1", 0 },
		{ "192.0.2.0/24,C1,\"\"\n", "C1", 0 },
		{ "192.0.2.0/24,C1,static monitor\n", "C1",
		  CUL_DECLARED_STATIC | CUL_DECLARED_MONITOR },
		{ "192.0.2.0/24,C1,bulk+mailhost|forwarder  dynamic\n", "C1",
		  CUL_DECLARED_BULK | CUL_DECLARED_MAILHOST |
			  CUL_DECLARED_FORWARDER | CUL_DECLARED_DYNAMIC },
		{ "192.0.2.0/24,\xc3\x85ngstr\xc3\xb6m\n",
		  "\xc3\x85ngstr\xc3\xb6m", 0 },
		{ "192.0.2.0/24,#1\n", "#1", 0 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cul_customers *m = NULL;

		assert_int_equal(read_tables(cases[i].text, NULL, &m), CUL_OK);
		is_held_by(m, "192.0.2.9", cases[i].name);
		assert_int_equal(holder(m, "192.0.2.9")->declared,
				 cases[i].declared);
		cul_customers_free(&m);
	}
}

static void a_wrong_line_refuses_the_file_by_name_and_line(void **st)
{
	static const struct {
		const char *ranges, *accounts, *says;
	} cases[] = {
		{ "192.0.2.0/24\n", NULL, "R:1: expected cidr," },
		{ "192.0.2.0/24,\n", NULL, "R:1: expected cidr," },
		{ "a,b\ncidr,customer\n", NULL, "R:1: not a prefix" },
		{ "cidr,customer\n\n192.0.2.1/24,C1\n", NULL,
		  "R:3: not a prefix, or it has host bits" },
		{ "192.0.2.0/33,C1\n", NULL, "R:1: not a prefix" },
		{ "192.0.2.0/24,C1\ncidr,customer\n", NULL,
		  "R:2: not a prefix" },
		{ "192.0.2.0/24,C1,statik\n", NULL, "R:1: unknown flag" },
		{ "192.0.2.0/24,C1,Static\n", NULL, "R:1: unknown flag" },
		/* flags after commas would be lost unseen */
		{ "192.0.2.0/24,C1,static,monitor\n", NULL,
		  "R:1: expected cidr," },
		{ "192.0.2.0/24,\"C1\n", NULL, "R:1: a quote that" },
		{ "192.0.2.0/24,\"C1\"x\n", NULL, "R:1: a quote that" },
		{ "192.0.2.0/24,\"C1,\n2\"\n", NULL, "R:1: a quote that" },
		{ "192.0.2.0/24,C1", "account,customer\n,C1\n",
		  "A:2: expected account" },
		{ NULL, "user,C1,C2\n", "A:1: expected account" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cul_customers *m = NULL;

		assert_int_equal(
			read_tables(cases[i].ranges, cases[i].accounts, &m),
			CUL_ECONF);
		assert_null(m);
		assert_memory_equal(said, cases[i].says, strlen(cases[i].says));
	}
}

static void every_wrong_line_is_named(void **st)
{
	struct cul_customers *m = NULL;

	(void)st;
	assert_int_equal(read_tables("bad,C1\n192.0.2.0/24,C2\nworse,C3\n"
				     "192.0.2.0/24,C4,odd\n",
				     NULL, &m),
			 CUL_ECONF);
	assert_non_null(strstr(said, "R:1: not a prefix"));
	assert_null(strstr(said, "R:2:"));
	assert_non_null(strstr(said, "R:3: not a prefix"));
	assert_non_null(strstr(said, "R:4: unknown flag"));
}

static void a_nul_byte_refuses_the_file(void **st)
{
	static const char text[] = "192.0.2.0/24,C1\n192.0.2.9,C\0002\n";
	struct cul_out out = { said_add, &ear, 0 };
	struct cul_customers *m = NULL;
	char path[32];

	(void)st;
	said[0] = '\0';
	file_write(path, text, sizeof(text) - 1);
	assert_int_equal(cul_customers_read(path, NULL, &out, &m), CUL_ECONF);
	assert_non_null(strstr(said, ":2: a NUL byte"));
	said[0] = '\0';
	assert_int_equal(cul_customers_read(NULL, path, &out, &m), CUL_ECONF);
	assert_non_null(strstr(said, ":2: a NUL byte"));
	(void)unlink(path);
}

static void a_name_too_long_for_a_suggestion_is_refused(void **st)
{
	struct cul_customers *m = NULL;
	char text[400];
	int n;

	(void)st;
	n = snprintf(text, sizeof(text), "192.0.2.0/24,%0319d", 7);
	assert_int_equal(read_tables(text, NULL, &m), CUL_OK);
	assert_int_equal(holder(m, "192.0.2.1")->name.len, 319);
	cul_customers_free(&m);
	(void)snprintf(text, sizeof(text), "192.0.2.0/24,%0320d", 7);
	assert_int_equal(n, 13 + 319);
	assert_int_equal(read_tables(text, NULL, &m), CUL_ECONF);
	assert_non_null(strstr(said, "R:1: a customer longer than 319"));
}

static void a_file_that_is_not_there_is_named(void **st)
{
	struct cul_out out = { said_add, &ear, 0 };
	struct cul_customers *m = NULL;

	(void)st;
	said[0] = '\0';
	assert_int_equal(cul_customers_read("/nonexistent/customers.csv", NULL,
					    &out, &m),
			 CUL_ECONF);
	assert_string_equal(
		said,
		"/nonexistent/customers.csv: No such file or directory\n");
	said[0] = '\0';
	assert_int_equal(cul_customers_read(NULL, "/", &out, &m), CUL_ECONF);
	assert_string_equal(said, "/: read error\n");
	assert_null(m);
}

static void logins_are_looked_up_by_all_their_bytes(void **st)
{
	struct cul_customers *m = NULL;

	(void)st;
	assert_int_equal(read_tables(NULL,
				     "account,customer\n"
				     "zoe@aurora.example,C3\n"
				     "b,C2\n"
				     "ab,C1\n"
				     "nobody\n"
				     "empty,\n"
				     "twice,C8\n"
				     "twice,C9\n",
				     &m),
			 CUL_OK);
	is_login_of(m, "zoe@aurora.example", "C3");
	is_login_of(m, "ab", "C1");
	is_login_of(m, "b", "C2");
	is_login_of(m, "twice", "C9");
	/* Known, but whose it is is not. */
	is_login_of(m, "nobody", NULL);
	is_login_of(m, "empty", NULL);
	is_login_of(m, "a", NULL);
	is_login_of(m, "abc", NULL);
	is_login_of(m, "AB", NULL);
	is_login_of(m, "zzz", NULL);
	is_login_of(m, "", NULL);
	assert_null(cul_customer_of_account(m, (struct cul_sv){ NULL, 0 }));
	assert_null(cul_customer_of_account(m, (struct cul_sv){ "b\0", 2 }));
	cul_customers_free(&m);
}

static void the_later_of_many_lines_for_a_login_counts(void **st)
{
	struct cul_customers *m = NULL;
	char text[4000] = "", line[32], want[16];

	(void)st;
	for (unsigned i = 0; i < 200; i++) {
		(void)snprintf(line, sizeof(line), "user%u,C%u\n", i % 10, i);
		(void)strncat(text, line, sizeof(text) - strlen(text) - 1);
	}
	assert_int_equal(read_tables(NULL, text, &m), CUL_OK);
	for (unsigned i = 0; i < 10; i++) {
		(void)snprintf(line, sizeof(line), "user%u", i);
		(void)snprintf(want, sizeof(want), "C%u", 190 + i);
		is_login_of(m, line, want);
	}
	cul_customers_free(&m);
}

static void fields_beyond_the_eighth_are_dropped(void **st)
{
	char line[] = "1,2,3,4,5,6,7,8,9,10";
	struct cul_sv f[CUL_CSV_FIELDS];

	(void)st;
	assert_int_equal(cul_csv_split(line, strlen(line), f), 8);
	assert_true(cul_sv_eq(f[7], CUL_SV("8")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_files_nobody_is_known),
		cmocka_unit_test(the_narrowest_prefix_says_who),
		cmocka_unit_test(all_ways_to_write_a_line_are_read),
		cmocka_unit_test(
			a_wrong_line_refuses_the_file_by_name_and_line),
		cmocka_unit_test(every_wrong_line_is_named),
		cmocka_unit_test(a_nul_byte_refuses_the_file),
		cmocka_unit_test(a_name_too_long_for_a_suggestion_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(logins_are_looked_up_by_all_their_bytes),
		cmocka_unit_test(the_later_of_many_lines_for_a_login_counts),
		cmocka_unit_test(fields_beyond_the_eighth_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
