/* \summary: ask for the memory of a source before it is wanted */
#include "evidence/table_int.h"

enum { LINE = 64 };

static void ask(const void *p, unsigned lines)
{
	for (unsigned i = 0; i < lines; i++)
		__builtin_prefetch((const char *)p + i * LINE, 1);
}

void cul_table_prefetch_index(const struct cul_table *t, uint64_t key)
{
	cul_flat_prefetch(&t->index, key);
}

uint32_t cul_table_id_of(const struct cul_table *t, uint64_t key)
{
	const struct cul_flat_slot *slot = cul_flat_find(&t->index, key);

	return slot != NULL ? slot->value : UINT32_MAX;
}

void cul_table_prefetch(const struct cul_table *t, uint32_t id)
{
	const char *s = (const char *)cul_table_at(t, id);

	ask(s, 2);
	ask(s + offsetof(struct cul_source, walks), 2);
}

void cul_table_prefetch_past(const struct cul_table *t, uint32_t id)
{
	const struct cul_source *s = cul_table_at(t, id);

	if (s->past != NULL)
		ask(s->past, s->misdeeds != 0 ? 5 : 2);
}

void cul_table_prefetch_sets(const struct cul_table *t, uint32_t id)
{
	const struct cul_source_past *p = cul_table_at(t, id)->past;

	if (p == NULL)
		return;
	for (unsigned d = CUL_D_SENDER_DOMAINS; d <= CUL_D_HELOS; d++)
		if (p->distinct[d].room != 0)
			ask(p->distinct[d].u.exact, 1);
	if (p->lines[CUL_FAMILY_BAD_RECIPIENTS] != NULL)
		ask(p->lines[CUL_FAMILY_BAD_RECIPIENTS], 1);
	if (p->lines[CUL_FAMILY_RELAYING] != NULL)
		ask(p->lines[CUL_FAMILY_RELAYING], 1);
}
