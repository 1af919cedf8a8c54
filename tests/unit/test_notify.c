/* \summary: what systemd is told, and tells, by a socket made here */
#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/notify.h"
#include "scratch.h"

/* A manager that listens at a path or an abstract name. */
static int manager(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	assert_true(len < sizeof(at.sun_path));
	memcpy(at.sun_path, name, len);
	if (name[0] == '@')
		at.sun_path[0] = '\0';
	assert_int_equal(
		bind(fd, (const struct sockaddr *)&at,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len +
				 (name[0] != '@'))),
		0);
	return fd;
}

static const char *heard(int fd)
{
	static char text[1024];
	ssize_t n = recv(fd, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

static void tell_both(const char *name)
{
	struct cul_notify *n = NULL;
	int fd = manager(name);

	assert_int_equal(cul_notify_new(name, &n), 0);
	assert_non_null(n);
	assert_int_equal(cul_notify_send(n, "READY=1\nSTATUS=reading"), 0);
	assert_string_equal(heard(fd), "READY=1\nSTATUS=reading");
	assert_int_equal(cul_notify_status(n, "a\nWATCHDOG=trigger\033\x7f\tb"),
			 0);
	assert_string_equal(heard(fd), "STATUS=a WATCHDOG=trigger   b");
	assert_string_equal(heard(fd), "");
	close(fd);
	assert_int_equal(cul_notify_send(n, "READY=1"), CUL_EIO);
	cul_notify_free(&n);
	assert_null(n);
}

static void the_manager_hears_by_path_and_by_abstract_name(void **st)
{
	char abstract[64];

	(void)st;
	snprintf(abstract, sizeof(abstract), "@culprit-test-%ld",
		 (long)getpid());
	tell_both(scratch_path("notify"));
	tell_both(abstract);
}

static void a_long_status_is_cut(void **st)
{
	const char *path = scratch_path("long");
	struct cul_notify *n = NULL;
	char text[2000];
	int fd = manager(path);

	(void)st;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(cul_notify_new(path, &n), 0);
	assert_int_equal(cul_notify_status(n, text), 0);
	assert_int_equal(strlen(heard(fd)), 7 + CUL_NOTIFY_STATUS);
	cul_notify_free(&n);
	close(fd);
}

/* systemd reads in its own time: nobody waits for it. */
static void a_manager_that_does_not_read_stops_nobody(void **st)
{
	const char *path = scratch_path("deaf");
	struct cul_notify *n = NULL;
	int fd = manager(path), rc = 0;

	(void)st;
	assert_int_equal(cul_notify_new(path, &n), 0);
	for (unsigned i = 0; i < 10000 && rc == 0; i++)
		rc = cul_notify_send(n, "WATCHDOG=1");
	assert_int_equal(rc, CUL_EIO);
	assert_int_equal(errno, EAGAIN);
	assert_string_equal(heard(fd), "WATCHDOG=1");
	assert_int_equal(cul_notify_send(n, "WATCHDOG=1"), 0);
	cul_notify_free(&n);
	close(fd);
}

static void without_a_manager_nothing_happens(void **st)
{
	static const char *const wrong[] = { "relative", "@", "/",
					     "vsock:2:1234" };
	struct cul_notify *n = NULL;
	char text[200];

	(void)st;
	assert_int_equal(cul_notify_new(NULL, &n), 0);
	assert_null(n);
	assert_int_equal(cul_notify_new("", &n), 0);
	assert_null(n);
	assert_int_equal(cul_notify_send(n, "READY=1"), 0);
	assert_int_equal(cul_notify_status(n, "x"), 0);
	cul_notify_free(&n);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(cul_notify_new(wrong[i], &n), CUL_EUSAGE);
	memset(text, '/', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(cul_notify_new(text, &n), CUL_EUSAGE);
}

static void the_watchdog_wants_a_ping_in_half_its_time(void **st)
{
	static const struct {
		const char *usec, *pid;
		int64_t due;
	} table[] = {
		{ "30000000", "42", 15000000 },
		{ "30000000", NULL, 15000000 },
		{ "30000000", "43", 0 },
		{ "30000000", "", 0 },
		{ "30000000", "x", 0 },
		{ NULL, "42", 0 },
		{ "", NULL, 0 },
		{ "0", NULL, 0 },
		{ "1", NULL, 0 },
		{ "-2", NULL, 0 },
		{ " 2", NULL, 0 },
		{ "30s", NULL, 0 },
		{ "9223372036854775807", NULL, INT64_MAX / 2 },
		{ "9223372036854775808", NULL, 0 },
		{ "99999999999999999999", NULL, 0 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t due =
			cul_watchdog_usec(table[i].usec, table[i].pid, 42);

		if (due != table[i].due)
			fail_msg("row %zu: %lld", i, (long long)due);
	}
}

/* In a process of its own, where the descriptors from 3 on are ours. */
static int passed_in_child(unsigned open_fds, const char *pid, const char *n,
			   const char *names, const char *expected)
{
	struct cul_passed got[CUL_PASSED_MAX];
	char text[2000] = "";
	int count;

	for (int fd = CUL_PASSED_FIRST; fd < 64; fd++)
		(void)close(fd);
	for (unsigned i = 0; i < open_fds; i++)
		if (open("/dev/null", O_RDONLY) != CUL_PASSED_FIRST + (int)i)
			return 100;
	count = cul_listen_fds(pid, n, names, 42, got);
	for (int i = 0; i < count; i++) {
		size_t len = strlen(text);

		if ((fcntl(got[i].fd, F_GETFD) & FD_CLOEXEC) == 0)
			return 101;
		snprintf(text + len, sizeof(text) - len, "%d=%s ", got[i].fd,
			 got[i].name);
	}
	if (strcmp(text, expected) != 0)
		return 102;
	return count < 0 ? 50 : count;
}

static void sockets_are_taken_with_their_names(void **st)
{
	static const struct {
		unsigned open_fds;
		const char *pid, *n, *names, *expected;
		int count; /* 50: refused */
	} table[] = {
		{ 2, "42", "2", "log:tcp", "3=log 4=tcp ", 2 },
		{ 2, "42", "2", "log", "3=log 4=unknown ", 2 },
		{ 2, "42", "2", NULL, "3=unknown 4=unknown ", 2 },
		{ 2, "42", "2", ":b:c", "3=unknown 4=b ", 2 },
		{ 2, "42", "1", "log:tcp", "3=log ", 1 },
		{ 1, "42", "1",
		  "0123456789012345678901234567890123456789012345678901234567"
		  "890123456789",
		  "3=01234567890123456789012345678901234567890123456789012345"
		  "6789012 ",
		  1 },
		{ 2, "42", "0", "", "", 0 },
		{ 2, "43", "2", "log:tcp", "", 0 },
		{ 2, NULL, "2", "log:tcp", "", 0 },
		{ 2, "42", NULL, "log:tcp", "", 0 },
		{ 1, "42", "2", "log:tcp", "", 50 },
		{ 2, "42", "two", "log:tcp", "", 50 },
		{ 2, "42", "-1", "log:tcp", "", 50 },
		{ 2, "42", "2147483648", "log:tcp", "", 50 },
		{ 20, "42", "17", NULL, "", 50 },
		{ 2, "4 2", "2", "log:tcp", "", 50 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		pid_t child = fork();
		int status = 0;

		assert_true(child >= 0);
		if (child == 0)
			_exit(passed_in_child(table[i].open_fds, table[i].pid,
					      table[i].n, table[i].names,
					      table[i].expected));
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != table[i].count)
			fail_msg("row %zu: status %d", i, status);
	}
}

static void the_journal_is_known_by_its_device_and_inode(void **st)
{
	static const struct {
		const char *value;
		bool journal;
	} table[] = {
		{ "9:1234", true },
		{ "9:1235", false },
		{ "8:1234", false },
		{ NULL, false },
		{ "", false },
		{ "9", false },
		{ ":", false },
		{ "9:", false },
		{ ":1234", false },
		{ "9:1234:5", false },
		{ " 9:1234", false },
		{ "9:1234\n", false },
		{ "18446744073709551625:1234", false },
		{ "00000000000000000000000000000000000000000000000000000000000"
		  "000000000009:1234",
		  false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (cul_is_journal(table[i].value, 9, 1234) != table[i].journal)
			fail_msg("%s", table[i].value);
	}
	assert_string_equal(cul_priority_prefix(true, CUL_PRIORITY_WARNING),
			    "<4>");
	assert_string_equal(cul_priority_prefix(true, CUL_PRIORITY_DEBUG),
			    "<7>");
	assert_string_equal(cul_priority_prefix(false, CUL_PRIORITY_ERROR), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_manager_hears_by_path_and_by_abstract_name,
			scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_long_status_is_cut, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_manager_that_does_not_read_stops_nobody,
			scratch_setup, scratch_teardown),
		cmocka_unit_test(without_a_manager_nothing_happens),
		cmocka_unit_test(the_watchdog_wants_a_ping_in_half_its_time),
		cmocka_unit_test(sockets_are_taken_with_their_names),
		cmocka_unit_test(the_journal_is_known_by_its_device_and_inode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
