/* \summary: culprit check: the configuration, explained and tried */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"
#include "app/stdout.h"
#include "engine/court.h"

static void show_one(const struct cul_settings *s, size_t i,
		     struct cul_out *out)
{
	struct cul_setting_info info = cul_settings_info(i);

	cul_out_str(out, "; ");
	cul_out_str(out, info.help);
	cul_out_fmt(out, "\n; %s", info.type);
	if (info.range[0] != '\0')
		cul_out_fmt(out, ", %s", info.range);
	cul_out_fmt(out, "; default: %s\n%s =",
		    info.dflt[0] != '\0' ? info.dflt : "none", info.key);
	if (!cul_settings_is_empty(s, i))
		cul_out_str(out, " ");
	cul_settings_show(s, i, out);
	cul_out_str(out, "\n");
}

/* As a configuration file that would say the same. */
static void show(const struct cul_settings *s, struct cul_out *out)
{
	const char *section = "";

	cul_out_str(out, "; ");
	cul_out_str(out, s->path != NULL ? s->path
					 : "no configuration file: defaults");
	cul_out_str(out, "\n");
	for (size_t i = 0; i < cul_settings_count(); i++) {
		const char *now = cul_settings_info(i).section;

		if (strcmp(section, now) != 0)
			cul_out_fmt(out, "\n[%s]\n", now);
		section = now;
		show_one(s, i, out);
	}
}

/* The files it names, and what it needs to begin judging. */
static bool tried(const struct cul_settings *s)
{
	struct cul_out err = cul_err_out();
	struct cul_court *court = NULL;
	bool ok = cul_court_new(s, &err, &court) == 0;

	cul_court_free(&court);
	return ok;
}

static int run(const struct cul_options *o)
{
	struct cul_out err = cul_err_out();
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_out out;
	int status;

	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	out = cul_writer_out(w, STDOUT_FILENO);
	if (o->json)
		cul_settings_json(&o->settings, &out);
	else
		show(&o->settings, &out);
	status = cul_writer_end(w, &out, CUL_EXIT_DONE);
	free(w);
	cul_settings_unused(&o->settings, &err);
	if (!tried(&o->settings))
		status = CUL_EXIT_USAGE;
	return status;
}

int cul_cmd_check(int argc, char **argv)
{
	struct cul_options o;
	int status = cul_options_read(argc, argv, cul_help_takes("check"), &o);

	if (status == CUL_EXIT_DONE && o.help) {
		status = cul_help_command("check");
	} else if (status == CUL_EXIT_DONE && o.n_args > 0) {
		cul_say("check takes no FILE; the configuration is -c FILE");
		status = CUL_EXIT_USAGE;
	} else if (status == CUL_EXIT_DONE) {
		status = run(&o);
	}
	cul_options_done(&o);
	return status;
}
