/* \summary: each message that is sent is one line, whoever sends what */
#include "t.h"

#include "served_t.h"

#include <stdlib.h>
#include <unistd.h>

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
	fd = served_reach(&s, SOCK_DGRAM);
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
	fd = served_reach(&s, SOCK_DGRAM);
	for (unsigned i = 0; i < MANY; i++)
		SAY(fd, "<22>a: b");
	lost = served_status(&s).lost;
	assert_true(lost > 0);
	assert_true(served_status(&s).behind_bytes > 0);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_true(s.h.pieces > 1);
	assert_int_equal(s.h.lines + lost, MANY);
	/* One that brings the count with it changes nothing. */
	SAY(fd, "<22>a: b");
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_int_equal(served_status(&s).lost, lost);
	assert_int_equal(served_status(&s).behind_bytes, 0);
	close(fd);
	served_done(&s);
}

static void connections_each_have_their_own_message(void **state)
{
	struct served s;
	int a, b;

	(void)state;
	serve_port(&s, "tcp:", AF_INET, SOCK_STREAM);
	a = served_reach(&s, SOCK_STREAM);
	b = served_reach(&s, SOCK_STREAM);
	SAY(a, "<22>a: b");
	SAY(b, "18 <22>c: d");
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	heard_is(&s.h, "");
	assert_int_equal(served_status(&s).behind_bytes, 16);
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
	assert_null(served_status(&s).note);
	served_done(&s);
}

static void a_hostile_peer_is_hung_up_on_alone(void **state)
{
	struct served s;
	int good, bad;
	char byte;

	(void)state;
	serve_port(&s, "tcp:[::1]:", AF_INET6, SOCK_STREAM);
	good = served_reach(&s, SOCK_STREAM);
	SAY(good, "<22>a: b\n<22>c");
	for (unsigned i = 0; i < 3; i++) {
		bad = served_reach(&s, SOCK_STREAM);
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
	assert_memory_equal(served_status(&s).note, "3 connections closed ",
			    21);
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
	a = served_reach(&s, SOCK_STREAM);
	b = served_reach(&s, SOCK_STREAM);
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
		fds[i] = served_reach(&s, SOCK_STREAM);
		hear(&s.h, s.t, CUL_BLOCK_BYTES);
	}
	SAY(fds[0], "<22>a: b\n");
	SAY(fds[1], "<22>left");
	hear_lines(&s.h, s.t, s.fd, 1);
	/* 2 is the idlest now, then 3; what it said just now is read. */
	fds[CUL_CONNS_MAX] = served_reach(&s, SOCK_STREAM);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	assert_int_equal(recv(fds[2], &byte, 1, 0), 0);
	SAY(fds[CUL_CONNS_MAX], "<22>c: d\n");
	SAY(fds[0], "<22>e: f\n");
	hear_lines(&s.h, s.t, s.fd, 3);
	heard_lines_are(&s.h, "<22>a: b\n<22>c: d\n<22>e: f\n");
	assert_memory_equal(served_status(&s).note, "1 idle connections ", 19);
	for (unsigned i = 0; i < CUL_CONNS_MAX + 1; i++)
		close(fds[i]);
	hear(&s.h, s.t, CUL_BLOCK_BYTES);
	served_done(&s);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
