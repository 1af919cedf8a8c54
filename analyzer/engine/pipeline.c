/* \summary: run the inputs through the parsers, in order of time */
#include <stdlib.h>

#include "engine/clock.h"
#include "engine/hand.h"
#include "engine/pipeline.h"
#include "engine/tally.h"

/* All blocks being read at a time; with many files open at once each gets a
 * smaller part, so that hundreds of servers' logs fit. */
enum { BLOCKS_BYTES = 16 * 1024 * 1024, BLOCK_LEAST = 32 * 1024 };

struct run {
	const struct cul_pipeline_plan *plan;
	struct cul_batch_plan batch;
	struct cul_zone *zone;
	struct cul_feeds feeds;
	size_t pending; /* the next of feeds that has not been opened */
	struct cul_merge open;
	struct cul_desk desk;
	uint64_t raw_all; /* 0 if not known */
};

static int run_init(struct run *r, const char *const *paths, size_t n_paths,
		    struct cul_summary *sum)
{
	const struct cul_pipeline_plan *plan = r->plan;
	int rc = cul_tally_new(sum, &r->desk.parsers);

	r->desk.sum = sum;
	if (rc == 0)
		rc = cul_zone_new(plan->timezone, &r->zone);
	if (rc == 0 && plan->parser != NULL &&
	    cul_probe_named(plan->parser) < 0)
		rc = CUL_EUSAGE;
	r->desk.parser = plan->parser;
	r->batch = (struct cul_batch_plan){
		.zone = r->zone,
		.year = plan->year,
		.want_all = plan->want_all,
		.finish = plan->finish,
		.now_sec = cul_clock_wall_sec(),
	};
	if (rc == 0)
		rc = cul_pool_new(plan->workers > 1 ? plan->workers - 1 : 0,
				  &r->desk.pool);
	if (rc == 0)
		rc = cul_feeds_new(paths, n_paths, r->zone, plan->year,
				   r->batch.now_sec, &r->feeds);
	for (size_t i = 0; i < r->feeds.n; i++)
		if (!r->feeds.v[i].leave_out)
			r->raw_all += r->feeds.v[i].size;
	for (size_t i = 0; i < r->feeds.n; i++)
		if (!r->feeds.v[i].leave_out && !r->feeds.v[i].sized)
			r->raw_all = 0;
	return rc;
}

static void run_done(struct run *r)
{
	cul_merge_done(&r->open);
	cul_desk_done(&r->desk);
	cul_pool_free(&r->desk.pool);
	cul_feeds_done(&r->feeds);
	cul_zone_free(&r->zone);
}

static void share_memory(struct run *r)
{
	unsigned workers = r->plan->workers;
	size_t n = r->open.n + 1;
	size_t bytes = BLOCKS_BYTES / n;

	if (bytes > CUL_BLOCK_BYTES)
		bytes = CUL_BLOCK_BYTES;
	if (bytes < BLOCK_LEAST)
		bytes = BLOCK_LEAST;
	r->desk.block_bytes =
		r->plan->block_bytes != 0 ? r->plan->block_bytes : bytes;
	r->desk.ahead = 1;
	if (workers > 1)
		r->desk.ahead = (unsigned)(2 * workers / n);
	if (workers > 1 && r->desk.ahead < 2)
		r->desk.ahead = 2;
}

static int open_next(struct run *r)
{
	size_t i = r->pending++;
	struct cul_stream *s;
	int rc;

	if (r->feeds.v[i].leave_out)
		return 0;
	share_memory(r);
	rc = cul_stream_new(&r->desk, &r->feeds.v[i], (uint32_t)i, &r->batch,
			    &s);
	if (rc < 0)
		return rc;
	if (r->plan->again != NULL)
		rc = cul_again_hold(r->plan->again, (uint32_t)i,
				    cul_input_bytes(r->feeds.v[i].in));
	if (rc == 0)
		rc = cul_stream_ready(s);
	if (rc > 0 && cul_merge_add(&r->open, s) == 0)
		return 0;
	cul_stream_free(&s);
	return rc > 0 ? CUL_ENOMEM : rc;
}

/* Open what begins before the item that is next, and at least one. */
static int open_due(struct run *r)
{
	while (r->pending < r->feeds.n &&
	       (r->open.n == 0 || r->feeds.v[r->pending].first_usec <
					  cul_stream_key(r->open.v[0]))) {
		int rc = open_next(r);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static void tell(const struct run *r)
{
	const struct cul_progress *p = &r->plan->progress;

	if (p->tell != NULL)
		p->tell(p->arg, r->desk.raw_done, r->raw_all,
			r->desk.sum->lines);
}

/* Hand out what the top stream has before any other is next. 1 if it has
 * more, 0 at its end. */
static int drain(struct run *r, struct cul_stream *s)
{
	struct cul_bound bound = cul_bound_of(&r->open);

	if (r->pending < r->feeds.n)
		cul_bound_before(&bound, r->feeds.v[r->pending].first_usec);
	for (;;) {
		uint64_t lines = s->feed->lines;
		int rc = cul_hand_out(r->plan, s, &bound);

		if (rc != 0)
			return rc;
		rc = cul_stream_ready(s);
		if (rc <= 0)
			return rc;
		if (s->feed->lines != lines)
			tell(r);
	}
}

static int run_all(struct run *r)
{
	for (;;) {
		struct cul_stream *s;
		int rc = open_due(r);

		if (rc < 0)
			return rc;
		if (r->open.n == 0)
			return 0;
		s = r->open.v[0];
		rc = drain(r, s);
		if (rc < 0)
			return rc;
		if (rc > 0) {
			cul_merge_sink(&r->open);
			continue;
		}
		cul_merge_pop(&r->open);
		cul_stream_free(&s);
		tell(r);
	}
}

int cul_pipeline_run(const struct cul_pipeline_plan *plan,
		     const char *const *paths, size_t n_paths,
		     struct cul_summary *sum)
{
	struct run r = { .plan = plan };
	int rc = run_init(&r, paths, n_paths, sum);

	if (rc == 0)
		rc = run_all(&r);
	if (rc == 0)
		rc = cul_tally_inputs(sum, r.desk.parsers, &r.feeds);
	run_done(&r);
	for (size_t i = 0; i < sum->n_inputs && rc == 0; i++)
		if (sum->inputs[i].error != NULL)
			rc = CUL_ETRUNC;
	return rc;
}
