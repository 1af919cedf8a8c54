/* \summary: room for the interesting when memory runs short
 *
 * The least interesting tenth goes, or more if that is not enough: first
 * those with nothing against them, then those with least; among equals the
 * longest silent, then the lower id. Nothing here depends on addresses in
 * memory, so two runs drop the same.
 */
#include <stdlib.h>

#include "evidence/table_int.h"

struct rank {
	uint64_t interest;
	int64_t t_last;
	uint32_t id;
};

uint64_t cul_table_bytes(const struct cul_table *t)
{
	return t->n_pages * CUL_TABLE_PAGE * sizeof(struct cul_source) +
	       t->slab.live_bytes + t->names.bytes +
	       t->names.strings_room * sizeof(*t->names.strings) +
	       cul_flat_bytes(&t->index) + cul_flat_bytes(&t->names.index);
}

bool cul_table_is_full(const struct cul_table *t)
{
	return t->n >= t->plan.sources_most ||
	       cul_table_bytes(t) > t->bytes_full;
}

/* What is against it: every wrong counted, and much for a finding. */
static uint64_t interest(const struct cul_source *s)
{
	static const enum cul_counter wrong[] = {
		CUL_C_out_bad_recipient, CUL_C_out_reputation,
		CUL_C_out_content,       CUL_C_in_bad_recipient,
		CUL_C_refused_relay,     CUL_C_refused_content,
		CUL_C_login_failed,      CUL_C_relayed_strangers,
	};
	uint64_t sum = s->flagged != 0 ? UINT64_C(1) << 40 : 0;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		sum += s->counts[wrong[i]];
	return sum;
}

static int rank_order(const void *av, const void *bv)
{
	const struct rank *a = av, *b = bv;

	if (a->interest != b->interest)
		return a->interest < b->interest ? -1 : 1;
	if (a->t_last != b->t_last)
		return a->t_last < b->t_last ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

void cul_table_drop(struct cul_table *t, struct cul_source *s)
{
	uint32_t id = s->id;
	struct cul_flat_slot *slot;
	bool first = true;
	size_t pos;

	while ((slot = cul_flat_next(&t->index, s->hash, &pos, &first)) != NULL)
		if (slot->value == id) {
			cul_flat_remove(&t->index, slot);
			break;
		}
	t->n_programs -= s->subject == CUL_SUBJECT_LOCAL_USER;
	cul_past_free(t, s);
	if (s->habit != NULL)
		cul_slab_give(&t->slab, s->habit, sizeof(*s->habit));
	*s = (struct cul_source){ .id = t->free_id };
	t->free_id = id;
	t->n--;
}

/* A tenth can be the young ones that have gathered little. */
static bool is_more_to_be_had(const struct cul_table *t)
{
	const uint64_t most = t->plan.bytes_most;

	return cul_table_bytes(t) > most - most / 20 &&
	       t->slab.live_bytes > most / 4;
}

/* What sources lie in is used again but not given back: where that alone is
 * over the budget, the next room is made when a twentieth has come on top. */
static void bytes_full_set(struct cul_table *t)
{
	uint64_t next = cul_table_bytes(t) + t->plan.bytes_most / 20;

	t->bytes_full = next > t->plan.bytes_most ? next : t->plan.bytes_most;
}

int cul_table_make_room(struct cul_table *t,
			void (*doomed)(void *arg, struct cul_source *s),
			void *arg)
{
	struct rank *all = malloc((t->n + 1) * sizeof(*all));
	size_t n = 0;

	if (all == NULL)
		return CUL_ENOMEM;
	for (uint32_t id = 0; id < t->n_ids; id++) {
		const struct cul_source *s = cul_table_at(t, id);

		if (s->live)
			all[n++] = (struct rank){ interest(s), s->t_last, id };
	}
	qsort(all, n, sizeof(*all), rank_order);
	for (size_t i = 0; i < n && (i < n / 10 + 1 || is_more_to_be_had(t));
	     i++) {
		struct cul_source *s = cul_table_at(t, all[i].id);

		doomed(arg, s);
		cul_table_drop(t, s);
		t->evicted++;
	}
	free(all);
	bytes_full_set(t);
	return CUL_OK;
}
