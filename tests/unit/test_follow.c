/* \summary: a followed log gives each line once, however it is rotated */
#include "t.h"

#include "follow_t.h"

#include <sys/stat.h>
#include <unistd.h>

static void lines_come_as_they_are_written(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	follow_t_told(t, "");
	put("mail.log", "two\nthree\n");
	follow_t_told(t, "two\nthree\n");
	put("mail.log", "fo");
	follow_t_told(t, "");
	put("mail.log", "ur");
	follow_t_told_after(t, 20000, "");
	put("mail.log", "\nfi");
	follow_t_told(t, "four\n");
	put("mail.log", "ve\n");
	follow_t_told(t, "five\n");
	assert_int_equal(follow_t_status(t, "mail.log").behind_bytes, 0);
}

static void from_the_end_only_what_comes_now(void **s)
{
	struct follow_t *t = *s;

	follow_t_stop(t);
	t->plan.from_end = true;
	follow_t_start(t);
	put("mail.log", "old\nhalf");
	follow_t_add(t, "mail.log");
	follow_t_add(t, "later.log");
	follow_t_told(t, "");
	put("mail.log", " new\n");
	put("later.log", "first\n");
	follow_t_told(t, "half new\nfirst\n");
}

static void a_file_may_appear_later(void **s)
{
	struct follow_t *t = *s;

	follow_t_add(t, "mail.log");
	follow_t_told(t, "");
	assert_non_null(follow_t_status(t, "mail.log").error);
	put("mail.log", "one\n");
	follow_t_told(t, "one\n");
	assert_null(follow_t_status(t, "mail.log").error);
}

static void a_folder_may_appear_later_and_again(void **s)
{
	struct follow_t *t = *s;

	follow_t_add(t, "a/b/mail.log");
	follow_t_told(t, "");
	scratch_dir("a");
	follow_t_told(t, "");
	scratch_dir("a/b");
	follow_t_told(t, "");
	put("a/b/mail.log", "one\n");
	follow_t_told(t, "one\n");
	put("a/b/mail.log", "two\n");
	follow_t_told(t, "two\n");
	move("a/b", "a/c");
	follow_t_told(t, "");
	scratch_dir("a/b");
	put("a/b/mail.log", "three\n");
	follow_t_told_after(t, 6000, "three\n");
	put("a/b/mail.log", "four\n");
	follow_t_told(t, "four\n");
}

static void renamed_and_created(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	put("mail.log", "two\n");
	move("mail.log", "mail.log.1");
	put("mail.log.1", "three\n");
	put("mail.log", "four\n");
	follow_t_told(t, "two\nthree\nfour\n");
	put("mail.log", "five\n");
	follow_t_told(t, "five\n");
	assert_int_equal(follow_t_status(t, "mail.log").restarts, 1);
}

static void a_daemon_goes_on_in_the_old_file(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	move("mail.log", "mail.log.1");
	put("mail.log.1", "two\n");
	follow_t_told(t, "two\n");
	put("mail.log", "");
	put("mail.log.1", "three\n");
	follow_t_told(t, "three\n");
	put("mail.log", "four\n");
	follow_t_told(t, "four\n");
	put("mail.log.1", "late\n");
	follow_t_told_after(t, 200, "late\n");
	put("mail.log", "five\n");
	follow_t_told(t, "five\n");
	follow_t_told_after(t, FOLLOW_T_LINGER + 300, "");
	put("mail.log.1", "too late\n");
	follow_t_told_after(t, 1000, "");
}

static void the_end_of_a_torn_line_is_no_line(void **s)
{
	struct follow_t *t = *s;

	t->offsets = true;
	put("mail.log", "one\ntor");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "0:one\n");
	move("mail.log", "mail.log.1");
	put("mail.log", "two\n");
	follow_t_told(t, "4:~tor\n0:two\n");
	put("mail.log.1", "n, from=<x>\nlate\n");
	follow_t_told_after(t, 300, "19:late\n");
}

static void deleted_and_recreated(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	put("mail.log", "two\n");
	drop("mail.log");
	follow_t_told(t, "two\n");
	put("mail.log", "three\n");
	follow_t_told(t, "three\n");
}

