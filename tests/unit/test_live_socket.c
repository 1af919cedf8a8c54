/* \summary: each message that is sent is one line, whoever sends what */
#include "t.h"

#include "live_t.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A tail under test, and how to reach it. */
struct served {
	struct cul_tail *t;
	int fd;
	struct heard h;
	union {
		struct sockaddr any;
		struct sockaddr_un un;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} at;
	socklen_t at_len;
	char name[128];
};

static void where(struct served *s, int domain, const char *path, int port)
{
	memset(&s->at, 0, sizeof(s->at));
	s->at.any.sa_family = (sa_family_t)domain;
	s->at_len = sizeof(s->at.in);
	if (domain == AF_UNIX) {
		snprintf(s->at.un.sun_path, sizeof(s->at.un.sun_path), "%s",
			 path);
		s->at_len = sizeof(s->at.un);
	} else if (domain == AF_INET6) {
		s->at.in6.sin6_addr = in6addr_loopback;
		s->at.in6.sin6_port = htons((uint16_t)port);
		s->at_len = sizeof(s->at.in6);
	} else {
		s->at.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		s->at.in.sin_port = htons((uint16_t)port);
	}
}

/* A port that is free, by asking for one. */
static int free_port(int type)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, type, 0);

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	close(fd);
	return ntohs(in.sin_port);
}

static void open_it(struct served *s, int passed)
{
	char err[CUL_LIVE_ERR] = "";
	int rc = cul_socket_new(s->name, passed, &s->t, &s->fd, err);

	assert_string_equal(err, "");
	assert_int_equal(rc, CUL_OK);
}

static void serve_unix(struct served *s)
{
	memset(s, 0, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "unix:%s", scratch_path("log"));
	where(s, AF_UNIX, s->name + strlen("unix:"), 0);
	open_it(s, -1);
}

static void serve_port(struct served *s, const char *form, int domain, int type)
{
	int port = free_port(type);

	memset(s, 0, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "%s%d", form, port);
	where(s, domain, NULL, port);
	open_it(s, -1);
}

static void served_done(struct served *s)
{
	s->t->ops->free(s->t);
	heard_done(&s->h);
}

static int reach(const struct served *s, int type)
{
	int fd = socket(s->at.any.sa_family, type, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, &s->at.any, s->at_len), 0);
	return fd;
}

static void say(int fd, const char *p, size_t len)
{
	assert_int_equal(send(fd, p, len, MSG_NOSIGNAL), len);
}

#define SAY(fd, text) say(fd, text, sizeof(text) - 1)

static bool is_readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static struct cul_tail_status status_of(struct served *s)
{
	struct cul_tail_status st;

	s->t->ops->status(s->t, &st);
	return st;
}

/* Datagrams of each kind: one line each, whatever is in them. */
static void datagrams_come(struct served *s)
{
	int fd = reach(s, SOCK_DGRAM);

	assert_false(is_readable(s->fd));
	hear(&s->h, s->t, CUL_BLOCK_BYTES);
	assert_int_equal(s->h.rc, 0);
	SAY(fd, "<22>a: b");
	SAY(fd, "<22>c: d\n");
	SAY(fd, "<22>e: f\n\0\0");
	SAY(fd, "<22>g: h\n<22>Nov 20 04:11:09 mx1 i: j\r\n");
	SAY(fd, "");
	SAY(fd, "\n");
	SAY(fd, "<22>k:\0l");
	assert_true(is_readable(s->fd));
	hear_lines(&s->h, s->t, s->fd, 5);
	heard_is(&s->h, "0:<22>a: b\n9:<22>c: d\n18:<22>e: f\n"
			"27:<22>g: h#012<22>Nov 20 04:11:09 mx1 i: j\n"
			"68:<22>k:#000l\n");
	assert_string_equal(s->h.piece.path, s->name);
	assert_false(is_readable(s->fd));
	close(fd);
}

static void a_datagram_is_a_line(void **state)
{
	struct served s;

	(void)state;
	serve_unix(&s);
	datagrams_come(&s);
	served_done(&s);
	serve_port(&s, "udp:", AF_INET, SOCK_DGRAM);
	datagrams_come(&s);
	served_done(&s);
	serve_port(&s, "udp:[::1]:", AF_INET6, SOCK_DGRAM);
	datagrams_come(&s);
	served_done(&s);
}

