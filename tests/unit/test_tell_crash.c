/* \summary: tests of the spool, when the process ends at any moment
 *
 * The linker puts these functions in the place of the system's (--wrap): each
 * ends the process before or after a call, or notes its order.
 */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scratch.h"
#include "tell/spool.h"
#include "tell_t.h"

static int calls, stop_at; /* 2 * n: before call n; 2 * n + 1: after it */
static int fail_at, fail_errno;
static char order[512];

static void reached(int at)
{
	if (stop_at != 0 && at == stop_at)
		_exit(99);
}

static bool begins(const char *what)
{
	size_t n = strlen(order);

	calls++;
	reached(2 * calls);
	if (n + 16 < sizeof(order))
		snprintf(order + n, sizeof(order) - n, "%s ", what);
	if (calls != fail_at)
		return true;
	errno = fail_errno;
	return false;
}

static int ends(int rc)
{
	reached(2 * calls + 1);
	return rc;
}

static int no_range; /* the errno of a kernel that cannot close many */

int __wrap_close_range(unsigned first, unsigned last, int flags);
int __real_close_range(unsigned first, unsigned last, int flags);
int __real_openat64(int dir, const char *name, int flags, mode_t mode);
int __wrap_openat64(int dir, const char *name, int flags, mode_t mode);
ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __wrap_write(int fd, const void *p, size_t n);
int __real_fsync(int fd);
int __wrap_fsync(int fd);
int __real_renameat(int a, const char *from, int b, const char *to);
int __wrap_renameat(int a, const char *from, int b, const char *to);
int __real_unlinkat(int dir, const char *name, int flags);
int __wrap_unlinkat(int dir, const char *name, int flags);

int __wrap_openat64(int dir, const char *name, int flags, mode_t mode)
{
	return begins("open") ? ends(__real_openat64(dir, name, flags, mode))
			      : -1;
}

int __wrap_close_range(unsigned first, unsigned last, int flags)
{
	if (no_range == 0)
		return __real_close_range(first, last, flags);
	errno = no_range;
	return -1;
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	/* By halves, so that there is a half-written file. */
	return begins("write")
		       ? ends((int)__real_write(fd, p, n > 1 ? n / 2 : n))
		       : -1;
}

int __wrap_fsync(int fd)
{
	return begins("fsync") ? ends(__real_fsync(fd)) : -1;
}

int __wrap_renameat(int a, const char *from, int b, const char *to)
{
	return begins("rename") ? ends(__real_renameat(a, from, b, to)) : -1;
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
	return begins("unlink") ? ends(__real_unlinkat(dir, name, flags)) : -1;
}

static void no_more_faults(void)
{
	calls = stop_at = fail_at = 0;
	order[0] = '\0';
}

/* Till nothing waits any more, be it an hour. */
static void run_all(struct tell_t *t)
{
	tell_t_run(t);
	while (tell_t_status(t).waiting > 0)
		tell_t_due(t);
}

/* Two notices; after each, that its call has returned is noted in a pipe. */
static void live(struct tell_t *t, int told, int at)
{
	no_more_faults();
	stop_at = at;
	tell_t_open(t);
	for (int i = 0; i < 2; i++) {
		tell_t_new(t, i == 0 ? "one" : "two");
		if (__real_write(told, "x", 1) != 1)
			_exit(1);
	}
	run_all(t);
	_exit(0);
}

