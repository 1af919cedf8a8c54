/* \summary: the web server: what it understands, refuses and says */
#include "t.h"

#include "web_t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GET(target)  "GET " target " HTTP/1.1\r\n" WEB_HOST WEB_BYE
#define POST(target) "POST " target " HTTP/1.1\r\n" WEB_HOST WEB_BYE WEB_FORM

static void what_is_encoded_comes_decoded(void **st)
{
	static const struct {
		const char *request, *part;
	} table[] = {
		{ GET("/echo") "\r\n", "method 0\npath /echo\ntarget /echo\n" },
		{ GET("/%65cho?a=1&b=x+y%2B%26&&c&=d&a=2") "\r\n",
		  "query a=1\nquery b=x y+&\nquery c=\nquery =d\nquery a=2\n" },
		{ GET("/echo?a=%C3%A9%0a%80") "\r\n",
		  "query a=\xc3\xa9\n\x80\n" },
		{ GET("/echo?a=b=c?d") "\r\n", "query a=b=c?d\n" },
		{ GET("/echo") "Cookie: a=b; __Host-c=\"d=e\";; f ;g=; h =  i "
			       "\r\n\r\n",
		  "cookie a=b\ncookie __Host-c=\"d=e\"\ncookie g=\n"
		  "cookie h=i\n" },
		{ POST("/echo?q=1") "Content-Length: 9\r\n\r\na=1&b=%41",
		  "query q=1\nform a=1\nform b=A\n" },
		{ POST("/echo") "Content-Length: 0\r\n\r\n", "method 2\n" },
		{ GET("/echo") "Content-Length: 0\r\n\r\n", "secure 0\n" },
		{ GET("/echo") "X-Forwarded-For: 192.0.2.7\r\n\r\n",
		  "address 127.0.0.1\n" },
		{ "GET /echo HTTP/1.0\r\nHost: localhost\r\n\r\n", "path " },
		{ "GET /echo HTTP/1.1\r\nhOST: LOCALHOST:1\r\n" WEB_BYE "\r\n",
		  "path " },
		{ "GET /echo HTTP/1.1\r\nHost: [::1]:1\r\n" WEB_BYE "\r\n",
		  "path " },
	};
	static struct web_t t;

	(void)st;
	web_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (web_ask_text(&t, table[i].request) != 200 ||
		    !web_heard(&t, table[i].part))
			fail_msg("%s gave %s", table[i].request, t.heard);
	}
	web_end(&t);
}

/* The head of what libmicrohttpd 0.9.75 refuses by itself comes twice. */
static unsigned own(const struct web_t *t)
{
	return web_heard(t, "\r\n\r\n<html>") ? 2 : 1;
}

struct refused {
	unsigned status;
	const char *request;
};

/* What may be smuggled past a proxy. */
static const struct refused smuggled[] = {
	{ 400, "GET /echo HTTP/1.1\r\n\r\n" },
	{ 400, "GET /echo HTTP/1.0\r\n\r\n" },
	{ 400, GET("/echo") WEB_HOST "\r\n" },
	{ 400, GET("/echo") "Host: localhost\r\n\r\n" },
	{ 400, "GET /echo HTTP/1.1\r\nHost : localhost\r\n\r\n" },
	{ 400, GET("/echo") "Content-Length : 0\r\n\r\n" },
	{ 400, GET("/echo") "Content-Length: 1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: 1\r\n"
			     "Content-Length: 1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: 1\r\n"
			     "Content-Length: 2\r\n\r\nab" },
	{ 400, POST("/echo") "Content-Length: +1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: -1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: 1 1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: 0x1\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: a\r\n\r\na" },
	{ 411, POST("/echo") "Content-Length: 1\r\nTransfer-Encoding: "
			     "chunked\r\n\r\n0\r\n\r\n" },
	{ 411, POST("/echo") "Transfer-Encoding: chunked\r\n\r\n"
			     "3\r\na=1\r\n0\r\n\r\n" },
	{ 411, GET("/echo") "Transfer-Encoding: chunked\r\n\r\n"
			    "0\r\n\r\n" },
	{ 411, POST("/echo") "\r\n" },
};