static void a_datagram_that_is_too_long_is_cut(void **state)
{
	struct served s;
	char *text = malloc(CUL_RECORD_MAX + 100);
	int fd;

	(void)state;
	memset(text, 'x', CUL_RECORD_MAX + 100);
	serve_unix(&s);
	fd = reach(&s, SOCK_DGRAM);
	for (size_t more = 0; more < 60; more++) {
		text[CUL_RECORD_MAX + more] = '\n';
		say(fd, text, CUL_RECORD_MAX + more + 1);
		text[CUL_RECORD_MAX + more] = 'x';
		hear(&s.h, s.t, CUL_BLOCK_BYTES);
		assert_int_equal(s.h.lines, 1);
		assert_memory_equal(strchr(s.h.text.p, ':') + 1,
				    more > 0 ? "!xxx" : "xxxx", 4);
		s.h.lines = s.h.text.len = 0;
	}
	close(fd);
	served_done(&s);
	free(text);
}

/* Nothing is dropped that is not told of. */
static void what_udp_drops_is_counted(void **state)
{
	enum { MANY = 60000 };
	struct served s;
	uint64_t lost;
	int fd;

	(void)state;
	serve_port(&s, "udp:127.0.0.1:", AF_INET, SOCK_DGRAM);
	fd = reach(&s, SOCK_DGRAM);
	for (unsigned i = 0; i < MANY; i++)
		SAY(fd, "<22>a: b");
	lost = status_of(&s).lost;
	assert_true(lost > 0);
	assert_true(status_of(&s).behind_bytes > 0);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_true(s.h.pieces > 1);
	assert_int_equal(s.h.lines + lost, MANY);
	/* One that brings the count with it changes nothing. */
	SAY(fd, "<22>a: b");
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_int_equal(status_of(&s).lost, lost);
	assert_int_equal(status_of(&s).behind_bytes, 0);
	close(fd);
	served_done(&s);
}

static void connections_each_have_their_own_message(void **state)
{
	struct served s;
	int a, b;

	(void)state;
	serve_port(&s, "tcp:", AF_INET, SOCK_STREAM);
	a = reach(&s, SOCK_STREAM);
	b = reach(&s, SOCK_STREAM);
	SAY(a, "<22>a: b");
	SAY(b, "18 <22>c: d");
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	heard_is(&s.h, "");
	assert_int_equal(status_of(&s).behind_bytes, 16);
	assert_false(is_readable(s.fd));
	SAY(a, "c\n8 <22>e: f");
	hear_lines(&s.h, s.t, s.fd, 2);
	heard_is(&s.h, "0:<22>a: bc\n10:<22>e: f\n");
	SAY(b, "\n<22>forged<22>g: h\n<22>left");
	hear_lines(&s.h, s.t, s.fd, 2);
	heard_is(&s.h, "19:<22>c: d#012<22>forge\n41:d<22>g: h\n");
	close(b);
	hear_lines(&s.h, s.t, s.fd, 1);
	heard_is(&s.h, "51:~<22>left\n");
	close(a);
	assert_null(status_of(&s).note);
	served_done(&s);
}

static void a_hostile_peer_is_hung_up_on_alone(void **state)
{
	struct served s;
	int good, bad;
	char byte;

	(void)state;
	serve_port(&s, "tcp:[::1]:", AF_INET6, SOCK_STREAM);
	good = reach(&s, SOCK_STREAM);
	SAY(good, "<22>a: b\n<22>c");
	for (unsigned i = 0; i < 3; i++) {
		bad = reach(&s, SOCK_STREAM);
		SAY(bad, "7 <22>x:y99999999999999999999 <22>z");
		while (s.h.lines < i + 2)
			hear(&s.h, s.t, CUL_BLOCK_BYTES);
		assert_true(recv(bad, &byte, 1, 0) <= 0);
		close(bad);
	}
	SAY(good, ": d\n");
	hear_lines(&s.h, s.t, s.fd, 5);
	heard_lines_are(&s.h,
			"<22>a: b\n<22>x:y\n<22>x:y\n<22>x:y\n<22>c: d\n");
	assert_memory_equal(status_of(&s).note, "3 connections closed ", 21);
	close(good);
	served_done(&s);
}

