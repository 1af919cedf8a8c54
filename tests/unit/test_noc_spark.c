/* \summary: small bars, trends, and numbers in few columns */
#include "noc/spark.h"
#include "noc/units.h"
#include "t.h"

#include <string.h>

static void bars_are_shares_of_the_largest(void **state)
{
	static const struct {
		uint64_t bins[8];
		unsigned n;
		const char *utf8, *ascii;
	} table[] = {
		{ { 0 }, 0, "", "" },
		{ { 0, 0, 0 }, 3, "   ", "   " },
		{ { 0, 0, 1 }, 3, "  \u2587", "  #" },
		{ { 1, 2, 3, 4, 5, 6, 7 },
		  7,
		  "\u2581\u2582\u2583\u2584\u2585\u2586\u2587",
		  ".:-=+*#" },
		/* Beside a huge one the others are still seen. */
		{ { 1, UINT64_MAX, 0, 1000 },
		  4,
		  "\u2581\u2587 \u2581",
		  ".# ." },
		{ { 9, 9, 9 }, 3, "\u2587\u2587\u2587", "###" },
	};
	char buf[CUL_SPARK_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_string_equal(
			cul_spark_print(table[i].bins, table[i].n, true, buf),
			table[i].utf8);
		assert_string_equal(
			cul_spark_print(table[i].bins, table[i].n, false, buf),
			table[i].ascii);
	}
}

/* Minutes whose only flow is what was accepted. */
static struct cul_now over(struct cul_now_minute *m, size_t n)
{
	return (struct cul_now){ .minutes = m, .n_minutes = n };
}

static void bins_end_with_the_last_whole_minute(void **state)
{
	struct cul_now_minute m[10] = { 0 };
	struct cul_now now = over(m, 10);
	uint64_t bins[4];
	size_t end;

	(void)state;
	for (unsigned i = 0; i < 10; i++)
		m[i].accepted = i + 1;
	m[9].accepted = 3; /* not over yet */
	end = cul_spark_end(&now, CUL_FLOW_ACCEPTED);
	assert_int_equal(end, 9);
	cul_spark_bins(&now, CUL_FLOW_ACCEPTED, end, 3, 4, bins);
	assert_int_equal(bins[3], 7 + 8 + 9);
	assert_int_equal(bins[1], 1 + 2 + 3);
	assert_int_equal(bins[0], 0);
	m[9].accepted = 300; /* already more than the minute before */
	assert_int_equal(cul_spark_end(&now, CUL_FLOW_ACCEPTED), 10);
	now = over(m, 1);
	assert_int_equal(cul_spark_end(&now, CUL_FLOW_ACCEPTED), 1);
	now = over(NULL, 0);
	assert_int_equal(cul_spark_end(&now, CUL_FLOW_ACCEPTED), 0);
	cul_spark_bins(&now, CUL_FLOW_ACCEPTED, 0, 3, 4, bins);
	assert_int_equal(bins[3], 0);
}

static void a_trend_is_more_than_chance(void **state)
{
	static const struct {
		uint32_t before, recent;
		size_t minutes;
		enum cul_trend want;
	} table[] = {
		{ 100, 100, 70, CUL_TREND_STEADY },
		{ 100, 110, 70, CUL_TREND_STEADY },
		{ 100, 200, 70, CUL_TREND_UP },
		{ 100, 40, 70, CUL_TREND_DOWN },
		{ 100, 0, 70, CUL_TREND_DOWN },
		{ 0, 0, 70, CUL_TREND_STEADY },
		{ 0, 1, 70, CUL_TREND_FIRST },
		{ 100, 200, 19, CUL_TREND_UNKNOWN },
		{ 100, 200, 20, CUL_TREND_UP },
		{ 100, 200, 0, CUL_TREND_UNKNOWN },
	};
	struct cul_now_minute m[80];
	double times;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct cul_now now = over(m, table[i].minutes);

		memset(m, 0, sizeof(m));
		for (size_t k = 0; k < table[i].minutes; k++)
			m[k].refused = k + 10 < table[i].minutes
					       ? table[i].before
					       : table[i].recent;
		times = -1;
		assert_int_equal(cul_spark_trend(&now, CUL_FLOW_REFUSED,
						 table[i].minutes, &times),
				 table[i].want);
		if (table[i].want == CUL_TREND_UP)
			assert_true(times > 1.99 && times < 2.01);
	}
	/* Two where there was one a minute is no news of its own. */
	memset(m, 0, sizeof(m));
	for (size_t k = 0; k < 70; k += 10)
		m[k].refused = k == 60 ? 2 : 1;
	assert_int_equal(cul_spark_trend(&(struct cul_now){ .minutes = m },
					 CUL_FLOW_REFUSED, 70, &times),
			 CUL_TREND_STEADY);
}

