/* \summary: inputs are read in the order of their time */
#include "t.h"

#include "pipeline_told.h"

#include <stdlib.h>

/* The words before the first blank of each item: "a:1@0 b:1@0". The
 * caller's. */
static char *order_of(const struct told *t)
{
	struct scratch_bytes to = { 0 };
	const char *p = t->text.p;

	while (*p != '\0') {
		if (to.len > 0)
			scratch_append(&to, " ", 1);
		scratch_append(&to, p, strcspn(p, "@"));
		p += strcspn(p, "\n") + 1;
	}
	scratch_append(&to, "", 1);
	return to.p;
}

static void order_is(const char *const *paths, size_t n, const char *expected)
{
	struct told t = run(
		(struct cul_pipeline_plan){ .workers = 1, .want_all = true },
		paths, n);
	char *order = order_of(&t);

	assert_int_equal(t.rc, 0);
	assert_string_equal(order, expected);
	free(order);
	told_done(&t);
}

static void rotated_files_are_read_oldest_first(void **s)
{
	const char *paths[4];

	(void)s;
	paths[0] = scratch_text("mail.log", LINE("Nov 22 06:25:00", 4));
	paths[1] = scratch_text("mail.log.1", LINE("Nov 21 06:25:00", 3) LINE(
						      "Nov 22 06:25:00", 1));
	paths[2] = scratch_text("mail.log.2", LINE("Nov 20 06:25:00", 2));
	paths[3] = scratch_text("mail.log.10", LINE("Nov 20 06:25:00", 1));
	order_is(paths, 4,
		 "mail.log.10:1 mail.log.2:1 mail.log.1:1 mail.log.1:2 "
		 "mail.log:1");
}

static void inputs_that_overlap_are_merged_by_time(void **s)
{
	const char *paths[3];

	(void)s;
	paths[0] = scratch_text("b", LINE("Nov 20 10:00:02", 1)
					     LINE("Nov 20 10:00:04", 2));
	paths[1] = scratch_text(
		"a", LINE("Nov 20 10:00:01", 1) LINE("Nov 20 10:00:02", 2) LINE(
			     "Nov 20 10:00:03", 3) LINE("Nov 20 10:00:05", 4));
	paths[2] = scratch_text("c", LINE("Nov 20 10:00:02", 1)
					     LINE("Nov 20 10:00:02", 2));
	order_is(paths, 3, "a:1 a:2 b:1 c:1 c:2 a:3 b:2 a:4");
}

/* Both open, both at one time: the one that began earlier is first. */
static void at_one_time_the_earlier_input_is_first(void **s)
{
	const char *paths[2];

	(void)s;
	paths[0] = scratch_text(
		"b", LINE("Nov 20 10:00:01", 1) LINE("Nov 20 10:00:05", 2) LINE(
			     "Nov 20 10:00:05", 3) LINE("Nov 20 10:00:07", 4));
	paths[1] = scratch_text(
		"a", LINE("Nov 20 10:00:02", 1) LINE("Nov 20 10:00:05", 2)
			     LINE("Nov 20 10:00:06", 3));
	order_is(paths, 2, "b:1 a:1 b:2 b:3 a:2 a:3 b:4");
}

