/* \summary: inputs that grow to items in one order */
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/live_int.h"

static int live_init(struct cul_live *l, struct cul_summary *sum)
{
	const struct cul_pipeline_plan *plan = &l->plan;
	int rc = cul_tally_new(sum, &l->desk.parsers);

	l->desk.sum = sum;
	l->desk.parser = plan->parser;
	l->desk.block_bytes =
		plan->block_bytes != 0 ? plan->block_bytes : CUL_BLOCK_BYTES;
	if (rc == CUL_OK)
		rc = cul_zone_new(plan->timezone, &l->zone);
	if (rc == CUL_OK && plan->parser != NULL &&
	    cul_probe_named(plan->parser) < 0)
		rc = CUL_EUSAGE;
	if (rc == CUL_OK)
		rc = cul_pool_new(plan->workers > 1 ? plan->workers - 1 : 0,
				  &l->desk.pool);
	l->batch = (struct cul_batch_plan){
		.zone = l->zone,
		.year = plan->year,
		.want_all = plan->want_all,
		.finish = plan->finish,
		.now_sec = cul_clock_wall_sec(),
	};
	return rc;
}

int cul_live_new(const struct cul_pipeline_plan *plan, int64_t settle_usec,
		 struct cul_summary *sum, struct cul_live **ret_live)
{
	struct cul_live *l = calloc(1, sizeof(*l));
	int rc;

	if (l == NULL)
		return CUL_ENOMEM;
	l->plan = *plan;
	l->settle_usec = settle_usec;
	l->t_out = INT64_MIN;
	rc = live_init(l, sum);
	if (rc != CUL_OK)
		cul_live_free(&l);
	else
		*ret_live = l;
	return rc;
}

static void stream_drop(struct cul_stream **s)
{
	struct cul_feed *feed = (*s)->feed;

	cul_stream_free(s);
	free(feed->path);
	free(feed->error);
	free(feed->note);
	free(feed);
}

void cul_live_free(struct cul_live **live)
{
	struct cul_live *l = *live;

	if (l == NULL)
		return;
	free(l->ready.v);
	for (size_t i = 0; i < l->n; i++)
		stream_drop(&l->v[i]);
	free(l->v);
	for (size_t i = 0; i < l->n_was; i++)
		free(l->was[i].name);
	free(l->was);
	cul_feeds_done(&l->feeds);
	cul_desk_done(&l->desk);
	cul_pool_free(&l->desk.pool);
	cul_zone_free(&l->zone);
	free(l);
	*live = NULL;
}

static int room_for_one(struct cul_live *l)
{
	size_t room = l->room * 2 + 8;
	struct cul_stream **v;

	if (l->n < l->room)
		return CUL_OK;
	v = realloc(l->v, room * sizeof(*v));
	if (v == NULL)
		return CUL_ENOMEM;
	l->v = v;
	l->room = room;
	return CUL_OK;
}

/* Batches on their way: as in pipeline.c, shared by all. */
static void share(struct cul_live *l)
{
	unsigned workers = l->plan.workers;

	l->desk.ahead = 1;
	if (workers > 1)
		l->desk.ahead = (unsigned)(2 * workers / (l->n + 1));
	if (workers > 1 && l->desk.ahead < 2)
		l->desk.ahead = 2;
}

int cul_live_add(struct cul_live *l, struct cul_tail *tail, const char *name,
		 bool seekable)
{
	struct cul_feed *feed = calloc(1, sizeof(*feed));
	int rc = feed == NULL ? CUL_ENOMEM : room_for_one(l);

	if (rc == CUL_OK) {
		feed->path = strdup(name);
		feed->first_usec = CUL_TIME_NONE;
		rc = feed->path == NULL ? CUL_ENOMEM : CUL_OK;
	}
	if (rc != CUL_OK) {
		tail->ops->free(tail);
		free(feed);
		return rc;
	}
	rc = cul_stream_follow(&l->desk, feed, tail, seekable, &l->batch,
			       &l->v[l->n]);
	if (rc != CUL_OK) {
		free(feed->path);
		free(feed);
		return rc;
	}
	l->v[l->n]->index = (uint32_t)(l->n_was + l->n);
	cul_live_again(l, l->v[l->n]);
	l->n++;
	share(l);
	return CUL_OK;
}

static int by_time(const void *a, const void *b)
{
	const struct cul_stream *x = *(struct cul_stream *const *)a;
	const struct cul_stream *y = *(struct cul_stream *const *)b;

	if (x->feed->first_usec != y->feed->first_usec)
		return x->feed->first_usec < y->feed->first_usec ? -1 : 1;
	return strcmp(x->feed->path, y->feed->path);
}

static int by_index(const void *a, const void *b)
{
	const struct cul_stream *x = *(struct cul_stream *const *)a;
	const struct cul_stream *y = *(struct cul_stream *const *)b;

	return x->index < y->index ? -1 : x->index > y->index;
}

/* Those that have something and were not in the heap. */
static int wake(struct cul_live *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct cul_stream *s = l->v[i];
		int rc;

		if (s->ready || s->ended)
			continue;
		rc = cul_stream_ready(s);
		if (rc > 0 && l->started)
			rc = cul_merge_add(&l->ready, s);
		if (rc < 0)
			return rc;
	}
	return CUL_OK;
}

