/* \summary: a watch files what it says into the ledger
 *
 * It never waits for others: what cannot be filed now is filed later, from what
 * stands then, so that all there is to keep is the word that something is
 * missing. At each start all that stands is filed again, which changes nothing
 * if it is there: so no end of the watch, whatever it was, loses any of it.
 */
#include "culprit/ledger.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/excepted.h"
#include "engine/pending.h"
#include "engine/watch_int.h"

enum {
	GATHER_USEC = 200 * 1000,      /* of one burst one transaction      */
	BUSY_USEC = 300 * 1000,        /* somebody writes: soon again       */
	AGAIN_USEC = 5 * 1000 * 1000,  /* something is wrong: in a while    */
	WORRY_USEC = 10 * 1000 * 1000, /* busy for so long is wrong, too    */
	LOOK_USEC = 2 * 1000 * 1000,   /* for exceptions that are new       */
	READ_USEC = 60 * 1000 * 1000,  /* and for those that have ended     */
	STEP_SOURCES = 16,             /* filed again in one go             */
	LAST_WAIT_MSEC = 2000
};

struct cul_watch_ledger {
	struct cul_ledger *l;
	struct cul_excepted excepted;
	uint64_t stamp; /* of the ledger, when they were read  */
	int64_t looked_usec, read_usec;
	struct cul_pending pending;
	struct cul_input_count *inputs; /* names of what is followed */
	size_t n_inputs;
	/* All that stands is to be filed: the next place among what was found
	 * in windows that are over, then among the notices. */
	bool again;
	size_t at_found, at_notice;
	uint64_t moves;      /* of the notices, when at_notice was 0 */
	int64_t due_usec;    /* before this nothing is tried        */
	int64_t failed_usec; /* since then it fails; 0: it does not */
	bool said;
};

/* ---- begin and end ---- */

static int inputs_new(struct cul_watch_ledger *g, const struct cul_watch *w)
{
	const struct cul_strings *files = &w->settings->watch_files;
	const bool named = w->plan->n_files != 0;
	const size_t n = named ? w->plan->n_files : files->n;

	g->inputs = calloc(n + 1, sizeof(*g->inputs));
	if (g->inputs == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < n; i++)
		g->inputs[i].path = named ? w->plan->files[i] : files->v[i];
	g->n_inputs = n;
	return CUL_OK;
}

static int begin(struct cul_watch *w, struct cul_watch_ledger *g)
{
	char why[CUL_LEDGER_ERR] = "";
	int rc = cul_ledger_open(w->settings->ledger_path, CUL_LEDGER_CREATE,
				 cul_clock_wall_usec(), &g->l, why);

	if (rc == CUL_OK) {
		cul_ledger_wait(g->l, 0);
		g->stamp = cul_ledger_stamp(g->l);
		rc = cul_excepted_read(g->l, cul_clock_wall_usec(),
				       &g->excepted);
		(void)snprintf(why, sizeof(why), "%s", cul_ledger_error(g->l));
	}
	if (rc == CUL_OK)
		return inputs_new(g, w);
	cul_out_fmt(w->err, "%s\n", why);
	return rc;
}

int cul_watch_ledger_open(struct cul_watch *w)
{
	if (w->settings->ledger_path == NULL)
		return CUL_OK;
	w->ledger = calloc(1, sizeof(*w->ledger));
	if (w->ledger == NULL)
		return CUL_ENOMEM;
	w->ledger->again = true;
	return begin(w, w->ledger);
}

const struct cul_excepted *cul_watch_excepted(const struct cul_watch *w)
{
	return w->ledger != NULL ? &w->ledger->excepted : NULL;
}

void cul_watch_ledger_close(struct cul_watch *w)
{
	struct cul_watch_ledger *g = w->ledger;

	if (g == NULL)
		return;
	cul_ledger_close(&g->l);
	cul_excepted_done(&g->excepted);
	cul_pending_done(&g->pending);
	free(g->inputs);
	free(g);
	w->ledger = NULL;
}

/* ---- filing ---- */

