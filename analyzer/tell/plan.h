/* \summary: a copy of what was asked for */
#ifndef CUL_TELL_PLAN_H
#define CUL_TELL_PLAN_H

#include "tell/tell.h"

/* All strings are copied; false, and nothing is kept, without memory. */
bool cul_tell_plan_copy(const struct cul_tell_plan *from,
			struct cul_tell_plan *to);
void cul_tell_plan_done(struct cul_tell_plan *p);

#endif