/* Before the first line: inputs are put in the order in which a scan of the
 * same files has them, which decides between lines of one time. */
static int start(struct cul_live *l)
{
	int rc = CUL_OK;

	if (l->n != 0)
		qsort(l->v, l->n, sizeof(*l->v),
		      l->n_was == 0 ? by_time : by_index);
	for (size_t i = 0; i < l->n && rc == CUL_OK; i++) {
		l->v[i]->index = (uint32_t)i;
		if (l->v[i]->ready)
			rc = cul_merge_add(&l->ready, l->v[i]);
	}
	l->started = true;
	return rc;
}

/* May the next line be handed out, though another tail has nothing now? */
static bool may_go(const struct cul_live *l, const struct cul_stream *s,
		   struct cul_bound *bound, int64_t *ret_wake_usec)
{
	int64_t before = l->desk.now_usec - l->settle_usec;

	if (l->n < 2 || l->ready.n == l->n || s->first->arrived_usec <= before)
		return true;
	cul_bound_before(bound, before);
	if (cul_stream_key(s) <= before)
		return true;
	*ret_wake_usec = s->first->arrived_usec + l->settle_usec;
	return false;
}

/* The top stream stands where it did, or goes. */
static int after(struct cul_live *l, struct cul_stream *s, int handed)
{
	int rc = handed == 0 ? cul_stream_ready(s) : handed;

	if (rc < 0)
		return rc;
	if (rc > 0)
		cul_merge_sink(&l->ready);
	else
		cul_merge_pop(&l->ready);
	return CUL_OK;
}

static void tell(const struct cul_live *l)
{
	const struct cul_progress *p = &l->plan.progress;

	if (p->tell != NULL)
		p->tell(p->arg, l->desk.raw_done, 0, l->desk.sum->lines);
}

static int hand(struct cul_live *l, int64_t *ret_wake_usec)
{
	struct cul_stream *s = l->ready.v[0];
	struct cul_bound bound = cul_bound_of(&l->ready);
	int64_t key = cul_stream_key(s);
	int rc;

	if (!may_go(l, s, &bound, ret_wake_usec))
		return 0;
	l->late += key < l->t_out;
	rc = cul_hand_out(&l->plan, s, &bound);
	if (key > l->t_out)
		l->t_out = key;
	if (rc >= 0)
		rc = after(l, s, rc);
	tell(l);
	return rc < 0 ? rc : 1;
}

int cul_live_step(struct cul_live *l, int64_t now_usec, uint64_t lines_most,
		  int64_t *ret_wake_usec)
{
	const struct cul_summary *sum = l->desk.sum;
	uint64_t until;
	int rc;

	*ret_wake_usec = INT64_MAX;
	l->desk.now_usec = now_usec;
	until = sum->lines + lines_most;
	rc = wake(l);
	if (rc == CUL_OK && !l->started)
		rc = start(l);
	if (rc != CUL_OK)
		return rc;
	l->idle = l->ready.n == 0;
	while (l->ready.n != 0) {
		if (sum->lines >= until)
			return 1;
		rc = hand(l, ret_wake_usec);
		if (rc <= 0)
			return rc;
	}
	return 0;
}

bool cul_live_is_over(const struct cul_live *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!l->v[i]->ended || l->v[i]->ready)
			return false;
	return true;
}

bool cul_live_is_idle(const struct cul_live *l)
{
	return l->idle;
}

uint64_t cul_live_late(const struct cul_live *l)
{
	return l->late;
}

const struct cul_files *cul_live_files(const struct cul_live *l)
{
	return &l->desk.files;
}

uint64_t cul_live_bytes(const struct cul_live *l)
{
	return l->desk.raw_done;
}

bool cul_live_tail(const struct cul_live *l, size_t i,
		   struct cul_live_tail *ret_tail)
{
	const struct cul_stream *s;

	if (i >= l->n)
		return false;
	s = l->v[i];
	*ret_tail = (struct cul_live_tail){ .lines = s->feed->lines,
					    .bytes = s->feed->bytes,
					    .at_usec = s->growth->at_usec,
					    .ended = s->ended };
	s->growth->tail->ops->status(s->growth->tail, &ret_tail->status);
	return true;
}

int64_t cul_live_waits_since(const struct cul_live *l)
{
	int64_t since = 0;

	for (size_t i = 0; i < l->ready.n; i++) {
		int64_t t = l->ready.v[i]->first->arrived_usec;

		if (since == 0 || t < since)
			since = t;
	}
	return since;
}

int cul_live_report(struct cul_live *l)
{
	l->feeds.v = calloc(l->n + 1, sizeof(*l->feeds.v));
	if (l->feeds.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < l->n; i++) {
		struct cul_feed *f = l->v[i]->feed;
		const struct cul_growth *g = l->v[i]->growth;
		struct cul_tail_status st;

		g->tail->ops->status(g->tail, &st);
		if (f->error == NULL && st.error != NULL)
			f->error = strdup(st.error);
		l->feeds.v[l->feeds.n++] = *f;
		f->path = f->error = f->note = NULL;
	}
	return cul_tally_inputs(l->desk.sum, l->desk.parsers, &l->feeds);
}