static int file(const struct cul_watch *w, struct cul_suggestion *v, size_t n)
{
	const struct cul_watch_ledger *g = w->ledger;
	struct cul_report r = w->report;
	const struct cul_filing f = { .command = "watch",
				      .report = &r,
				      .now_usec = cul_clock_wall_usec() };

	r.summary = (struct cul_summary){ .inputs = g->inputs,
					  .n_inputs = g->n_inputs,
					  .t_first_usec = CUL_TIME_NONE,
					  .t_last_usec = CUL_TIME_NONE };
	r.suggestions = v;
	r.n_suggestions = n;
	return n != 0 ? cul_ledger_file(g->l, &f, NULL) : CUL_OK;
}

static int withdraw(const struct cul_watch *w, const char *id)
{
	return cul_ledger_withdraw(w->ledger->l, id, cul_clock_wall_usec());
}

/* In the order in which it was said: those in a row that stand in one go. */
static int file_pending(const struct cul_watch *w)
{
	const struct cul_pending *p = &w->ledger->pending;
	int rc = CUL_OK;

	for (size_t i = 0; i < p->n && rc == CUL_OK;) {
		size_t k = i;

		while (k < p->n && p->what[k] != CUL_NOTICE_WITHDRAWN)
			k++;
		rc = file(w, &p->v[i], k - i);
		if (rc == CUL_OK && k < p->n)
			rc = withdraw(w, p->v[k].id);
		i = k + 1;
	}
	return rc;
}

static int file_source(const struct cul_watch *w, uint64_t key)
{
	const struct cul_files *f = cul_live_files(w->live);
	struct cul_suggestion *v;
	size_t n;
	int rc = cul_court_preview(w->court, key, (const char *const *)f->v,
				   f->n, &v, &n);

	if (rc == CUL_OK)
		rc = file(w, v, n);
	cul_court_preview_done(&v, n);
	return rc;
}

static void file_all_again(struct cul_watch_ledger *g)
{
	cul_pending_clear(&g->pending);
	g->again = true;
	g->at_found = g->at_notice = 0;
}

void cul_watch_ledger_moved(struct cul_watch *w)
{
	if (w->ledger != NULL)
		w->ledger->at_found = 0;
}

/* What is said again only when it has doubled is kept up to date as well. */
void cul_watch_ledger_refresh(struct cul_watch *w)
{
	if (w->ledger == NULL)
		return;
	w->ledger->again = true;
	w->ledger->at_found = w->ledger->at_notice = 0;
}

/* Some of what stands; g->again falls with the last. */
static int file_again(const struct cul_watch *w)
{
	struct cul_watch_ledger *g = w->ledger;
	const struct cul_files *f = cul_live_files(w->live);
	const struct cul_now_notice *is;
	struct cul_suggestion s;
	unsigned done = 0;
	uint64_t key;
	int rc = CUL_OK;

	if (g->moves != cul_notices_moves(w->notices))
		g->at_notice = 0;
	g->moves = cul_notices_moves(w->notices);
	while (rc == CUL_OK && done++ < STEP_SOURCES &&
	       cul_court_found(w->court, g->at_found, (const char *const *)f->v,
			       f->n, &s)) {
		rc = file(w, &s, 1);
		g->at_found += rc == CUL_OK;
	}
	while (rc == CUL_OK && done++ < STEP_SOURCES) {
		is = cul_notices_at(w->notices, g->at_notice, &key);
		if (is == NULL) {
			g->again = false;
			break;
		}
		rc = is->what == CUL_NOTICE_WITHDRAWN ? withdraw(w, is->id)
						      : file_source(w, key);
		g->at_notice += rc == CUL_OK;
	}
	return rc;
}

void cul_watch_ledger_say(struct cul_watch *w, enum cul_notice_what what,
			  const struct cul_suggestion *s)
{
	struct cul_watch_ledger *g = w->ledger;

	if (g == NULL)
		return;
	if (g->pending.n == 0 && g->failed_usec == 0)
		g->due_usec = cul_clock_mono_usec() + GATHER_USEC;
	if (cul_pending_add(&g->pending, what, s) != CUL_OK)
		file_all_again(g);
}

/* ---- when it fails, and when it does again ---- */

