/* \summary: write every sink, export and letter into a folder */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/save.h"
#include "app/stdout.h"
#include "culprit/export.h"
#include "culprit/letter.h"

struct job { /* one file: by a sink or an export, or a letter */
	const struct cul_report *r;
	const struct cul_sink *sink;
	const struct cul_export *export;
	const struct cul_suggestion *letter;
};

static void write_to(const struct job *job, struct cul_out *o)
{
	static const struct cul_style plain = { 0 };

	if (job->sink != NULL)
		job->sink->write(job->r, &plain, o);
	else if (job->export != NULL)
		job->export->write(job->r, o);
	else
		cul_letter_write(job->r->letters, job->letter, o);
}

static bool fill(const struct job *job, int fd)
{
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_out o;
	bool ok;

	if (w == NULL)
		return false;
	o = cul_writer_out(w, fd);
	write_to(job, &o);
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

static bool replace(const struct job *job, const char *path)
{
	char *beside;
	bool ok;
	int fd;

	if (asprintf(&beside, "%s.XXXXXX", path) < 0)
		return false;
	fd = mkostemp(beside, O_CLOEXEC);
	ok = fd >= 0 && fill(job, fd) && fchmod(fd, usual_mode()) == 0;
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

static bool save_one(const struct job *job, const char *dir, const char *file)
{
	char *path;
	bool ok;

	if (asprintf(&path, "%s/%s", dir, file) < 0) {
		cul_say("out of memory");
		return false;
	}
	ok = replace(job, path);
	if (!ok)
		cul_say("%s: %s", path, strerror(errno));
	free(path);
	return ok;
}

static bool make_dir(const char *dir)
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

static bool save_letter(const struct cul_report *r,
			const struct cul_suggestion *s, const char *dir)
{
	struct job job = { .r = r, .letter = s };
	char file[CUL_ID_MAX + 4];

	snprintf(file, sizeof(file), "%s.txt", s->id);
	return save_one(&job, dir, file);
}

static bool save_letters(const struct cul_report *r, const char *dir)
{
	bool ok = true, made = false;
	char *path;

	if (asprintf(&path, "%s/letters", dir) < 0) {
		cul_say("out of memory");
		return false;
	}
	for (size_t i = 0; ok && i < r->n_suggestions; i++) {
		if (!cul_letter_is_due(&r->suggestions[i]))
			continue;
		ok = made || make_dir(path);
		made = ok;
		ok = ok && save_letter(r, &r->suggestions[i], path);
	}
	free(path);
	return ok;
}

bool cul_save(const struct cul_report *r, const char *dir)
{
	bool ok = make_dir(dir);

	for (size_t i = 0; ok && cul_sinks[i] != NULL; i++) {
		struct job job = { .r = r, .sink = cul_sinks[i] };

		if (job.sink->file != NULL)
			ok = save_one(&job, dir, job.sink->file);
	}
	for (size_t i = 0; ok && cul_exports[i] != NULL; i++) {
		struct job job = { .r = r, .export = cul_exports[i] };

		if (job.export->file != NULL &&
		    (job.export->lacks == NULL || job.export->lacks(r) == NULL))
			ok = save_one(&job, dir, job.export->file);
	}
	return ok && save_letters(r, dir);
}
