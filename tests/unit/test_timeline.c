/* \summary: stamps get the year and the zone they were written in */
#include "t.h"

#include "engine/timeline.h"

#include <stdlib.h>

/* Yearless and local stamps from text such as logs have. */
static struct cul_stamp stamp(const char *text)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ text, strlen(text) });
	struct cul_stamp st;

	if (!cul_stamp_read_rfc3164(&c, &st))
		assert_true(cul_stamp_read_rfc3339(&c, &st));
	assert_true(c.p == c.end);
	return st;
}

static int64_t utc_sec(const char *text)
{
	struct cul_stamp st = stamp(text);

	assert_int_equal(st.form, CUL_STAMP_ZONED);
	return st.t_usec / CUL_USEC_PER_SEC;
}

struct timeline_case {
	const char *zone;
	int year;
	const char *written, *stamp, *utc;
};

static void cases_hold(const struct timeline_case *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cul_stamp st = stamp(t[i].stamp);
		char buf[CUL_TIME_TEXT_MAX];
		struct cul_timeline tl;
		struct cul_zone *z;
		int64_t got;

		assert_int_equal(cul_zone_new(t[i].zone, &z), 0);
		tl = cul_timeline_new(z, t[i].year);
		got = cul_timeline_usec(&tl, st, utc_sec(t[i].written));
		cul_time_print(got, buf);
		assert_string_equal(buf, t[i].utc);
		/* what is remembered of the hour gives the same */
		assert_int_equal(
			cul_timeline_usec(&tl, st, utc_sec(t[i].written)), got);
		cul_zone_free(&z);
	}
}

#define HOLD(t) cases_hold(t, sizeof(t) / sizeof((t)[0]))

static void a_year_comes_from_when_it_was_written(void **s)
{
	static const struct timeline_case t[] = {
		{ "UTC", 0, "2026-11-21T06:25:00Z", "Nov 20 04:11:09",
		  "2026-11-20T04:11:09Z" },
		{ "UTC", 0, "2026-11-20T06:25:00Z", "Nov 20 04:11:09.5",
		  "2026-11-20T04:11:09.5Z" },
		/* New Year in the middle of a file */
		{ "UTC", 0, "2027-01-01T06:25:00Z", "Dec 31 23:59:59",
		  "2026-12-31T23:59:59Z" },
		{ "UTC", 0, "2027-01-01T06:25:00Z", "Jan  1 00:00:00",
		  "2027-01-01T00:00:00Z" },
		/* a clock that is fast; two days are the bound */
		{ "UTC", 0, "2026-12-31T12:00:00Z", "Jan  2 12:00:00",
		  "2027-01-02T12:00:00Z" },
		{ "UTC", 0, "2026-12-31T12:00:00Z", "Jan  2 12:00:01",
		  "2026-01-02T12:00:01Z" },
		{ "UTC", 0, "2026-12-29T12:00:00Z", "Jan  1 00:00:00",
		  "2026-01-01T00:00:00Z" },
		/* a leap second at the end of the year */
		{ "UTC", 0, "2027-01-01T06:25:00Z", "Dec 31 23:59:60",
		  "2027-01-01T00:00:00Z" },
	};

	(void)s;
	HOLD(t);
}

static void february_29_is_of_a_leap_year(void **s)
{
	static const struct timeline_case t[] = {
		{ "UTC", 0, "2024-03-01T00:00:00Z", "Feb 29 12:00:00",
		  "2024-02-29T12:00:00Z" },
		{ "UTC", 0, "2026-03-01T00:00:00Z", "Feb 29 12:00:00",
		  "2024-02-29T12:00:00Z" },
		{ "UTC", 0, "1904-01-01T00:00:00Z", "Feb 29 12:00:00",
		  "1896-02-29T12:00:00Z" },
		{ "UTC", 0, "2024-03-01T00:00:00Z", "Mar  1 12:00:00",
		  "2024-03-01T12:00:00Z" },
		{ "UTC", 2023, "2024-03-01T00:00:00Z", "Feb 29 12:00:00",
		  "2020-02-29T12:00:00Z" },
	};

	(void)s;
	HOLD(t);
}

