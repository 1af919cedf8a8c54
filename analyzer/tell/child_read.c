/* \summary: what a command writes, a bounded piece at a time */
#include <errno.h>
#include <unistd.h>

#include "tell/child.h"

enum { PIECE = 4096, PIECES = 16 };

void cul_child_end_line(struct cul_child *c,
			void (*line)(void *arg, struct cul_sv text), void *arg)
{
	if (c->len != 0 && c->lines < CUL_TELL_SAID_LINES)
		line(arg, (struct cul_sv){ c->line, c->len });
	c->lines += c->len != 0;
	c->len = 0;
	c->cut = false;
}

static void take(struct cul_child *c, struct cul_sv v,
		 void (*line)(void *arg, struct cul_sv text), void *arg)
{
	while (v.len != 0) {
		const char *lf = memchr(v.ptr, '\n', v.len);
		size_t n = lf != NULL ? (size_t)(lf - v.ptr) : v.len;
		size_t room = sizeof(c->line) - c->len;

		c->cut = c->cut || n > room;
		memcpy(c->line + c->len, v.ptr, n < room ? n : room);
		c->len += n < room ? n : room;
		if (lf != NULL)
			cul_child_end_line(c, line, arg);
		v = cul_sv_from(v, n + (lf != NULL));
	}
}

void cul_child_read(struct cul_child *c,
		    void (*line)(void *arg, struct cul_sv text), void *arg)
{
	char buf[PIECE];

	for (int i = 0; i < PIECES && c->out >= 0 && !c->stopped; i++) {
		ssize_t n = read(c->out, buf, sizeof(buf));

		if (n > 0) {
			c->bytes += (uint64_t)n;
			take(c, (struct cul_sv){ buf, (size_t)n }, line, arg);
			c->stopped = c->bytes > CUL_TELL_OUTPUT_MAX;
		} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
			cul_child_end_line(c, line, arg);
			close(c->out);
			c->out = -1;
		} else if (errno == EAGAIN) {
			break;
		}
	}
}
