/* \summary: a buffered writer over a descriptor; words on stderr */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/stdout.h"
#include "culprit/err.h"

static int drain(struct cul_writer *w, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(w->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			w->why = errno;
			return CUL_EIO;
		}
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int put(void *arg, const char *bytes, size_t len)
{
	struct cul_writer *w = arg;
	int rc = 0;

	if (w->len + len > sizeof(w->buf)) {
		rc = drain(w, w->buf, w->len);
		w->len = 0;
	}
	if (rc == 0 && len > sizeof(w->buf))
		return drain(w, bytes, len);
	if (rc == 0) {
		memcpy(w->buf + w->len, bytes, len);
		w->len += len;
	}
	return rc;
}

struct cul_out cul_writer_out(struct cul_writer *w, int fd)
{
	w->fd = fd;
	w->why = 0;
	w->len = 0;
	return (struct cul_out){ put, w, 0 };
}

int cul_writer_flush(struct cul_writer *w, struct cul_out *o)
{
	if (o->err == 0)
		o->err = drain(w, w->buf, w->len);
	w->len = 0;
	return o->err;
}

int cul_writer_end(struct cul_writer *w, struct cul_out *o, int status)
{
	if (cul_writer_flush(w, o) == 0)
		return status;
	if (w->why != EPIPE)
		cul_say("standard output: %s",
			w->why != 0 ? strerror(w->why) : "cannot be written");
	return CUL_EXIT_FAILED;
}

static int put_err(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		int plain = (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t';

		(void)fputc(plain ? c : '?', stderr);
	}
	return 0;
}

struct cul_out cul_err_out(void)
{
	return (struct cul_out){ put_err, NULL, 0 };
}

void cul_say(const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	(void)fputs("culprit: ", stderr);
	(void)put_err(NULL, text, (size_t)n);
	(void)fputc('\n', stderr);
	free(text);
}

void cul_say_as(const char *prefix, const char *text)
{
	(void)fputs(prefix, stderr);
	(void)fputs("culprit: ", stderr);
	(void)put_err(NULL, text, strlen(text));
	(void)fputc('\n', stderr);
}
