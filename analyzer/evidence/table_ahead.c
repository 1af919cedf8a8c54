/* \summary: ask for the memory of a source before it is wanted */
#include "evidence/table_int.h"

void cul_table_prefetch_index(const struct cul_table *t, uint64_t key)
{
	cul_flat_prefetch(&t->index, key);
}

void cul_table_prefetch(const struct cul_table *t, uint32_t id)
{
	const char *s = (const char *)cul_table_at(t, id);

	__builtin_prefetch(s, 1);
	__builtin_prefetch(s + 64, 1);
	__builtin_prefetch(s + 128, 1);
	__builtin_prefetch(s + 192, 1);
}

void cul_table_prefetch_key(const struct cul_table *t, uint64_t key)
{
	const struct cul_flat_slot *slot = cul_flat_find(&t->index, key);

	if (slot != NULL)
		cul_table_prefetch(t, slot->value);
}

void cul_table_prefetch_past(const struct cul_table *t, uint32_t id)
{
	const char *past = (const char *)cul_table_at(t, id)->past;

	if (past == NULL)
		return;
	__builtin_prefetch(past, 1);
	__builtin_prefetch(past + 64, 1);
	__builtin_prefetch(past + 128, 1);
}

void cul_table_prefetch_past_key(const struct cul_table *t, uint64_t key)
{
	const struct cul_flat_slot *slot = cul_flat_find(&t->index, key);

	if (slot != NULL)
		cul_table_prefetch_past(t, slot->value);
}