/* True if it went on to its end. */
static bool live_until(struct tell_t *t, int at, ssize_t *ret_told)
{
	char got[8];
	int told[2], status;
	pid_t pid;

	assert_int_equal(pipe(told), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		live(t, told[1], at);
	close(told[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	*ret_told = read(told[0], got, sizeof(got));
	close(told[0]);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 99);
	return WEXITSTATUS(status) == 0;
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		n++;
	return n;
}

/* What must stand in a file at the end, if the call for it returned; each as
 * often as `mark` does: nothing came by halves. */
static void survive_everywhere(struct tell_t *t, const char *file,
			       const char *mark, const char *one,
			       const char *two)
{
	const char *path = scratch_path(file);
	const char *stamp = scratch_path("state/spool/digest/.last");
	bool whole = false;
	int at = 2;

	for (; !whole; at++) {
		ssize_t told;
		const char *got;

		whole = live_until(t, at, &told);
		no_more_faults();
		tell_t_open(t);
		assert_false(tell_t_logged(t, "left alone"));
		run_all(t);
		got = tell_t_file(t, file);
		assert_true(told < 1 || strstr(got, one) != NULL);
		assert_true(told < 2 || strstr(got, two) != NULL);
		assert_int_equal(times(got, mark),
				 times(got, one) + times(got, two));
		assert_int_equal(tell_t_count(t, "spool/exec"), 0);
		assert_int_equal(tell_t_count(t, "spool/digest"), 0);
		assert_int_equal(tell_t_count(t, "spool/mail"), 0);
		cul_tell_free(&t->tell);
		tell_t_forget();
		(void)unlink(path);
		(void)unlink(stamp);
		t->said = 0;
	}
	/* Some dozen calls were there to stop at. */
	assert_in_range(at, 40, 400);
}

static void a_notice_survives_an_end_at_every_system_call(void **state)
{
	struct tell_t *t = *state;
	char exec[512];

	snprintf(exec, sizeof(exec),
		 "/bin/sh -c 'x=$(cat); echo \"$CULPRIT_ID $x\" >>%s'",
		 scratch_path("ran"));
	t->plan.exec = exec;
	survive_everywhere(t, "ran", "\n", "one {\"id\":\"one\"}\n",
			   "two {\"id\":\"two\"}\n");
}

static void a_mail_survives_an_end_at_every_system_call(void **state)
{
	struct tell_t *t = *state;

	tell_t_mail(t);
	cul_tell_free(&t->tell);
	survive_everywhere(t, "mails", ". suspend (", "Id: one\n", "Id: two\n");
}

static void bytes_are_on_the_disk_before_the_name_is(void **state)
{
	struct tell_t *t = *state;
	struct cul_spool s;
	struct cul_spool_item *i;
	struct cul_spool_name is = { .said_usec = TELL_T_WALL,
				     .number = 7,
				     .id = "k3f9" };
	char err[CUL_TELL_ERR];

	assert_int_equal(cul_spool_open(&s, &t->plan, "exec", "json", err),
			 CUL_OK);
	no_more_faults();
	assert_int_equal(cul_spool_add(&s, &is, CUL_SV("{}"), &i), CUL_OK);
	assert_string_equal(order, "open write write fsync rename fsync ");
	cul_spool_close(&s);
}

static void whatever_call_fails_nothing_half_is_left(void **state)
{
	static const int errnos[] = { ENOSPC, EIO, EDQUOT };
	struct tell_t *t = *state;

	t->plan.exec = "true";
	for (int at = 1; at <= 7; at++) {
		struct cul_suggestion s = tell_t_suggestion("k3f9");
		const char *why;

		tell_t_open(t);
		no_more_faults();
		fail_at = at;
		fail_errno = errnos[at % 3];
		why = strerror(fail_errno);
		assert_int_equal(tell_t_say(t, &s, CUL_NOTICE_NEW, "{}"),
				 CUL_EIO);
		no_more_faults();
		assert_int_equal(tell_t_status(t).held, 1);
		assert_non_null(strstr(tell_t_status(t).error, why));
		/* The end of the process writes what is held. */
		tell_t_again(t);
		assert_int_equal(tell_t_count(t, "spool/exec"), 1);
		tell_t_run(t);
		assert_int_equal(tell_t_count(t, "spool/exec"), 0);
		assert_int_equal(tell_t_status(t).waiting, 0);
		cul_tell_free(&t->tell);
	}
}

static void why_a_mail_could_not_be_written_is_said(void **state)
{
	struct tell_t *t = *state;

	tell_t_mail(t);
	no_more_faults();
	tell_t_new(t, "one");
	tell_t_step(t);
	/* The first call reads what is to be told. */
	no_more_faults();
	fail_at = 2;
	fail_errno = ENOSPC;
	t->now = t->next;
	tell_t_step(t);
	no_more_faults();
	assert_true(tell_t_logged(t, "a mail could not be written: No space"));
	assert_int_equal(tell_t_status(t).held, 0);
	assert_int_equal(tell_t_count(t, "spool/digest"), 1);
	while (tell_t_status(t).waiting > 0)
		tell_t_due(t);
	assert_non_null(strstr(tell_t_file(t, "mails"), "    Id: one\n"));
	assert_null(tell_t_status(t).error);
}

/* Before 5.9, or where a container lets only known calls through. */
static void descriptors_are_closed_without_a_call_for_many(void **state)
{
	static const int errnos[] = { ENOSYS, EPERM };
	struct tell_t *t = *state;

	no_more_faults();
	t->plan.exec = "ls /proc/self/fd";
	tell_t_open(t);
	for (size_t i = 0; i < sizeof(errnos) / sizeof(errnos[0]); i++) {
		int ours = open("/dev/null", O_RDONLY);

		no_range = errnos[i];
		tell_t_new(t, i == 0 ? "k3f9" : "q7d2");
		tell_t_run(t);
		no_range = 0;
		close(ours);
	}
	assert_true(tell_t_logged(t, "6 exec k3f9: 0\n6 exec k3f9: 1\n"
				     "6 exec k3f9: 2\n6 exec k3f9: 3\n"
				     "6 exec k3f9: done"));
	assert_true(tell_t_logged(t, "6 exec q7d2: 3\n6 exec q7d2: done"));
}

static void a_name_says_what_the_file_is(void **state)
{
	static const char *const not_ours[] = {
		"",
		"notes.txt",
		"1795147869000000-k3f9.json",
		"1795147869000000-k3f9.7.jsonx",
		"1795147869000000-k3f9.7.new.suspend.json",
		"1795147869000000-k3f9.7.new.suspend.zombie.json.bak",
		"1795147869000000-k3f9.7.old.suspend.zombie.json",
		"1795147869000000-k3f9.7.new.hang.zombie.json",
		"1795147869000000-.7.json",
		"1795147869000000-k3/9.7.json",
		"1795147869000000-k3f9k3f9k3f9k3f9k.7.json",
		"99999999999999999999-k3f9.7.json",
		"1795147869000000-k3f9.99999999999999999999.json",
		"-1-k3f9.7.json",
	};
	struct cul_spool_name is = { .said_usec = 5, .id = "k3f9" }, got;
	char name[CUL_SPOOL_NAME_MAX];

	(void)state;
	for (unsigned k = 0; k < CUL_KINDS_ * CUL_ACTIONS_ * 3; k++) {
		is.of_notice = true;
		is.what = (enum cul_notice_what)(k % 3);
		is.action = (enum cul_action)(k / 3 % CUL_ACTIONS_);
		is.kind = (enum cul_kind)(k / 3 / CUL_ACTIONS_);
		is.number = UINT64_MAX - k;
		assert_true(cul_spool_name_print(&is, "json", name));
		assert_true(cul_spool_name_read(name, "json", &got));
		assert_memory_equal(&is, &got, sizeof(is));
		assert_false(cul_spool_name_read(name, "eml", &got));
	}
	for (size_t i = 0; i < sizeof(not_ours) / sizeof(not_ours[0]); i++)
		assert_false(cul_spool_name_read(not_ours[i], "json", &got));
	snprintf(is.id, sizeof(is.id), "../x");
	assert_false(cul_spool_name_print(&is, "json", name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELL_T(a_notice_survives_an_end_at_every_system_call),
		TELL_T(a_mail_survives_an_end_at_every_system_call),
		TELL_T(bytes_are_on_the_disk_before_the_name_is),
		TELL_T(whatever_call_fails_nothing_half_is_left),
		TELL_T(why_a_mail_could_not_be_written_is_said),
		TELL_T(descriptors_are_closed_without_a_call_for_many),
		TELL_T(a_name_says_what_the_file_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
