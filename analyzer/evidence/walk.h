/* \summary: one step of a sequential test */
#ifndef CUL_WALK_H
#define CUL_WALK_H

#include "culprit/evidence.h"

void cul_walk_step(struct cul_walk_state *w, const struct cul_walk_plan *plan,
		   bool hit, int64_t t_usec);

#endif
