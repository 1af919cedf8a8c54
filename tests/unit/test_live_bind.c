/* \summary: what a socket of syslog listens on, and what it does not */
#include "t.h"

#include "served_t.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void refuses(const char *name, int passed, const char *why)
{
	char err[CUL_LIVE_ERR] = "";
	struct cul_tail *t = NULL;
	int fd;

	assert_true(cul_socket_new(name, passed, &t, &fd, err) < 0);
	assert_null(t);
	assert_memory_equal(err, name, strlen(name));
	if (strstr(err, why) == NULL)
		assert_string_equal(err, why);
}

static void addresses_that_are_none_are_said(void **state)
{
	static const char *const names[] = {
		"",
		"514",
		"udp:",
		"udp:0",
		"udp:65536",
		"udp:-1",
		"udp:5x",
		"udp:mx1:514",
		"udp:localhost:514",
		"udp::514",
		"udp:2001:db8::1:514",
		"tcp:[]:514",
		"tcp:[::1:514",
		"tcp:[127.0.0.1]:514",
		"tcp:256.0.0.1:514",
		"http:[::1]:514",
		"unix:",
		"unix:relative",
		"udp:11111111111111111111111111111111111111111111111:514",
	};
	char path[200] = "unix:/";

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		refuses(names[i], -1, "; write unix:/PATH, ");
	memset(path + 6, 'x', sizeof(path) - 7);
	refuses(path, -1, "longer than 107 bytes");
	refuses("unix:/nonexistent/log", -1, strerror(ENOENT));
	refuses("udp:192.0.2.1:5514", -1, strerror(EADDRNOTAVAIL));
}

static void a_file_left_behind_is_replaced_and_no_other(void **state)
{
	char name[128];
	struct served s, other;
	struct stat st;
	int fd;

	(void)state;
	snprintf(name, sizeof(name), "unix:%s", scratch_text("log", "words"));
	refuses(name, -1, "another program has it");
	assert_int_equal(unlink(name + 5), 0);

	serve_unix(&s);
	assert_int_equal(stat(name + 5, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	refuses(name, -1, "another program has it");
	served_done(&s);
	assert_int_equal(stat(name + 5, &st), -1);

	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(bind(fd, &s.at.any, s.at_len), 0);
	refuses(name, -1, "another program has it");
	close(fd);
	serve_unix(&s);
	/* Who has taken our place keeps it when we go. */
	assert_int_equal(unlink(name + 5), 0);
	serve_unix(&other);
	served_done(&s);
	datagrams_come(&other);
	served_done(&other);
}

static int passed_on(struct served *s, int domain, int type, bool listens)
{
	int fd = socket(domain, type, 0);

	memset(s, 0, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "fd:syslog");
	served_at(s, domain, scratch_path("log"), free_port(SOCK_STREAM));
	assert_int_equal(bind(fd, &s->at.any, s->at_len), 0);
	if (listens)
		assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static void sockets_that_were_passed_on_are_taken(void **state)
{
	static const int domains[] = { AF_UNIX, AF_INET, AF_INET6 };
	struct served s;
	struct stat st;
	int fd;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		serve_passed(&s, passed_on(&s, domains[i], SOCK_DGRAM, false));
		datagrams_come(&s);
		served_done(&s);
		/* The file is whose who made it. */
		assert_int_equal(stat(scratch_path("log"), &st),
				 domains[i] == AF_UNIX ? 0 : -1);
		unlink(scratch_path("log"));
		serve_passed(&s, passed_on(&s, domains[i], SOCK_STREAM, true));
		fd = served_reach(&s, SOCK_STREAM);
		SAY(fd, "8 <22>a: b<22>c: d\n");
		hear_lines(&s.h, s.t, s.fd, 2);
		heard_is(&s.h, "0:<22>a: b\n9:<22>c: d\n");
		close(fd);
		served_done(&s);
		unlink(scratch_path("log"));
	}
}

static void what_is_no_such_socket_is_not_taken(void **state)
{
	struct served s;
	int ends[2], fd;

	(void)state;
	fd = passed_on(&s, AF_INET, SOCK_STREAM, false);
	refuses("fd:a", fd, "ListenDatagram=");
	close(fd);
	assert_int_equal(pipe(ends), 0);
	refuses("fd:a", ends[0], "ListenDatagram=");
	close(ends[1]);
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	refuses("fd:a", ends[0], "ListenDatagram=");
	close(ends[0]);
	close(ends[1]);
	refuses("fd:a", 999, "ListenDatagram=");
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(addresses_that_are_none_are_said),
		SCRATCH(a_file_left_behind_is_replaced_and_no_other),
		SCRATCH(sockets_that_were_passed_on_are_taken),
		SCRATCH(what_is_no_such_socket_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