/* Seven inputs that begin at one time: by time, then by name, then by line. */
static void many_inputs_are_merged_as_by_a_sort(void **s)
{
	unsigned seed = 1, line, last_line = 0;
	long long sec, last_sec = 0;
	char name, last_name = 0;
	const char *paths[7], *p;
	struct told t;

	(void)s;
	for (unsigned i = 0; i < 7; i++) {
		struct scratch_bytes b = { 0 };
		const char file[] = { (char)('a' + i), '\0' };
		unsigned at = 0;

		for (unsigned n = 0; n < 60; n++) {
			told_add(&b,
				 "2026-11-20T10:%02u:%02uZ mx1 "
				 "postfix/smtpd[1]: connect from "
				 "unknown[192.0.2.1]\n",
				 at / 60, at % 60);
			seed = seed * 1664525u + 1013904223u;
			at += seed >> 30;
		}
		paths[i] = scratch_file(file, (struct cul_sv){ b.p, b.len });
		free(b.p);
	}
	t = run((struct cul_pipeline_plan){ .workers = 1 }, paths, 7);
	assert_int_equal(t.n, 7 * 60);
	for (p = t.text.p; *p != '\0'; p = strchr(p, '\n') + 1) {
		name = *p;
		line = (unsigned)strtoul(p + 2, NULL, 10);
		sec = strtoll(strstr(p, "event ") + 6, NULL, 10);
		assert_true(sec >= last_sec);
		if (sec == last_sec)
			assert_true(name > last_name ||
				    (name == last_name && line > last_line));
		last_sec = sec;
		last_name = name;
		last_line = line;
	}
	told_done(&t);
}

static void lines_without_a_stamp_stay_where_they_are(void **s)
{
	const char *paths[2];

	(void)s;
	paths[0] = scratch_text("a",
				"one\n" LINE("Nov 20 10:00:01", 1) "two\n" LINE(
					"Nov 20 10:00:03", 2));
	paths[1] = scratch_text("b", LINE("Nov 20 10:00:00", 1)
					     LINE("Nov 20 10:00:02", 2));
	order_is(paths, 2, "b:1 a:1 a:2 a:3 b:2 a:4");
}

/* A clock that goes back within a file does not pull other files along. */
static void the_latest_stamp_so_far_orders(void **s)
{
	const char *paths[2];

	(void)s;
	paths[0] = scratch_text(
		"a", LINE("Nov 20 10:00:05", 1) LINE("Nov 20 10:00:01", 2)
			     LINE("Nov 20 10:00:07", 3));
	paths[1] = scratch_text("b", LINE("Nov 20 10:00:04", 1)
					     LINE("Nov 20 10:00:06", 2));
	order_is(paths, 2, "b:1 a:1 a:2 b:2 a:3");
}

static void an_input_without_stamps_is_first(void **s)
{
	const char *paths[2];

	(void)s;
	paths[0] = scratch_text("a", LINE("Nov 20 10:00:05", 1));
	paths[1] = scratch_text("z", "nothing\nto see\n");
	order_is(paths, 2, "z:1 z:2 a:1");
}

static void the_year_is_that_of_the_file(void **s)
{
	const char *paths[2];
	struct told t;

	(void)s;
	paths[0] = scratch_text("a", LINE("Jan  1 00:00:01", 1));
	scratch_mtime("a", 1798785000); /* 2027-01-01T06:30 UTC */
	paths[1] = scratch_text("b", LINE("Dec 31 23:59:59", 1));
	scratch_mtime("b", 1798785000);
	t = run((struct cul_pipeline_plan){ .workers = 1 }, paths, 2);
	assert_string_equal(
		t.text.p, "b:1@0 event 1798761599 connect "
			  "Dec 31 23:59:59 mx1 postfix/smtpd[1]: connect from "
			  "unknown[192.0.2.1]\n"
			  "a:1@0 event 1798761601 connect "
			  "Jan  1 00:00:01 mx1 postfix/smtpd[1]: connect from "
			  "unknown[192.0.2.1]\n");
	assert_int_equal(t.sum.t_last_usec - t.sum.t_first_usec,
			 2 * CUL_USEC_PER_SEC);
	told_done(&t);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(rotated_files_are_read_oldest_first),
		SCRATCH(inputs_that_overlap_are_merged_by_time),
		SCRATCH(at_one_time_the_earlier_input_is_first),
		SCRATCH(many_inputs_are_merged_as_by_a_sort),
		SCRATCH(lines_without_a_stamp_stay_where_they_are),
		SCRATCH(the_latest_stamp_so_far_orders),
		SCRATCH(an_input_without_stamps_is_first),
		SCRATCH(the_year_is_that_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
