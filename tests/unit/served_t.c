/* \summary: open a socket of syslog and send to it */
#include "t.h"

#include "served_t.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

void served_at(struct served *s, int domain, const char *path, int port)
{
	memset(&s->at, 0, sizeof(s->at));
	s->at.any.sa_family = (sa_family_t)domain;
	s->at_len = sizeof(s->at.in);
	if (domain == AF_UNIX) {
		snprintf(s->at.un.sun_path, sizeof(s->at.un.sun_path), "%s",
			 path);
		s->at_len = sizeof(s->at.un);
	} else if (domain == AF_INET6) {
		s->at.in6.sin6_addr = in6addr_loopback;
		s->at.in6.sin6_port = htons((uint16_t)port);
		s->at_len = sizeof(s->at.in6);
	} else {
		s->at.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		s->at.in.sin_port = htons((uint16_t)port);
	}
}

/* A port that is free, by asking for one. */
int free_port(int type)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, type, 0);

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	close(fd);
	return ntohs(in.sin_port);
}

void serve_passed(struct served *s, int passed)
{
	char err[CUL_LIVE_ERR] = "";
	int rc = cul_socket_new(s->name, passed, &s->t, &s->fd, err);

	assert_string_equal(err, "");
	assert_int_equal(rc, CUL_OK);
}

void serve_unix(struct served *s)
{
	memset(s, 0, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "unix:%s", scratch_path("log"));
	served_at(s, AF_UNIX, s->name + strlen("unix:"), 0);
	serve_passed(s, -1);
}

void serve_port(struct served *s, const char *form, int domain, int type)
{
	int port = free_port(type);

	memset(s, 0, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "%s%d", form, port);
	served_at(s, domain, NULL, port);
	serve_passed(s, -1);
}

void served_done(struct served *s)
{
	s->t->ops->free(s->t);
	heard_done(&s->h);
}

int served_reach(const struct served *s, int type)
{
	int fd = socket(s->at.any.sa_family, type, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, &s->at.any, s->at_len), 0);
	return fd;
}

void say(int fd, const char *p, size_t len)
{
	assert_int_equal(send(fd, p, len, MSG_NOSIGNAL), len);
}

bool is_readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

struct cul_tail_status served_status(struct served *s)
{
	struct cul_tail_status st;

	s->t->ops->status(s->t, &st);
	return st;
}

void datagrams_come(struct served *s)
{
	int fd = served_reach(s, SOCK_DGRAM);

	assert_false(is_readable(s->fd));
	hear(&s->h, s->t, CUL_BLOCK_BYTES);
	assert_int_equal(s->h.rc, 0);
	SAY(fd, "<22>a: b");
	SAY(fd, "<22>c: d\n");
	SAY(fd, "<22>e: f\n\0\0");
	SAY(fd, "<22>g: h\n<22>Nov 20 04:11:09 mx1 i: j\r\n");
	SAY(fd, "");
	SAY(fd, "\n");
	SAY(fd, "<22>k:\0l");
	assert_true(is_readable(s->fd));
	hear_lines(&s->h, s->t, s->fd, 5);
	heard_is(&s->h, "0:<22>a: b\n9:<22>c: d\n18:<22>e: f\n"
			"27:<22>g: h#012<22>Nov 20 04:11:09 mx1 i: j\n"
			"68:<22>k:#000l\n");
	assert_string_equal(s->h.piece.path, s->name);
	assert_false(is_readable(s->fd));
	close(fd);
}
