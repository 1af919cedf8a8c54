/* \summary: bytes in, pieces of whole lines out
 *
 * What a line is, is as in block.h and input.c: the same bytes, however they
 * come, give the same lines at the same offsets with the same marks. At most
 * one line's bytes are held beyond what was put in since the last piece.
 */
#ifndef CUL_CUTTER_H
#define CUL_CUTTER_H

#include "culprit/err.h"
#include "input/block.h"

struct cul_cutter {
	char *bytes;
	size_t len, cap;
	uint64_t offset; /* of bytes[0] */
	uint64_t nuls;   /* left out, that no line of a block tells of */
	bool skipping;   /* the rest of an over-long line */
};

/* Room for `n` bytes behind what is held; then how many were put there. */
int cul_cutter_room(struct cul_cutter *c, size_t n, char **ret);
void cul_cutter_added(struct cul_cutter *c, size_t n);

/* All whole lines that are held, or the beginning of an over-long one: 1; 0:
 * there is none. The block's memory is exchanged for the cutter's. */
int cul_cutter_take(struct cul_cutter *c, struct cul_block *b);
/* Nothing more is put in: what is left, the last line torn. */
int cul_cutter_last(struct cul_cutter *c, struct cul_block *b);
/* All that is held, as it is. */
int cul_cutter_all(struct cul_cutter *c, struct cul_block *b);

void cul_cutter_done(struct cul_cutter *c);

#endif
