/* \summary: one open input as a row of parsed batches, read ahead */
#ifndef CUL_STREAM_H
#define CUL_STREAM_H

#include "engine/batch.h"
#include "engine/feed.h"

/* What the streams of a run share. */
struct cul_desk {
	struct cul_pool *pool;
	struct cul_batch *spare;
	size_t block_bytes; /* of the next blocks; never of consequence      */
	const char *parser; /* the one that is asked; NULL: by content       */
	unsigned ahead;     /* batches of a stream on their way, at least 1  */
	uint64_t raw_done;  /* bytes of all inputs, as they lie on disk      */
	struct cul_summary *sum;
	struct cul_parser_count *parsers;
};

struct cul_stream {
	struct cul_desk *desk;
	struct cul_feed *feed;
	struct cul_batch_plan plan;
	uint32_t index;                 /* of the input in the run       */
	int64_t key_usec;               /* running maximum of the stamps */
	struct cul_batch *first, *last; /* on their way; first is current */
	unsigned n_ahead;
	bool ready;                 /* first has been parsed         */
	bool ended;                 /* nothing is left to be read    */
	size_t at;                  /* slot of first that is next    */
	const struct cul_event *ev; /* event of first that is next */
	uint64_t raw_done;
	struct cul_columns columns; /* named so far; n 0: none       */
};

int cul_stream_new(struct cul_desk *desk, struct cul_feed *feed, uint32_t index,
		   const struct cul_batch_plan *plan,
		   struct cul_stream **ret_stream);
void cul_stream_free(struct cul_stream **stream);

/* Make `at` name a slot, reading on as needed. 1 if it does, 0 at the end of
 * the input, which is counted by then, or CUL_ENOMEM. */
static inline int cul_stream_ready(struct cul_stream *s);
/* The same, where that is not the next of the same batch. */
int cul_stream_read_on(struct cul_stream *s);

static inline int cul_stream_ready(struct cul_stream *s)
{
	if (s->ready && s->at < s->first->n_slots)
		return 1;
	return cul_stream_read_on(s);
}

/* The time by which a slot of the current batch is ordered. */
static inline int64_t cul_stream_key_of(const struct cul_stream *s,
					const struct cul_slot *slot)
{
	int64_t t = slot->so_far_usec;

	return t > s->key_usec ? t : s->key_usec;
}

/* The same of the slot that is next. */
static inline int64_t cul_stream_key(const struct cul_stream *s)
{
	return cul_stream_key_of(s, &s->first->slots[s->at]);
}

void cul_desk_done(struct cul_desk *desk);

#endif
