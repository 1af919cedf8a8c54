/* \summary: digits are those that printf writes */
#include "report/digits.h"
#include "t.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dice.h"

static void expect(uint64_t n)
{
	char want[32], got[CUL_DIGITS_MAX];
	int len = snprintf(want, sizeof(want), "%" PRIu64, n);

	assert_int_equal(cul_digits(got, n), len);
	assert_memory_equal(got, want, (size_t)len);
}

static void whole_numbers_are_those_of_printf(void **state)
{
	uint64_t seed = 1;

	(void)state;
	expect(0);
	expect(UINT64_MAX);
	for (uint64_t ten = 1; ten <= UINT64_MAX / 10; ten *= 10) {
		expect(ten - 1);
		expect(ten);
		expect(ten + 1);
	}
	for (unsigned i = 0; i < 10000; i++)
		expect(dice(&seed) >> dice_below(&seed, 64));
}

static void a_point_stands_where_it_should(void **state)
{
	static const struct {
		uint64_t n;
		unsigned places;
		const char *want;
	} table[] = {
		{ 0, 3, "0" },
		{ 1200, 3, "1.2" },
		{ 1200, 2, "12" },
		{ 1, 6, "0.000001" },
		{ 999999, 6, "0.999999" },
		{ 1000000, 6, "1" },
		{ 12340, 0, "12340" },
		{ 10203, 4, "1.0203" },
		{ UINT64_MAX, 19, "1.8446744073709551615" },
		{ UINT64_MAX, 1, "1844674407370955161.5" },
		{ 1, 19, "0.0000000000000000001" },
	};
	char got[CUL_DIGITS_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t len = cul_digits_point(got, table[i].n, table[i].places);

		assert_int_equal(len, strlen(table[i].want));
		assert_memory_equal(got, table[i].want, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers_are_those_of_printf),
		cmocka_unit_test(a_point_stands_where_it_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
