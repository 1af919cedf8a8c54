/* \summary: is the watch well: trouble, lag, a silence that is no habit */
#include "serve/health.h"

#include "report/escape.h"
#include "report/glyph.h"

enum { HOUR_MIN = 60, DAY_MIN = 24 * HOUR_MIN };

#define USEC_PER_MIN (60 * CUL_USEC_PER_SEC)

/* The minutes up to the last one with a line: what follows is the silence. */
static size_t heard(const struct cul_now *now)
{
	size_t n = now->n_minutes;

	while (n != 0 && now->minutes[n - 1].lines == 0)
		n--;
	return n;
}

struct habit {
	size_t active;  /* minutes with a line           */
	size_t longest; /* minutes without one, in a row */
};

/* What minutes [from, to) were like. */
static void learn(const struct cul_now *now, size_t from, size_t to,
		  struct habit *h)
{
	size_t run = 0;

	for (size_t i = from; i < to; i++) {
		run = now->minutes[i].lines == 0 ? run + 1 : 0;
		h->active += run == 0;
		if (run > h->longest)
			h->longest = run;
	}
}

static size_t less(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

/* Around this time of a day ago, and lately; no minute twice. */
static struct habit habit_of(const struct cul_now *now, size_t n, size_t today)
{
	size_t from = less(today, DAY_MIN + CUL_HEALTH_AROUND_MIN);
	size_t to = less(today, DAY_MIN - CUL_HEALTH_AROUND_MIN);
	size_t recent = less(n, CUL_HEALTH_RECENT_MIN);
	struct habit h = { 0 };

	learn(now, from, to < recent ? to : recent, &h);
	learn(now, recent, n, &h);
	return h;
}

unsigned cul_health_silence_limit(const struct cul_now *now,
				  unsigned silent_min)
{
	size_t n = heard(now), today = n + silent_min;
	size_t enough = n < HOUR_MIN ? CUL_HEALTH_FIRST_MINUTES
				     : CUL_HEALTH_HABIT_MINUTES;
	struct habit h = habit_of(now, n, today);
	size_t least = CUL_HEALTH_SILENT_MIN;

	if (h.active < enough) {
		h = (struct habit){ 0 };
		learn(now, 0, n, &h);
	}
	if (h.active < enough)
		return 0;
	if (n < HOUR_MIN)
		least = CUL_HEALTH_SILENT_FIRST_MIN;
	else if (today < DAY_MIN)
		least = CUL_HEALTH_SILENT_NEW_MIN;
	h.longest *= CUL_HEALTH_SILENT_TIMES;
	return (unsigned)(h.longest > least ? h.longest : least);
}

/* Since any input gave a line; of one that never did, since we listen. */
static int64_t silent_usec(const struct cul_now *now)
{
	int64_t least = now->wall_usec - now->started_usec;

	for (size_t i = 0; i < now->n_inputs; i++) {
		int64_t silent = now->inputs[i].silent_usec;

		if (silent >= 0 && silent < least)
			least = silent;
	}
	return least;
}

static bool trouble(const struct cul_now *now, struct cul_out *o)
{
	if (now->trouble == NULL)
		return false;
	cul_term_sv(o, cul_sv_str(now->trouble), true);
	cul_out_str(o, "\n");
	return true;
}

static bool lags(const struct cul_now *now, const struct cul_health_plan *plan,
		 struct cul_out *o)
{
	double limit = plan->lag_limit_sec > 0 ? plan->lag_limit_sec
					       : CUL_HEALTH_LAG_SEC;
	double lag = (double)now->lag_usec / (double)CUL_USEC_PER_SEC;

	if (!(lag > limit))
		return false;
	cul_out_fmt(o,
		    "reading is %.0f seconds behind the log; more than %.0f "
		    "is too late\n",
		    lag, limit);
	return true;
}

static bool silent(const struct cul_now *now,
		   const struct cul_health_plan *plan, struct cul_out *o)
{
	int64_t min = silent_usec(now) / USEC_PER_MIN;
	unsigned limit;

	/* Who was stopped by hand hears nothing. A month is as good as a
	 * year. */
	if (plan->silence_ignored || now->paused || min < 0)
		return false;
	if (min > 31 * DAY_MIN)
		min = 31 * DAY_MIN;
	limit = cul_health_silence_limit(now, (unsigned)min);
	if (limit == 0 || min <= (int64_t)limit)
		return false;
	cul_out_fmt(o,
		    "no line for %u minutes; at this time of day more than "
		    "%u are not this log's habit\n",
		    (unsigned)min, limit);
	return true;
}

static void well(const struct cul_now *now, struct cul_out *o)
{
	size_t failing = 0;

	for (size_t i = 0; i < now->n_inputs; i++)
		failing += now->inputs[i].error != NULL;
	cul_out_fmt(o, "ok: %.1f lines a second, %.1f seconds behind",
		    now->lines_per_sec,
		    (double)now->lag_usec / (double)CUL_USEC_PER_SEC);
	if (failing != 0)
		cul_out_fmt(o, "; %zu of %zu inputs cannot be read", failing,
			    now->n_inputs);
	cul_out_str(o, "\n");
}

bool cul_health(const struct cul_now *now, const struct cul_health_plan *plan,
		struct cul_out *sentence)
{
	if (trouble(now, sentence) || lags(now, plan, sentence) ||
	    silent(now, plan, sentence))
		return false;
	well(now, sentence);
	return true;
}
