/* \summary: suggestions as they arise: which sources are due for a look */
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/notices_int.h"

enum { EACH_USEC = 1000 * 1000, WATCHED_ENOUGH = 64 * 1024 };

int cul_notices_new(const struct cul_notices_plan *plan,
		    struct cul_notices **ret_notices)
{
	struct cul_notices *n = calloc(1, sizeof(*n));

	if (n == NULL)
		return CUL_ENOMEM;
	n->plan = *plan;
	*ret_notices = n;
	return CUL_OK;
}

void cul_notices_free(struct cul_notices **np)
{
	struct cul_notices *n = *np;

	if (n == NULL)
		return;
	cul_flat_done(&n->by_id);
	cul_flat_done(&n->by_source);
	free(n->v);
	free(n->watched);
	free(n->queue);
	free(n);
	*np = NULL;
}

static void enqueue(struct cul_notices *n, uint32_t i)
{
	if (n->watched[i].due)
		return;
	n->watched[i].due = true;
	n->queue[(n->first + n->n_due++) % n->watched_room] = i;
}

/* The ring is made straight in the larger one. */
static int watched_grow(struct cul_notices *n)
{
	size_t room = n->watched_room * 2 + 64;
	struct cul_notice_watched *w = realloc(n->watched, room * sizeof(*w));
	uint32_t *q;

	if (w == NULL)
		return CUL_ENOMEM;
	n->watched = w;
	q = malloc(room * sizeof(*q));
	if (q == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < n->n_due; i++)
		q[i] = n->queue[(n->first + i) % n->watched_room];
	free(n->queue);
	n->queue = q;
	n->first = 0;
	n->watched_room = room;
	return CUL_OK;
}

int cul_notices_watch(struct cul_notices *n, uint64_t key, uint32_t flags)
{
	const struct cul_flat_slot *slot = cul_flat_find(&n->by_source, key);
	int err;

	if (slot != NULL) {
		struct cul_notice_watched *w = &n->watched[slot->value];

		if (w->flags != flags)
			w->looked_usec = 0;
		w->flags = flags;
		enqueue(n, slot->value);
		return CUL_OK;
	}
	if (n->n_watched == n->watched_room) {
		err = watched_grow(n);
		if (err != CUL_OK)
			return err;
	}
	err = cul_flat_add(&n->by_source, key, (uint32_t)n->n_watched, 0);
	if (err != CUL_OK)
		return err;
	n->watched[n->n_watched] =
		(struct cul_notice_watched){ .key = key, .flags = flags };
	enqueue(n, (uint32_t)n->n_watched++);
	return CUL_OK;
}

void cul_notices_suspect(void *arg, const struct cul_source *s)
{
	struct cul_notices *n = arg;
	int err = cul_notices_watch(n, cul_table_key(s), cul_source_flags(s));

	if (n->err == CUL_OK)
		n->err = err;
}

/* Of many that nothing was said of, those go that wait for nothing. */
static int forget(struct cul_notices *n)
{
	size_t kept = 0;
	int err = CUL_OK;

	if (n->n_watched < WATCHED_ENOUGH || n->n_due != 0)
		return CUL_OK;
	cul_flat_done(&n->by_source);
	n->by_source = (struct cul_flat){ 0 };
	for (size_t i = 0; i < n->n_watched && err == CUL_OK; i++) {
		if (n->watched[i].said == 0)
			continue;
		n->watched[kept] = n->watched[i];
		err = cul_flat_add(&n->by_source, n->watched[kept].key,
				   (uint32_t)kept, 0);
		kept++;
	}
	n->n_watched = kept;
	return err;
}

static int review_one(void *arg, struct cul_source *s)
{
	struct cul_notices *n = arg;

	return cul_source_is_stirred(s) ? cul_notices_watch(n, cul_table_key(s),
							    cul_source_flags(s))
					: CUL_OK;
}

void cul_notices_review_said(struct cul_notices *n)
{
	for (size_t i = 0; i < n->n_watched; i++)
		if (n->watched[i].said != 0)
			enqueue(n, (uint32_t)i);
}

void cul_notices_review(struct cul_notices *n)
{
	int err = forget(n);

	if (err == CUL_OK)
		err = cul_table_each(cul_court_table(n->plan.court), review_one,
				     n);
	if (n->err == CUL_OK)
		n->err = err;
}

static int look(struct cul_notices *n, uint32_t at, int64_t now_usec)
{
	const uint64_t key = n->watched[at].key;
	const uint64_t said = n->said[CUL_NOTICE_NEW];
	const struct cul_files *f = n->plan.files;
	struct cul_suggestion *v;
	int64_t window_usec;
	size_t n_v;
	int err = cul_court_preview(n->plan.court, key,
				    (const char *const *)f->v, f->n, &v, &n_v);

	n->turn++;
	for (size_t i = 0; i < n_v && err == CUL_OK; i++)
		err = cul_notices_stands(n, key, &v[i], now_usec);
	n->watched[at].said += (uint32_t)(n->said[CUL_NOTICE_NEW] - said);
	if (err == CUL_OK && n->watched[at].said != 0 &&
	    cul_court_window(n->plan.court, key, &window_usec))
		cul_notices_falls(n, key, window_usec, now_usec);
	cul_court_preview_done(&v, n_v);
	return err;
}

int cul_notices_step(struct cul_notices *n, int64_t now_usec, int64_t most_usec,
		     int64_t *ret_wake_usec)
{
	const int64_t until = cul_clock_mono_usec() + most_usec;
	size_t left = n->n_due;
	int err = n->err;

	*ret_wake_usec = INT64_MAX;
	while (left-- != 0 && err == CUL_OK) {
		const uint32_t i = n->queue[n->first];
		struct cul_notice_watched *w = &n->watched[i];
		const int64_t due = w->looked_usec + EACH_USEC;

		n->first = (n->first + 1) % n->watched_room;
		n->n_due--;
		w->due = false;
		if (w->looked_usec != 0 && due > now_usec) {
			enqueue(n, i);
			if (due < *ret_wake_usec)
				*ret_wake_usec = due;
			continue;
		}
		w->looked_usec = now_usec;
		err = look(n, i, now_usec);
		if (cul_clock_mono_usec() >= until) {
			*ret_wake_usec = now_usec;
			break;
		}
	}
	return err;
}
