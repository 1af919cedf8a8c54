/* \summary: a set of 64-bit hashes: local domains, known mailboxes */
#ifndef CUL_SET_H
#define CUL_SET_H

#include "evidence/flat.h"

struct cul_set {
	struct cul_flat index; /* value unused; aux counts how often added */
};

/* 0 or CUL_ENOMEM; *ret_times is how often it has been added, this time too
 * (sticks at UINT32_MAX). At `most` members nothing new is taken, and
 * *ret_times is 0. */
int cul_set_add(struct cul_set *s, uint64_t hash, size_t most,
		uint32_t *ret_times);
/* Ask for the memory that this member will want. */
void cul_set_prefetch(const struct cul_set *s, uint64_t hash);
uint32_t cul_set_times(const struct cul_set *s, uint64_t hash);
void cul_set_done(struct cul_set *s);

int cul_set_state(struct cul_state *s, struct cul_set *set);

#endif