/* Names that are not ours. */
static const struct refused hosts[] = {
	{ 403, "GET /echo HTTP/1.1\r\nHost: a.example\r\n\r\n" },
	{ 403, "GET /echo HTTP/1.1\r\nHost: a.example:80\r\n\r\n" },
	{ 403, "GET /echo HTTP/1.1\r\nHost: 127.0.0.1.example\r\n\r\n" },
	{ 403, "GET /echo HTTP/1.1\r\nHost:\r\n\r\n" },
	{ 403, "GET /echo HTTP/1.1\r\nHost: localhost/\r\n\r\n" },
	{ 403, "GET /echo HTTP/1.1\r\nHost: a@localhost\r\n\r\n" },
};

/* Methods. */
static const struct refused methods[] = {
	{ 405,
	  "PUT /echo HTTP/1.1\r\n" WEB_HOST "Content-Length: 999999\r\n\r\n" },
	{ 405, "DELETE /echo HTTP/1.1\r\n" WEB_HOST "\r\n" },
	{ 405, "OPTIONS * HTTP/1.1\r\n" WEB_HOST "\r\n" },
	{ 405, "CONNECT a.example:80 HTTP/1.1\r\n" WEB_HOST "\r\n" },
	{ 405, "get /echo HTTP/1.1\r\n" WEB_HOST "\r\n" },
};

/* Targets. */
static const struct refused targets[] = {
	{ 400, GET("/echo%00") "\r\n" },
	{ 400, GET("/echo%2") "\r\n" },
	{ 400, GET("/echo%") "\r\n" },
	{ 400, GET("/a%2Fecho") "\r\n" },
	{ 400, GET("/a%2fecho") "\r\n" },
	{ 400, GET("/echo%0a") "\r\n" },
	{ 400, GET("/echo?a=%00") "\r\n" },
	{ 400, GET("/echo?%zz=a") "\r\n" },
	{ 400, GET("/echo?a=%4") "\r\n" },
	{ 400, GET("http://127.0.0.1/echo") "\r\n" },
	{ 400, GET("echo") "\r\n" },
	{ 400, GET("*") "\r\n" },
	{ 400, GET("/a b") "\r\n" },
	{ 400, GET("/a\tb") "\r\n" },
	{ 400, GET("/a\001b") "\r\n" },
};

/* Headers that matter, twice. */
static const struct refused doubles[] = {
	{ 400, GET("/echo") "Cookie: a=b\r\nCookie: a=c\r\n\r\n" },
	{ 400, GET("/echo") "Origin: null\r\nOrigin: null\r\n\r\n" },
	{ 400, GET("/echo") "Sec-Fetch-Site: none\r\n"
			    "Sec-Fetch-Site: same-origin\r\n\r\n" },
	{ 400, POST("/echo") WEB_FORM "Content-Length: 0\r\n\r\n" },
};

/* Bodies. */
static const struct refused bodies[] = {
	{ 413, POST("/echo") "Content-Length: 65537\r\n\r\na" },
	{ 413, POST("/echo") "Content-Length: 99999999999999999999"
			     "\r\n\r\na" },
	{ 400, POST("/echo") "Content-Length: 3\r\n\r\n%zz" },
	{ 400, POST("/echo") "Content-Length: 3\r\n\r\n%00" },
	{ 415,
	  "POST /echo HTTP/1.1\r\n" WEB_HOST "Content-Length: 1\r\n\r\na" },
	{ 415, "POST /echo HTTP/1.1\r\n" WEB_HOST "Content-Type: text/plain\r\n"
	       "Content-Length: 1\r\n\r\na" },
	{ 415, "POST /echo HTTP/1.1\r\n" WEB_HOST
	       "Content-Type: application/x-www-form-urlencodedx\r\n"
	       "Content-Length: 1\r\n\r\na" },
	{ 415, "POST /echo HTTP/1.1\r\n" WEB_HOST
	       "Content-Type: multipart/form-data; boundary=a\r\n"
	       "Content-Length: 1\r\n\r\na" },
};

