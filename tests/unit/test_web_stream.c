/* \summary: the web server: event streams, and requests that wait */
#include "t.h"

#include "web_t.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define USEC 1000000

static int stream(struct web_t *t, unsigned key)
{
	char request[200];
	int fd = web_connect(t);
	int n = snprintf(request, sizeof(request),
			 "GET /stream?v=%u HTTP/1.1\r\n" WEB_HOST "\r\n", key);

	web_say(fd, request, (size_t)n);
	web_settle(t);
	return fd;
}

static void hears(struct web_t *t, int fd, const char *part)
{
	if (web_hear(t, fd, part) || !web_heard(t, part))
		fail_msg("not '%s' but '%s'", part, t->heard);
}

static void is_still(struct web_t *t, int fd)
{
	char c;

	web_settle(t);
	assert_int_equal(recv(fd, &c, 1, MSG_DONTWAIT), -1);
}

static void a_stream_says_what_is_pushed(void **st)
{
	static struct web_t t;
	int one, two;

	(void)st;
	web_begin(&t, NULL);
	one = stream(&t, 1);
	hears(&t, one, "event: hello\ndata: 1\n\n");
	assert_true(web_heard(&t, "\r\nContent-Type: text/event-stream\r\n"));
	assert_true(web_heard(&t, "\r\nCache-Control: no-store\r\n"));
	two = stream(&t, 2);
	hears(&t, two, "event: hello\ndata: 1\n\n");
	assert_int_equal(cul_web_streams(t.w), 2);
	cul_web_push(t.w, 0, "new", "a\nb\r\n<c>\revent: d");
	hears(&t, one,
	      "event: new\ndata: a\ndata: b\ndata: <c>\n"
	      "data: event: d\n\n");
	hears(&t, two, "event: new\n");
	cul_web_push(t.w, 2, "own", "");
	hears(&t, two, "event: own\ndata: \n\n");
	is_still(&t, one);
	/* Others are served meanwhile, and nothing spins. */
	assert_int_equal(web_ask_text(&t,
				      "GET /echo HTTP/1.1\r\n" WEB_HOST WEB_BYE
				      "\r\n"),
			 200);
	assert_true(cul_web_timeout_msec(t.w, t.now_usec) > 1000);
	cul_web_end(t.w, 1);
	assert_true(web_hear(&t, one, NULL));
	close(one);
	is_still(&t, two);
	assert_int_equal(cul_web_streams(t.w), 1);
	web_end(&t);
	close(two);
}

static void a_stream_is_pinged_and_its_end_is_seen(void **st)
{
	static struct web_t t;
	int one, two;

	(void)st;
	web_begin(&t, NULL);
	one = stream(&t, 1);
	two = stream(&t, 1);
	hears(&t, one, "data: 1\n\n");
	hears(&t, two, "data: 1\n\n");
	t.now_usec += CUL_WEB_PING_SEC * USEC - 1;
	is_still(&t, one);
	assert_in_range(cul_web_timeout_msec(t.w, t.now_usec), 1, 1000);
	t.now_usec += USEC;
	hears(&t, one, ":\n\n");
	close(two);
	for (unsigned i = 0; i < 3; i++) {
		t.now_usec += CUL_WEB_PING_SEC * USEC;
		hears(&t, one, ":\n\n");
	}
	assert_int_equal(cul_web_streams(t.w), 1);
	/* A clock that was set back does not stop them. */
	t.now_usec = 5;
	web_settle(&t);
	t.now_usec += CUL_WEB_PING_SEC * USEC;
	hears(&t, one, ":\n\n");
	close(one);
	web_end(&t);
}

static void streams_are_bounded_in_number(void **st)
{
	static struct web_t t;
	int fds[CUL_WEB_STREAMS + 1];

	(void)st;
	web_begin(&t, NULL);
	for (unsigned i = 0; i < CUL_WEB_STREAMS_PER_KEY + 1; i++)
		fds[i] = stream(&t, 7);
	assert_true(web_hear(&t, fds[0], NULL));
	assert_true(web_heard(&t, "retry: 60000\nevent: elsewhere\n"));
	close(fds[0]);
	assert_int_equal(cul_web_streams(t.w), CUL_WEB_STREAMS_PER_KEY);
	for (unsigned i = CUL_WEB_STREAMS_PER_KEY + 1; i <= CUL_WEB_STREAMS;
	     i++)
		fds[i] = stream(&t, 100 + i);
	assert_int_equal(cul_web_streams(t.w), CUL_WEB_STREAMS);
	assert_int_equal(web_ask_text(&t,
				      "GET /stream?v=9 HTTP/1.1\r\n" WEB_HOST
				      "\r\n"),
			 503);
	for (unsigned i = 1; i <= CUL_WEB_STREAMS; i++)
		close(fds[i]);
	web_end(&t);
}

