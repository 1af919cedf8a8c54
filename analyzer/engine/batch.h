/* \summary: one block of an input, parsed: the work of one worker at a time */
#ifndef CUL_BATCH_H
#define CUL_BATCH_H

#include "culprit/report.h"
#include "engine/ask.h"
#include "engine/pipeline.h"
#include "engine/pool.h"
#include "engine/timeline.h"
#include "input/tail.h"

/* What is the same for all blocks of one input; outlives them. */
struct cul_batch_plan {
	const struct cul_zone *zone;
	int year;
	bool want_all;
	void (*finish)(struct cul_event *ev);
	int64_t now_sec; /* written, where nothing says when */
	struct cul_ask_plan ask;
};

/* One line that is handed on. Small: as many as the block has lines are
 * written, and read again, between the block and the events. Those of which
 * there is an event have it in the same order. */
struct cul_slot {
	int64_t t_usec, so_far_usec; /* latest stamp of the block up to here;
				      * both CUL_TIME_NONE if there is none */
	uint32_t at, len;            /* bytes of the block                  */
	uint32_t nth;                /* line of the block, from 0           */
	struct cul_reading read;
};

struct cul_batch_sample { /* views into the block */
	enum cul_verdict verdict;
	const char *why;
	uint64_t offset;
	struct cul_sv text;
};

struct cul_batch {
	struct cul_job job;
	struct cul_batch *next; /* of the same input, or of the spare ones */
	const struct cul_batch_plan *plan;
	struct cul_block block;
	uint32_t file;          /* index of what it is from ...             */
	const char *path;       /* ... and its name                         */
	struct cul_place place; /* of a tail's                              */
	int64_t arrived_usec;   /* the same; on the machine's clock         */
	int err;                /* CUL_ENOMEM; else 0 */
	size_t n_slots, n_events, cap; /* of both: an event has a slot */
	struct cul_slot *slots;
	struct cul_event *events;
	uint32_t lines, cut_lines, no_stamp_lines, unowned_lines;
	uint64_t nuls;
	int64_t first_usec, last_usec; /* earliest and latest stamp */
	struct cul_timeline timeline;  /* what it knows of the last hour is
					* worth keeping for the next block */
	struct cul_ask ask;            /* worth keeping too */
	struct cul_columns columns;    /* named before the block; n 0: none */
	uint64_t tallied;              /* bits: parsers that have a tally */
	struct cul_parser_tally tally[CUL_PARSERS_MAX];
	unsigned n_samples;
	struct cul_batch_sample samples[2 * CUL_SAMPLES_MAX];
};

/* To be submitted, once `plan` and `block` are set. */
int cul_batch_new(struct cul_batch **ret_batch);
void cul_batch_free(struct cul_batch **batch);

#endif
