/* \summary: all sources, to disk and back
 *
 * Each lies where it lay, the dead ones too: ids are held elsewhere, and the
 * next new source must get the id that it would have got.
 */
#include "evidence/state.h"
#include "evidence/table_int.h"

#define NONE CUL_FLAT_NONE

/* Names by their numbers. */
static uint32_t number_of(const struct cul_table *t, const char *name)
{
	return name != NULL ? cul_intern_number(&t->names, name) : NONE;
}

static void name_state(struct cul_state *st, const struct cul_table *t,
		       const char **name, bool may_lack)
{
	uint32_t number = number_of(t, *name);

	CUL_STATE(st, number);
	if (!cul_state_is_reading(st))
		return;
	*name = NULL;
	if (number == NONE)
		(void)cul_state_check(st, may_lack);
	else if (cul_state_check(st, number < t->names.n_strings))
		*name = cul_intern_text(&t->names, number);
}

static struct cul_source without_pointers(const struct cul_source *s)
{
	struct cul_source body = *s;

	body.past = NULL;
	body.name = body.customer = body.script = NULL;
	body.t_flagged = NULL;
	body.usual = NULL;
	body.habit = NULL;
	return body;
}

static bool is_source(const struct cul_source *s)
{
	return cul_state_are_bools(&s->live, 1) &&
	       cul_state_are_bools(&s->ours, 1) &&
	       cul_state_are_bools(&s->networks_known, 1) &&
	       s->subject < CUL_SUBJECTS_;
}

static void one_state(struct cul_state *st, struct cul_table *t, uint32_t id)
{
	struct cul_source *s = cul_table_at(t, id);
	struct cul_source body = without_pointers(s);

	cul_state_sparse(st, &body, sizeof(body));
	if (cul_state_is_reading(st)) {
		if (!cul_state_check(st, is_source(&body)))
			return;
		*s = without_pointers(&body);
		if (s->live && !cul_state_check(st, s->id == id))
			return;
	}
	if (!s->live)
		return;
	s->usual = &t->usual;
	name_state(st, t, &s->name, s->subject == CUL_SUBJECT_IP);
	name_state(st, t, &s->customer, false);
	name_state(st, t, &s->script, true);
	if (cul_state_err(st) == CUL_OK)
		cul_source_state(st, t, s);
}

/* Every source is found, and every other id is free, each once. */
static bool is_sound(const struct cul_table *t)
{
	size_t n = 0;
	uint32_t at = t->free_id;

	for (uint32_t id = 0; id < t->n_ids; id++) {
		const struct cul_source *s = cul_table_at(t, id);
		struct cul_flat_slot *slot = NULL;
		bool first = true;
		size_t pos;

		if (!s->live)
			continue;
		n++;
		do
			slot = cul_flat_next(&t->index, s->hash, &pos, &first);
		while (slot != NULL && slot->value != id);
		if (slot == NULL)
			return false;
	}
	if (n != t->n || t->index.used != n)
		return false;
	while (at != NONE && at < t->n_ids && !cul_table_at(t, at)->live &&
	       n++ < t->n_ids)
		at = cul_table_at(t, at)->id;
	return at == NONE && n == t->n_ids;
}

static void sources_state(struct cul_state *st, struct cul_table *t)
{
	const bool reading = cul_state_is_reading(st);
	size_t all = t->n_ids;

	cul_state_count(st, &all, CUL_SOURCES_MAX);
	if (!cul_state_holds(st, all, sizeof(uint64_t)))
		return;
	for (uint32_t id = 0; id < all && cul_state_err(st) == CUL_OK; id++) {
		if (id == t->n_pages * CUL_TABLE_PAGE &&
		    cul_table_page_new(t) != CUL_OK) {
			cul_state_fail(st, CUL_ENOMEM);
			return;
		}
		if (reading)
			t->n_ids = id + 1;
		one_state(st, t, id);
	}
}

/* Beyond what room is made depends on the past, and on the plan. */
static void fullness_state(struct cul_state *st, struct cul_table *t)
{
	uint64_t most = t->plan.bytes_most, full = t->bytes_full;
	uint64_t live = t->slab.live_bytes;

	CUL_STATE(st, most);
	CUL_STATE(st, full);
	CUL_STATE(st, live);
	(void)cul_state_check(st, live == t->slab.live_bytes);
	if (most == t->plan.bytes_most)
		t->bytes_full = full;
}

int cul_table_state(struct cul_state *st, struct cul_table *t)
{
	cul_state_part(st, "table");
	CUL_STATE(st, t->usual);
	CUL_STATE(st, t->evicted);
	CUL_STATE(st, t->forgotten);
	CUL_STATE(st, t->forget_at);
	(void)cul_intern_state(st, &t->names);
	cul_state_part(st, "sources");
	cul_state_count(st, &t->n, CUL_SOURCES_MAX);
	CUL_STATE(st, t->n_programs);
	CUL_STATE(st, t->free_id);
	sources_state(st, t);
	(void)cul_flat_state(st, &t->index, t->n_ids);
	fullness_state(st, t);
	if (cul_state_is_reading(st) && cul_state_err(st) == CUL_OK)
		(void)cul_state_check(st, is_sound(t));
	return cul_state_err(st);
}

uint32_t cul_table_ids(const struct cul_table *t)
{
	return t->n_ids;
}
