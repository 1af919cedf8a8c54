/* \summary: tell the service manager how we are */
#include "engine/notify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct cul_notify {
	int fd;
	struct sockaddr_un to;
	socklen_t len;
};

/* An abstract name begins with NUL, and has none at its end. */
static bool address(const char *name, struct cul_notify *n)
{
	size_t len = strlen(name);
	bool abstract = name[0] == '@';

	if ((!abstract && name[0] != '/') || len < 2 ||
	    len >= sizeof(n->to.sun_path))
		return false;
	n->to.sun_family = AF_UNIX;
	memcpy(n->to.sun_path, name, len);
	if (abstract)
		n->to.sun_path[0] = '\0';
	n->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len +
			     !abstract);
	return true;
}

int cul_notify_new(const char *notify_socket, struct cul_notify **ret)
{
	struct cul_notify n = { .fd = -1 };
	struct cul_notify *kept;

	if (notify_socket == NULL || notify_socket[0] == '\0') {
		*ret = NULL;
		return CUL_OK;
	}
	if (!address(notify_socket, &n))
		return CUL_EUSAGE;
	kept = malloc(sizeof(*kept));
	if (kept == NULL)
		return CUL_ENOMEM;
	n.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (n.fd < 0) {
		free(kept);
		return CUL_EIO;
	}
	*kept = n;
	*ret = kept;
	return CUL_OK;
}

void cul_notify_free(struct cul_notify **n)
{
	if (*n == NULL)
		return;
	(void)close((*n)->fd);
	free(*n);
	*n = NULL;
}

int cul_notify_send(struct cul_notify *n, const char *assignments)
{
	size_t len = strlen(assignments);
	ssize_t sent;

	if (n == NULL)
		return CUL_OK;
	do {
		sent = sendto(n->fd, assignments, len,
			      MSG_DONTWAIT | MSG_NOSIGNAL,
			      (const struct sockaddr *)&n->to, n->len);
	} while (sent < 0 && errno == EINTR);
	return sent < 0 ? CUL_EIO : CUL_OK;
}

int cul_notify_status(struct cul_notify *n, const char *text)
{
	char line[sizeof("STATUS=") + CUL_NOTIFY_STATUS];
	size_t len;

	snprintf(line, sizeof(line), "STATUS=%s", text);
	len = strlen(line);
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = ' ';
	}
	return cul_notify_send(n, line);
}
