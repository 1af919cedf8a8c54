/* \summary: all that a tail gives, as one text */
#ifndef CUL_TEST_LIVE_T_H
#define CUL_TEST_LIVE_T_H

#include "input/live.h"
#include "scratch.h"

/* "OFFSET:TEXT\n" a line as input_told.h does, '!' before the text of one that
 * was cut; '~' before that of one that is torn otherwise. */
struct heard {
	struct scratch_bytes text;
	size_t lines, nuls, pieces;
	int rc; /* of the last call */
	struct cul_piece piece;
};

/* Ask for pieces of about `want` bytes until there is none. */
void hear(struct heard *h, struct cul_tail *t, size_t want);
/* The same, as the descriptor says that there may be some, until there are
 * `lines` in all; fails after some seconds. */
void hear_lines(struct heard *h, struct cul_tail *t, int fd, size_t lines);

/* What was heard is that; it is forgotten. */
void heard_is(struct heard *h, const char *text);
/* The same, but for the offsets. */
void heard_lines_are(struct heard *h, const char *lines);
void heard_done(struct heard *h);

#endif
