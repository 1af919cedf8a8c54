/* \summary: who has been silent for long is forgotten, a few at a time
 *
 * In a log of one day nobody is. Where lines come in for weeks each day brings
 * as many new outsiders as the one before, and the old ones are not heard of
 * again. In the order of ids, so that it depends on the events alone.
 */
#include "culprit/limits.h"
#include "evidence/table_int.h"

enum { SLICES = 64 };

/* What could make a difference when it comes back. A walk that stands below 0
 * would only speak for it. */
static bool is_blameless(const struct cul_source *s)
{
	if (s->stirred || s->t_misdeed != CUL_TIME_NONE || s->flagged != 0 ||
	    s->counts[CUL_C_out_contacts] != 0)
		return false;
	for (unsigned w = 0; w < CUL_WALKS_; w++)
		if (s->walks[w].level_mnat > 0)
			return false;
	return true;
}

static int64_t days_kept(const struct cul_source *s)
{
	if (s->habit != NULL)
		return CUL_FORGET_HABIT_DAYS;
	return is_blameless(s) ? CUL_FORGET_BLAMELESS_DAYS : CUL_FORGET_DAYS;
}

static bool is_over(const struct cul_source *s, int64_t t_usec)
{
	/* Of nearly all no more is looked at. */
	return s->t_last != CUL_TIME_NONE &&
	       t_usec - s->t_last >
		       CUL_FORGET_BLAMELESS_DAYS * CUL_USEC_PER_DAY &&
	       t_usec - s->t_last > days_kept(s) * CUL_USEC_PER_DAY;
}

void cul_table_forget(struct cul_table *t, int64_t t_usec,
		      void (*doomed)(void *arg, struct cul_source *s),
		      void *arg)
{
	uint32_t n = t->n_ids / SLICES + 1;

	if (t->plan.remembers_all)
		return;
	if (t->forget_at >= t->n_ids)
		t->forget_at = 0;
	for (; n != 0 && t->forget_at < t->n_ids; n--, t->forget_at++) {
		struct cul_source *s = cul_table_at(t, t->forget_at);

		if (!s->live || !is_over(s, t_usec))
			continue;
		doomed(arg, s);
		cul_table_drop(t, s);
		t->forgotten++;
	}
}

uint64_t cul_table_forgotten(const struct cul_table *t)
{
	return t->forgotten;
}
