/* \summary: small pieces of memory that go back all at once
 *
 * What hangs off a source is made and dropped a few bytes at a time, a million
 * times, and most of it lives to the end. Pieces are cut from chunks of 2 MiB
 * and used again by size, so that the end of a run need not touch
 * each: giving them back one by one cost a tenth of it. One owner, no locks.
 */
#ifndef CUL_SLAB_H
#define CUL_SLAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CUL_SLAB_UNIT = 32,  /* sizes are rounded up to this              */
	CUL_SLAB_MOST = 5120 /* the largest piece; a sketch is 4,112 bytes */
};

struct cul_slab_piece; /* on a free list */

struct cul_slab {
	struct cul_slab_piece *free[CUL_SLAB_MOST / CUL_SLAB_UNIT + 1];
	char *chunk; /* being cut */
	size_t left;
	char **chunks;
	size_t n_chunks;
	uint64_t live_bytes; /* taken and not given back */
};

/* `size` bytes, aligned as malloc() does, not cleared; at most CUL_SLAB_MOST.
 * NULL if there is no memory. */
void *cul_slab_take(struct cul_slab *s, size_t size);

/* The same, all zero. */
void *cul_slab_zeroed(struct cul_slab *s, size_t size);

/* Back to be used again, with the size it was taken with. NULL is allowed. */
void cul_slab_give(struct cul_slab *s, void *p, size_t size);

/* All of it, whether given back or not. A zeroed slab is ready for use. */
void cul_slab_done(struct cul_slab *s);

#endif
