/* \summary: make or take over the socket that syslog is sent to */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "input/live/bind.h"

enum { SOCKET_MODE = 0660, BACKLOG = 64 };

static int failed(const char *name, const char *what, char err[CUL_LIVE_ERR])
{
	snprintf(err, CUL_LIVE_ERR, "%s cannot be listened on: %s%s%s", name,
		 what, *what != '\0' ? ": " : "", strerror(errno));
	return CUL_EIO;
}

/* Is somebody at the other end of that file? A daemon that is busy is. */
static bool is_served(const struct cul_address *a)
{
	int fd = socket(AF_UNIX, a->type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool served =
		fd < 0 ||
		connect(fd, (const struct sockaddr *)&a->at, a->len) == 0 ||
		errno != ECONNREFUSED;

	if (fd >= 0)
		close(fd);
	return served;
}

static bool is_stale(const struct cul_address *a)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)&a->at;
	struct stat st;

	return un->sun_family == AF_UNIX && lstat(un->sun_path, &st) == 0 &&
	       S_ISSOCK(st.st_mode) && !is_served(a);
}

static int bind_to(int fd, const struct cul_address *a)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)&a->at;
	int one = 1;

	if (un->sun_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one,
				 sizeof(one));
	if (a->type == SOCK_STREAM)
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one,
				 sizeof(one));
	/* The file is made with the mode of the socket, less the umask. */
	if (un->sun_family == AF_UNIX)
		(void)fchmod(fd, SOCKET_MODE);
	if (bind(fd, (const struct sockaddr *)&a->at, a->len) == 0)
		return 0;
	if (errno != EADDRINUSE || !is_stale(a))
		return -1;
	(void)unlink(un->sun_path);
	return bind(fd, (const struct sockaddr *)&a->at, a->len);
}

/* Asked for with the right to exceed the machine's limit, else up to it. */
static void room_for_datagrams(int fd)
{
	int bytes = CUL_SOCKET_BYTES, has = 0;
	socklen_t len = sizeof(has);

	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &has, &len) == 0 &&
	    has >= bytes)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) <
	    0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes,
				 sizeof(bytes));
}

static int prepare(const char *name, struct cul_bound *b,
		   char err[CUL_LIVE_ERR])
{
	int flags = fcntl(b->fd, F_GETFL), one = 1;

	if (flags < 0 || fcntl(b->fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
	    fcntl(b->fd, F_SETFD, FD_CLOEXEC) < 0)
		return failed(name, "", err);
	if (b->type == SOCK_STREAM)
		return CUL_OK;
	room_for_datagrams(b->fd);
	(void)setsockopt(b->fd, SOL_SOCKET, SO_RXQ_OVFL, &one, sizeof(one));
	return CUL_OK;
}

static int file_made(const struct cul_address *a, struct cul_bound *b)
{
	const struct sockaddr_un *un = (const struct sockaddr_un *)&a->at;
	struct stat st;

	if (un->sun_family != AF_UNIX)
		return 0;
	if (chmod(un->sun_path, SOCKET_MODE) < 0 ||
	    lstat(un->sun_path, &st) < 0)
		return -1;
	memcpy(b->path, un->sun_path, strlen(un->sun_path) + 1);
	b->dev = st.st_dev;
	b->ino = st.st_ino;
	return 0;
}

int cul_bind(const char *address, struct cul_bound *ret, char err[CUL_LIVE_ERR])
{
	struct cul_bound b = { .fd = -1 };
	struct cul_address a;
	int rc = cul_address_read(address, &a, err);

	if (rc < 0)
		return rc;
	b.type = a.type;
	b.fd = socket(a.at.ss_family, a.type | SOCK_CLOEXEC, 0);
	if (b.fd < 0)
		return failed(address, "", err);
	if (bind_to(b.fd, &a) < 0)
		rc = failed(address,
			    errno == EADDRINUSE ? "another program has it" : "",
			    err);
	else if (file_made(&a, &b) < 0 ||
		 (a.type == SOCK_STREAM && listen(b.fd, BACKLOG) < 0))
		rc = failed(address, "", err);
	else
		rc = prepare(address, &b, err);
	if (rc < 0)
		cul_bound_done(&b);
	else
		*ret = b;
	return rc;
}

static int option(int fd, int name)
{
	int value = -1;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, name, &value, &len) == 0 ? value : -1;
}

int cul_bound_take(const char *name, int fd, struct cul_bound *ret,
		   char err[CUL_LIVE_ERR])
{
	struct cul_bound b = { .fd = fd, .type = option(fd, SO_TYPE) };
	int domain = option(fd, SO_DOMAIN), rc;
	bool family =
		domain == AF_UNIX || domain == AF_INET || domain == AF_INET6;

	if (family &&
	    (b.type == SOCK_DGRAM ||
	     (b.type == SOCK_STREAM && option(fd, SO_ACCEPTCONN) == 1))) {
		rc = prepare(name, &b, err);
		if (rc == CUL_OK)
			*ret = b;
		return rc;
	}
	snprintf(err, CUL_LIVE_ERR,
		 "%s: what was passed on as descriptor %d is no socket of "
		 "datagrams, nor one that listens; in a unit of systemd that "
		 "is ListenDatagram=, or ListenStream= with Accept=no",
		 name, fd);
	return CUL_ECONF;
}

void cul_bound_done(struct cul_bound *b)
{
	struct stat st;

	if (b->fd >= 0)
		close(b->fd);
	if (b->path[0] != '\0' && lstat(b->path, &st) == 0 &&
	    st.st_dev == b->dev && st.st_ino == b->ino)
		(void)unlink(b->path);
	b->fd = -1;
	b->path[0] = '\0';
}
