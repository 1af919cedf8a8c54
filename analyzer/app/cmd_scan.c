/* \summary: culprit scan: the nightly batch */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/inputs.h"
#include "app/lists.h"
#include "app/save.h"
#include "app/screen.h"
#include "app/stdout.h"
#include "engine/filing.h"

static int show(const struct cul_options *o, const struct cul_report *r)
{
	struct cul_writer *w = malloc(sizeof(*w));
	struct cul_style style = cul_screen_style();
	struct cul_out out;
	int status;

	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	out = cul_writer_out(w, STDOUT_FILENO);
	o->sink->write(r, &style, &out);
	status = cul_writer_end(w, &out, CUL_EXIT_DONE);
	free(w);
	return status;
}

static int tell(const struct cul_options *o, const struct cul_report *r)
{
	/* the table has the notes in it */
	int status = cul_inputs_say(&r->summary, o->sink != cul_sinks[0]);

	/* the files first: a reader of the table that leaves early must not
	 * cost them */
	if (o->dir != NULL && !cul_save(r, o->dir))
		status = CUL_EXIT_FAILED;
	if (show(o, r) != CUL_EXIT_DONE)
		status = CUL_EXIT_FAILED;
	return status;
}

/* Into the ledger, and the news to the desk; before it is shown, so that this
 * can be told. A report that could not be filed is shown all the same. */
static int file_and_tell(const struct cul_options *o, struct cul_report *r)
{
	struct cul_out err = cul_err_out();
	struct cul_filing_done done;
	int filed = cul_filing_scan(&o->settings, r, &err, &done);
	int status, mailed = CUL_OK;

	if (filed == CUL_OK)
		mailed = cul_filing_mail(&o->settings, r, getenv("PATH"), &err,
					 &done);
	else if (filed == CUL_ENOMEM)
		cul_say("out of memory");
	status = tell(o, r);
	cul_filing_free(&done);
	if (filed == CUL_OK && mailed == CUL_OK)
		return status;
	return mailed == CUL_ECONF ? CUL_EXIT_USAGE : CUL_EXIT_FAILED;
}

static int run(const struct cul_options *o)
{
	struct cul_scan *scan = NULL;
	struct cul_report report;
	int status, told;

	status = cul_inputs_judge(o, 0, "scan", CUL_PAST_KEEP, &scan);
	if (status != CUL_EXIT_DONE)
		return status;
	report = *cul_scan_report(scan);
	told = file_and_tell(o, &report);
	if (cul_scan_file_days(scan) != CUL_OK)
		status = CUL_EXIT_FAILED;
	status = cul_inputs_past(scan, status);
	if (status == CUL_EXIT_DONE || told == CUL_EXIT_FAILED)
		status = told;
	cul_scan_free(&scan);
	return status;
}

int cul_cmd_scan(int argc, char **argv)
{
	struct cul_options o;
	int status = cul_options_read(argc, argv, cul_help_takes("scan"), &o);

	if (status == CUL_EXIT_DONE && o.help)
		status = cul_help_command("scan");
	else if (status == CUL_EXIT_DONE && o.list_formats)
		status = cul_list_formats();
	else if (status == CUL_EXIT_DONE && o.list_detectors)
		status = cul_list_detectors();
	else if (status == CUL_EXIT_DONE)
		status = run(&o);
	cul_options_done(&o);
	return status;
}
