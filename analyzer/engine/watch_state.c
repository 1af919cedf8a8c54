/* \summary: what a watch remembers: begun, kept, gone on with, reported */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "engine/clock.h"
#include "engine/forked.h"
#include "engine/version.h"
#include "engine/watch_int.h"

static int hear(void *arg, const struct cul_item *item)
{
	const struct cul_watch *w = arg;
	/* Copied: the file may be rotated, packed, gone when it is quoted. */
	const struct cul_logged line = { item->line, item->file, item->offset,
					 false };

	if (item->ev == NULL)
		return CUL_OK;
	return cul_court_hear(w->court, item->ev, &line);
}

static void ahead(void *arg, const struct cul_event *next)
{
	const struct cul_watch *w = arg;

	cul_court_ahead(w->court, next);
}

static void read_some(void *arg, uint64_t done, uint64_t all, uint64_t lines)
{
	const struct cul_watch *w = arg;
	struct cul_court_sizes sizes;

	(void)done;
	(void)all;
	cul_court_sizes(w->court, &sizes);
	cul_now_book_note(w->book, sizes.t_now, lines, &sizes.mail);
}

static void said(void *arg, enum cul_notice_what what,
		 const struct cul_suggestion *s)
{
	struct cul_watch *w = arg;

	if (w->plan->say != NULL && !w->unheard)
		w->unheard = !w->plan->say(w->plan->arg, what, s, &w->report);
	cul_watch_tell(w, what, s);
	cul_watch_ledger_say(w, what, s);
}

static void drop(struct cul_watch *w)
{
	cul_notices_free(&w->notices);
	cul_now_book_free(&w->book);
	cul_live_free(&w->live);
	cul_court_free(&w->court);
	cul_pipeline_counts_done(&w->report.summary);
}

static int make(struct cul_watch *w)
{
	const struct cul_settings *s = w->settings;
	const struct cul_pipeline_plan plan = {
		.workers = cul_settings_workers(s),
		.timezone = s->timezone,
		.year = s->year,
		.parser = s->parser,
		.progress = { read_some, w },
		.finish = cul_court_keys,
		.ahead = ahead,
		.n_ahead = CUL_COURT_AHEAD,
		.take = hear,
		.arg = w,
	};
	struct cul_notices_plan notices = { .say = said, .arg = w };
	int err = cul_court_new(s, w->err, &w->court);

	if (err == CUL_OK) {
		cul_court_except(w->court, cul_watch_excepted(w));
		err = cul_now_book_new(&w->book);
	}
	if (err == CUL_OK)
		err = cul_live_new(&plan, (int64_t)(s->watch_settle_sec * 1e6),
				   &w->report.summary, &w->live);
	if (err != CUL_OK)
		return err;
	cul_past_join(w->past, w->court);
	notices.court = w->court;
	notices.files = cul_live_files(w->live);
	err = cul_notices_new(&notices, &w->notices);
	if (err == CUL_OK)
		cul_court_suspects(w->court, cul_notices_suspect, w->notices);
	return err;
}

static void all_state(void *arg, struct cul_state *s)
{
	struct cul_watch *w = arg;

	cul_live_state(s, w->live);
	(void)cul_court_state(s, w->court);
	cul_notices_state(s, w->notices);
	cul_now_book_state(s, w->book);
}

static int load(void *arg, struct cul_state *s)
{
	struct cul_watch *w = arg;
	int made, err;

	drop(w);
	made = make(w);
	if (made != CUL_OK)
		cul_state_fail(s, made);
	else
		all_state(w, s);
	err = cul_state_end(&s);
	return made != CUL_OK ? made : err;
}

static void complain(void *arg, const char *sentence)
{
	cul_watch_log(arg, CUL_PRIORITY_ERROR, "%s", sentence);
}

static void say_how(const struct cul_watch *w, bool again)
{
	const char *dir = w->settings->watch_state;

	if (again)
		cul_watch_log(w, CUL_PRIORITY_NOTICE,
			      "goes on from the checkpoint in %.500s: %llu "
			      "lines read before",
			      dir, (unsigned long long)w->report.summary.lines);
	else
		cul_watch_log(w, CUL_PRIORITY_NOTICE,
			      "no checkpoint in %.500s: begins anew", dir);
}

