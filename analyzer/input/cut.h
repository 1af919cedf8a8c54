/* \summary: cut bytes, as they come, into blocks of whole lines
 *
 * The one place besides block.h that decides what a line is, for files that
 * are whole and for what grows: the lines are the same however the bytes are
 * handed in.
 */
#ifndef CUL_CUT_H
#define CUL_CUT_H

#include <sys/types.h>

#include "culprit/err.h"
#include "input/block.h"

/* Where the bytes are from. */
struct cul_cut_from {
	/* Up to `cap` bytes, all of one reference time, which it sets; 0 is
	 * the end, or nothing now; else a negative CUL_E…. */
	ssize_t (*read)(struct cul_cut_from *from, char *buf, size_t cap);
	int64_t written_sec;
};

/* All zero is the beginning of a file. */
struct cul_cut {
	char *carry; /* what has been read and belongs to the next block */
	size_t carry_len, carry_cap;
	int64_t carry1_sec, carry_sec; /* as written1_sec, written_sec    */
	uint64_t done; /* bytes taken; to begin elsewhere, set it         */
	uint64_t nuls; /* left out, and no line of a block tells of them  */
	bool skipping; /* reading over the rest of an over-long line      */
	bool torn;     /* the last line has no newline                    */
};

/* The next block, of about `want` bytes: 1. At the end what read() gave last,
 * 0 or the error, after all that could be read. Where a file still `grows`
 * that is not its end: what is there of a line waits for the rest. The block's
 * memory is grown as needed. */
int cul_cut_next(struct cul_cut *c, struct cul_cut_from *from, size_t want,
		 bool grows, struct cul_block *b);

void cul_cut_done(struct cul_cut *c);

/* Where the next line begins; within an over-long line, what was read. */
static inline uint64_t cul_cut_offset(const struct cul_cut *c)
{
	return c->done - c->carry_len;
}

#endif
