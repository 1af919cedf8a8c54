/* \summary: JSON is the same wherever its buffer ends, numbers as printf's */
#include "report/json.h"
#include "t.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "dice.h"
#include "report_fixture.h"

/* What must be escaped, and what must not, next to where the buffer ends. */
static const struct {
	const char *in, *out;
} pieces[] = {
	{ "\"", "\\\"" },
	{ "\\", "\\\\" },
	{ "\n", "\\n" },
	{ "\x01", "\\u0001" },
	{ "\xff", "\\udcff" },
	{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f" },
	{ "\xf3\xa0\x80\x81", "\\udb40\\udc01" },
	{ "plain", "plain" },
};

enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

static void fill(char *to, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)('a' + i % 26);
	to[n] = '\0';
}

/* [TEXT,{"key":7}], with the piece after `n` plain bytes. */
static void expect_after(size_t n, unsigned piece)
{
	char *in = malloc(n + 32), *want = malloc(n + 64);
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);
	struct cul_json j;

	assert_true(in != NULL && want != NULL);
	fill(in, n);
	(void)snprintf(want, n + 64, "[\"%s%sz\",{\"key\":7}]", in,
		       pieces[piece].out);
	(void)snprintf(in + n, 32, "%sz", pieces[piece].in);
	cul_json_init(&j, &o);
	cul_json_array(&j, NULL);
	cul_json_str(&j, NULL, in);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "key", 7);
	cul_json_end(&j);
	cul_json_end(&j);
	assert_string_equal(t.ptr, want);
	fixture_text_free(&t);
	free(in);
	free(want);
}

static void text_is_whole_wherever_the_buffer_ends(void **state)
{
	(void)state;
	for (unsigned p = 0; p < PIECES; p++) {
		for (size_t n = 0; n < 40; n++)
			expect_after(n, p);
		for (size_t n = CUL_JSON_BUF - 40; n < CUL_JSON_BUF + 8; n++)
			expect_after(n, p);
		expect_after(3 * CUL_JSON_BUF, p);
	}
}

static void members_are_whole_wherever_the_buffer_ends(void **state)
{
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);
	struct cul_json j;
	char want[8];

	(void)state;
	cul_json_init(&j, &o);
	cul_json_array(&j, NULL);
	for (unsigned i = 0; i < 4 * CUL_JSON_BUF; i++)
		cul_json_u64(&j, NULL, i % 7);
	cul_json_end(&j);
	assert_int_equal(t.len, 1 + 8 * CUL_JSON_BUF);
	for (unsigned i = 0; i < 4 * CUL_JSON_BUF; i++) {
		(void)snprintf(want, sizeof(want), "%c%u", i == 0 ? '[' : ',',
			       i % 7);
		assert_memory_equal(t.ptr + 2 * (size_t)i, want, 2);
	}
	fixture_text_free(&t);
}

struct pair {
	size_t puts, bytes;
};

static int count(void *arg, const char *bytes, size_t len)
{
	struct pair *n = arg;

	(void)bytes;
	n->puts++;
	n->bytes += len;
	return CUL_OK;
}

static void nothing_is_left_behind_when_a_value_ends(void **state)
{
	struct pair n = { 0, 0 };
	struct cul_out o = { count, &n, 0 };
	struct cul_json j;

	(void)state;
	cul_json_init(&j, &o);
	cul_json_array(&j, NULL);
	cul_json_u64(&j, NULL, 12);
	assert_int_equal(n.puts, 0);
	cul_json_end(&j);
	assert_int_equal(n.puts, 1);
	assert_int_equal(n.bytes, 4);
	cul_json_init(&j, &o);
	cul_json_time(&j, NULL, CUL_TIME_NONE);
	assert_int_equal(n.bytes, 8);
}

static void expect_double(double v)
{
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);
	struct cul_json j;
	char want[64];

	(void)snprintf(want, sizeof(want), "%.12g", v);
	cul_json_init(&j, &o);
	cul_json_double(&j, NULL, v);
	assert_string_equal(t.ptr, want);
	fixture_text_free(&t);
}

static void expect_near(double v)
{
	expect_double(v);
	expect_double(-v);
	expect_double(nextafter(v, 0));
	expect_double(nextafter(v, HUGE_VAL));
}

static void doubles_have_the_digits_of_printf(void **state)
{
	static const double table[] = {
		0,          0.1,        0.1 + 0.2,
		1e-4,       1.5e-4,     0.99e-4,
		1e-5,       12e-6,      1e-6,
		1e-7,       0.999999,   0.9999999,
		0.99999949, 0.9999995,  999999.999999,
		999999.5,   1e6,        1000000.5,
		123456.789, 999999e6,   1e12,
		1e12 - 0.5, 1e12 - 1,   1e15,
		1e300,      1.0 / 3,    2.5e-310,
		4503599627, 0x1p53 + 2, 18446744073709551615.0,
	};
	uint64_t seed = 3;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		expect_near(table[i]);
	for (unsigned i = 0; i < 5000; i++) {
		double n = dice_below(&seed, 2000000000);

		expect_near(n / 1e6);
		expect_near(n / 1e12);
		expect_near(ldexp(n, -(int)dice_below(&seed, 64)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_whole_wherever_the_buffer_ends),
		cmocka_unit_test(members_are_whole_wherever_the_buffer_ends),
		cmocka_unit_test(nothing_is_left_behind_when_a_value_ends),
		cmocka_unit_test(doubles_have_the_digits_of_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
