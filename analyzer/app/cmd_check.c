/* \summary: culprit check: the configuration, explained and tried */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"
#include "app/stdout.h"
#include "engine/court.h"
#include "engine/lease_book.h"
#include "engine/letters.h"

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

struct tried {
	struct cul_court *court; /* NULL: it did not begin */
	struct cul_out *out;
};

/* A comment: what is printed is a configuration. */
static int remark(void *arg, const char *sentence)
{
	const struct tried *t = arg;

	cul_out_fmt(t->out, "; %s\n", sentence);
	return 0;
}

static void show_leases(struct tried *t)
{
	char text[CUL_LEASE_SENTENCE_MAX];
	struct cul_lease_totals n;

	if (t->court == NULL || !cul_court_leases(t->court, &n))
		return;
	cul_lease_totals_words(&n, text);
	cul_out_fmt(t->out, "\n; leases: %s\n", text);
	(void)cul_court_leases_say(t->court, remark, t);
}

static int run(const struct cul_options *o)
{
	struct cul_out err = cul_err_out();
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_out out;
	struct tried t = { NULL, &out };
	struct cul_letters *letters = NULL;
	int status;

	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	/* The files it names, and what it needs to begin judging. */
	(void)cul_court_new(&o->settings, &err, &t.court);
	(void)cul_settings_letters(&o->settings, &err, &letters);
	out = cul_writer_out(w, STDOUT_FILENO);
	if (o->json)
		cul_settings_json(&o->settings, &out);
	else
		show(&o->settings, &out);
	if (!o->json)
		show_leases(&t);
	status = cul_writer_end(w, &out, CUL_EXIT_DONE);
	free(w);
	cul_settings_unused(&o->settings, &err);
	if (t.court == NULL || letters == NULL)
		status = CUL_EXIT_USAGE;
	cul_court_free(&t.court);
	cul_letters_free(&letters);
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
