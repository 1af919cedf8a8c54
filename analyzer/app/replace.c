/* \summary: files that are replaced in one step */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/replace.h"
#include "app/stdout.h"

static bool fill(int fd, void (*write)(void *arg, struct cul_out *o), void *arg)
{
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_out o;
	bool ok;

	if (w == NULL)
		return false;
	o = cul_writer_out(w, fd);
	write(arg, &o);
	ok = cul_writer_flush(w, &o) == 0;
	errno = w->why;
	free(w);
	/* before the rename: a crash must not leave a name without content */
	return ok && (fsync(fd) == 0 || errno == EINVAL || errno == EROFS);
}

/* mkostemp makes it private; what is not a secret gets the usual mode. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	return 0666 & ~mask;
}

static bool replace(const char *path,
		    void (*write)(void *arg, struct cul_out *o), void *arg)
{
	char *beside;
	bool ok;
	int fd;

	if (asprintf(&beside, "%s.XXXXXX", path) < 0)
		return false;
	fd = mkostemp(beside, O_CLOEXEC);
	ok = fd >= 0 && fill(fd, write, arg) && fchmod(fd, usual_mode()) == 0;
	ok = ok && rename(beside, path) == 0;
	if (fd >= 0) {
		int why = errno;

		(void)close(fd);
		if (!ok)
			(void)unlink(beside);
		errno = why;
	}
	free(beside);
	return ok;
}

bool cul_replace(const char *path, void (*write)(void *arg, struct cul_out *o),
		 void *arg)
{
	if (replace(path, write, arg))
		return true;
	cul_say("%s: %s", path, strerror(errno));
	return false;
}

bool cul_make_dir(const char *dir)
{
	char *path = strdup(dir);
	bool ok = path != NULL;

	for (char *p = path; ok && p != NULL && *p != '\0';) {
		p = strchr(p + 1, '/');
		if (p != NULL)
			*p = '\0';
		ok = mkdir(path, 0777) == 0 || errno == EEXIST;
		if (p != NULL)
			*p = '/';
	}
	if (!ok)
		cul_say("%s: %s", dir, strerror(errno));
	free(path);
	return ok;
}
