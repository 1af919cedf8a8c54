/* \summary: write every sink, export and letter into a folder */
#include <stdlib.h>

#include "app/app.h"
#include "app/replace.h"
#include "app/save.h"
#include "culprit/export.h"
#include "culprit/letter.h"

struct job { /* one file: by a sink or an export, or a letter */
	const struct cul_report *r;
	const struct cul_sink *sink;
	const struct cul_export *export;
	const struct cul_suggestion *letter;
};

static void write_to(void *arg, struct cul_out *o)
{
	const struct job *job = arg;
	static const struct cul_style plain = { 0 };

	if (job->sink != NULL)
		job->sink->write(job->r, &plain, o);
	else if (job->export != NULL)
		job->export->write(job->r, o);
	else
		cul_letter_write(job->r->letters, job->letter, o);
}

static bool save_one(struct job *job, const char *dir, const char *file)
{
	char *path;
	bool ok;

	if (asprintf(&path, "%s/%s", dir, file) < 0) {
		cul_say("out of memory");
		return false;
	}
	ok = cul_replace(path, write_to, job);
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
		ok = made || cul_make_dir(path);
		made = ok;
		ok = ok && save_letter(r, &r->suggestions[i], path);
	}
	free(path);
	return ok;
}

bool cul_save(const struct cul_report *r, const char *dir)
{
	bool ok = cul_make_dir(dir);

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
