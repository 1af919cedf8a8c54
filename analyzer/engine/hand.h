/* \summary: parsed lines to whoever takes them, in the one order */
#ifndef CUL_HAND_H
#define CUL_HAND_H

#include "engine/merge.h"

/* How far the top stream may go before another is next. */
struct cul_bound {
	int64_t until_usec; /* of the stream that is next ...              */
	uint32_t index;     /* ... this one                                */
	int64_t past_usec;  /* what is later than this waits in any case   */
	bool none;          /* nothing bounds it                           */
};

/* By the other streams of the heap. */
struct cul_bound cul_bound_of(const struct cul_merge *open);
void cul_bound_before(struct cul_bound *b, int64_t t_usec);

/* Hand out what the current batch has before the bound: 1 if that was met, 0
 * at the end of the batch; what `take` returned. */
int cul_hand_out(const struct cul_pipeline_plan *plan, struct cul_stream *s,
		 const struct cul_bound *bound);

#endif
