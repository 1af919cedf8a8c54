/* \summary: take, read and close the connections that bring syslog */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "input/live/conns.h"

/* Taken in one turn, so that a flood of them leaves time to read. */
enum { ACCEPTS_MAX = 16 };

/* What is still read of one that has to go: 64 KiB. */
enum { LAST_READS = 16, LAST_BYTES = 4096 };

struct cul_conn {
	int fd;
	unsigned slot;
	uint64_t turn; /* of the last read */
	struct cul_frame frame;
};

static int spare_open(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

int cul_conns_init(struct cul_conns *cs, int ep, struct cul_cutter *out)
{
	cs->ep = ep;
	cs->out = out;
	cs->spare = spare_open();
	return cs->spare >= 0 ? CUL_OK : CUL_EIO;
}

static void drop(struct cul_conns *cs, struct cul_conn *c)
{
	cs->slots[c->slot] = cs->slots[--cs->n];
	cs->slots[c->slot]->slot = c->slot;
	cs->slots[cs->n] = NULL;
	/* A child that was forked just now may still hold it open. */
	(void)epoll_ctl(cs->ep, EPOLL_CTL_DEL, c->fd, NULL);
	close(c->fd);
	cul_frame_done(&c->frame);
	free(c);
}

void cul_conns_done(struct cul_conns *cs)
{
	while (cs->n > 0)
		drop(cs, cs->slots[0]);
	if (cs->spare >= 0)
		close(cs->spare);
	cs->spare = -1;
}

/* The peer said all that it will. */
static int hung_up(struct cul_conns *cs, struct cul_conn *c)
{
	int rc = cul_frame_end(&c->frame, cs->out, &cs->torn);

	drop(cs, c);
	return rc;
}

static int last_read(struct cul_conns *cs, struct cul_conn *c)
{
	char buf[LAST_BYTES];
	int rc = CUL_OK;

	for (unsigned i = 0; i < LAST_READS && rc == CUL_OK; i++) {
		ssize_t n = recv(c->fd, buf, sizeof(buf), MSG_DONTWAIT);

		if (n <= 0)
			break;
		rc = cul_frame_feed(&c->frame,
				    (struct cul_sv){ buf, (size_t)n }, cs->out);
	}
	if (rc == CUL_OK)
		return hung_up(cs, c);
	cs->misframed += rc == CUL_ECORRUPT;
	drop(cs, c);
	return rc == CUL_ECORRUPT ? CUL_OK : rc;
}

static int idlest_close(struct cul_conns *cs)
{
	struct cul_conn *idlest = cs->slots[0];

	for (unsigned i = 1; i < cs->n; i++)
		if (cs->slots[i]->turn < idlest->turn)
			idlest = cs->slots[i];
	cs->idle_closed++;
	return last_read(cs, idlest);
}

static int add(struct cul_conns *cs, int fd)
{
	struct cul_conn *c = calloc(1, sizeof(*c));
	struct epoll_event e = { .events = EPOLLIN };
	int one = 1;

	if (c == NULL) {
		close(fd);
		return CUL_ENOMEM;
	}
	e.data.ptr = c;
	if (epoll_ctl(cs->ep, EPOLL_CTL_ADD, fd, &e) < 0) {
		close(fd);
		free(c);
		cs->turned_away++;
		return CUL_OK;
	}
	/* Who was switched off must not hold a place for ever. */
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	c->fd = fd;
	c->turn = ++cs->turn;
	c->slot = cs->n;
	cs->slots[cs->n++] = c;
	return CUL_OK;
}

/* It would stay in the queue and wake us for ever. */
static void turn_away(struct cul_conns *cs, int listener)
{
	int fd;

	close(cs->spare);
	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0)
		close(fd);
	cs->turned_away++;
	cs->spare = spare_open();
}

int cul_conns_accept(struct cul_conns *cs, int fd)
{
	int rc = CUL_OK;

	for (unsigned i = 0; i < ACCEPTS_MAX && rc == CUL_OK; i++) {
		int peer;

		/* A torn line ends a piece: no other may come behind it. */
		if (cs->torn)
			break;
		peer = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (peer < 0 && (errno == EMFILE || errno == ENFILE ||
				 errno == ENOBUFS || errno == ENOMEM))
			turn_away(cs, fd);
		if (peer < 0 && (errno == ECONNABORTED || errno == EINTR))
			continue;
		if (peer < 0)
			break;
		if (cs->n == CUL_CONNS_MAX)
			rc = idlest_close(cs);
		if (rc == CUL_OK)
			rc = add(cs, peer);
		else
			close(peer);
	}
	return rc;
}

int cul_conns_read(struct cul_conns *cs, struct cul_conn *c, char *buf,
		   size_t cap, size_t *ret_len)
{
	ssize_t n = recv(c->fd, buf, cap, MSG_DONTWAIT);
	int rc;

	*ret_len = n > 0 ? (size_t)n : 0;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return CUL_OK;
	if (n <= 0)
		return hung_up(cs, c);
	c->turn = ++cs->turn;
	rc = cul_frame_feed(&c->frame, (struct cul_sv){ buf, (size_t)n },
			    cs->out);
	if (rc != CUL_ECORRUPT)
		return rc;
	cs->misframed++;
	drop(cs, c);
	return CUL_OK;
}

uint64_t cul_conns_behind(const struct cul_conns *cs)
{
	uint64_t bytes = 0;

	for (unsigned i = 0; i < cs->n; i++) {
		int there = 0;

		if (ioctl(cs->slots[i]->fd, FIONREAD, &there) == 0)
			bytes += (uint64_t)there;
		bytes += cs->slots[i]->frame.len;
	}
	return bytes;
}
