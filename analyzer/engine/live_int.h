/* \summary: what a live run is made of; private to analyzer/engine */
#ifndef CUL_LIVE_INT_H
#define CUL_LIVE_INT_H

#include "engine/hand.h"
#include "engine/live.h"
#include "engine/tally.h"

/* A tail as it was when the state was written. */
struct cul_live_was {
	char *name;
	bool taken;
	struct cul_place place;
	uint64_t skip_to;
	int64_t key_usec;
	struct cul_columns columns;
	bool probed;
	struct cul_probe probe;
	uint32_t index;
	uint64_t bytes, lines, owned_lines, cut_lines, nuls;
};

struct cul_live {
	struct cul_pipeline_plan plan;
	struct cul_batch_plan batch;
	struct cul_desk desk;
	struct cul_zone *zone;
	int64_t settle_usec;
	size_t n, room;
	struct cul_stream **v;  /* all, in the order of their indices */
	struct cul_merge ready; /* those of them that name a slot     */
	bool started;           /* something was handed out           */
	bool idle;
	uint64_t late;
	int64_t t_out; /* the latest key handed out */
	size_t n_was;
	struct cul_live_was *was;
	struct cul_feeds feeds; /* for the report, at the end */
};

/* Of a tail of that name that was there before: go on with it. */
void cul_live_again(struct cul_live *l, struct cul_stream *s);

#endif
