/* \summary: culprit parse: records to events as JSON lines */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/inputs.h"
#include "app/lists.h"
#include "app/progress.h"
#include "app/stdout.h"
#include "engine/parse_json.h"

static int take(void *arg, const struct cul_item *item)
{
	struct cul_out *out = arg;

	cul_parse_json(item, out);
	return out->err;
}

static int read_all(const struct cul_options *o, const char *const *paths,
		    size_t n_paths, struct cul_writer *w)
{
	struct cul_out out = cul_writer_out(w, STDOUT_FILENO);
	struct cul_summary sum = { 0 };
	struct cul_bar bar;
	struct cul_pipeline_plan plan = {
		.workers = cul_settings_workers(&o->settings),
		.timezone = o->settings.timezone,
		.year = o->settings.year,
		.want_all = true,
		.parser = o->settings.parser,
		.progress = cul_bar_start(&bar, true),
		.take = take,
		.arg = &out,
	};
	int rc = cul_pipeline_run(&plan, paths, n_paths, &sum);
	int status = CUL_EXIT_FAILED;

	cul_bar_end(&bar);
	if (rc == 0 || rc == CUL_ETRUNC)
		status = cul_inputs_say(&sum, true);
	else if (out.err == 0)
		cul_say("%s",
			rc == CUL_ENOMEM ? "out of memory" : "cannot go on");
	cul_pipeline_counts_done(&sum);
	return cul_writer_end(w, &out, status);
}

static int run(const struct cul_options *o)
{
	struct cul_writer *w;
	const char *const *paths;
	size_t n_paths;
	int status;

	if (!cul_inputs_of(o, 0, "parse", &paths, &n_paths))
		return CUL_EXIT_USAGE;
	w = malloc(sizeof(*w));
	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	status = read_all(o, paths, n_paths, w);
	free(w);
	return status;
}

int cul_cmd_parse(int argc, char **argv)
{
	struct cul_options o;
	int status = cul_options_read(argc, argv, cul_help_takes("parse"), &o);

	if (status == CUL_EXIT_DONE && o.help)
		status = cul_help_command("parse");
	else if (status == CUL_EXIT_DONE && o.list)
		status = cul_list_parsers();
	else if (status == CUL_EXIT_DONE)
		status = run(&o);
	cul_options_done(&o);
	return status;
}