static void failed(struct cul_watch *w, int rc, int64_t now)
{
	struct cul_watch_ledger *g = w->ledger;

	file_all_again(g);
	g->due_usec = now + (rc == CUL_EBUSY ? BUSY_USEC : AGAIN_USEC);
	if (g->failed_usec == 0)
		g->failed_usec = now;
	if (rc == CUL_EBUSY && now - g->failed_usec < WORRY_USEC)
		return;
	(void)snprintf(w->ledger_error, sizeof(w->ledger_error), "%.250s",
		       cul_ledger_error(g->l));
	if (!g->said)
		cul_watch_log(w, CUL_PRIORITY_ERROR,
			      "%s; the watch goes on, and files what stands "
			      "when that can be done",
			      cul_ledger_error(g->l));
	g->said = true;
}

static void succeeded(struct cul_watch *w, int64_t now)
{
	struct cul_watch_ledger *g = w->ledger;

	g->due_usec = now + (g->again ? GATHER_USEC / 10 : GATHER_USEC);
	g->failed_usec = 0;
	w->ledger_error[0] = '\0';
	if (g->said)
		cul_watch_log(w, CUL_PRIORITY_NOTICE, "%s: is written again",
			      cul_ledger_path(g->l));
	g->said = false;
}

/* Somebody may have made an exception, or taken one back. */
static void look(struct cul_watch *w, int64_t now)
{
	struct cul_watch_ledger *g = w->ledger;
	struct cul_excepted fresh;
	uint64_t stamp;

	if (now - g->looked_usec < LOOK_USEC)
		return;
	g->looked_usec = now;
	stamp = cul_ledger_stamp(g->l);
	if (stamp == g->stamp && now - g->read_usec < READ_USEC)
		return;
	g->read_usec = now;
	if (cul_excepted_read(g->l, cul_clock_wall_usec(), &fresh) != CUL_OK ||
	    cul_excepted_same(&fresh, &g->excepted)) {
		cul_excepted_done(&fresh);
		return;
	}
	g->stamp = stamp;
	cul_excepted_done(&g->excepted);
	g->excepted = fresh;
	cul_watch_log(w, CUL_PRIORITY_NOTICE,
		      "the exceptions of the ledger have changed: there are "
		      "%zu",
		      fresh.n);
	cul_notices_review(w->notices);
}

static bool waits(const struct cul_watch_ledger *g)
{
	return g->again || g->pending.n != 0;
}

/* First what was said: what is filed again after it is never older. */
static int step(struct cul_watch *w)
{
	struct cul_watch_ledger *g = w->ledger;
	int rc = file_pending(w);

	if (rc != CUL_OK)
		return rc;
	cul_pending_clear(&g->pending);
	return g->again ? file_again(w) : CUL_OK;
}

int cul_watch_ledger_step(struct cul_watch *w)
{
	struct cul_watch_ledger *g = w->ledger;
	const int64_t now = cul_clock_mono_usec();
	int rc;

	if (g == NULL)
		return CUL_OK;
	look(w, now);
	if (!waits(g) || now < g->due_usec)
		return CUL_OK;
	rc = step(w);
	if (rc == CUL_ENOMEM)
		return rc;
	if (rc == CUL_OK)
		succeeded(w, now);
	else
		failed(w, rc, now);
	return CUL_OK;
}

int64_t cul_watch_ledger_due_usec(const struct cul_watch *w)
{
	return w->ledger != NULL && waits(w->ledger) ? w->ledger->due_usec
						     : INT64_MAX;
}

void cul_watch_ledger_end(struct cul_watch *w)
{
	struct cul_watch_ledger *g = w->ledger;
	int rc = CUL_OK;

	if (g == NULL)
		return;
	cul_ledger_wait(g->l, w->checkpoint != NULL ? LAST_WAIT_MSEC
						    : CUL_LEDGER_WAIT_MSEC);
	while (rc == CUL_OK && waits(g))
		rc = step(w);
	if (rc != CUL_OK)
		cul_watch_log(w, CUL_PRIORITY_ERROR,
			      w->checkpoint != NULL
				      ? "%s; what is missing there is filed at "
					"the next start"
				      : "%s; what is missing there is lost, as "
					"there is no state folder",
			      cul_ledger_error(g->l));
}
