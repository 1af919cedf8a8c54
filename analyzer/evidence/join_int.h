/* \summary: what the messages in flight lie in; private to analyzer/evidence */
#ifndef CUL_JOIN_INT_H
#define CUL_JOIN_INT_H

#include "evidence/flat.h"
#include "evidence/join.h"

enum { CUL_JOIN_PAGE = 32768 };

struct cul_join {
	struct cul_flat by_key, by_message_id;
	struct cul_message **pages;
	size_t n_pages, n, most;
	uint32_t n_slots, free_slot; /* chained through `newer` */
	uint32_t oldest, newest;     /* UINT32_MAX: none        */
	uint64_t evicted;
};

static inline struct cul_message *cul_join_at(const struct cul_join *j,
					      uint32_t slot)
{
	return &j->pages[slot / CUL_JOIN_PAGE][slot % CUL_JOIN_PAGE];
}

int cul_join_page_new(struct cul_join *j);

#endif
