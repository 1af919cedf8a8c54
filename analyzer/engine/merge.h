/* \summary: the open streams, the one whose item is next on top */
#ifndef CUL_MERGE_H
#define CUL_MERGE_H

#include "engine/stream.h"

/* A binary heap by (time, index of the input). */
struct cul_merge {
	size_t n, cap;
	struct cul_stream **v;
};

/* The stream must name a slot (cul_stream_ready). */
int cul_merge_add(struct cul_merge *m, struct cul_stream *s);

/* The top has moved on, or is to be taken off. */
void cul_merge_sink(struct cul_merge *m);
void cul_merge_pop(struct cul_merge *m);

/* The time up to which, and the input before which, the top may hand out
 * items while the others wait; false if there is no other. */
bool cul_merge_second(const struct cul_merge *m, int64_t *ret_usec,
		      uint32_t *ret_index);

void cul_merge_done(struct cul_merge *m);

#endif
