/* \summary: which mailboxes of ours wrote to somebody lately */
#include "evidence/writers.h"

#include "culprit/err.h"
#include "culprit/limits.h"
#include "evidence/state.h"

static void turn(struct cul_writers *w, int64_t t_usec)
{
	cul_set_done(&w->before);
	if (t_usec - w->t_turn < 2 * CUL_WRITERS_TURN_USEC)
		w->before = w->now;
	else
		cul_set_done(&w->now);
	w->now = (struct cul_set){ 0 };
	w->t_turn = t_usec;
}

int cul_writers_add(struct cul_writers *w, uint64_t mailbox, int64_t t_usec)
{
	uint32_t times;
	int err;

	if (w->t_first == 0)
		w->t_first = w->t_turn = t_usec;
	if (t_usec - w->t_turn >= CUL_WRITERS_TURN_USEC)
		turn(w, t_usec);
	err = cul_set_add(&w->now, mailbox,
			  w->most != 0 ? w->most : CUL_WRITERS_MAX, &times);
	w->lost += err == CUL_OK && times == 0;
	return err;
}

bool cul_writers_has(const struct cul_writers *w, uint64_t mailbox)
{
	return cul_set_times(&w->now, mailbox) != 0 ||
	       cul_set_times(&w->before, mailbox) != 0;
}

size_t cul_writers_count(const struct cul_writers *w)
{
	return w->now.index.used + w->before.index.used;
}

void cul_writers_done(struct cul_writers *w)
{
	cul_set_done(&w->now);
	cul_set_done(&w->before);
	*w = (struct cul_writers){ 0 };
}

int cul_writers_state(struct cul_state *s, struct cul_writers *w)
{
	cul_state_part(s, "writers");
	CUL_STATE(s, w->t_first);
	CUL_STATE(s, w->t_turn);
	CUL_STATE(s, w->lost);
	(void)cul_set_state(s, &w->now);
	return cul_set_state(s, &w->before);
}
