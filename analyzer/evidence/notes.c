/* \summary: what an earlier line said, for a line that only names it */
#include "evidence/notes.h"

#include <assert.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "culprit/limits.h"
#include "evidence/flat.h"
#include "evidence/join.h"
#include "evidence/state.h"

enum { FIRST_ROOM = 256 };

struct cul_notes {
	struct cul_flat by_key;
	struct cul_note *v; /* a ring once it has `most` */
	size_t n, room, most, next;
	uint64_t evicted;
};

struct cul_notes *cul_notes_new(size_t most)
{
	struct cul_notes *n = calloc(1, sizeof(*n));

	if (n != NULL)
		n->most = most;
	return n;
}

void cul_notes_free(struct cul_notes **np)
{
	struct cul_notes *n = *np;

	if (n == NULL)
		return;
	cul_flat_done(&n->by_key);
	free(n->v);
	free(n);
	*np = NULL;
}

size_t cul_notes_count(const struct cul_notes *n)
{
	return n->n;
}

struct cul_note *cul_notes_find(const struct cul_notes *n, uint64_t key)
{
	const struct cul_flat_slot *s = cul_flat_find(&n->by_key, key);

	return s != NULL ? &n->v[s->value] : NULL;
}

static int make_room(struct cul_notes *n)
{
	size_t room = n->room != 0 ? n->room * 2 : FIRST_ROOM;
	struct cul_note *more;

	if (room > n->most)
		room = n->most;
	more = realloc(n->v, room * sizeof(*more));
	if (more == NULL)
		return CUL_ENOMEM;
	n->v = more;
	n->room = room;
	return CUL_OK;
}

/* The place of the next new one: a free one, or the oldest's. */
static int place(struct cul_notes *n, size_t *ret)
{
	if (n->n < n->most) {
		if (n->n == n->room && make_room(n) != CUL_OK)
			return CUL_ENOMEM;
		*ret = n->n++;
		return CUL_OK;
	}
	assert(n->v != NULL); /* `most` is not 0 */
	*ret = n->next;
	n->next = (n->next + 1) % n->most;
	cul_flat_remove(&n->by_key, cul_flat_find(&n->by_key, n->v[*ret].key));
	n->evicted += !n->v[*ret].over;
	return CUL_OK;
}

int cul_notes_add(struct cul_notes *n, uint64_t key, struct cul_note **ret)
{
	struct cul_note *note = cul_notes_find(n, key);
	size_t at;
	int err;

	if (note == NULL) {
		err = place(n, &at);
		if (err == CUL_OK)
			err = cul_flat_add(&n->by_key, key, (uint32_t)at, 0);
		if (err != CUL_OK)
			return err;
		note = &n->v[at];
	}
	*note = (struct cul_note){ .key = key, .source = CUL_MESSAGE_NOBODY };
	*ret = note;
	return CUL_OK;
}

uint64_t cul_notes_evicted(const struct cul_notes *n)
{
	return n->evicted;
}

static bool is_sound(const struct cul_notes *n, uint32_t n_sources)
{
	for (size_t i = 0; i < n->n; i++) {
		const struct cul_note *v = &n->v[i];

		if (!cul_state_are_bools(&v->local, 1) ||
		    !cul_state_are_bools(&v->over, 1) ||
		    v->transport > CUL_TRANSPORT_NOWHERE ||
		    (v->source != CUL_MESSAGE_NOBODY &&
		     v->source >= n_sources) ||
		    cul_notes_find(n, v->key) != v)
			return false;
	}
	return n->by_key.used == n->n;
}

static bool room_for(struct cul_state *s, struct cul_notes *n)
{
	if (!cul_state_holds(s, n->n, sizeof(uint64_t)))
		return false;
	if (n->n > n->most)
		n->most = n->n;
	n->v = calloc(n->n + 1, sizeof(*n->v));
	if (n->v == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return false;
	}
	n->room = n->n;
	return true;
}

int cul_notes_state(struct cul_state *s, struct cul_notes *n,
		    uint32_t n_sources)
{
	const bool reading = cul_state_is_reading(s);
	size_t all = n->n;

	cul_state_part(s, "notes");
	cul_state_count(s, &all, CUL_NOTES_MAX);
	cul_state_count(s, &n->next, all);
	CUL_STATE(s, n->evicted);
	if (reading) {
		n->n = all;
		if (!room_for(s, n)) {
			n->n = 0;
			return cul_state_err(s);
		}
	}
	for (size_t i = 0; i < n->n; i++)
		cul_state_sparse(s, &n->v[i], sizeof(*n->v));
	(void)cul_flat_state(s, &n->by_key, n->n);
	if (reading && cul_state_err(s) == CUL_OK)
		(void)cul_state_check(s, is_sound(n, n_sources));
	return cul_state_err(s);
}
