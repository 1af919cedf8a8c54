/* \summary: what is odd about a followed file is said, and the rest is read */
#include "t.h"

#include "follow_t.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_damaged_rotation_gives_what_it_can(void **s)
{
	struct follow_t *t = *s;

	put("mail.log.2", "one\ntwo\n");
	pack("mail.log.2");
	assert_int_equal(truncate(scratch_path("mail.log.2.gz"), 24), 0);
	put("mail.log.1", "three\n");
	put("mail.log", "four\n");
	follow_t_add(t, "mail.log*");
	follow_t_pass(t, 20);
	scratch_append(&t->told, "", 1);
	assert_non_null(strstr(t->told.p, "three\nfour\n"));
	assert_non_null(strstr(follow_t_status(t, "mail.log").note, "cut off"));
}

static void what_cannot_be_opened_is_tried_again(void **s)
{
	struct follow_t *t = *s;

	assert_int_equal(symlink("mail.log", scratch_path("mail.log")), 0);
	follow_t_add(t, "mail.log");
	follow_t_told(t, "");
	assert_non_null(
		strstr(follow_t_status(t, "mail.log").error, "symbolic links"));
	drop("mail.log");
	put("mail.log", "one\n");
	follow_t_told(t, "one\n");
	assert_null(follow_t_status(t, "mail.log").error);
}

static void a_hole_left_by_a_careless_daemon_is_no_line(void **s)
{
	struct follow_t *t = *s;
	int fd = open(scratch_path("mail.log"), O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "one\ntwo\n", 8), 8);
	follow_t_add(t, "mail.log");
	follow_t_told(t, "one\ntwo\n");
	copy("mail.log", "mail.log.1");
	cut("mail.log");
	assert_int_equal(write(fd, "three\n", 6), 6); /* at 8 */
	t->offsets = true;
	follow_t_told(t, "8:three\n");
	assert_int_equal(write(fd, "four\n", 5), 5);
	follow_t_told(t, "14:four\n");
	close(fd);
}

static void a_mark_of_utf16_is_said(void **s)
{
	struct follow_t *t = *s;

	put("mail.log", "\xff\xfe\n");
	follow_t_add(t, "mail.log");
	follow_t_pass(t, 20);
	assert_non_null(strstr(follow_t_status(t, "mail.log").note, "UTF-16"));
}

/* The stamp of a line has no year: the file's own time tells. */
static void pieces_say_where_they_are_from_and_when(void **s)
{
	static const char *const lines[] = { "two\n", "three\n" };
	static const char *const names[] = { "mail.log.1", "mail.log" };
	struct follow_t *t = *s;
	struct cul_piece p = { 0 };
	struct cul_tail *tail;
	const char *name;

	put(names[0], lines[0]);
	put(names[1], lines[1]);
	scratch_mtime(names[0], 1000000000);
	scratch_mtime(names[1], 1000000100);
	follow_t_add(t, "mail.log*");
	assert_int_equal(cul_follow_step(t->f, 1, &t->next_msec), 0);
	tail = cul_follow_take(t->f, &name);
	assert_non_null(tail);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(tail->ops->next(tail, 100, &p), 1);
		assert_string_equal(p.path, scratch_path(names[i]));
		assert_int_equal(p.block.len, strlen(lines[i]));
		assert_memory_equal(p.block.bytes, lines[i], p.block.len);
		assert_int_equal(p.block.written_sec, 1000000000 + 100 * i);
		assert_int_equal(p.place.file.offset, 0);
	}
	assert_int_equal(tail->ops->next(tail, 100, &p), 0);
	assert_int_equal(p.place.file.offset, strlen(lines[1]));
	tail->ops->free(tail);
	free(p.block.bytes);
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
		BOTH(a_damaged_rotation_gives_what_it_can),
		BOTH(what_cannot_be_opened_is_tried_again),
		BOTH(a_hole_left_by_a_careless_daemon_is_no_line),
		BOTH(a_mark_of_utf16_is_said),
		BOTH(pieces_say_where_they_are_from_and_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