static void a_configured_year_is_taken_as_it_is(void **s)
{
	static const struct timeline_case t[] = {
		{ "UTC", 2019, "2026-11-21T06:25:00Z", "Jan  1 00:00:00",
		  "2019-01-01T00:00:00Z" },
		{ "UTC", 2019, "2026-11-21T06:25:00Z", "Dec 31 23:59:59",
		  "2019-12-31T23:59:59Z" },
		{ "UTC", 2019, "2026-11-21T06:25:00Z", "Nov 20 2026 04:11:09",
		  "2026-11-20T04:11:09Z" },
	};

	(void)s;
	HOLD(t);
}

static void zones_move_what_names_none(void **s)
{
	static const struct timeline_case t[] = {
		{ "+02:00", 0, "2026-11-21T00:00:00Z", "2026-11-20 04:11:09",
		  "2026-11-20T02:11:09Z" },
		{ "-0330", 0, "2026-11-21T00:00:00Z", "2026-11-20T23:00:00",
		  "2026-11-21T02:30:00Z" },
		{ "+02:00", 0, "2026-11-21T00:00:00Z",
		  "2026-11-20T04:11:09+05:00", "2026-11-19T23:11:09Z" },
		{ "EST5", 0, "2026-11-21T00:00:00Z", "Nov 20 20:00:00",
		  "2026-11-21T01:00:00Z" },
		{ "<+0545>-5:45", 0, "2026-11-21T00:00:00Z",
		  "2026-11-20 05:45:00", "2026-11-20T00:00:00Z" },
		/* the year turns by the zone's clock */
		{ "+14:00", 0, "2026-12-29T10:30:00Z", "Jan  1 00:00:00",
		  "2026-12-31T10:00:00Z" },
	};

	(void)s;
	HOLD(t);
}

/* Clocks of central Europe: forward on 29 March 2026 at 02:00 by 1 h, back on
 * 25 October at 03:00. */
static const char cet[] = "CET-1CEST,M3.5.0,M10.5.0/3";

static void clocks_set_forward_and_back(void **s)
{
	static const struct timeline_case t[] = {
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-03-29 01:59:59",
		  "2026-03-29T00:59:59Z" },
		/* never shown: as if not set yet */
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-03-29 02:30:00",
		  "2026-03-29T01:30:00Z" },
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-03-29 03:00:00",
		  "2026-03-29T01:00:00Z" },
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-10-25 01:59:59",
		  "2026-10-24T23:59:59Z" },
		/* shown twice: the first time */
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-10-25 02:30:00",
		  "2026-10-25T00:30:00Z" },
		{ cet, 0, "2026-11-21T00:00:00Z", "2026-10-25 03:00:00",
		  "2026-10-25T02:00:00Z" },
		{ cet, 0, "2026-11-21T00:00:00Z", "Oct 25 03:00:00",
		  "2026-10-25T02:00:00Z" },
		/* southern summer lasts over New Year */
		{ "AEST-10AEDT,M10.1.0,M4.1.0/3", 0, "2026-11-21T00:00:00Z",
		  "2026-01-15 12:00:00", "2026-01-15T01:00:00Z" },
		{ "AEST-10AEDT,M10.1.0,M4.1.0/3", 0, "2026-11-21T00:00:00Z",
		  "2026-07-15 12:00:00", "2026-07-15T02:00:00Z" },
		{ "XXX3YYY,J60/0,300/-1", 0, "2026-11-21T00:00:00Z",
		  "2024-03-01 02:00:00", "2024-03-01T04:00:00Z" },
	};

	(void)s;
	HOLD(t);
}

/* The order in which stamps come does not change what they are. */
static void memory_of_an_hour_changes_nothing(void **s)
{
	static const char *const stamps[] = {
		"Mar 29 01:10:00", "Mar 29 02:10:00", "Mar 29 03:10:00",
		"Oct 25 01:10:00", "Oct 25 02:10:00", "Oct 25 03:10:00",
		"Nov 23 11:59:00", "Nov 23 12:01:00", "Feb 29 02:10:00",
	};
	enum { N = sizeof(stamps) / sizeof(stamps[0]) };
	/* two days later falls into the middle of an hour */
	int64_t written = utc_sec("2026-11-21T11:00:00Z");
	struct cul_timeline fresh, used;
	struct cul_zone *z;

	(void)s;
	assert_int_equal(cul_zone_new(cet, &z), 0);
	used = cul_timeline_new(z, 0);
	for (size_t i = 0; i < (size_t)N * N; i++) {
		struct cul_stamp st = stamp(stamps[(i * 7 + i / N) % N]);

		fresh = cul_timeline_new(z, 0);
		assert_int_equal(cul_timeline_usec(&used, st, written),
				 cul_timeline_usec(&fresh, st, written));
	}
	cul_zone_free(&z);
}

