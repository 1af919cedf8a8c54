/* \summary: columns are found by their names, and no field by another's bytes
 */
#include "t.h"

#include "text/csv.h"

enum { A = 5, B, C, D };

#define N(lit, is)                                                             \
	{                                                                      \
		{ lit, sizeof(lit) - 1 }, is                                   \
	}
static const struct cul_csv_name names[] = {
	N("alpha", A),
	N("beta", B),
	N("gamma", C),
};

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

static void names_are_found_wherever_they_stand(void **s)
{
	struct cul_columns c;

	(void)s;
	assert_int_equal(
		cul_csv_columns(view("x,Beta,alpha,beta"), ',', names, 3, &c),
		2);
	assert_int_equal(c.n, 4);
	assert_int_equal(c.is[0], 0);
	assert_int_equal(c.is[1], B);
	assert_int_equal(c.is[2], A);
	assert_int_equal(c.is[3], 0); /* a second time */
	assert_int_equal(cul_csv_knows(&c, A, B), 2);
	assert_int_equal(cul_csv_knows(&c, C, D), 0);
	assert_int_equal(cul_csv_knows(NULL, A, D), 0);
}

static void a_header_may_end_with_its_delimiter(void **s)
{
	struct cul_columns c;

	(void)s;
	assert_int_equal(
		cul_csv_columns(view("alpha gamma "), ' ', names, 3, &c), 2);
	assert_int_equal(c.n, 2);
}

static void more_columns_than_can_be_held_are_none(void **s)
{
	char line[2 * (CUL_COLUMNS_MAX + 1)];
	struct cul_columns c = { .n = 77 };

	(void)s;
	memset(line, ',', sizeof(line));
	memcpy(line, "alpha", 5);
	assert_int_equal(cul_csv_columns((struct cul_sv){ line, sizeof(line) },
					 ',', names, 3, &c),
			 0);
	assert_int_equal(c.n, 77);
}

static void fields_are_cut_as_rfc_4180_says(void **s)
{
	static const struct {
		const char *line;
		bool quotes;
		enum cul_csv_fit fit;
		const char *want[3]; /* NULL: absent */
	} t[] = {
		{ "1,2,3", true, CUL_CSV_WHOLE, { "1", "2", "3" } },
		{ ",,", true, CUL_CSV_WHOLE, { "", "", "" } },
		{ "1,2,3,,,", true, CUL_CSV_WHOLE, { "1", "2", "3" } },
		{ "1,2,3,,4", true, CUL_CSV_LONG, { "1", "2", "3" } },
		{ "1,2", true, CUL_CSV_SHORT, { "1", "2", NULL } },
		{ "", true, CUL_CSV_SHORT, { "", NULL, NULL } },
		{ "\"a,b\",2,3", true, CUL_CSV_WHOLE, { "a,b", "2", "3" } },
		{ "\"a\"\",\"\"b\",2,3",
		  true,
		  CUL_CSV_WHOLE,
		  { "a\"\",\"\"b", "2", "3" } },
		{ "\"\",2,3", true, CUL_CSV_WHOLE, { "", "2", "3" } },
		{ "1,2,\"3\"", true, CUL_CSV_WHOLE, { "1", "2", "3" } },
		{ "1,2,\"3", true, CUL_CSV_OPEN, { "1", "2", "3" } },
		{ "\"1,2,3", true, CUL_CSV_OPEN, { "1,2,3", NULL, NULL } },
		{ "1,2,\"", true, CUL_CSV_OPEN, { "1", "2", "" } },
		{ "a\"b,2,3", true, CUL_CSV_WHOLE, { "a\"b", "2", "3" } },
		{ "\"a,b\",3", false, CUL_CSV_WHOLE, { "\"a", "b\"", "3" } },
	};
	const struct cul_columns c = { .n = 3,
				       .delimiter = ',',
				       .is = { A, B, C } };

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_sv f[3];
		enum cul_csv_fit fit =
			cul_csv_read(view(t[i].line), &c, t[i].quotes, A, f, 3);

		if (fit != t[i].fit)
			fail_msg("%s: fits as %d", t[i].line, (int)fit);
		for (int k = 0; k < 3; k++)
			if (t[i].want[k] == NULL
				    ? cul_sv_present(f[k])
				    : !cul_sv_eq(f[k], view(t[i].want[k])))
				fail_msg("%s: field %d", t[i].line, k);
	}
}

static void another_formats_columns_give_nothing(void **s)
{
	const struct cul_columns c = { .n = 2,
				       .delimiter = ',',
				       .is = { 1, 200 } };
	struct cul_sv f[3];

	(void)s;
	assert_int_equal(cul_csv_read(view("1,2"), &c, true, A, f, 3),
			 CUL_CSV_WHOLE);
	for (int k = 0; k < 3; k++)
		assert_false(cul_sv_present(f[k]));
}

static void fields_are_counted(void **s)
{
	(void)s;
	assert_int_equal(cul_csv_count(view(""), ',', true), 1);
	assert_int_equal(cul_csv_count(view("a,\"b,c\","), ',', true), 3);
	assert_int_equal(cul_csv_count(view("a,\"b,c\","), ',', false), 4);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(names_are_found_wherever_they_stand),
		cmocka_unit_test(a_header_may_end_with_its_delimiter),
		cmocka_unit_test(more_columns_than_can_be_held_are_none),
		cmocka_unit_test(fields_are_cut_as_rfc_4180_says),
		cmocka_unit_test(another_formats_columns_give_nothing),
		cmocka_unit_test(fields_are_counted),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