/* Never to the handler, and the connection ends. */
static void are_refused(const struct refused *table, size_t n)
{
	static struct web_t t;

	web_begin(&t, NULL);
	for (size_t i = 0; i < n; i++) {
		unsigned status = web_ask_text(&t, table[i].request);

		if (status != table[i].status)
			fail_msg("%u, not %u: %s", status, table[i].status,
				 table[i].request);
		if (t.called != 0)
			fail_msg("it came through: %s", table[i].request);
		if (web_heard_times(&t, "HTTP/1.1 ") != own(&t))
			fail_msg("%s gave %s", table[i].request, t.heard);
	}
	web_end(&t);
}

#define ARE_REFUSED(table) are_refused(table, sizeof(table) / sizeof(table[0]))

static void what_is_not_sound_is_refused(void **st)
{
	(void)st;
	ARE_REFUSED(smuggled);
	ARE_REFUSED(hosts);
	ARE_REFUSED(methods);
	ARE_REFUSED(targets);
	ARE_REFUSED(doubles);
	ARE_REFUSED(bodies);
}

/* The library cuts there, and so do we. */
static void a_nul_is_never_within(void **st)
{
	static const char request[] = GET("/echo\0x") "Cookie: a=b\0c\r\n\r\n";
	static const char host[] = "GET /echo HTTP/1.1\r\n"
				   "Host: desk\0.localhost\r\n\r\n";
	static struct web_t t;

	(void)st;
	web_begin(&t, NULL);
	assert_int_equal(web_ask(&t, host, sizeof(host) - 1), 403);
	assert_int_equal(t.called, 0);
	assert_int_equal(web_ask(&t, request, sizeof(request) - 1), 200);
	assert_true(web_heard(&t, "path /echo\ntarget /echo\n"));
	assert_true(web_heard(&t, "cookie a=b\n"));
	web_end(&t);
}

/* One byte over the most of anything is refused, the most is not. */
static void sizes_are_bounded(void **st)
{
	static struct web_t t;
	static char request[2 * CUL_WEB_FORM_MAX], body[CUL_WEB_FORM_MAX + 1];
	size_t n;

	(void)st;
	web_begin(&t, NULL);
	memset(body, 'a', sizeof(body));
	n = (size_t)snprintf(request, sizeof(request),
			     POST("/echo") "Content-Length: %d\r\n\r\n%.*s",
			     CUL_WEB_FORM_MAX, CUL_WEB_FORM_MAX, body);
	assert_int_equal(web_ask(&t, request, n), 200);
	n = (size_t)snprintf(request, sizeof(request), GET("/echo?%.*s") "\r\n",
			     CUL_WEB_TARGET_MAX - 6, body);
	assert_int_equal(web_ask(&t, request, n), 200);
	n = (size_t)snprintf(request, sizeof(request), GET("/echo?%.*s") "\r\n",
			     CUL_WEB_TARGET_MAX - 5, body);
	assert_int_equal(web_ask(&t, request, n), 400);
	n = (size_t)snprintf(request, sizeof(request),
			     GET("/echo") "X: %.*s\r\n\r\n", CUL_WEB_MEMORY,
			     body);
	assert_int_equal(web_ask(&t, request, n), 431);
	n = (size_t)snprintf(request, sizeof(request), GET("/echo?%.*s") "\r\n",
			     CUL_WEB_MEMORY, body);
	assert_int_equal(web_ask(&t, request, n), 414);
	for (size_t pairs = CUL_WEB_PAIRS_MAX; pairs <= CUL_WEB_PAIRS_MAX + 1;
	     pairs++) {
		for (size_t i = 0; i < pairs; i++)
			memcpy(body + 2 * i, "a&", 2);
		n = (size_t)snprintf(request, sizeof(request),
				     GET("/echo?%.*s") "\r\n", (int)(2 * pairs),
				     body);
		assert_int_equal(web_ask(&t, request, n),
				 pairs == CUL_WEB_PAIRS_MAX ? 200 : 400);
	}
	web_end(&t);
}

