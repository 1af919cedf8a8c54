/* \summary: the journal's records come once each, whatever becomes of its
 * reader */
#include "t.h"

#include "dice.h"
#include "input_told.h"
#include "live_t.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A program in journalctl's place: the n-th time it is run it writes what is
 * in the file outN, and does what doN says. */
static const char fake[] = "#!/bin/sh\n"
			   "cd \"${0%/*}\"\n"
			   "echo \"$*\" >>args\n"
			   "n=$(wc -l <args)\n"
			   "cat \"out$n\"\n"
			   "echo $$ >pid\n"
			   ". \"./do$n\"\n";

static const char *program(void)
{
	const char *path = scratch_text("journalctl", fake);

	assert_int_equal(chmod(path, 0755), 0);
	return path;
}

static void run_gives(unsigned n, struct cul_sv out, const char *then)
{
	char name[20];

	snprintf(name, sizeof(name), "out%u", n);
	scratch_file(name, out);
	snprintf(name, sizeof(name), "do%u", n);
	scratch_text(name, then);
}

#define RUN(n, text, then)                                                     \
	run_gives(n, (struct cul_sv){ text, sizeof(text) - 1 }, then)

#define R(n, rest)                                                             \
	"__CURSOR=s=1;i=" #n "\n__REALTIME_TIMESTAMP=179514786950000" #n       \
	"\n_HOSTNAME=mx1\n_COMM=a\n" rest "\n"
#define L(n) "2026-11-20T04:11:09.50000" #n "Z mx1 a: "
#define STAY "exec sleep 100\n"

static struct cul_tail *open_it(const char *path, const struct cul_place *place,
				bool from_now, int *fd)
{
	const char *argv[] = { path, "-u", "postfix@-", NULL };
	char err[CUL_LIVE_ERR] = "";
	struct cul_tail *t = NULL;
	int rc = cul_journal_new(argv, place, from_now, &t, fd, err);

	assert_string_equal(err, "");
	assert_int_equal(rc, CUL_OK);
	return t;
}

