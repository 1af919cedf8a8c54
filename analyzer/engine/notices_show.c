/* \summary: the suggestions that stand, to be shown and to be kept */
#include <stdlib.h>

#include "decide/decide.h"
#include "engine/notices_int.h"

static int graver_first(const void *av, const void *bv)
{
	const struct cul_now_notice *a = av, *b = bv;
	bool fell_a = a->what == CUL_NOTICE_WITHDRAWN;
	bool fell_b = b->what == CUL_NOTICE_WITHDRAWN;

	if (fell_a != fell_b)
		return fell_a ? 1 : -1;
	if (cul_action_stops(a->action) != cul_action_stops(b->action))
		return cul_action_stops(a->action) ? -1 : 1;
	if (a->flagged_usec != b->flagged_usec)
		return a->flagged_usec > b->flagged_usec ? -1 : 1;
	return strcmp(a->id, b->id);
}

size_t cul_notices_list(const struct cul_notices *n, size_t room,
			struct cul_now_notice *ret)
{
	struct cul_now_notice *all = malloc((n->n + 1) * sizeof(*all));
	size_t kept = n->n < room ? n->n : room;

	if (all == NULL)
		return 0;
	for (size_t i = 0; i < n->n; i++)
		all[i] = n->v[i].now;
	qsort(all, n->n, sizeof(*all), graver_first);
	memcpy(ret, all, kept * sizeof(*all));
	free(all);
	return kept;
}

const struct cul_now_notice *cul_notices_of(const struct cul_notices *n,
					    uint64_t source_key)
{
	const struct cul_now_notice *best = NULL;

	if (cul_flat_find(&n->by_source, source_key) == NULL)
		return NULL;
	for (size_t i = 0; i < n->n; i++) {
		const struct cul_now_notice *w = &n->v[i].now;

		if (n->v[i].source_key == source_key &&
		    w->what != CUL_NOTICE_WITHDRAWN &&
		    (best == NULL || w->action > best->action))
			best = w;
	}
	return best;
}

const struct cul_now_notice *cul_notices_at(const struct cul_notices *n,
					    size_t i, uint64_t *ret_source_key)
{
	if (i >= n->n)
		return NULL;
	*ret_source_key = n->v[i].source_key;
	return &n->v[i].now;
}

uint64_t cul_notices_moves(const struct cul_notices *n)
{
	return n->moves;
}

const uint64_t *cul_notices_said(const struct cul_notices *n)
{
	return n->said;
}

void cul_notices_standing(const struct cul_notices *n,
			  uint64_t ret_kinds[CUL_KINDS_])
{
	memset(ret_kinds, 0, CUL_KINDS_ * sizeof(*ret_kinds));
	for (size_t i = 0; i < n->n; i++)
		if (n->v[i].now.what != CUL_NOTICE_WITHDRAWN)
			ret_kinds[n->v[i].now.kind]++;
}

static void entries_read(struct cul_state *s, struct cul_notices *n, size_t n_v)
{
	n->v = calloc(n_v + 1, sizeof(*n->v));
	if (n->v == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return;
	}
	n->n = n->room = n_v;
	cul_state_raw(s, n->v, n_v * sizeof(*n->v));
	for (size_t i = 0; i < n_v; i++) {
		struct cul_now_notice *w = &n->v[i].now;

		w->id[sizeof(w->id) - 1] = '\0';
		w->name[sizeof(w->name) - 1] = '\0';
		w->customer[sizeof(w->customer) - 1] = '\0';
		w->why[sizeof(w->why) - 1] = '\0';
		if ((unsigned)w->kind >= CUL_KINDS_ ||
		    (unsigned)w->action >= CUL_ACTIONS_ ||
		    (unsigned)w->what > CUL_NOTICE_WITHDRAWN)
			cul_state_fail(s, CUL_ECORRUPT);
	}
	if (cul_state_err(s) == CUL_OK && cul_notices_index(n) != CUL_OK)
		cul_state_fail(s, CUL_ENOMEM);
}

void cul_notices_state(struct cul_state *s, struct cul_notices *n)
{
	size_t n_v = n->n, n_watched = n->n_watched;

	cul_state_part(s, "notices");
	CUL_STATE(s, n->said);
	CUL_STATE(s, n->turn);
	cul_state_count(s, &n_v, CUL_NOTICES_MOST);
	if (cul_state_is_reading(s))
		entries_read(s, n, n_v);
	else
		cul_state_raw(s, n->v, n_v * sizeof(*n->v));
	cul_state_count(s, &n_watched, SIZE_MAX);
	for (size_t i = 0; i < n_watched && cul_state_err(s) == CUL_OK; i++) {
		struct cul_notice_watched w = { 0 };

		if (!cul_state_is_reading(s))
			w = n->watched[i];
		CUL_STATE(s, w.key);
		CUL_STATE(s, w.said);
		CUL_STATE(s, w.flags);
		if (!cul_state_is_reading(s) || cul_state_err(s) != CUL_OK)
			continue;
		if (cul_notices_watch(n, w.key, w.flags) != CUL_OK)
			cul_state_fail(s, CUL_ENOMEM);
		else
			n->watched[n->n_watched - 1].said = w.said;
	}
}
