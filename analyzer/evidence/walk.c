/* \summary: sequential tests in integer milli-nats */
#include "evidence/walk.h"

#include <math.h>

static int32_t milli_nats(double nats)
{
	return (int32_t)lround(nats * 1000);
}

struct cul_walk_plan cul_walk_plan_of(double t0, double t1, double b)
{
	return (struct cul_walk_plan){
		.t0 = t0,
		.t1 = t1,
		.up_mnat = milli_nats(log(t1 / t0)),
		.down_mnat = milli_nats(log((1 - t1) / (1 - t0))),
		.clear_mnat = milli_nats(log(b)),
	};
}

void cul_walk_step(struct cul_walk_state *w, const struct cul_walk_plan *plan,
		   bool hit, int64_t t_usec)
{
	/* Far beyond any threshold; keeps 2^32 steps from wrapping, and a
	 * guilty source from earning a credit it could never spend. */
	const int32_t top = 1000000;

	if (w->steps == 0)
		w->t_start_usec = t_usec;
	w->steps++;
	w->hits += hit;
	w->level_mnat += hit ? plan->up_mnat : plan->down_mnat;
	if (w->level_mnat > top)
		w->level_mnat = top;
	if (w->level_mnat > w->peak_mnat)
		w->peak_mnat = w->level_mnat;
	if (w->level_mnat <= plan->clear_mnat)
		*w = (struct cul_walk_state){ 0 };
}