static void args_were(const char *text)
{
	char got[1000];
	FILE *f = fopen(scratch_path("args"), "r");

	assert_non_null(f);
	got[fread(got, 1, sizeof(got) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(got, text);
}

static void a_record_is_a_line_behind_its_cursor(void **s)
{
	const struct cul_place place = { .file = { .offset = 1000 },
					 .cursor = "s=1;i=0" };
	struct heard h = { .rc = 0 };
	struct cul_tail_status st;
	struct cul_tail *t;
	int fd;

	(void)s;
	RUN(1, R(1, "MESSAGE=x\n") R(2, "MESSAGE=y\n"), STAY);
	t = open_it(program(), &place, true, &fd);
	hear_lines(&h, t, fd, 2);
	heard_is(&h, "1000:" L(1) "x\n1037:" L(2) "y\n");
	assert_string_equal(h.piece.place.cursor, "s=1;i=0");
	assert_int_equal(h.piece.place.file.offset, 1000);
	assert_int_equal(h.piece.block.written_sec, 1795147869);
	assert_int_equal(h.piece.block.written1_sec, 1795147869);
	args_were("-u postfix@- --output=export --follow --no-tail "
		  "--after-cursor=s=1;i=0\n");
	t->ops->status(t, &st);
	assert_true(st.can_replay);
	assert_null(st.error);
	assert_null(st.note);
	t->ops->free(t);
	heard_done(&h);
}

static void it_begins_where_it_is_asked_to(void **s)
{
	struct heard h = { .rc = 0 };
	struct cul_tail *t;
	int fd;

	(void)s;
	RUN(1, R(1, "MESSAGE=x\n"), STAY);
	RUN(2, R(2, "MESSAGE=y\n"), STAY);
	t = open_it(program(), NULL, false, &fd);
	hear_lines(&h, t, fd, 1);
	assert_string_equal(h.piece.place.cursor, "");
	t->ops->free(t);
	t = open_it(scratch_path("journalctl"), NULL, true, &fd);
	hear_lines(&h, t, fd, 2);
	t->ops->free(t);
	args_were("-u postfix@- --output=export --follow --no-tail\n"
		  "-u postfix@- --output=export --follow --lines=0\n");
	heard_done(&h);
}

/* Torn records come again, whole ones do not. */
static void it_is_started_again_where_it_ended(void **s)
{
	struct heard h = { .rc = 0 };
	struct cul_tail_status st;
	struct cul_tail *t;
	int fd;

	(void)s;
	RUN(1, R(1, "MESSAGE=x\n") R(2, "MESSAGE=y\n") "__CURSOR=s=1;i=3\nMES",
	    "echo 'first\nlast\033 words' >&2; exit 3\n");
	RUN(2, R(3, "MESSAGE=z\n"), "kill -9 $$\n");
	RUN(3, R(4, "MESSAGE=z\n"), STAY);
	t = open_it(program(), NULL, true, &fd);
	hear_lines(&h, t, fd, 2);
	assert_string_equal(h.piece.place.cursor, "");
	for (struct pollfd p = { .fd = fd, .events = POLLIN };;) {
		hear(&h, t, 1);
		t->ops->status(t, &st);
		if (st.error != NULL)
			break;
		assert_int_equal(poll(&p, 1, 20000), 1);
	}
	assert_non_null(strstr(st.error, "ended with status 3: last? words; "
					 "it is started again in 1 s"));
	assert_non_null(strstr(st.note, ": last? words"));
	hear_lines(&h, t, fd, 3);
	assert_string_equal(h.piece.place.cursor, "s=1;i=2");
	assert_int_equal(h.piece.place.file.offset, 74);
	hear_lines(&h, t, fd, 4);
	assert_string_equal(h.piece.place.cursor, "s=1;i=3");
	heard_is(&h,
		 "0:" L(1) "x\n37:" L(2) "y\n74:" L(3) "z\n111:" L(4) "z\n");
	t->ops->status(t, &st);
	assert_int_equal(st.restarts, 2);
	assert_non_null(strstr(st.error, "was ended by signal 9; "));
	/* It lives: all is well again. */
	for (struct pollfd p = { .fd = fd, .events = POLLIN }; st.error != NULL;
	     t->ops->status(t, &st)) {
		assert_int_equal(poll(&p, 1, 20000), 1);
		hear(&h, t, 1);
	}
	args_were("-u postfix@- --output=export --follow --lines=0\n"
		  "-u postfix@- --output=export --follow --no-tail "
		  "--after-cursor=s=1;i=2\n"
		  "-u postfix@- --output=export --follow --no-tail "
		  "--after-cursor=s=1;i=3\n");
	t->ops->free(t);
	heard_done(&h);
}

static bool is_gone(const char *file)
{
	FILE *f = fopen(file, "r");
	long pid = 0;

	if (f == NULL)
		return false;
	if (fscanf(f, "%ld", &pid) != 1)
		pid = 0;
	fclose(f);
	return pid > 0 && kill((pid_t)pid, 0) < 0;
}

/* It may have been read while it was written. */
static void a_record_without_its_text_is_asked_for_again(void **s)
{
	struct heard h = { .rc = 0 };
	struct cul_tail_status st;
	struct cul_tail *t;
	int fd;

	(void)s;
	RUN(1, R(1, "MESSAGE=x\n") R(2, "") R(3, "MESSAGE=z\n"), STAY);
	RUN(2, R(2, "MESSAGE=y\n") R(3, "MESSAGE=z\n") R(4, ""), STAY);
	RUN(3, R(4, "") R(5, "MESSAGE=\n") R(6, "MESSAGE=q\n"), STAY);
	t = open_it(program(), NULL, true, &fd);
	hear_lines(&h, t, fd, 6);
	heard_is(&h, "0:" L(1) "x\n37:" L(2) "y\n74:" L(3) "z\n111:" L(
			     4) "\n147:" L(5) "\n183:" L(6) "q\n");
	args_were("-u postfix@- --output=export --follow --lines=0\n"
		  "-u postfix@- --output=export --follow --no-tail "
		  "--after-cursor=s=1;i=1\n"
		  "-u postfix@- --output=export --follow --no-tail "
		  "--after-cursor=s=1;i=3\n");
	t->ops->status(t, &st);
	assert_null(st.error);
	assert_non_null(strstr(st.note, "without its text"));
	assert_int_equal(st.restarts, 2);
	t->ops->free(t);
	heard_done(&h);
}

/* Nobody can hold the reader up with such records. */
static void after_some_that_have_none_they_are_believed(void **s)
{
	struct heard h = { .rc = 0 };
	struct cul_tail_status st;
	struct cul_tail *t;
	unsigned n = 1;
	int fd;

	(void)s;
	RUN(1, R(1, "") R(2, "") R(3, ""), STAY);
	RUN(2, R(1, "") R(2, ""), STAY);
	for (n = 3; n <= 8; n++) {
		char text[400];
		int len = snprintf(text, sizeof(text),
				   "__CURSOR=s=1;i=%u\n_COMM=a\n\n"
				   "__CURSOR=s=1;i=%u\n_COMM=a\n\n",
				   n - 1, n);

		run_gives(n, (struct cul_sv){ text, (size_t)len }, STAY);
	}
	RUN(9, R(8, "") R(9, "") R(10, "") R(11, "") R(12, "MESSAGE=x\n"),
	    STAY);
	t = open_it(program(), NULL, false, &fd);
	hear_lines(&h, t, fd, 12);
	t->ops->status(t, &st);
	assert_int_equal(st.restarts, 8);
	t->ops->free(t);
	heard_done(&h);
}

static void wait_until_it_is_gone(const char *file)
{
	for (unsigned i = 0; i < 1000 && !is_gone(file); i++)
		(void)poll(NULL, 0, 10);
	assert_true(is_gone(file));
}

static void it_dies_with_us(void **s)
{
	struct heard h = { .rc = 0 };
	const char *file = scratch_path("pid"), *path = program();
	int fd, status;
	struct cul_tail *t;
	pid_t pid;

	(void)s;
	RUN(1, R(1, "MESSAGE=x\n"), STAY);
	RUN(2, R(2, "MESSAGE=x\n"), STAY);
	pid = fork();
	if (pid == 0) {
		t = open_it(path, NULL, false, &fd);
		hear_lines(&h, t, fd, 1);
		while (access(file, F_OK) != 0)
			(void)poll(NULL, 0, 10);
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	wait_until_it_is_gone(file);
	t = open_it(path, NULL, false, &fd);
	hear_lines(&h, t, fd, 1);
	t->ops->free(t);
	wait_until_it_is_gone(file);
	heard_done(&h);
}

static void a_program_that_is_not_there_is_said(void **s)
{
	const char *argv[] = { "/nonexistent/journalctl", NULL };
	char err[CUL_LIVE_ERR] = "";
	struct cul_tail *t = NULL;
	int fd;

	(void)s;
	assert_int_equal(cul_journal_new(argv, NULL, false, &t, &fd, err),
			 CUL_EIO);
	assert_null(t);
	assert_string_equal(err, "/nonexistent/journalctl cannot be started: "
				 "No such file or directory; the journal is "
				 "read through systemd's journalctl");
}

static void binary(struct scratch_bytes *to, const char *key, const char *p,
		   size_t len)
{
	char n[8];

	for (unsigned i = 0; i < 8; i++)
		n[i] = (char)((uint64_t)len >> 8 * i);
	scratch_append(to, key, strlen(key));
	scratch_append(to, "\n", 1);
	scratch_append(to, n, 8);
	scratch_append(to, p, len);
	scratch_append(to, "\n", 1);
}

/* Records of hostile fields, as journald writes them. */
static void hostile_export(struct scratch_bytes *to)
{
	static const char forged[] =
		"x\n\n__CURSOR=s=9;i=9\nMESSAGE=y\n_HOSTNAME=mx9\n\n";
	char *huge = malloc(3 << 20);
	uint64_t seed = 5;

	for (size_t i = 0; i < 3 << 20; i++)
		huge[i] = (char)dice(&seed);
	for (unsigned i = 1; i < 200; i++) {
		char head[200];
		int n = snprintf(head, sizeof(head),
				 "__CURSOR=s=1;i=%x\n__REALTIME_TIMESTAMP=%llu"
				 "\n_HOSTNAME=mx%u\n_PID=%u\n",
				 i, 1795147869500000ull + i, i % 3, i);
		size_t len = dice_below(&seed, i % 20 ? 300 : 3 << 20);

		scratch_append(to, head, (size_t)n);
		binary(to, i % 3 ? "MESSAGE" : "OTHER", huge + i, len);
		binary(to, i % 2 ? "SYSLOG_IDENTIFIER" : "_COMM", forged,
		       sizeof(forged) - 1);
		if (i % 3 == 0)
			binary(to, "MESSAGE", forged, sizeof(forged) - 1);
		if (i % 5 == 0)
			scratch_append(to, "MESSAGE=second\n", 15);
		scratch_append(to, "\n", 1);
	}
	free(huge);
}

/* The same lines at the same offsets as of a file of the same export. */
static void records_are_the_lines_of_a_scan(void **s)
{
	struct scratch_bytes in = { 0 };
	struct heard h = { .rc = 0 };
	struct told file;
	struct cul_tail *t;
	int fd;

	(void)s;
	hostile_export(&in);
	run_gives(1, (struct cul_sv){ in.p, in.len }, STAY);
	file = tell(scratch_path("out1"), 1 << 14, false);
	assert_int_equal(file.lines, 199);
	t = open_it(program(), NULL, false, &fd);
	hear_lines(&h, t, fd, file.lines);
	assert_memory_equal(h.piece.place.cursor, "s=1;i=", 6);
	heard_is(&h, file.text.p);
	t->ops->free(t);
	heard_done(&h);
	free(file.text.p);
	free(in.p);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(a_record_is_a_line_behind_its_cursor),
		SCRATCH(it_begins_where_it_is_asked_to),
		SCRATCH(it_is_started_again_where_it_ended),
		SCRATCH(a_record_without_its_text_is_asked_for_again),
		SCRATCH(after_some_that_have_none_they_are_believed),
		SCRATCH(it_dies_with_us),
		SCRATCH(a_program_that_is_not_there_is_said),
		SCRATCH(records_are_the_lines_of_a_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