int cul_watch_begin(struct cul_watch *w)
{
	const char *dir = w->settings->watch_state;
	int err = cul_settings_letters(w->settings, w->err, &w->letters);

	w->report.version = cul_version();
	w->report.config = w->settings->path;
	w->report.mask = w->settings->mask;
	w->report.letters = w->letters;
	if (err == CUL_OK && dir != NULL)
		err = cul_checkpoint_open(dir, w->err, &w->checkpoint);
	if (err == CUL_OK)
		err = cul_watch_days_open(w);
	if (err != CUL_OK)
		return err;
	if (w->checkpoint != NULL &&
	    cul_checkpoint_load(w->checkpoint, load, complain, w) > 0) {
		say_how(w, true);
	} else {
		drop(w);
		err = make(w);
		if (err == CUL_OK && dir != NULL)
			say_how(w, false);
	}
	w->run0_lines = w->report.summary.lines;
	w->checkpoint_lines = w->saved_lines = w->run0_lines;
	return err;
}

/* ---- checkpoints ---- */

/* It is tried again; what is wrong stays said until one is there. */
static void failed(struct cul_watch *w, int why)
{
	w->given.checkpoints_failed++;
	(void)snprintf(w->trouble, sizeof(w->trouble),
		       "no checkpoint in %.150s: %.60s",
		       w->settings->watch_state, strerror(why));
	cul_watch_log(w, CUL_PRIORITY_ERROR,
		      "%s; the one before is still there", w->trouble);
}

int cul_watch_save(struct cul_watch *w)
{
	int err = cul_live_settle(w->live);

	if (err != CUL_OK || w->checkpoint == NULL)
		return err;
	cul_watch_days_now(w);
	w->checkpoint_lines = w->report.summary.lines;
	err = cul_checkpoint_start(w->checkpoint, all_state, w);
	if (err == CUL_EIO) {
		failed(w, errno);
		return CUL_OK;
	}
	return err == CUL_OK
		       ? cul_watch_listen(w, cul_checkpoint_fd(w->checkpoint))
		       : err;
}

void cul_watch_saved(struct cul_watch *w, bool wait)
{
	struct cul_checkpoint_result r;

	if (w->checkpoint == NULL ||
	    !cul_checkpoint_end(w->checkpoint, wait, &r))
		return;
	if (r.err != CUL_OK) {
		failed(w, r.why);
		return;
	}
	w->trouble[0] = '\0';
	w->saved_lines = w->checkpoint_lines;
	w->given.checkpoints++;
	w->given.checkpoint_usec = cul_clock_wall_usec();
	w->given.checkpoint_took_usec = r.took_usec;
	w->given.checkpoint_paused_usec = r.paused_usec;
	w->given.checkpoint_bytes = r.bytes;
}

/* ---- reports ---- */

int cul_watch_report_here(struct cul_watch *w)
{
	const struct cul_files *f = cul_live_files(w->live);
	int err = cul_live_report(w->live);

	if (err == CUL_OK)
		err = cul_court_close(w->court, (const char *const *)f->v, f->n,
				      &w->report);
	return err == CUL_OK ? w->plan->report(w->plan->arg, &w->report) : err;
}

/* The ledger is the parent's. */
static int report_child(void *arg)
{
	static const struct cul_court_past none = { .keeps = false };
	struct cul_watch *w = arg;

	cul_court_set_past(w->court, &none);
	return cul_watch_report_here(arg) == CUL_OK ? 0 : 1;
}

/* In a child, since it ends the court. */
int cul_watch_report(struct cul_watch *w)
{
	w->report_due = false;
	if (w->plan->report == NULL || w->reporter != 0)
		return CUL_OK;
	if (cul_fork(report_child, w, &w->reporter) != CUL_OK)
		cul_watch_log(w, CUL_PRIORITY_ERROR, "no report: %s",
			      strerror(errno));
	return CUL_OK;
}

void cul_watch_reported(struct cul_watch *w, bool wait)
{
	int status = 0;

	if (w->reporter == 0 || !cul_fork_ended(w->reporter, wait, &status))
		return;
	w->reporter = 0;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		cul_watch_log(w, CUL_PRIORITY_ERROR,
			      "the report could not be written");
}
