/* \summary: what time it is, by what most events say
 *
 * One line with a bad stamp, or one server with a wrong clock, must not make
 * it next year: all that is silent would be forgotten, and nothing learned
 * until then. By the majority vote of Boyer and Moore: a time within an hour
 * of the clock is a vote for it and moves it on, another one takes a vote
 * away, and who comes when there are none left sets it.
 */
#include "engine/court_int.h"

/* So many votes are needed to be believed; more than the most do not count,
 * so that after a gap in the log it is known for one after so many events. */
enum { VOTES_LEAST = 16, VOTES_MOST = 1024, SLICES_AN_HOUR = 64 };

void cul_court_clock(struct cul_clock *k, int64_t t_usec)
{
	if (k->votes == 0)
		*k = (struct cul_clock){ t_usec, 1 };
	else if (t_usec > k->t_usec + CUL_USEC_PER_HOUR ||
		 t_usec < k->t_usec - CUL_USEC_PER_HOUR)
		k->votes--;
	else {
		k->votes += k->votes < VOTES_MOST;
		if (t_usec > k->t_usec)
			k->t_usec = t_usec;
	}
}

/* Every so often; *t_next is when. Not kept from it by a time that proved
 * wrong. */
static bool is_due(int64_t now, int64_t every, int64_t *t_next)
{
	if (now < *t_next && now >= *t_next - every)
		return false;
	*t_next = now + every;
	return true;
}

int cul_court_chores(struct cul_court *c)
{
	const int64_t now = c->clock.t_usec;
	int err = CUL_OK;

	if (is_due(now, CUL_USEC_PER_HOUR, &c->t_learn))
		err = cul_usual_learn(c->table, now);
	if (err != CUL_OK || c->clock.votes < VOTES_LEAST ||
	    !is_due(now, CUL_USEC_PER_HOUR / SLICES_AN_HOUR, &c->t_forget))
		return err;
	cul_table_forget(c->table, now, cul_court_let_go, c);
	return c->err;
}
