/* \summary: small pieces of memory that go back all at once */
#include "evidence/slab.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/large.h"

struct cul_slab_piece {
	struct cul_slab_piece *next;
};

#define CHUNK CUL_LARGE_PAGE

static size_t units(size_t size)
{
	assert(size != 0 && size <= CUL_SLAB_MOST);
	return (size + CUL_SLAB_UNIT - 1) / CUL_SLAB_UNIT;
}

static bool chunk_new(struct cul_slab *s)
{
	char **more = realloc(s->chunks, (s->n_chunks + 1) * sizeof(*more));

	if (more == NULL)
		return false;
	s->chunks = more;
	s->chunk = cul_large_take(CHUNK);
	if (s->chunk == NULL)
		return false;
	s->chunks[s->n_chunks++] = s->chunk;
	s->left = CHUNK;
	return true;
}

void *cul_slab_take(struct cul_slab *s, size_t size)
{
	size_t n = units(size);
	struct cul_slab_piece *p = s->free[n];

	s->live_bytes += n * CUL_SLAB_UNIT;
	if (p != NULL) {
		s->free[n] = p->next;
		return p;
	}
	if (s->left < n * CUL_SLAB_UNIT && !chunk_new(s)) {
		s->live_bytes -= n * CUL_SLAB_UNIT;
		return NULL;
	}
	s->left -= n * CUL_SLAB_UNIT;
	return s->chunk + s->left;
}

/* A call, not inlined: where gcc knows the size it makes a `rep stos` of the
 * memset, which takes longer to begin than memset() takes for all. */
__attribute__((noinline)) void *cul_slab_zeroed(struct cul_slab *s, size_t size)
{
	void *p = cul_slab_take(s, size);

	return p != NULL ? memset(p, 0, size) : NULL;
}

void cul_slab_give(struct cul_slab *s, void *p, size_t size)
{
	struct cul_slab_piece *piece = p;
	size_t n = units(size);

	if (piece == NULL)
		return;
	piece->next = s->free[n];
	s->free[n] = piece;
	s->live_bytes -= n * CUL_SLAB_UNIT;
}

void cul_slab_done(struct cul_slab *s)
{
	for (size_t i = 0; i < s->n_chunks; i++)
		cul_large_give(s->chunks[i], CHUNK);
	free(s->chunks);
	*s = (struct cul_slab){ 0 };
}