static void each_answer_is_guarded(void **st)
{
	static const char *const requests[] = {
		GET("/echo") "\r\n",
		GET("/nothing") "\r\n",
		GET("/see?v=/a") "\r\n",
		GET("/fixed") "\r\n",
		GET("/fixed") "If-None-Match: \"v1\"\r\n\r\n",
		"HEAD /echo HTTP/1.1\r\n" WEB_HOST WEB_BYE "\r\n",
		"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
		"PUT / HTTP/1.1\r\n" WEB_HOST "\r\n",
	};
	static const char *const parts[] = {
		"\r\nContent-Security-Policy: default-src 'none'; style-src "
		"'self'; script-src 'self'; img-src 'self' data:; connect-src "
		"'self'; form-action 'self'; frame-ancestors 'none'; base-uri "
		"'none'\r\n",
		"\r\nX-Content-Type-Options: nosniff\r\n",
		"\r\nReferrer-Policy: same-origin\r\n",
		"\r\nCache-Control: ",
	};
	static struct web_t t;

	(void)st;
	web_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		(void)web_ask_text(&t, requests[i]);
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			if (web_heard_times(&t, parts[k]) != 1)
				fail_msg("%s lacks %s: %s", requests[i],
					 parts[k], t.heard);
		}
		assert_false(web_heard(&t, "Strict-Transport-Security"));
	}
	(void)web_ask_text(&t, requests[0]);
	assert_true(web_heard(&t, "\r\nCache-Control: no-store\r\n"));
	web_end(&t);
}

static void what_the_handler_says_is_sent(void **st)
{
	static const struct {
		unsigned status;
		const char *request, *part;
	} table[] = {
		{ 500, GET("/nothing") "\r\n", "nothing was answered" },
		{ 200, GET("/twice") "\r\n", "\r\n\r\nyes\n" },
		{ 303, GET("/see?v=/a%3Fb") "\r\n", "\r\nLocation: /a?b\r\n" },
		{ 303, GET("/see?v=//a.example") "\r\n",
		  "\r\nLocation: /\r\n" },
		{ 303, GET("/see?v=/%5Ca.example") "\r\n",
		  "\r\nLocation: /\r\n" },
		{ 303, GET("/see?v=http://a.example") "\r\n",
		  "\r\nLocation: /\r\n" },
		{ 303, GET("/see?v=") "\r\n", "\r\nLocation: /\r\n" },
		{ 303, GET("/see?v=/%0d%0aX:y") "\r\n", "\r\nLocation: /\r\n" },
		{ 200, GET("/cookie") "\r\n",
		  "\r\nSet-Cookie: c=v; Path=/; HttpOnly; SameSite=Strict; "
		  "Max-Age=60\r\n" },
		{ 200, GET("/fixed") "\r\n", "\r\nETag: \"v1\"\r\n" },
		{ 200, GET("/fixed") "If-None-Match: \"v2\"\r\n\r\n",
		  "body { color: black }" },
		{ 304, GET("/fixed") "If-None-Match: W/\"v1\"\r\n\r\n",
		  "\r\nETag: \"v1\"\r\n" },
		{ 304, GET("/fixed") "If-None-Match: \"a\", \"v1\"\r\n\r\n",
		  "\r\n" },
		{ 304, GET("/fixed") "If-None-Match: *\r\n\r\n", "\r\n" },
		{ 200, "HEAD /fixed HTTP/1.1\r\n" WEB_HOST WEB_BYE "\r\n",
		  "\r\nContent-Length: 21\r\n" },
		{ 200, "HEAD /stream?v=1 HTTP/1.1\r\n" WEB_HOST WEB_BYE "\r\n",
		  "\r\nContent-Type: text/event-stream\r\n" },
		{ 200, GET("/big") "\r\n", "xxxxxxxx" },
	};
	static struct web_t t;

	(void)st;
	web_begin(&t, NULL);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		unsigned status = web_ask_text(&t, table[i].request);

		if (status != table[i].status || !web_heard(&t, table[i].part))
			fail_msg("%s gave %s", table[i].request, t.heard);
		if (strncmp(table[i].request, "HEAD", 4) == 0 &&
		    strcmp(strstr(t.heard, "\r\n\r\n"), "\r\n\r\n") != 0)
			fail_msg("HEAD has a body: %s", t.heard);
	}
	web_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_encoded_comes_decoded),
		cmocka_unit_test(what_is_not_sound_is_refused),
		cmocka_unit_test(a_nul_is_never_within),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(each_answer_is_guarded),
		cmocka_unit_test(what_the_handler_says_is_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
