/* \summary: inputs from the command line, and their errors on stderr */
#include <unistd.h>

#include "app/app.h"
#include "app/inputs.h"
#include "app/progress.h"

bool cul_inputs_of(const struct cul_options *o, int from, const char *command,
		   const char *const **ret_paths, size_t *ret_n)
{
	static const char *const standard[] = { "-" };

	if (o->n_args > from) {
		*ret_paths = (const char *const *)(o->args + from);
		*ret_n = (size_t)(o->n_args - from);
		return true;
	}
	*ret_paths = standard;
	*ret_n = 1;
	if (isatty(STDIN_FILENO) == 0)
		return true;
	cul_say("no FILE to read; culprit help %s tells how", command);
	return false;
}

int cul_inputs_judge(const struct cul_options *o, int from, const char *command,
		     enum cul_past_mode past, struct cul_scan **ret_scan)
{
	struct cul_out err = cul_err_out();
	const char *const *paths;
	struct cul_bar bar;
	size_t n_paths;
	int rc;

	if (!cul_inputs_of(o, from, command, &paths, &n_paths))
		return CUL_EXIT_USAGE;
	rc = cul_scan_run(&o->settings, past, paths, n_paths,
			  cul_bar_start(&bar, false), &err, ret_scan);
	cul_bar_end(&bar);
	if (rc == CUL_ECONF)
		return CUL_EXIT_USAGE;
	return rc < 0 && rc != CUL_ETRUNC ? CUL_EXIT_FAILED : CUL_EXIT_DONE;
}

int cul_inputs_past(const struct cul_scan *scan, int status)
{
	const char *trouble = cul_scan_trouble(scan);

	if (trouble == NULL)
		return status;
	cul_say("%s", trouble);
	return status == CUL_EXIT_DONE ? CUL_EXIT_PARTLY : status;
}

static const char *name_of(const char *path)
{
	return path[0] == '-' && path[1] == '\0' ? "standard input" : path;
}

int cul_inputs_say(const struct cul_summary *sum, bool notes)
{
	int status = CUL_EXIT_DONE;

	for (size_t i = 0; i < sum->n_inputs; i++) {
		const struct cul_input_count *in = &sum->inputs[i];

		if (in->error != NULL) {
			cul_say("%s: %s", name_of(in->path), in->error);
			status = CUL_EXIT_PARTLY;
		}
		if (notes && in->note != NULL)
			cul_say("%s: %s", name_of(in->path), in->note);
	}
	return status;
}