static void counts_take_five_columns_at_most(void **state)
{
	static const struct {
		uint64_t n;
		const char *want;
	} table[] = { { 0, "0" },
		      { 9999, "9999" },
		      { 10000, "10.0k" },
		      { 99999, "99.9k" },
		      { 100000, "100k" },
		      { 999999, "999k" },
		      { 1000000, "1.0M" },
		      { 12345678, "12.3M" },
		      { 999999999, "999M" },
		      { 1000000000, "1.0G" },
		      { UINT64_MAX, "18.4E" } };
	char buf[CUL_UNIT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		cul_unit_count(table[i].n, buf);
		assert_string_equal(buf, table[i].want);
		assert_true(strlen(buf) <= 5);
	}
}

static void spans_and_rates_are_short(void **state)
{
	static const struct {
		int64_t sec_tenths;
		const char *want;
	} spans[] = { { -1, "-" },        { 0, "0.0 s" },
		      { 4, "0.4 s" },     { 99, "9.9 s" },
		      { 100, "10 s" },    { 1199, "119 s" },
		      { 1200, "2 min" },  { 71999, "119 min" },
		      { 72000, "2 h" },   { 3599999, "99 h" },
		      { 3600000, "4 d" }, { 36000000, "41 d" } };
	static const struct {
		double rate;
		const char *want;
	} rates[] = { { 0, "0" },         { -3, "0" },     { 0.04, "0.0" },
		      { 0.44, "0.4" },    { 9.94, "9.9" }, { 9.96, "10" },
		      { 1412.4, "1,412" } };
	char buf[CUL_UNIT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		assert_string_equal(
			cul_unit_span(spans[i].sec_tenths * 100000, buf),
			spans[i].want);
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		assert_string_equal(cul_unit_rate(rates[i].rate, buf),
				    rates[i].want);
}

static void times_name_the_day_where_it_is_another(void **state)
{
	const int64_t now = INT64_C(1795835561) * CUL_USEC_PER_SEC;
	char buf[CUL_UNIT_MAX];

	(void)state;
	assert_string_equal(cul_unit_date(now, buf), "28 Nov 03:12:41");
	assert_string_equal(cul_unit_clock(now, buf), "03:12:41");
	assert_string_equal(cul_unit_clock(CUL_TIME_NONE, buf), "-");
	assert_string_equal(cul_unit_date(CUL_TIME_NONE, buf), "-");
	assert_string_equal(cul_unit_since(now, now, buf), "03:12");
	assert_string_equal(
		cul_unit_since(now - 19 * CUL_USEC_PER_HOUR, now, buf),
		"08:12");
	assert_string_equal(
		cul_unit_since(now - 20 * CUL_USEC_PER_HOUR, now, buf),
		"27 Nov");
	assert_string_equal(cul_unit_since(CUL_TIME_NONE, now, buf), "-");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bars_are_shares_of_the_largest),
		cmocka_unit_test(bins_end_with_the_last_whole_minute),
		cmocka_unit_test(a_trend_is_more_than_chance),
		cmocka_unit_test(counts_take_five_columns_at_most),
		cmocka_unit_test(spans_and_rates_are_short),
		cmocka_unit_test(times_name_the_day_where_it_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
