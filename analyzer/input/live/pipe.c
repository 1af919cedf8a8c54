/* \summary: standard input, or another pipe, as it grows
 *
 * The descriptor may be shared with other processes, so it is not made
 * non-blocking: it is asked before each read whether that would wait.
 * Bytes are lines as they come: a pipe that carries gzip is none.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/live.h"
#include "input/live/cutter.h"

enum {
	/* A read smaller than this is not worth the call. */
	READ_MIN = 4096,
	/* Reads of one call: a line that never ends is read over in turns. */
	READS_MAX = 64
};

struct pipe_tail {
	struct cul_tail tail;
	struct cul_cutter lines;
	int fd;
	int always; /* readable at all times, for a file; else -1 */
	bool end;
	char *name;
	char error[CUL_LIVE_ERR];
	char note[CUL_LIVE_ERR];
};

/* Bytes read; 0: none now, or the end, which `t` then knows. */
static ssize_t read_now(struct pipe_tail *t, char *buf, size_t cap)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	ssize_t n;

	do
		n = poll(&p, 1, 0);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return 0;
	n = read(t->fd, buf, cap);
	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n < 0)
		snprintf(t->error, sizeof(t->error), "%s: %s", t->name,
			 strerror(errno));
	t->end = true;
	return 0;
}

static int read_more(struct pipe_tail *t, size_t want)
{
	size_t held = t->lines.len;
	size_t room = want > held ? want - held : 0;
	ssize_t n;
	char *to;

	if (room < READ_MIN)
		room = READ_MIN;
	if (cul_cutter_room(&t->lines, room, &to) < 0)
		return CUL_ENOMEM;
	n = read_now(t, to, room);
	cul_cutter_added(&t->lines, (size_t)n);
	return n > 0;
}

static void nuls_tell(struct pipe_tail *t)
{
	if (t->lines.nuls > 0)
		snprintf(t->note, sizeof(t->note),
			 "%s: %llu NUL bytes before a line were left out",
			 t->name, (unsigned long long)t->lines.nuls);
}

static int piece(struct pipe_tail *t, int rc, struct cul_piece *p)
{
	nuls_tell(t);
	p->path = t->name;
	memset(&p->place, 0, sizeof(p->place));
	return rc;
}

static int pipe_next(struct cul_tail *tail, size_t want, struct cul_piece *p)
{
	struct pipe_tail *t = (struct pipe_tail *)tail;

	for (unsigned i = 0; i < READS_MAX; i++) {
		int rc = cul_cutter_take(&t->lines, &p->block);

		if (rc == 0 && t->end) {
			rc = cul_cutter_last(&t->lines, &p->block);
			return piece(t, rc != 0 ? rc : CUL_ETRUNC, p);
		}
		if (rc != 0)
			return piece(t, rc, p);
		rc = read_more(t, want);
		if (rc < 0 || (rc == 0 && !t->end))
			return rc;
	}
	return 0;
}

static void pipe_status(const struct cul_tail *tail,
			struct cul_tail_status *ret)
{
	const struct pipe_tail *t = (const struct pipe_tail *)tail;
	int there = 0;

	*ret = (struct cul_tail_status){ .name = t->name };
	if (ioctl(t->fd, FIONREAD, &there) < 0)
		there = 0;
	ret->behind_bytes = t->lines.len + (uint64_t)there;
	ret->error = t->error[0] != '\0' ? t->error : NULL;
	ret->note = t->note[0] != '\0' ? t->note : NULL;
}

static void pipe_free(struct cul_tail *tail)
{
	struct pipe_tail *t = (struct pipe_tail *)tail;

	if (t->always >= 0)
		close(t->always);
	cul_cutter_done(&t->lines);
	free(t->name);
	free(t);
}

/* epoll takes no files, which are always ready. False if there is no
 * descriptor to be had. */
static bool ready_fd(int fd, int *ret_always)
{
	int ep = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event e = { .events = EPOLLIN };
	bool refused;

	if (ep < 0)
		return false;
	*ret_always = -1;
	refused = epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e) < 0;
	close(ep);
	if (refused)
		*ret_always = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	return !refused || *ret_always >= 0;
}

int cul_pipe_new(int fd, const char *name, struct cul_tail **ret_tail,
		 int *ret_fd, char err[CUL_LIVE_ERR])
{
	static const struct cul_tail_ops ops = { pipe_next, pipe_status,
						 pipe_free };
	struct pipe_tail *t;
	struct stat st;
	int always;

	if (fstat(fd, &st) < 0 || !ready_fd(fd, &always)) {
		snprintf(err, CUL_LIVE_ERR, "%s cannot be read: %s", name,
			 strerror(errno));
		return CUL_EIO;
	}
	t = calloc(1, sizeof(*t));
	if (t != NULL)
		t->name = strdup(name);
	if (t == NULL || t->name == NULL) {
		if (always >= 0)
			close(always);
		free(t);
		snprintf(err, CUL_LIVE_ERR, "%s: out of memory", name);
		return CUL_ENOMEM;
	}
	t->tail.ops = &ops;
	t->fd = fd;
	t->always = always;
	*ret_fd = always >= 0 ? always : fd;
	*ret_tail = &t->tail;
	return CUL_OK;
}
