/* \summary: folders and files of the spool, in an order that a crash survives
 */
#include "tell/spool_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name of a file until it is whole; no name that is listed. */
static const char half[] = ".new";

static int folder_in(int dir, const char *name, mode_t mode)
{
	if (mkdirat(dir, name, mode) == 0)
		(void)fsync(dir);
	else if (errno != EEXIST)
		return -1;
	return openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int cul_disk_folder(const char *state, const char *name, int *ret_fd)
{
	int top = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int spool = top >= 0 ? folder_in(top, "spool", 0700) : -1;
	int fd = spool >= 0 ? folder_in(spool, name, 0700) : -1;
	int why = errno;

	if (top >= 0)
		close(top);
	if (spool >= 0)
		close(spool);
	errno = why;
	if (fd < 0)
		return CUL_EIO;
	*ret_fd = fd;
	return CUL_OK;
}

/* A stream over it that may be closed. */
static DIR *stream_of(int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

	if (d == NULL && fd >= 0)
		close(fd);
	return d;
}

/* TIME-ID.NUMBER: by time, then by number; both may have any length. */
static int by_age(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

static int is_listed(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

int cul_disk_list(int dir, int (*each)(void *arg, const char *name), void *arg)
{
	struct dirent **list;
	int n, rc = CUL_OK;

	(void)unlinkat(dir, half, 0);
	n = scandirat(dir, ".", &list, is_listed, by_age);
	if (n < 0)
		return CUL_EIO;
	for (int i = 0; i < n; i++) {
		if (rc == CUL_OK)
			rc = each(arg, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return rc;
}

int cul_disk_count(int dir, const char *suffix, size_t *ret)
{
	struct cul_sv end = { suffix, strlen(suffix) };
	DIR *d = stream_of(dir);
	const struct dirent *e;
	size_t n = 0;

	if (d == NULL)
		return CUL_EIO;
	while ((e = readdir(d)) != NULL)
		n += cul_sv_ends(
			(struct cul_sv){ e->d_name, strlen(e->d_name) }, end);
	closedir(d);
	*ret = n;
	return CUL_OK;
}

static bool write_all(int fd, struct cul_sv text)
{
	while (text.len != 0) {
		ssize_t n = write(fd, text.ptr, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text = cul_sv_from(text, (size_t)n);
	}
	return true;
}

/* What cannot be synced, a folder of some network file systems, need not be. */
static bool sync_fd(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL;
}

bool cul_disk_write(int dir, const char *name, struct cul_sv text)
{
	int fd = openat(dir, half,
			O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
			0600);
	bool ok;
	int why;

	if (fd < 0)
		return false;
	ok = write_all(fd, text) && sync_fd(fd);
	why = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		why = errno;
	}
	if (ok && renameat(dir, half, dir, name) == 0)
		return sync_fd(dir);
	why = ok ? errno : why;
	(void)unlinkat(dir, half, 0);
	errno = why;
	return false;
}

ssize_t cul_disk_read(int dir, const char *name, char *buf, size_t size)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;
	size_t got = 0;

	if (fd < 0)
		return -1;
	while ((n = read(fd, buf + got, size - got)) > 0)
		got += (size_t)n;
	close(fd);
	return n < 0 ? -1 : (ssize_t)got;
}
