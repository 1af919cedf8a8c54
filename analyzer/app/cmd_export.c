/* \summary: culprit export: what staff accepted, as block lists */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/ledger.h"
#include "app/lists.h"
#include "app/replace.h"
#include "engine/ledger_lists.h"
#include "engine/letters.h"

static bool is_given(const struct cul_work *w, enum cul_option which)
{
	return cul_option(&w->o, which) != NULL;
}

static int unknown(const char *name)
{
	cul_say("no format '%s'; there are:", name);
	for (size_t i = 0; cul_exports[i] != NULL; i++)
		(void)fprintf(stderr, "  %s\n", cul_exports[i]->name);
	return CUL_EXIT_USAGE;
}

static int check(struct cul_work *w)
{
	const char *file = cul_option(&w->o, CUL_OPTION_FILE);

	if (is_given(w, CUL_OPTION_EVERY)) {
		if (w->o.n_args == 0 && file != NULL)
			return CUL_EXIT_DONE;
		cul_say("--all writes every format, each as its usual name, "
			"into a folder: culprit export --all -o DIR");
		return CUL_EXIT_USAGE;
	}
	if (w->o.n_args != 1) {
		cul_say("one FORMAT at a time; culprit export --list-formats "
			"names them");
		return CUL_EXIT_USAGE;
	}
	return cul_lists_format(w->o.args[0]) != NULL ? CUL_EXIT_DONE
						      : unknown(w->o.args[0]);
}

struct job {
	const struct cul_lists *lists;
	const struct cul_export *format;
	bool undo;
};

static void write_job(void *arg, struct cul_out *o)
{
	const struct job *j = arg;

	cul_lists_write(j->lists, j->format, j->undo, o);
}

/* NULL, or what has to be configured before it can be written. */
static const char *lacks(const struct job *j)
{
	if (j->undo || j->format->lacks == NULL)
		return NULL;
	return j->format->lacks(&j->lists->report);
}

static bool every(struct job *j, const char *dir)
{
	bool ok = cul_make_dir(dir);

	for (size_t i = 0; ok && cul_exports[i] != NULL; i++) {
		char *path;

		j->format = cul_exports[i];
		if (j->format->file == NULL)
			continue;
		if (lacks(j) != NULL) {
			cul_say("%s is left out: %s", j->format->name,
				lacks(j));
			continue;
		}
		if (asprintf(&path, "%s/%s", dir, j->format->file) < 0) {
			cul_say("out of memory");
			return false;
		}
		ok = cul_replace(path, write_job, j);
		free(path);
	}
	return ok;
}

static int put(struct cul_work *w, struct job *j)
{
	const char *file = cul_option(&w->o, CUL_OPTION_FILE);
	bool ok = true;

	if (is_given(w, CUL_OPTION_EVERY))
		return every(j, file) ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
	j->format = cul_lists_format(w->o.args[0]);
	if (lacks(j) != NULL) {
		cul_say("%s", lacks(j));
		return CUL_EXIT_USAGE;
	}
	if (file != NULL)
		ok = cul_replace(file, write_job, j);
	else
		write_job(j, w->v.o);
	return ok ? CUL_EXIT_DONE : CUL_EXIT_FAILED;
}

static int export(struct cul_work *w)
{
	struct cul_letters *letters = NULL;
	struct cul_out err = cul_err_out();
	struct cul_lists lists;
	struct job j = { .lists = &lists,
			 .undo = is_given(w, CUL_OPTION_UNDO) };
	int status;

	if (cul_settings_letters(&w->o.settings, &err, &letters) != CUL_OK)
		return CUL_EXIT_USAGE;
	status = cul_work_status(w, cul_lists_make(w->v.ledger,
						   is_given(w, CUL_OPTION_OPEN),
						   w->v.now_usec, &lists));
	lists.report.letters = letters;
	/* A list that lacks somebody is worse than the one before. */
	if (status == CUL_EXIT_DONE)
		status = put(w, &j);
	cul_lists_done(&lists);
	cul_letters_free(&letters);
	return status;
}

int cul_cmd_export(int argc, char **argv)
{
	const struct cul_work_plan plan = { CUL_LEDGER_READ, check, export };

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--list-formats") == 0)
			return cul_list_exports();
	return cul_work(argc, argv, &plan);
}
