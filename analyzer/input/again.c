/* \summary: the plain files of a run, held open to read a line once more */
#include "input/again.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int room_for(struct cul_again *a, uint32_t file)
{
	uint32_t room = file + 1 > 2 * a->room ? file + 1 : 2 * a->room;
	int *more;

	if (file < a->room)
		return 0;
	more = realloc(a->fds, room * sizeof(*more));
	if (more == NULL)
		return CUL_ENOMEM;
	for (uint32_t i = a->room; i < room; i++)
		more[i] = -1;
	a->fds = more;
	a->room = room;
	return 0;
}

int cul_again_hold(struct cul_again *a, uint32_t file,
		   const struct cul_bytes *bytes)
{
	int fd = cul_bytes_plain_fd(bytes);
	int err;

	if (fd < 0 || a->open == CUL_AGAIN_MAX)
		return 0;
	err = room_for(a, file);
	if (err < 0 || a->fds[file] >= 0)
		return err;
	/* Without a descriptor to spare the lines are copied, that is all. */
	a->fds[file] = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	a->open += a->fds[file] >= 0;
	return 0;
}

void cul_again_done(struct cul_again *a)
{
	for (uint32_t i = 0; i < a->room; i++)
		if (a->fds[i] >= 0)
			close(a->fds[i]);
	free(a->fds);
	*a = (struct cul_again){ 0 };
}

bool cul_again_read(const struct cul_again *a, uint32_t file, uint64_t offset,
		    char *buf, size_t len)
{
	size_t have = 0;

	while (have < len) {
		ssize_t n = pread(a->fds[file], buf + have, len - have,
				  (off_t)(offset + have));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		have += (size_t)n;
	}
	return true;
}
