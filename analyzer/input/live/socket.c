/* \summary: syslog as it is sent to us: datagrams, or streams of messages
 *
 * Nothing is read but when a piece is asked for, so what comes too fast waits
 * in the kernel: it stops who sends by a stream or a unix socket, and counts
 * what it drops of UDP.
 */
#include <errno.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "input/live/bind.h"
#include "input/live/conns.h"

enum {
	/* Longer by one than what is kept of a message, and by the newline
	 * that may end it. */
	READ_MAX = CUL_RECORD_MAX + 2,
	READ_MIN = 4096,
	/* What a call costs, in bytes, so that one which brings nothing (an
	 * empty datagram, a connection) has its share of a turn, too. */
	CALL_COST = 512
};

struct socket_tail {
	struct cul_tail tail;
	struct cul_bound bound;
	int ep;
	struct cul_cutter lines;
	struct cul_conns conns;
	uint32_t drops; /* the kernel's counter, which wraps */
	uint64_t lost;
	uint64_t told; /* what `note` speaks of */
	size_t turn;   /* bytes read in this call */
	char *name;
	char error[CUL_LIVE_ERR];
	char note[CUL_LIVE_ERR];
	char buf[READ_MAX];
};

static void drops_count(struct socket_tail *t, struct msghdr *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL;
	     c = CMSG_NXTHDR(m, c)) {
		uint32_t drops;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL)
			continue;
		memcpy(&drops, CMSG_DATA(c), sizeof(drops));
		t->lost += drops - t->drops;
		t->drops = drops;
	}
}

