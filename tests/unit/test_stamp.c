/* \summary: stamps are read as written and printed as RFC 3339 says */
#include "t.h"

#include "culprit/stamp.h"

#include <time.h>

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

struct stamp_case {
	const char *in;
	enum cul_stamp_form form; /* ABSENT: refused */
	const char *out;
	const char *rest;
};

typedef bool reader(struct cul_cur *c, struct cul_stamp *ret_stamp);

static void cases_hold(reader *read, const struct stamp_case *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cul_sv in = view(t[i].in);
		struct cul_cur c = cul_cur_over(in);
		struct cul_stamp st = { CUL_STAMP_ABSENT, 42 };
		char buf[CUL_TIME_TEXT_MAX];
		size_t n_out;
		bool ok = read(&c, &st);

		assert_int_equal(ok, t[i].form != CUL_STAMP_ABSENT);
		if (!ok) {
			assert_true(in.len == 0 || c.p == in.ptr);
			assert_int_equal(st.t_usec, 42);
			continue;
		}
		assert_int_equal(st.form, t[i].form);
		n_out = cul_time_print(st.t_usec, buf);
		assert_int_equal(n_out, strlen(buf));
		assert_string_equal(buf, t[i].out);
		assert_true(cul_sv_eq(cul_cur_rest(&c), view(t[i].rest)));
	}
}

