/* \summary: days that are over go from a watch into the ledger
 *
 * As with what is suggested it never waits for others: what cannot be filed now
 * stays with the court. It is not in a checkpoint, so each is preceded by a
 * try; only a watch that is killed while the ledger cannot be written loses
 * days, and of those the nightly scan knows.
 */
#include <stdio.h>

#include "engine/clock.h"
#include "engine/watch_int.h"

enum {
	GATHER_USEC = 30 * 1000 * 1000,
	BUSY_USEC = 500 * 1000,
	AGAIN_USEC = 5 * 1000 * 1000,
	WORRY_USEC = 10 * 1000 * 1000,
	LAST_WAIT_MSEC = 2000,
	MANY = 4096
};

int cul_watch_days_open(struct cul_watch *w)
{
	int err = cul_past_open(w->settings, CUL_PAST_KEEP, w->err, &w->past);

	cul_past_wait(w->past, 0);
	return err;
}

static void trouble(struct cul_watch *w, const char *sentence)
{
	if (w->past_error[0] == '\0')
		cul_watch_log(w, CUL_PRIORITY_ERROR, "%s; the watch goes on",
			      sentence);
	(void)snprintf(w->past_error, sizeof(w->past_error), "%.250s",
		       sentence);
}

static void no_trouble(struct cul_watch *w)
{
	if (w->past_error[0] != '\0')
		cul_watch_log(w, CUL_PRIORITY_NOTICE,
			      "past days are filed again");
	w->past_error[0] = '\0';
	w->days_failed_usec = 0;
}

void cul_watch_days_now(struct cul_watch *w)
{
	const int64_t now = cul_clock_mono_usec();
	const int rc = cul_past_file(w->past, w->court);
	const char *why = cul_past_trouble(w->past);

	w->days_due_usec = now + GATHER_USEC;
	if (rc != CUL_OK)
		w->days_due_usec =
			now + (rc == CUL_EBUSY ? BUSY_USEC : AGAIN_USEC);
	if (rc != CUL_OK && w->days_failed_usec == 0)
		w->days_failed_usec = now;
	if (rc == CUL_EBUSY && now - w->days_failed_usec < WORRY_USEC)
		return;
	if (why != NULL)
		trouble(w, why);
	else
		no_trouble(w);
}

void cul_watch_days_step(struct cul_watch *w)
{
	const size_t n = cul_court_days_waiting(w->court);
	const int64_t now = cul_clock_mono_usec();

	if (w->past == NULL)
		return;
	if (now >= w->days_due_usec || (n >= MANY && w->days_failed_usec == 0))
		cul_watch_days_now(w);
}

void cul_watch_days_end(struct cul_watch *w)
{
	cul_past_wait(w->past, LAST_WAIT_MSEC);
	if (w->past != NULL)
		cul_watch_days_now(w);
}
