/* \summary: run the pipeline into the court, and keep the report */
#include <errno.h>
#include <stdlib.h>

#include "engine/letters.h"
#include "engine/scan.h"
#include "engine/version.h"

struct cul_scan {
	struct cul_court *court;
	struct cul_report report;
	const char **files; /* of the inputs, for the quotes */
	struct cul_again again;
	struct cul_letters *letters;
	struct cul_past *past;
	struct cul_excepted excepted;
};

static int hear(void *arg, const struct cul_item *item)
{
	struct cul_scan *scan = arg;
	const struct cul_logged line = { item->line, item->file, item->offset,
					 item->lasts };

	if (item->ev == NULL)
		return 0;
	return cul_court_hear(scan->court, item->ev, &line);
}

static void ahead(void *arg, const struct cul_event *next)
{
	const struct cul_scan *scan = arg;

	cul_court_ahead(scan->court, next);
}

static int judge(struct cul_scan *scan)
{
	const struct cul_summary *sum = &scan->report.summary;

	scan->files = calloc(sum->n_inputs + 1, sizeof(*scan->files));
	if (scan->files == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < sum->n_inputs; i++)
		scan->files[i] = sum->inputs[i].path;
	return cul_court_close(scan->court, scan->files, sum->n_inputs,
			       &scan->report);
}

static void say(struct cul_out *err, int rc)
{
	if (rc == CUL_ENOMEM)
		cul_out_str(err, "out of memory\n");
	else if (rc == CUL_EIO)
		cul_out_fmt(err, "%s\n", strerror(errno));
	else if (rc == CUL_EUSAGE)
		cul_out_str(err, "no such parser\n");
}

static int run(struct cul_scan *scan, const struct cul_pipeline_plan *plan,
	       const char *const *paths, size_t n_paths)
{
	int read =
		cul_pipeline_run(plan, paths, n_paths, &scan->report.summary);
	int rc;

	if (read < 0 && read != CUL_ETRUNC)
		return read;
	rc = judge(scan);
	return rc < 0 ? rc : read;
}

/* What is wrong with it has been said. */
static int past_open(struct cul_scan *scan, const struct cul_settings *s,
		     enum cul_past_mode mode, struct cul_out *err)
{
	int rc = cul_past_open(s, mode, err, &scan->past);

	cul_past_join(scan->past, scan->court);
	if (mode == CUL_PAST_REPLAY)
		cul_court_keep_names(scan->court);
	return rc == CUL_OK || rc == CUL_ENOMEM ? rc : CUL_ECONF;
}

int cul_scan_file_days(struct cul_scan *scan)
{
	return cul_past_file(scan->past, scan->court);
}

const char *cul_scan_trouble(const struct cul_scan *scan)
{
	return cul_past_trouble(scan->past);
}

int cul_scan_run(const struct cul_settings *s, enum cul_past_mode past,
		 const char *const *paths, size_t n_paths,
		 struct cul_progress progress, struct cul_out *err,
		 struct cul_scan **ret_scan)
{
	struct cul_scan *scan = calloc(1, sizeof(*scan));
	struct cul_pipeline_plan plan = {
		.workers = cul_settings_workers(s),
		.timezone = s->timezone,
		.year = s->year,
		.parser = s->parser,
		.progress = progress,
		.finish = cul_court_keys,
		.again = &scan->again,
		.ahead = ahead,
		.n_ahead = CUL_COURT_AHEAD,
		.take = hear,
		.arg = scan,
	};
	int rc;

	if (scan == NULL) {
		say(err, CUL_ENOMEM);
		return CUL_ENOMEM;
	}
	scan->report.version = cul_version();
	scan->report.config = s->path;
	scan->report.named = paths;
	scan->report.n_named = n_paths;
	scan->report.mask = s->mask;
	rc = cul_settings_letters(s, err, &scan->letters);
	scan->report.letters = scan->letters;
	if (rc == 0)
		rc = cul_settings_excepted(s, err, &scan->excepted);
	if (rc == 0)
		rc = cul_court_new(s, err, &scan->court);
	if (rc == 0)
		rc = past_open(scan, s, past, err);
	if (rc == 0) {
		cul_court_except(scan->court, &scan->excepted);
		cul_court_reread(scan->court, &scan->again);
		rc = run(scan, &plan, paths, n_paths);
		scan->report.made_usec = scan->report.summary.t_last_usec;
		if (rc < 0 && rc != CUL_ETRUNC)
			say(err, rc);
	}
	if (rc < 0 && rc != CUL_ETRUNC) {
		cul_scan_free(&scan);
		return rc;
	}
	*ret_scan = scan;
	return rc;
}

const struct cul_report *cul_scan_report(const struct cul_scan *scan)
{
	return &scan->report;
}

void cul_scan_span(const struct cul_scan *scan, int64_t *ret_from_usec,
		   int64_t *ret_to_usec)
{
	cul_court_span(scan->court, ret_from_usec, ret_to_usec);
}

bool cul_scan_heard_of(const struct cul_scan *scan, enum cul_subject subject,
		       const char *name)
{
	return cul_court_heard_of(scan->court, subject, name);
}

bool cul_scan_explain(const struct cul_scan *scan, const char *who,
		      struct cul_out *o)
{
	return cul_court_explain(scan->court, who, o);
}

size_t cul_scan_letters(const struct cul_scan *scan, const char *who,
			struct cul_out *o)
{
	const struct cul_report *r = &scan->report;
	size_t n = 0;

	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (!cul_letter_is_due(s) || !cul_suggestion_is_about(s, who))
			continue;
		cul_out_str(o, n++ == 0 ? "" : "\n");
		cul_letter_write(scan->letters, s, o);
	}
	return n;
}

void cul_scan_free(struct cul_scan **scan)
{
	struct cul_scan *s = *scan;

	if (s == NULL)
		return;
	cul_court_free(&s->court);
	cul_past_close(&s->past);
	cul_letters_free(&s->letters);
	cul_excepted_done(&s->excepted);
	cul_again_done(&s->again);
	cul_pipeline_counts_done(&s->report.summary);
	free(s->files);
	free(s);
	*scan = NULL;
}