static void rfc3164_with_and_without_a_year(void **s)
{
	static const struct stamp_case t[] = {
		{ "Nov 20 04:11:09 host", CUL_STAMP_YEARLESS,
		  "2000-11-20T04:11:09Z", " host" },
		{ "Nov  2 04:11:09", CUL_STAMP_YEARLESS, "2000-11-02T04:11:09Z",
		  "" },
		{ "Nov 02 04:11:09", CUL_STAMP_YEARLESS, "2000-11-02T04:11:09Z",
		  "" },
		{ "Nov 2 04:11:09", CUL_STAMP_YEARLESS, "2000-11-02T04:11:09Z",
		  "" },
		{ "Nov 2 04:11:09 host", CUL_STAMP_YEARLESS,
		  "2000-11-02T04:11:09Z", " host" },
		{ "Nov 2 2026 04:11:09.123 x", CUL_STAMP_LOCAL,
		  "2026-11-02T04:11:09.123Z", " x" },
		{ "Nov 2 04:11:09.5", CUL_STAMP_YEARLESS,
		  "2000-11-02T04:11:09.5Z", "" },
		{ "Nov 0 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 2  04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 2 4:11:09 x", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 2 04:11:0", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov x 04:11:09 x", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 2", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Feb 29 23:59:59", CUL_STAMP_YEARLESS, "2000-02-29T23:59:59Z",
		  "" },
		{ "Dec 31 23:59:60", CUL_STAMP_YEARLESS, "2001-01-01T00:00:00Z",
		  "" },
		{ "Nov 20 2026 04:11:09.123 x", CUL_STAMP_LOCAL,
		  "2026-11-20T04:11:09.123Z", " x" },
		{ "Nov 20 04:11:09.5: x", CUL_STAMP_YEARLESS,
		  "2000-11-20T04:11:09.5Z", ": x" },
		{ "Feb 29 2026 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Feb 30 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov  0 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 31 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 24:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 04:60:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 04:11:61", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 4:11:09 x", CUL_STAMP_ABSENT, NULL, NULL },
		{ "nov 20 04:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 04:11:0", CUL_STAMP_ABSENT, NULL, NULL },
		{ "Nov 20 -4:11:09", CUL_STAMP_ABSENT, NULL, NULL },
		{ "", CUL_STAMP_ABSENT, NULL, NULL },
	};

	(void)s;
	cases_hold(cul_stamp_read_rfc3164, t, sizeof(t) / sizeof(t[0]));
}

static void rfc3339_in_every_zone(void **s)
{
	static const struct stamp_case t[] = {
		{ "2026-11-20T04:11:09Z x", CUL_STAMP_ZONED,
		  "2026-11-20T04:11:09Z", " x" },
		{ "2026-11-20T04:11:09.123456+01:00 x", CUL_STAMP_ZONED,
		  "2026-11-20T03:11:09.123456Z", " x" },
		{ "2026-11-20T04:11:09.1234567890+0530", CUL_STAMP_ZONED,
		  "2026-11-19T22:41:09.123456Z", "" },
		{ "2026-12-31T23:30:00-01:00", CUL_STAMP_ZONED,
		  "2027-01-01T00:30:00Z", "" },
		{ "2026-11-20 04:11:09 x", CUL_STAMP_LOCAL,
		  "2026-11-20T04:11:09Z", " x" },
		{ "2026-11-20t04:11:09z", CUL_STAMP_ZONED,
		  "2026-11-20T04:11:09Z", "" },
		{ "2026-11-20T04:11:09.", CUL_STAMP_LOCAL,
		  "2026-11-20T04:11:09Z", "." },
		{ "1969-12-31T23:59:59.999999Z", CUL_STAMP_ZONED,
		  "1969-12-31T23:59:59.999999Z", "" },
		{ "2026-11-20T04:11:09+1", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-11-20T04:11:09+24:00", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-13-20T04:11:09Z", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-00-20T04:11:09Z", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-02-29T04:11:09Z", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-11-20T04:11:9Z", CUL_STAMP_ABSENT, NULL, NULL },
		{ "2026-11-20", CUL_STAMP_ABSENT, NULL, NULL },
		{ "20x6-11-20T04:11:09Z", CUL_STAMP_ABSENT, NULL, NULL },
	};

	(void)s;
	cases_hold(cul_stamp_read_rfc3339, t, sizeof(t) / sizeof(t[0]));
}

static void tai64n_as_multilog_writes_it(void **s)
{
	static const struct stamp_case t[] = {
		{ "@400000004c5b34b604c9b734 x", CUL_STAMP_ZONED,
		  "2010-08-05T22:01:16.080328Z", " x" },
		{ "@400000000000000a00000000", CUL_STAMP_ZONED,
		  "1970-01-01T00:00:00Z", "" },
		{ "@400000000000000a3b9ac9ff", CUL_STAMP_ZONED,
		  "1970-01-01T00:00:00.999999Z", "" },
		{ "@400000000000000a3b9aca00", CUL_STAMP_ABSENT, NULL, NULL },
		{ "@400000000000000900000000", CUL_STAMP_ABSENT, NULL, NULL },
		{ "@ffffffffffffffff00000000", CUL_STAMP_ABSENT, NULL, NULL },
		{ "@400000004C5B34B604C9B734", CUL_STAMP_ABSENT, NULL, NULL },
		{ "@400000004c5b34b604c9b73", CUL_STAMP_ABSENT, NULL, NULL },
		{ "400000004c5b34b604c9b7344", CUL_STAMP_ABSENT, NULL, NULL },
		{ "", CUL_STAMP_ABSENT, NULL, NULL },
	};

	(void)s;
	cases_hold(cul_stamp_read_tai64n, t, sizeof(t) / sizeof(t[0]));
}

/* After any stamp, any stamp and any piece of one is what it is alone. */
static void a_memo_changes_nothing(void **s)
{
	static const char *const t[] = {
		"Nov 20 04:11:09 mx1",
		"Nov 20 04:11:09.5 mx1",
		"Nov 20 04:11:09",
		"Nov 20 04:11:10 mx1",
		"Nov 20 2026 04:11:09 mx1",
		"2026-11-20T04:11:09Z mx1",
		"2026-11-20T04:11:09.1+01:00 mx1",
		"2026-11-20T04:11:60.123456+01:00 mx1",
		"2026-11-20T04:11:09.1234567890123-0530 mx1",
		"2026-11-20T04:11:10.12345678+01:00: mx1",
		"2026-11-20 04:11:09 mx1",
		"2026-11-20T04:11:61Z mx1",
		"2026-11-20T04:11:09+24:00 mx1",
		"2026-11-20T04:12:09.000001-00:30 mx1",
		"2026-11-20T04:11 mx1",
		"@400000004c5b34b604c9b734 mx1",
		"",
	};
	enum { N = sizeof(t) / sizeof(t[0]) };

	(void)s;
	for (size_t i = 0; i < (size_t)N * N; i++) {
		const struct cul_sv before = view(t[i / N]),
				    all = view(t[i % N]);

		for (size_t n = 0; n <= all.len; n++) {
			struct cul_stamp_memo memo = { 0 }, none = { 0 };
			struct cul_stamp a = { CUL_STAMP_ABSENT, 0 }, b = a, c;
			struct cul_cur first = cul_cur_over(before);
			struct cul_sv text = { all.ptr, n };
			struct cul_cur x = cul_cur_over(text), y = x;
			size_t next;

			(void)cul_stamp_read(&first, &memo, &c);
			next = cul_stamp_next(&memo, text, &c);
			assert_int_equal(cul_stamp_read(&x, &memo, &a),
					 cul_stamp_read(&y, &none, &b));
			assert_ptr_equal(x.p, y.p);
			assert_int_equal(a.form, b.form);
			assert_int_equal(a.t_usec, b.t_usec);
			if (next == 0)
				continue;
			assert_int_equal(text.ptr[next - 1], ' ');
			assert_ptr_equal(text.ptr + next - 1, x.p);
			assert_int_equal(c.form, a.form);
			assert_int_equal(c.t_usec, a.t_usec);
		}
	}
}

/* What makes most lines cheap is done for them. */
static void a_memo_is_used(void **s)
{
	static const char *const t[] = {
		"Nov 20 04:11:09 a",
		"Nov 20 04:11:09 b",
		"2026-11-20T04:11:09.123456+01:00 a",
		"2026-11-20T04:11:59.1+01:00 b",
	};
	struct cul_stamp_memo memo = { 0 };
	struct cul_stamp st;

	(void)s;
	for (size_t i = 0; i < 4; i++) {
		struct cul_sv text = view(t[i]);
		struct cul_cur c = cul_cur_over(text);

		assert_int_equal(cul_stamp_next(&memo, text, &st),
				 i % 2 != 0 ? text.len - 1 : 0);
		assert_true(cul_stamp_read(&c, &memo, &st));
	}
}

/* Every day of eight centuries goes there and back, in order. */
static void days_and_dates_are_each_others_inverse(void **s)
{
	int64_t days = cul_days_from_civil(1600, 1, 1);
	const int64_t end = cul_days_from_civil(2400, 1, 1);
	int64_t last_year = 1599;
	unsigned last_month = 12, last_day = 31;

	(void)s;
	assert_int_equal(cul_days_from_civil(1970, 1, 1), 0);
	assert_int_equal(cul_days_from_civil(2000, 2, 29), 11016);
	for (; days < end; days++) {
		int64_t y;
		unsigned m, d;

		cul_civil_from_days(days, &y, &m, &d);
		assert_int_equal(cul_days_from_civil(y, m, d), days);
		if (d == 1)
			assert_true(m == last_month + 1 ||
				    (m == 1 && last_month == 12 &&
				     y == last_year + 1));
		else
			assert_true(m == last_month && d == last_day + 1);
		last_year = y;
		last_month = m;
		last_day = d;
	}
}

static void a_fraction_is_printed_without_its_zeros(void **s)
{
	static const struct {
		int64_t usec;
		const char *out;
	} t[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 1, "1970-01-01T00:00:00.000001Z" },
		{ 500000, "1970-01-01T00:00:00.5Z" },
		{ -1, "1969-12-31T23:59:59.999999Z" },
		{ INT64_C(253402300799999999), "9999-12-31T23:59:59.999999Z" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		char buf[CUL_TIME_TEXT_MAX];

		(void)cul_time_print(t[i].usec, buf);
		assert_string_equal(buf, t[i].out);
	}
}

static void no_time_at_all_prints_within_its_buffer(void **s)
{
	char buf[CUL_TIME_TEXT_MAX];

	(void)s;
	assert_true(cul_time_print(CUL_TIME_NONE, buf) < sizeof(buf));
	assert_true(cul_time_print(INT64_MAX, buf) < sizeof(buf));
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(rfc3164_with_and_without_a_year),
		cmocka_unit_test(rfc3339_in_every_zone),
		cmocka_unit_test(tai64n_as_multilog_writes_it),
		cmocka_unit_test(a_memo_changes_nothing),
		cmocka_unit_test(a_memo_is_used),
		cmocka_unit_test(days_and_dates_are_each_others_inverse),
		cmocka_unit_test(a_fraction_is_printed_without_its_zeros),
		cmocka_unit_test(no_time_at_all_prints_within_its_buffer),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
