/* \summary: certificate and key: read whole, wiped when done */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/web_int.h"

/* A chain of the longest certificates has some twenty KiB. */
enum { PEM_MAX = 256 * 1024 };

void web_forget(char **text)
{
	if (*text == NULL)
		return;
	explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

static bool read_all(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n = 1;

	while (n > 0 && len < size - 1) {
		n = read(fd, buf + len, size - 1 - len);
		if (n > 0)
			len += (size_t)n;
		else if (n < 0 && errno == EINTR)
			n = 1;
	}
	buf[len] = '\0';
	if (n == 0 && len == 0)
		errno = ENODATA;
	else if (n > 0)
		errno = EFBIG;
	return n == 0 && len != 0;
}

char *web_pem(const char *path, char err[CUL_WEB_ERR])
{
	char *buf = calloc(1, PEM_MAX);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	bool ok = buf != NULL && fd >= 0 && read_all(fd, buf, PEM_MAX);

	if (!ok)
		snprintf(err, CUL_WEB_ERR, "cannot read %.300s: %s", path,
			 strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	if (!ok)
		web_forget(&buf);
	return buf;
}