static void who_does_not_read_is_ended(void **st)
{
	static struct web_t t;
	static char text[8 * 1024];
	int one, two;

	(void)st;
	web_begin(&t, NULL);
	one = stream(&t, 1);
	two = stream(&t, 2);
	hears(&t, two, "data: 1\n\n");
	memset(text, 'x', sizeof(text) - 1);
	for (unsigned i = 0; i < 2000 && cul_web_streams(t.w) == 2; i++) {
		cul_web_push(t.w, 0, "new", text);
		t.len = 0;
		cul_web_run(t.w, t.now_usec);
		while (recv(two, t.heard, sizeof(t.heard), MSG_DONTWAIT) > 0)
			;
	}
	assert_int_equal(cul_web_streams(t.w), 1);
	web_end(&t);
	close(one);
	close(two);
}

static const char wait[] = "GET /wait?a=b HTTP/1.1\r\n" WEB_HOST WEB_BYE "\r\n";

static void who_waits_is_asked_for_again(void **st)
{
	static struct web_t t;
	int fd;
	uint64_t number;

	(void)st;
	web_begin(&t, NULL);
	t.hold = true;
	fd = web_connect(&t);
	web_say(fd, wait, sizeof(wait) - 1);
	is_still(&t, fd);
	assert_int_equal(t.called, 1);
	number = t.number;
	assert_int_equal(web_ask_text(&t,
				      "GET /echo HTTP/1.1\r\n" WEB_HOST WEB_BYE
				      "\r\n"),
			 200);
	assert_int_not_equal(t.number, number);
	assert_false(cul_web_wake(t.w, number + 1000));
	assert_true(cul_web_wake(t.w, number));
	assert_int_equal(cul_web_timeout_msec(t.w, t.now_usec), 0);
	is_still(&t, fd);
	assert_int_equal(t.called, 3);
	t.hold = false;
	assert_true(cul_web_wake(t.w, number));
	assert_true(cul_web_wake(t.w, number));
	assert_true(web_hear(&t, fd, NULL));
	assert_int_equal(t.number, number);
	assert_true(web_heard(&t, "query a=b\n"));
	assert_int_equal(t.called, 4);
	assert_false(cul_web_wake(t.w, number));
	close(fd);
	web_end(&t);
}

static void who_waits_and_goes_is_forgotten(void **st)
{
	static struct web_t t;
	uint64_t number;
	int fd;

	(void)st;
	web_begin(&t, NULL);
	t.hold = true;
	fd = web_connect(&t);
	web_say(fd, wait, sizeof(wait) - 1);
	web_settle(&t);
	number = t.number;
	close(fd);
	web_settle(&t);
	t.hold = false;
	assert_true(cul_web_wake(t.w, number));
	web_settle(&t);
	assert_false(cul_web_wake(t.w, number));
	web_end(&t);
}

static void at_the_end_who_waits_is_told(void **st)
{
	static struct web_t t;
	int fd, open, half;

	(void)st;
	web_begin(&t, NULL);
	t.hold = true;
	fd = web_connect(&t);
	web_say(fd, wait, sizeof(wait) - 1);
	open = stream(&t, 1);
	half = web_connect(&t);
	web_say(half, "GET /", 5);
	web_settle(&t);
	web_end(&t);
	t.len = (size_t)recv(fd, t.heard, sizeof(t.heard) - 1, 0);
	assert_int_equal(web_status(&t), 503);
	assert_true(web_heard(&t, "not now"));
	while (recv(open, t.heard, sizeof(t.heard), 0) > 0)
		;
	close(fd);
	close(open);
	close(half);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_says_what_is_pushed),
		cmocka_unit_test(a_stream_is_pinged_and_its_end_is_seen),
		cmocka_unit_test(streams_are_bounded_in_number),
		cmocka_unit_test(who_does_not_read_is_ended),
		cmocka_unit_test(who_waits_is_asked_for_again),
		cmocka_unit_test(who_waits_and_goes_is_forgotten),
		cmocka_unit_test(at_the_end_who_waits_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