/* 1 if there was one, 0 if none waits. */
static int datagram_read(struct socket_tail *t)
{
	union {
		char bytes[CMSG_SPACE(sizeof(uint32_t))];
		struct cmsghdr align;
	} control;
	struct iovec v = { t->buf, sizeof(t->buf) };
	struct msghdr m = { .msg_iov = &v,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	ssize_t n = recvmsg(t->bound.fd, &m, MSG_DONTWAIT);
	int rc;

	if (n < 0 && errno == EINTR)
		return 1;
	if (n < 0 && errno != EAGAIN)
		snprintf(t->error, sizeof(t->error), "%s: %s", t->name,
			 strerror(errno));
	if (n < 0)
		return 0;
	t->error[0] = '\0';
	drops_count(t, &m);
	rc = cul_message_put(&t->lines, (struct cul_sv){ t->buf, (size_t)n },
			     (m.msg_flags & MSG_TRUNC) != 0);
	return rc < 0 ? rc : 1;
}

/* One at a time: epoll then gives each its turn. */
static int stream_read(struct socket_tail *t, size_t room)
{
	struct epoll_event e;
	size_t len = 0;
	int n = epoll_wait(t->ep, &e, 1, 0);
	int rc;

	if (n <= 0)
		return 0;
	if (room > sizeof(t->buf))
		room = sizeof(t->buf);
	if (e.data.ptr == NULL)
		rc = cul_conns_accept(&t->conns, t->bound.fd);
	else
		rc = cul_conns_read(&t->conns, e.data.ptr, t->buf, room, &len);
	t->turn += len;
	return rc < 0 ? rc : 1;
}

static size_t note_add(struct socket_tail *t, size_t at, uint64_t n,
		       const char *what)
{
	int len;

	if (n == 0)
		return at;
	len = snprintf(t->note + at, sizeof(t->note) - at, "%s%llu %s",
		       at > 0 ? "; " : "", (unsigned long long)n, what);
	return at + (size_t)len < sizeof(t->note) ? at + (size_t)len : at;
}

static void note_make(struct socket_tail *t)
{
	const struct cul_conns *c = &t->conns;
	uint64_t sum = c->misframed + c->idle_closed + c->turned_away;
	size_t at = 0;

	if (sum == t->told)
		return;
	t->told = sum;
	at = note_add(t, at, c->misframed,
		      "connections closed whose messages begin neither with < "
		      "nor with their length");
	at = note_add(t, at, c->idle_closed,
		      "idle connections closed to make room for others");
	(void)note_add(t, at, c->turned_away,
		       "connections turned away for want of descriptors");
}

static int socket_next(struct cul_tail *tail, size_t want, struct cul_piece *p)
{
	struct socket_tail *t = (struct socket_tail *)tail;
	int rc;

	t->turn = 0;
	do {
		size_t room = want > t->lines.len + READ_MIN
				      ? want - t->lines.len
				      : READ_MIN;

		rc = t->bound.type == SOCK_DGRAM ? datagram_read(t)
						 : stream_read(t, room);
		t->turn += CALL_COST;
	} while (rc > 0 && t->lines.len < want && !t->conns.torn &&
		 t->turn < CUL_TURN_BYTES);
	note_make(t);
	if (rc < 0)
		return rc;
	rc = cul_cutter_all(&t->lines, &p->block);
	t->conns.torn = false;
	p->path = t->name;
	memset(&p->place, 0, sizeof(p->place));
	return rc;
}

/* What the kernel says without a datagram that brings it: the last that it
 * dropped, too. Bytes that wait are as it counts them, with what it needs
 * beside each. */
static void kernel_ask(const struct socket_tail *t, struct cul_tail_status *ret)
{
	uint32_t mem[SK_MEMINFO_VARS] = { 0 };
	socklen_t len = sizeof(mem);
	int there = 0;

	if (ioctl(t->bound.fd, FIONREAD, &there) == 0)
		ret->behind_bytes = (uint64_t)there;
	if (getsockopt(t->bound.fd, SOL_SOCKET, SO_MEMINFO, mem, &len) < 0 ||
	    len <= SK_MEMINFO_DROPS * sizeof(mem[0]))
		return;
	ret->lost += mem[SK_MEMINFO_DROPS] - t->drops;
	if (mem[SK_MEMINFO_RMEM_ALLOC] > ret->behind_bytes)
		ret->behind_bytes = mem[SK_MEMINFO_RMEM_ALLOC];
}

static void socket_status(const struct cul_tail *tail,
			  struct cul_tail_status *ret)
{
	const struct socket_tail *t = (const struct socket_tail *)tail;

	*ret = (struct cul_tail_status){ .name = t->name, .lost = t->lost };
	if (t->bound.type == SOCK_STREAM)
		ret->behind_bytes = cul_conns_behind(&t->conns);
	else
		kernel_ask(t, ret);
	ret->behind_bytes += t->lines.len;
	ret->error = t->error[0] != '\0' ? t->error : NULL;
	ret->note = t->note[0] != '\0' ? t->note : NULL;
}

static void socket_free(struct cul_tail *tail)
{
	struct socket_tail *t = (struct socket_tail *)tail;

	cul_conns_done(&t->conns);
	cul_bound_done(&t->bound);
	if (t->ep >= 0)
		close(t->ep);
	cul_cutter_done(&t->lines);
	free(t->name);
	free(t);
}

static int set_up(struct socket_tail *t, const char *name)
{
	struct epoll_event e = { .events = EPOLLIN };

	t->ep = epoll_create1(EPOLL_CLOEXEC);
	t->name = strdup(name);
	if (t->name == NULL)
		return CUL_ENOMEM;
	if (t->ep < 0 || epoll_ctl(t->ep, EPOLL_CTL_ADD, t->bound.fd, &e) < 0)
		return CUL_EIO;
	return cul_conns_init(&t->conns, t->ep, &t->lines);
}

int cul_socket_new(const char *address, int fd, struct cul_tail **ret_tail,
		   int *ret_fd, char err[CUL_LIVE_ERR])
{
	static const struct cul_tail_ops ops = { socket_next, socket_status,
						 socket_free };
	struct socket_tail *t = calloc(1, sizeof(*t));
	int rc;

	if (t == NULL) {
		snprintf(err, CUL_LIVE_ERR, "%s: out of memory", address);
		return CUL_ENOMEM;
	}
	t->tail.ops = &ops;
	t->ep = t->bound.fd = t->conns.spare = -1;
	rc = fd >= 0 ? cul_bound_take(address, fd, &t->bound, err)
		     : cul_bind(address, &t->bound, err);
	if (rc == CUL_OK) {
		rc = set_up(t, address);
		if (rc < 0)
			snprintf(err, CUL_LIVE_ERR, "%s: %s", address,
				 strerror(errno));
	}
	if (rc < 0) {
		if (fd >= 0)
			t->bound.fd = -1;
		socket_free(&t->tail);
		return rc;
	}
	*ret_fd = t->ep;
	*ret_tail = &t->tail;
	return CUL_OK;
}