/* One that never stops does not keep the others from being read. */
static void a_flood_leaves_others_their_turn(void **state)
{
	struct served s;
	char flood[1 << 16];
	int a, b;

	(void)state;
	memset(flood, 'x', sizeof(flood));
	for (size_t i = 0; i < sizeof(flood); i += 16)
		flood[i] = '\n';
	serve_port(&s, "tcp:", AF_INET, SOCK_STREAM);
	a = reach(&s, SOCK_STREAM);
	b = reach(&s, SOCK_STREAM);
	hear(&s.h, s.t, 4096);
	SAY(b, "<22>c: d\n");
	for (unsigned i = 0; i < 8; i++) {
		(void)send(a, flood, sizeof(flood), MSG_DONTWAIT);
		assert_int_equal(s.t->ops->next(s.t, 4096, &s.h.piece), 1);
		assert_true(s.h.piece.block.len < 20000);
		if (memmem(s.h.piece.block.bytes, s.h.piece.block.len,
			   "<22>c: d\n", 9) != NULL)
			break;
		assert_true(i < 4);
	}
	close(a);
	close(b);
	served_done(&s);
}

static void the_idlest_makes_room(void **state)
{
	struct served s;
	int fds[CUL_CONNS_MAX + 2];
	char byte;

	(void)state;
	serve_port(&s, "tcp:", AF_INET, SOCK_STREAM);
	for (unsigned i = 0; i < CUL_CONNS_MAX; i++) {
		fds[i] = reach(&s, SOCK_STREAM);
		hear(&s.h, s.t, CUL_BLOCK_BYTES);
	}
	SAY(fds[0], "<22>a: b\n");
	SAY(fds[1], "<22>left");
	hear_lines(&s.h, s.t, s.fd, 1);
	/* 2 is the idlest now, then 3; what it said just now is read. */
	fds[CUL_CONNS_MAX] = reach(&s, SOCK_STREAM);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_int_equal(recv(fds[2], &byte, 1, 0), 0);
	SAY(fds[CUL_CONNS_MAX], "<22>c: d\n");
	SAY(fds[0], "<22>e: f\n");
	hear_lines(&s.h, s.t, s.fd, 3);
	heard_lines_are(&s.h, "<22>a: b\n<22>c: d\n<22>e: f\n");
	assert_memory_equal(status_of(&s).note, "1 idle connections ", 19);
	for (unsigned i = 0; i < CUL_CONNS_MAX + 1; i++)
		close(fds[i]);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	served_done(&s);
}

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
		"udp:1111111111111111111111111111111111111111111111111111111"
		"1111111111111111111:514",
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
	where(s, domain, scratch_path("log"), free_port(SOCK_STREAM));
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
		open_it(&s, passed_on(&s, domains[i], SOCK_DGRAM, false));
		datagrams_come(&s);
		served_done(&s);
		/* The file is whose who made it. */
		assert_int_equal(stat(scratch_path("log"), &st),
				 domains[i] == AF_UNIX ? 0 : -1);
		unlink(scratch_path("log"));
		open_it(&s, passed_on(&s, domains[i], SOCK_STREAM, true));
		fd = reach(&s, SOCK_STREAM);
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
		SCRATCH(a_datagram_is_a_line),
		SCRATCH(a_datagram_that_is_too_long_is_cut),
		SCRATCH(what_udp_drops_is_counted),
		SCRATCH(connections_each_have_their_own_message),
		SCRATCH(a_hostile_peer_is_hung_up_on_alone),
		SCRATCH(a_flood_leaves_others_their_turn),
		SCRATCH(the_idlest_makes_room),
		SCRATCH(addresses_that_are_none_are_said),
		SCRATCH(a_file_left_behind_is_replaced_and_no_other),
		SCRATCH(sockets_that_were_passed_on_are_taken),
		SCRATCH(what_is_no_such_socket_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