static void copied_and_truncated(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	put("mail.log", "two\nhal");
	follow_t_told(t, "two\n");
	put("mail.log", "f\nthree\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	put("mail.log", "four\n");
	follow_t_told(t, "half\nthree\nfour\n");
	assert_null(follow_t_status(t, "mail.log").note);
	put("mail.log", "five\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	follow_t_told(t, "five\n");
	put("mail.log", "six\n");
	follow_t_told(t, "six\n");
}

static void truncated_and_longer_than_before(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\ntor");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	cut("mail.log");
	put("mail.log", "something longer\nand more\n");
	follow_t_told(t, "tor\nsomething longer\nand more\n");
	assert_non_null(follow_t_status(t, "mail.log").note);
}

static void rotated_twice_while_nobody_looked(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	put("mail.log", "two\n");
	move("mail.log", "mail.log.1");
	put("mail.log", "three\n");
	move("mail.log.1", "mail.log.2");
	move("mail.log", "mail.log.1");
	pack("mail.log.2");
	put("mail.log", "four\n");
	move("mail.log.2.gz", "mail.log.3.gz");
	move("mail.log.1", "mail.log.2");
	pack("mail.log.2");
	move("mail.log", "mail.log.1");
	put("mail.log", "five\n");
	follow_t_told(t, "two\nthree\nfour\nfive\n");
}

static void copied_and_truncated_twice(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	put("mail.log", "two\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	put("mail.log", "three\n");
	move("mail.log.1", "mail.log.2");
	pack("mail.log.2");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	put("mail.log", "four\n");
	follow_t_told(t, "two\nthree\nfour\n");
}

static void a_backlog_is_read_oldest_first(void **s)
{
	struct follow_t *t = *s;

	put("mail.log.3", "one\n");
	pack("mail.log.3");
	put("mail.log.2", "two\n");
	pack("mail.log.2");
	put("mail.log.1", "three\n");
	put("mail.log", "four\n");
	follow_t_add(t, "mail.log*");
	follow_t_told(t, "one\ntwo\nthree\nfour\n");
	assert_int_equal(t->n_tails, 1);
	put("mail.log", "five\n");
	follow_t_told(t, "five\n");
	assert_int_equal(follow_t_status(t, "mail.log").restarts, 0);
}

static void rotations_named_one_by_one_are_no_tails(void **s)
{
	struct follow_t *t = *s;

	put("mail.log-20261125", "one\n");
	pack("mail.log-20261125");
	put("mail.log-20261126", "two\n");
	put("mail.log", "three\n");
	follow_t_add(t, "mail.log-20261126");
	follow_t_add(t, "mail.log");
	follow_t_add(t, "mail.log-20261125.gz");
	follow_t_told(t, "one\ntwo\nthree\n");
	assert_int_equal(t->n_tails, 1);
}

static void without_being_given_rotations_are_not_read(void **s)
{
	struct follow_t *t = *s;

	put("mail.log.1", "one\n");
	put("mail.log", "two\n");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "two\n");
}

static void a_glob_finds_what_appears(void **s)
{
	struct follow_t *t = *s;

	scratch_dir("h1");
	put("h1/a.log", "a1\n");
	follow_t_add(t, "h*/*.log");
	follow_t_told(t, "a1\n");
	put("h1/b.log", "b1\n");
	follow_t_told(t, "b1\n");
	scratch_dir("h2");
	put("h2/c.log", "c1\n");
	scratch_dir("h2/d.log");
	follow_t_told(t, "c1\n");
	put("h2/c.log", "c2\n");
	follow_t_told(t, "c2\n");
	assert_int_equal(t->n_tails, 3);
}

static void a_fifo_is_skipped(void **s)
{
	struct follow_t *t = *s;

	assert_int_equal(mkfifo(scratch_path("pipe.log"), 0600), 0);
	put("a.log", "a\n");
	follow_t_add(t, "*.log");
	follow_t_told(t, "a\n");
	assert_non_null(strstr(follow_t_status(t, "pipe.log").error,
			       "not a regular file"));
}

static void a_link_is_followed_to_where_it_leads(void **s)
{
	struct follow_t *t = *s;

	scratch_dir("real");
	put("real/day1", "one\n");
	assert_int_equal(symlink("real/day1", scratch_path("now.log")), 0);
	follow_t_add(t, "now.log");
	follow_t_told(t, "one\n");
	put("real/day1", "two\n");
	follow_t_told(t, "two\n");
	put("real/day1", "three\n");
	put("real/day2", "four\n");
	assert_int_equal(symlink("real/day2", scratch_path("new")), 0);
	move("new", "now.log");
	follow_t_told(t, "three\nfour\n");
	put("real/day2", "five\n");
	follow_t_told(t, "five\n");
	move("real/day2", "real/day2.1");
	put("real/day2", "six\n");
	follow_t_told(t, "six\n");
}

#define BOTH(f)                                                                \
	{ #f, f, follow_t_setup, follow_t_teardown, &no },                     \
	{                                                                      \
#f "_by_the_clock", f, follow_t_setup, follow_t_teardown, &yes \
	}

int main(void)
{
	static bool no = false, yes = true;
	const struct CMUnitTest tests[] = {
		BOTH(lines_come_as_they_are_written),
		BOTH(from_the_end_only_what_comes_now),
		BOTH(a_file_may_appear_later),
		BOTH(a_folder_may_appear_later_and_again),
		BOTH(renamed_and_created),
		BOTH(a_daemon_goes_on_in_the_old_file),
		BOTH(the_end_of_a_torn_line_is_no_line),
		BOTH(deleted_and_recreated),
		BOTH(copied_and_truncated),
		BOTH(truncated_and_longer_than_before),
		BOTH(rotated_twice_while_nobody_looked),
		BOTH(copied_and_truncated_twice),
		BOTH(a_backlog_is_read_oldest_first),
		BOTH(rotations_named_one_by_one_are_no_tails),
		BOTH(without_being_given_rotations_are_not_read),
		BOTH(a_glob_finds_what_appears),
		BOTH(a_fifo_is_skipped),
		BOTH(a_link_is_followed_to_where_it_leads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
