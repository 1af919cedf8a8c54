/* \summary: culprit explain: everything known of one source */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/inputs.h"
#include "app/stdout.h"

static bool letters(const struct cul_scan *scan, const char *who,
		    struct cul_out *out)
{
	if (cul_scan_letters(scan, who, out) != 0)
		return true;
	cul_say("nothing is suggested about '%s' that a letter would tell",
		who);
	return false;
}

static bool evidence(const struct cul_scan *scan, const char *who,
		     struct cul_out *out)
{
	if (cul_scan_explain(scan, who, out))
		return true;
	cul_say("nothing is known of '%s' in what was read", who);
	return false;
}

static int show(const struct cul_options *o, const struct cul_scan *scan,
		const char *who)
{
	int status = cul_inputs_say(&cul_scan_report(scan)->summary, true);
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_out out;

	status = cul_inputs_past(scan, status);
	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	out = cul_writer_out(w, STDOUT_FILENO);
	if (!(o->letter ? letters : evidence)(scan, who, &out))
		status = CUL_EXIT_FAILED;
	status = cul_writer_end(w, &out, status);
	free(w);
	return status;
}

static int run(const struct cul_options *o)
{
	struct cul_scan *scan = NULL;
	int status;

	if (o->n_args == 0) {
		cul_say("no SOURCE named; culprit help explain tells how");
		return CUL_EXIT_USAGE;
	}
	status = cul_inputs_judge(o, 1, "explain", CUL_PAST_READ, &scan);
	if (status != CUL_EXIT_DONE)
		return status;
	status = show(o, scan, o->args[0]);
	cul_scan_free(&scan);
	return status;
}

int cul_cmd_explain(int argc, char **argv)
{
	struct cul_options o;
	int status =
		cul_options_read(argc, argv, cul_help_takes("explain"), &o);

	if (status == CUL_EXIT_DONE && o.help)
		status = cul_help_command("explain");
	else if (status == CUL_EXIT_DONE)
		status = run(&o);
	cul_options_done(&o);
	return status;
}
