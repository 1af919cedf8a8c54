/* \summary: the server: where it listens, what it keeps */
#include "t.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/serve.h"

static void an_address_is_loopback_unless_spelt_out(void **st)
{
	static const struct {
		const char *asked, *got; /* up to the port; NULL: refused */
	} table[] = {
		{ "127.0.0.1:0", "127.0.0.1:" },
		{ "0", "127.0.0.1:" },
		{ "localhost:0", "127.0.0.1:" },
		{ "127.0.0.2:0", "127.0.0.2:" },
		{ "0.0.0.0:0", "0.0.0.0:" },
		{ "", NULL },
		{ ":", NULL },
		{ ":0", NULL },
		{ "*:0", NULL },
		{ "127.0.0.1", NULL },
		{ "127.0.0.1:", NULL },
		{ "127.0.0.1:65536", NULL },
		{ "127.0.0.1:000000", NULL },
		{ "127.0.0.1:-1", NULL },
		{ "127.0.0.1: 1", NULL },
		{ "127.1:0", NULL },
		{ "::1:0", NULL },
		{ "[::1]", NULL },
		{ "[127.0.0.1]:0", NULL },
		{ "[]:0", NULL },
		{ "mx1.aurora.example:0", NULL },
		{ "[0000000000000000000000000000000000000000000000000000000000"
		  "0000::1]:0",
		  NULL },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct cul_serve *s = NULL;
		char err[CUL_SERVE_ERR] = "";
		int rc = cul_serve_new(table[i].asked, &s, err);

		if (table[i].got == NULL) {
			if (rc != CUL_ECONF || s != NULL || err[0] == '\0')
				fail_msg("'%s' is %d: %s", table[i].asked, rc,
					 err);
			continue;
		}
		if (rc != CUL_OK || strncmp(cul_serve_address(s), table[i].got,
					    strlen(table[i].got)) != 0)
			fail_msg("'%s' is %d: %s", table[i].asked, rc, err);
		assert_true(cul_serve_fd(s) >= 0);
		cul_serve_free(&s);
		assert_null(s);
	}
}

static void a_port_that_is_taken_is_said(void **st)
{
	struct cul_serve *one = NULL, *two = NULL;
	char err[CUL_SERVE_ERR];

	(void)st;
	assert_int_equal(cul_serve_new("0", &one, err), 0);
	assert_int_equal(cul_serve_new(cul_serve_address(one), &two, err),
			 CUL_EIO);
	assert_null(two);
	assert_non_null(strstr(err, cul_serve_address(one)));
	assert_non_null(strstr(err, "in use"));
	cul_serve_free(&one);
}

static void paths_are_bounded(void **st)
{
	struct cul_serve *s = NULL;
	char err[CUL_SERVE_ERR], path[CUL_SERVE_PATH_MAX + 1] = "/";

	(void)st;
	assert_int_equal(cul_serve_new("0", &s, err), 0);
	assert_int_equal(cul_serve_put(s, "metrics", 200, "text/plain", "", 0),
			 CUL_EUSAGE);
	memset(path + 1, 'a', sizeof(path) - 2);
	path[CUL_SERVE_PATH_MAX] = '\0';
	assert_int_equal(cul_serve_put(s, path, 200, "text/plain", "", 0),
			 CUL_EUSAGE);
	for (unsigned i = 0; i < 3 * CUL_SERVE_PATHS_MAX; i++) {
		snprintf(path, sizeof(path), "/%u", i % CUL_SERVE_PATHS_MAX);
		assert_int_equal(
			cul_serve_put(s, path, 200, "text/plain", "x", 1), 0);
	}
	assert_int_equal(cul_serve_put(s, "/9", 200, "text/plain", "x", 1),
			 CUL_EUSAGE);
	/* Not a header of an answer, but two. */
	assert_int_equal(cul_serve_put(s, "/0", 200, "a\r\nb: c", "x", 1),
			 CUL_ENOMEM);
	cul_serve_free(&s);
	cul_serve_free(&s);
}

static int connect_to(const struct cul_serve *s)
{
	const char *port = strrchr(cul_serve_address(s), ':') + 1;
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((in_port_t)strtoul(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof(at)),
			 0);
	return fd;
}

/* With clients that are in the middle of things. */
static void it_ends_at_any_time(void **st)
{
	struct cul_serve *s = NULL;
	char err[CUL_SERVE_ERR];
	int fds[20];

	(void)st;
	assert_int_equal(cul_serve_new("0", &s, err), 0);
	for (unsigned i = 0; i < 20; i++) {
		fds[i] = connect_to(s);
		assert_int_equal(write(fds[i], "GET /", i % 6), i % 6);
		cul_serve_run(s);
		assert_true(cul_serve_timeout_msec(s) <=
			    CUL_SERVE_IDLE_SEC * 1000);
	}
	cul_serve_free(&s);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(close(fds[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_loopback_unless_spelt_out),
		cmocka_unit_test(a_port_that_is_taken_is_said),
		cmocka_unit_test(paths_are_bounded),
		cmocka_unit_test(it_ends_at_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
