/* \summary: one open input as a row of parsed batches, read ahead */
#ifndef CUL_STREAM_H
#define CUL_STREAM_H

#include "engine/batch.h"
#include "engine/feed.h"
#include "engine/files.h"

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
	struct cul_files files; /* that tails have read                  */
	int64_t now_usec;       /* the machine's clock, for what arrives */
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
	struct cul_growth *growth;  /* of a tail; NULL: a whole file */
};

/* What an input that grows has beside. */
struct cul_growth {
	struct cul_tail *tail;
	bool seekable; /* a place may name any line of it             */
	bool probed;   /* its beginning has been looked at, all of it */
	bool left_out; /* no log                                      */
	char *head;    /* that beginning, on the heap */
	size_t head_len;
	struct cul_place from; /* where what follows the dropped batches ... */
	uint64_t skip_to;      /* ... begins, or this line after it          */
	struct cul_timeline timeline;
	int64_t at_usec; /* when its last piece came, machine's clock; 0 */
};

int cul_stream_new(struct cul_desk *desk, struct cul_feed *feed, uint32_t index,
		   const struct cul_batch_plan *plan,
		   struct cul_stream **ret_stream);
/* Over a tail, which is taken whatever is returned. */
int cul_stream_follow(struct cul_desk *desk, struct cul_feed *feed,
		      struct cul_tail *tail, bool seekable,
		      const struct cul_batch_plan *plan,
		      struct cul_stream **ret_stream);
void cul_stream_free(struct cul_stream **stream);

/* Make `at` name a slot, reading on as needed. 1 if it does; 0 at the end of
 * the input, which is counted by then and `ended`, or where a tail has nothing
 * now; or CUL_ENOMEM. */
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

/* Count what has been handed out of the current batch as if it had been a
 * batch of its own, so that what is left begins at a place. */
int cul_stream_split(struct cul_stream *s);
/* Where to go on. */
void cul_stream_place(const struct cul_stream *s, struct cul_place *ret_place,
		      uint64_t *ret_skip_to);

/* ---- between stream.c and stream_tail.c ---- */
int cul_stream_next_piece(struct cul_stream *s, struct cul_batch *b);
void cul_stream_dropped(struct cul_stream *s, const struct cul_batch *b);
int cul_stream_batch_get(struct cul_desk *d, struct cul_batch **ret_batch);
void cul_stream_give_back(struct cul_desk *d, struct cul_batch *b);
void cul_stream_count(struct cul_stream *s, const struct cul_batch *b);

void cul_desk_done(struct cul_desk *desk);

#endif
