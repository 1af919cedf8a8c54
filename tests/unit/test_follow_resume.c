/* \summary: after a restart a followed log goes on where it was, whatever was
 * done to its files meanwhile */
#include "t.h"

#include "follow_t.h"

#include <unistd.h>

static void begin_with(struct follow_t *t, const char *text)
{
	put("mail.log", text);
	follow_t_add(t, "mail.log");
	follow_t_told(t, text);
}

static void where_it_was(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\ntwo\n");
	follow_t_restart(t);
	put("mail.log", "three\n");
	follow_t_told(t, "three\n");
	follow_t_restart(t);
	follow_t_told(t, "");
	assert_null(follow_t_status(t, "mail.log").note);
}

static void half_a_line_is_read_again(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "one\nha");
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\n");
	follow_t_restart(t);
	follow_t_told(t, "");
	put("mail.log", "lf\n");
	follow_t_told(t, "half\n");
}

static void rotated_and_packed(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	move("mail.log", "mail.log.2");
	pack("mail.log.2");
	put("mail.log.1", "three\n");
	put("mail.log", "four\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\nfour\n");
	assert_null(follow_t_status(t, "mail.log").note);
}

static void rotated_by_date(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	put("mail.log-20261120", "older\n");
	move("mail.log", "mail.log-20261125");
	pack("mail.log-20261125");
	put("mail.log-20261126", "three\n");
	put("mail.log", "four\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\nfour\n");
}

static void moved_into_a_folder(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	scratch_dir("old");
	move("mail.log", "old/mail.log.2");
	pack("old/mail.log.2");
	put("old/mail.log.1", "three\n");
	put("mail.log", "four\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\nfour\n");
	assert_null(follow_t_status(t, "mail.log").note);
}

static void copied_and_truncated(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	put("mail.log", "three\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\n");
}

static void truncated_while_still_empty(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	follow_t_told(t, "");
	follow_t_restart(t);
	put("mail.log", "two\n");
	move("mail.log.1", "mail.log.2");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	put("mail.log", "three\n");
	follow_t_told(t, "two\nthree\n");
}

static void renamed_while_the_new_one_was_empty(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	move("mail.log", "mail.log.1");
	put("mail.log", "");
	follow_t_told_after(t, 2 * FOLLOW_T_LINGER + 500, "");
	put("mail.log", "two\n");
	move("mail.log.1", "mail.log.2");
	move("mail.log", "mail.log.1");
	pack("mail.log.1");
	put("mail.log", "three\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\n");
}

static void late_lines_of_the_old_file(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	move("mail.log", "mail.log.1");
	put("mail.log", "two\n");
	follow_t_told(t, "two\n");
	put("mail.log.1", "late\n");
	follow_t_restart(t);
	follow_t_told(t, "late\n");
	put("mail.log.1", "later\n");
	put("mail.log", "three\n");
	follow_t_told_after(t, 200, "later\nthree\n");
	follow_t_restart(t);
	follow_t_told_after(t, 200, "");
}

static void a_copy_beside_it_is_no_rotation_of_it(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	copy("mail.log", "mail.log.1");
	put("mail.log", "three\n");
	follow_t_restart(t);
	follow_t_told(t, "two\nthree\n");
}

static void a_file_that_is_gone_is_said(void **s)
{
	struct follow_t *t = *s;
	const char *note;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	scratch_mtime("mail.log", 1000000000);
	follow_t_told(t, "two\n");
	follow_t_stop(t);
	drop("mail.log");
	put("mail.log.3", "older\n");
	scratch_mtime("mail.log.3", 999990000);
	put("mail.log.2", "three\n");
	scratch_mtime("mail.log.2", 1000090000);
	put("mail.log.1", "four\n");
	put("mail.log", "five\n");
	follow_t_start(t);
	assert_int_equal(cul_follow_resume(t->f, scratch_path("mail.log"),
					   &t->places[0]),
			 0);
	t->n_tails = 0;
	follow_t_told(t, "three\nfour\nfive\n");
	note = follow_t_status(t, "mail.log").note;
	assert_non_null(note);
	assert_non_null(strstr(note, "byte 8"));
	assert_non_null(strstr(note, "mail.log.2"));
}

static void a_shorter_file_is_said(void **s)
{
	struct follow_t *t = *s;
	char text[2049];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 2] = '\n';
	text[sizeof(text) - 1] = '\0';
	begin_with(t, text);
	put("mail.log", "two\n");
	follow_t_told(t, "two\n");
	assert_int_equal(truncate(scratch_path("mail.log"), 2048), 0);
	follow_t_restart(t);
	follow_t_told(t, "");
	assert_non_null(strstr(follow_t_status(t, "mail.log").note, "4 bytes"));
	put("mail.log", "three\n");
	follow_t_told(t, "three\n");
}

static void within_an_over_long_line(void **s)
{
	struct follow_t *t = *s;
	char text[3 * 1024 + 1];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	t->offsets = true;
	for (size_t i = 0; i < 30; i++)
		put("mail.log", text);
	follow_t_add(t, "mail.log");
	follow_t_pass(t, 20);
	t->told.len = 0;
	follow_t_restart(t);
	put("mail.log", text);
	follow_t_told(t, "");
	put("mail.log", "\nnext\n");
	follow_t_told(t, "95233:next\n");
}

static void a_name_that_is_not_there_just_now(void **s)
{
	struct follow_t *t = *s;

	begin_with(t, "one\n");
	put("mail.log", "two\n");
	move("mail.log", "mail.log.1");
	follow_t_restart(t);
	follow_t_told(t, "two\n");
	put("mail.log", "three\n");
	follow_t_told(t, "three\n");
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
		BOTH(where_it_was),
		BOTH(half_a_line_is_read_again),
		BOTH(rotated_and_packed),
		BOTH(rotated_by_date),
		BOTH(moved_into_a_folder),
		BOTH(copied_and_truncated),
		BOTH(truncated_while_still_empty),
		BOTH(renamed_while_the_new_one_was_empty),
		BOTH(late_lines_of_the_old_file),
		BOTH(a_copy_beside_it_is_no_rotation_of_it),
		BOTH(a_file_that_is_gone_is_said),
		BOTH(a_shorter_file_is_said),
		BOTH(within_an_over_long_line),
		BOTH(a_name_that_is_not_there_just_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