static void absent_is_no_time(void **s)
{
	struct cul_timeline tl = cul_timeline_new(NULL, 0);
	struct cul_stamp st = { CUL_STAMP_ABSENT, 7 };

	(void)s;
	assert_int_equal(cul_timeline_usec(&tl, st, 0), CUL_TIME_NONE);
}

static void what_is_no_zone_is_refused(void **s)
{
	static const char *const t[] = {
		"",
		"Nowhere/City",
		"../../etc/passwd",
		"/etc/passwd",
		"+2",
		"+25:00",
		"+02:60",
		"+02:00x",
		"CET-1CEST",
		"CET",
		"CET-1CEST,M3.5.0",
		"CET-1CEST,M13.1.0,M10.5.0",
		"zone.tab",
		"Europe",
	};
	struct cul_zone *z = NULL;

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		int rc = cul_zone_new(t[i], &z);

		/* "CET" alone is a file where there are zone files */
		if (rc == 0 && strcmp(t[i], "CET") == 0) {
			cul_zone_free(&z);
			continue;
		}
		assert_int_equal(rc, CUL_ECONF);
		assert_null(z);
	}
}

/* A TZif file of version 2 with one step to +1 h at 1000 and a rule. */
static const unsigned char tzif[] =
	"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4"
	"\0\0\0\0\0\0LMT\0"
	"TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\x8"
	"\0\0\0\0\0\0\x3\xe8\1"
	"\0\0\0\0\0\0\0\0\x0e\x10\0\4LMT\0CET\0"
	"\nCET-1\n";

static void zone_files_are_read(void **s)
{
	struct cul_sv bytes = { (const char *)tzif, sizeof(tzif) - 1 };
	struct cul_zone *z;

	(void)s;
	assert_int_equal(cul_zone_read(bytes, &z), 0);
	assert_int_equal(cul_zone_offset(z, 999), 0);
	assert_int_equal(cul_zone_offset(z, 1000), 3600);
	assert_int_equal(cul_zone_offset(z, INT64_C(4000000000)), 3600);
	assert_int_equal(cul_zone_to_utc(z, 900), 900);
	cul_zone_free(&z);
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(
			cul_zone_read((struct cul_sv){ bytes.ptr, len }, &z),
			CUL_ECORRUPT);
}

static void the_tz_database_agrees_with_the_rule(void **s)
{
	int64_t t = utc_sec("2020-01-01T00:00:00Z");
	struct cul_zone *file, *rule;

	(void)s;
	if (cul_zone_new("Europe/Vienna", &file) != 0)
		skip(); /* no zone files on this machine */
	assert_int_equal(cul_zone_new(cet, &rule), 0);
	for (; t < utc_sec("2040-01-01T00:00:00Z"); t += 1801)
		assert_int_equal(cul_zone_to_utc(file, t),
				 cul_zone_to_utc(rule, t));
	assert_int_equal(cul_zone_offset(file, utc_sec("1975-07-01T00:00:00Z")),
			 3600);
	cul_zone_free(&file);
	cul_zone_free(&rule);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_comes_from_when_it_was_written),
		cmocka_unit_test(february_29_is_of_a_leap_year),
		cmocka_unit_test(a_configured_year_is_taken_as_it_is),
		cmocka_unit_test(zones_move_what_names_none),
		cmocka_unit_test(clocks_set_forward_and_back),
		cmocka_unit_test(memory_of_an_hour_changes_nothing),
		cmocka_unit_test(absent_is_no_time),
		cmocka_unit_test(what_is_no_zone_is_refused),
		cmocka_unit_test(zone_files_are_read),
		cmocka_unit_test(the_tz_database_agrees_with_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
