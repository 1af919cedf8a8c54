/* \summary: the messages in flight, to disk and back */
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/limits.h"
#include "evidence/join_int.h"
#include "evidence/state.h"

#define NONE UINT32_MAX

static bool is_source(uint32_t source, uint32_t n_sources)
{
	return source == CUL_MESSAGE_NOBODY || source < n_sources;
}

/* Each is to be found by what it is found by, or ending it would fail. */
static bool is_indexed(const struct cul_join *j, const struct cul_message *m)
{
	const struct cul_flat_slot *s = cul_flat_find(&j->by_key, m->key);

	if (s == NULL || s->value != m->slot)
		return false;
	if (m->message_id == 0)
		return true;
	s = cul_flat_find(&j->by_message_id, m->message_id);
	return s != NULL && s->value == m->slot;
}

static bool is_message(const struct cul_join *j, uint32_t slot,
		       uint32_t n_sources)
{
	enum {
		FLAGS = offsetof(struct cul_message, unnamed) -
			offsetof(struct cul_message, begun) + 1
	};
	const struct cul_message *m = cul_join_at(j, slot);

	return m->slot == slot && cul_state_are_bools(&m->begun, FLAGS) &&
	       is_source(m->source, n_sources) &&
	       (m->own_source_key == 0 ||
		is_source(m->own_source, n_sources)) &&
	       is_indexed(j, m);
}

/* From the oldest to the newest, each once. */
static bool is_in_flight(const struct cul_join *j, char *seen,
			 uint32_t n_sources)
{
	uint32_t older = NONE, at = j->oldest;
	size_t n = 0;

	while (at != NONE) {
		if (at >= j->n_slots || seen[at] ||
		    cul_join_at(j, at)->older != older ||
		    !is_message(j, at, n_sources))
			return false;
		seen[at] = 1;
		n++;
		older = at;
		at = cul_join_at(j, at)->newer;
	}
	return older == j->newest && n == j->n && j->by_key.used == n &&
	       j->by_message_id.used <= n;
}

/* All others are free, each once. */
static bool is_sound(const struct cul_join *j, uint32_t n_sources)
{
	char *seen = calloc(j->n_slots + 1u, 1);
	uint32_t at = j->free_slot;
	size_t n = j->n;
	bool sound = seen != NULL && is_in_flight(j, seen, n_sources);

	while (sound && at != NONE) {
		sound = at < j->n_slots && !seen[at];
		if (!sound)
			break;
		seen[at] = 1;
		n++;
		at = cul_join_at(j, at)->newer;
	}
	free(seen);
	return sound && n == j->n_slots;
}

static void message_state(struct cul_state *s, struct cul_join *j,
			  uint32_t slot)
{
	if (slot == j->n_pages * CUL_JOIN_PAGE &&
	    cul_join_page_new(j) != CUL_OK) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	cul_state_sparse(s, cul_join_at(j, slot), sizeof(struct cul_message));
}

int cul_join_state(struct cul_state *s, struct cul_join *j, uint32_t n_sources)
{
	const bool reading = cul_state_is_reading(s);
	size_t n_slots = j->n_slots;

	cul_state_part(s, "join");
	cul_state_count(s, &n_slots, CUL_JOIN_MAX);
	cul_state_count(s, &j->n, n_slots);
	CUL_STATE(s, j->free_slot);
	CUL_STATE(s, j->oldest);
	CUL_STATE(s, j->newest);
	CUL_STATE(s, j->evicted);
	if (!cul_state_holds(s, n_slots, sizeof(uint64_t)))
		return cul_state_err(s);
	for (uint32_t i = 0; i < n_slots && cul_state_err(s) == CUL_OK; i++) {
		message_state(s, j, i);
		if (reading)
			j->n_slots = i + 1;
	}
	(void)cul_flat_state(s, &j->by_key, n_slots);
	(void)cul_flat_state(s, &j->by_message_id, n_slots);
	if (reading && cul_state_err(s) == CUL_OK)
		(void)cul_state_check(s, is_sound(j, n_sources));
	return cul_state_err(s);
}
