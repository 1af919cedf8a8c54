/* \summary: the web server: clients that are quick, slow, or many */
#include "t.h"

#include "web_t.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GET(target)  "GET " target " HTTP/1.1\r\n" WEB_HOST WEB_BYE
#define POST(target) "POST " target " HTTP/1.1\r\n" WEB_HOST WEB_BYE WEB_FORM

static void many_requests_at_once_are_answered_in_order(void **st)
{
	static const char three[] =
		"GET /echo?n=1 HTTP/1.1\r\n" WEB_HOST "\r\n"
		"POST /echo HTTP/1.1\r\n" WEB_HOST WEB_FORM
		"Content-Length: 3\r\n\r\nn=2" GET("/echo?n=3") "\r\n";
	static struct web_t t;

	(void)st;
	web_begin(&t, NULL);
	assert_int_equal(web_ask(&t, three, sizeof(three) - 1), 200);
	assert_int_equal(web_heard_times(&t, "HTTP/1.1 200"), 3);
	assert_true(strstr(t.heard, "query n=1") < strstr(t.heard, "form n=2"));
	assert_true(strstr(t.heard, "form n=2") < strstr(t.heard, "query n=3"));
	web_end(&t);
}

static void it_may_come_byte_by_byte(void **st)
{
	static const char slow[] = POST("/echo") "Content-Length: 3\r\n\r\nn=2";
	static struct web_t t;
	int fd;

	(void)st;
	web_begin(&t, NULL);
	fd = web_connect(&t);
	for (size_t i = 0; i < sizeof(slow) - 1; i++) {
		web_say(fd, slow + i, 1);
		cul_web_run(t.w, t.now_usec);
	}
	assert_true(web_hear(&t, fd, NULL));
	assert_true(web_heard(&t, "form n=2\n"));
	assert_int_equal(t.called, 1);
	close(fd);
	web_end(&t);
}

/* Two hundred that say half a request, and then one more. */
static void who_says_nothing_shuts_nobody_out(void **st)
{
	static struct web_t t;
	int fds[200];

	(void)st;
	web_begin(&t, NULL);
	for (size_t i = 0; i < 200; i++) {
		fds[i] = web_connect(&t);
		web_say(fds[i], "GET /echo HTTP/1.1\r\n", i % 21);
		cul_web_run(t.w, t.now_usec);
	}
	assert_int_equal(web_ask_text(&t, GET("/echo") "\r\n"), 200);
	/* The latest of them was not hung up, the first was. */
	web_settle(&t);
	assert_int_equal(recv(fds[199], t.heard, 1, MSG_DONTWAIT), -1);
	assert_int_equal(recv(fds[0], t.heard, 1, MSG_DONTWAIT), 0);
	for (size_t i = 0; i < 200; i++)
		close(fds[i]);
	assert_int_equal(web_ask_text(&t, GET("/echo") "\r\n"), 200);
	web_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_requests_at_once_are_answered_in_order),
		cmocka_unit_test(it_may_come_byte_by_byte),
		cmocka_unit_test(who_says_nothing_shuts_nobody_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
