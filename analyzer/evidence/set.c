/* \summary: a set of 64-bit hashes: local domains, known mailboxes */
#include "evidence/set.h"

#include "culprit/err.h"

int cul_set_add(struct cul_set *s, uint64_t hash, size_t most,
		uint32_t *ret_times)
{
	struct cul_flat_slot *slot = cul_flat_find(&s->index, hash);

	if (slot != NULL) {
		slot->aux += slot->aux < UINT32_MAX;
		*ret_times = slot->aux;
		return CUL_OK;
	}
	if (s->index.used >= most) {
		*ret_times = 0;
		return CUL_OK;
	}
	*ret_times = 1;
	return cul_flat_add(&s->index, hash, 0, 1);
}

void cul_set_prefetch(const struct cul_set *s, uint64_t hash)
{
	cul_flat_prefetch(&s->index, hash);
}

uint32_t cul_set_times(const struct cul_set *s, uint64_t hash)
{
	const struct cul_flat_slot *slot = cul_flat_find(&s->index, hash);

	return slot != NULL ? slot->aux : 0;
}

void cul_set_done(struct cul_set *s)
{
	cul_flat_done(&s->index);
}

int cul_set_state(struct cul_state *s, struct cul_set *set)
{
	return cul_flat_state(s, &set->index, 1);
}
