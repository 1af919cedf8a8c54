/* \summary: serve what tests ask for, and speak to it byte by byte */
#include "t.h"

#include "web_t.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void say_pairs(FILE *f, const char *what, const struct cul_web_pairs *p)
{
	for (size_t i = 0; i < p->n; i++)
		fprintf(f, "%s %.*s=%.*s\n", what, (int)p->at[i].name.len,
			p->at[i].name.ptr, (int)p->at[i].value.len,
			p->at[i].value.ptr);
}

/* What the server understood. */
static void echo(const struct cul_web_request *q, struct cul_web_answer *a)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	fprintf(f, "method %d\npath %.*s\ntarget %.*s\naddress %s\nsecure %d\n",
		(int)q->method, (int)q->path.len, q->path.ptr,
		(int)q->target.len, q->target.ptr, q->address, q->secure);
	say_pairs(f, "query", &q->query);
	say_pairs(f, "form", &q->form);
	say_pairs(f, "cookie", &q->cookies);
	assert_int_equal(fclose(f), 0);
	cul_web_page(a, 200, "text/plain; charset=utf-8", text, len);
}

static void big(struct cul_web_answer *a)
{
	char *text = malloc(4 << 20);

	assert_non_null(text);
	memset(text, 'x', 4 << 20);
	cul_web_page(a, 200, "text/plain", text, 4 << 20);
}

static void copy(struct cul_sv v, char *buf, size_t size)
{
	size_t n = v.len < size ? v.len : size - 1;

	if (n != 0)
		memcpy(buf, v.ptr, n);
	buf[n] = '\0';
}

static void special(struct web_t *t, const struct cul_web_request *q,
		    const char *path, struct cul_web_answer *a)
{
	static const char style[] = "body { color: black }";
	char value[256];

	copy(cul_web_find(&q->query, "v"), value, sizeof(value));
	if (strcmp(path, "/fixed") == 0) {
		cul_web_fixed(a, "text/css", style, sizeof(style) - 1, "v1");
	} else if (strcmp(path, "/see") == 0) {
		cul_web_see(a, value);
	} else if (strcmp(path, "/cookie") == 0) {
		assert_int_equal(cul_web_cookie(a, "c", "v", 60), 0);
		assert_int_equal(cul_web_cookie(a, "c", "a;b", 0), CUL_EUSAGE);
		assert_int_equal(cul_web_header(a, "X", "a\r\nY: b"),
				 CUL_EUSAGE);
		assert_int_equal(cul_web_header(a, "X: a", "b"), CUL_EUSAGE);
		cul_web_say(a, 200, "set\n");
	} else if (strcmp(path, "/wait") == 0) {
		if (t->hold)
			cul_web_wait(a);
		else
			echo(q, a);
	} else if (strcmp(path, "/stream") == 0) {
		cul_web_stream(a, strtoull(value, NULL, 10),
			       "event: hello\ndata: 1\n\n");
	} else if (strcmp(path, "/big") == 0) {
		big(a);
	} else if (strcmp(path, "/twice") == 0) {
		cul_web_say(a, 404, "no\n");
		cul_web_see(a, "/one");
		cul_web_say(a, 200, "yes\n");
	}
}

static void handle(void *arg, const struct cul_web_request *q,
		   struct cul_web_answer *a)
{
	struct web_t *t = arg;
	char path[64];

	t->called++;
	t->number = q->number;
	t->ours = cul_web_is_ours(q);
	copy(q->path, path, sizeof(path));
	if (strcmp(path, "/echo") == 0 || q->path.len >= sizeof(path))
		echo(q, a);
	else
		special(t, q, path, a);
}

void web_begin(struct web_t *t, const struct cul_web_plan *plan)
{
	struct cul_web_plan p =
		plan != NULL ? *plan : (struct cul_web_plan){ .url = NULL };
	char err[CUL_WEB_ERR] = "";

	memset(t, 0, sizeof(*t));
	t->now_usec = 1000000;
	if (p.listen == NULL)
		p.listen = "127.0.0.1:0";
	if (p.handler == NULL) {
		p.handler = handle;
		p.arg = t;
	}
	if (cul_web_new(&p, &t->w, err) != CUL_OK)
		fail_msg("%s", err);
}

void web_end(struct web_t *t)
{
	cul_web_free(&t->w);
	assert_null(t->w);
}

int web_connect(const struct web_t *t)
{
	const char *port = strrchr(cul_web_address(t->w), ':') + 1;
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_port = htons((in_port_t)strtoul(port, NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof(at)),
			 0);
	return fd;
}

void web_say(int fd, const char *text, size_t len)
{
	assert_int_equal(send(fd, text, len, MSG_NOSIGNAL), len);
}

static void turn(struct web_t *t)
{
	if (t->turn != NULL)
		t->turn(t);
	cul_web_run(t->w, t->now_usec);
}

void web_settle(struct web_t *t)
{
	struct pollfd p = { .fd = cul_web_fd(t->w), .events = POLLIN };

	do {
		turn(t);
	} while (poll(&p, 1, 20) > 0 ||
		 cul_web_timeout_msec(t->w, t->now_usec) == 0);
}

bool web_hear(struct web_t *t, int fd, const char *enough)
{
	struct pollfd p[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = cul_web_fd(t->w), .events = POLLIN },
	};

	t->len = 0;
	t->heard[0] = '\0';
	/* Half a minute of silence is for good. */
	for (unsigned still = 0; still < 3000; still++) {
		ssize_t n;

		turn(t);
		n = recv(fd, t->heard + t->len, WEB_HEARD - 1 - t->len,
			 MSG_DONTWAIT);
		if (n == 0 || (n < 0 && poll(p, 2, 10) < 0))
			return true;
		if (n < 0 && (p[0].revents & (POLLERR | POLLHUP)) != 0 &&
		    recv(fd, t->heard + t->len, 1, MSG_PEEK | MSG_DONTWAIT) <=
			    0)
			return true;
		if (n < 0)
			continue;
		still = 0;
		t->len += (size_t)n;
		t->heard[t->len] = '\0';
		if (enough != NULL && web_heard(t, enough))
			return false;
		if (t->len == WEB_HEARD - 1)
			t->len = WEB_HEARD / 2;
	}
	return false;
}

unsigned web_status(const struct web_t *t)
{
	if (strncmp(t->heard, "HTTP/1.1 ", 9) != 0)
		return 0;
	return (unsigned)strtoul(t->heard + 9, NULL, 10);
}

unsigned web_ask(struct web_t *t, const char *request, size_t len)
{
	int fd = web_connect(t);

	web_say(fd, request, len);
	/* An event stream, which begins so, does not end. */
	(void)web_hear(t, fd, "\r\n:\n\n");
	assert_int_equal(close(fd), 0);
	return web_status(t);
}

unsigned web_ask_text(struct web_t *t, const char *request)
{
	return web_ask(t, request, strlen(request));
}

bool web_heard(const struct web_t *t, const char *part)
{
	return memmem(t->heard, t->len, part, strlen(part)) != NULL;
}

unsigned web_heard_times(const struct web_t *t, const char *part)
{
	const char *p = t->heard, *end = t->heard + t->len;
	unsigned n = 0;

	while ((p = memmem(p, (size_t)(end - p), part, strlen(part))) != NULL) {
		n++;
		p += strlen(part);
	}
	return n;
}
