/* \summary: parse the lines of one block into slots */
#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "engine/batch.h"

static void batch_run(struct cul_job *job);

int cul_batch_new(struct cul_batch **ret_batch)
{
	struct cul_batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return CUL_ENOMEM;
	b->job.run = batch_run;
	*ret_batch = b;
	return 0;
}

void cul_batch_free(struct cul_batch **batch)
{
	struct cul_batch *b = *batch;

	if (b == NULL)
		return;
	free(b->block.bytes);
	free(b->slots);
	free(b->events);
	free(b);
	*batch = NULL;
}

static void reset(struct cul_batch *b)
{
	b->err = 0;
	b->n_slots = b->n_events = 0;
	b->lines = b->cut_lines = b->no_stamp_lines = b->unowned_lines = 0;
	b->nuls = 0;
	b->first_usec = b->last_usec = CUL_TIME_NONE;
	b->n_samples = 0;
	if (b->timeline.zone != b->plan->zone ||
	    b->timeline.year != b->plan->year)
		b->timeline = cul_timeline_new(b->plan->zone, b->plan->year);
	for (; b->tallied != 0; b->tallied &= b->tallied - 1)
		b->tally[__builtin_ctzll(b->tallied)] =
			(struct cul_parser_tally){ 0 };
}

static void sample(struct cul_batch *b, enum cul_verdict verdict,
		   const char *why, struct cul_sv line)
{
	unsigned same = 0;

	for (unsigned i = 0; i < b->n_samples; i++)
		same += b->samples[i].verdict == verdict;
	if (same < CUL_SAMPLES_MAX)
		b->samples[b->n_samples++] = (struct cul_batch_sample){
			verdict, why, cul_block_offset(&b->block, line), line
		};
}

/* What is kept from line to line. */
struct walk {
	struct cul_slot *slot, *slots_end; /* the next; the end of the room */
	struct cul_event *ev;
	const struct cul_parser *columned; /* NULL: nobody names columns */
	struct cul_columns columns;
	struct cul_stamp_memo memo;
	int64_t written_sec;
	struct cul_stamp last; /* of a line with a time, and what that is */
	int64_t last_usec;
};

static void walk_init(struct walk *w, struct cul_batch *b)
{
	*w = (struct walk){ .slot = b->slots, .ev = b->events };
	if (b->cap != 0)
		w->slots_end = b->slots + b->cap;
	if (b->plan->ask.columned < 0)
		return;
	w->columned = cul_parsers[b->plan->ask.columned];
	w->columns = b->columns;
}

static void walk_end(const struct walk *w, struct cul_batch *b)
{
	b->n_slots = (size_t)(w->slot - b->slots);
	b->n_events = (size_t)(w->ev - b->events);
}

/* Room for more of each. */
static bool grow(struct cul_batch *b, struct walk *w)
{
	size_t cap = b->cap * 2 + 256;
	struct cul_slot *slots;
	struct cul_event *events;

	walk_end(w, b);
	slots = realloc(b->slots, cap * sizeof(*slots));
	if (slots != NULL)
		b->slots = slots;
	events = realloc(b->events, cap * sizeof(*events));
	if (events != NULL)
		b->events = events;
	if (slots == NULL || events == NULL)
		return false;
	b->cap = cap;
	w->slot = b->slots + b->n_slots;
	w->slots_end = b->slots + cap;
	w->ev = b->events + b->n_events;
	return true;
}

/* From here on lines were written at another time. */
static void walk_written(struct walk *w, const struct cul_batch *b, int64_t sec)
{
	w->written_sec = sec != 0 ? sec : b->plan->now_sec;
	w->last.t_usec = CUL_TIME_NONE; /* no stamp says so */
}

static int64_t stamp(struct cul_batch *b, struct walk *w, struct cul_stamp st)
{
	int64_t t;

	if (st.t_usec == w->last.t_usec && st.form == w->last.form)
		return w->last_usec;
	t = cul_timeline_usec(&b->timeline, st, w->written_sec);
	if (t == CUL_TIME_NONE) {
		b->no_stamp_lines++;
		return t;
	}
	if (b->first_usec == CUL_TIME_NONE || t < b->first_usec)
		b->first_usec = t;
	if (t > b->last_usec)
		b->last_usec = t;
	w->last = st;
	w->last_usec = t;
	return t;
}

/* Nothing comes of the line but a count, and perhaps a sample. */
static void set_aside(struct cul_batch *b, struct cul_sv line,
		      struct cul_reading read)
{
	if (!read.owned) {
		b->unowned_lines++;
		sample(b, CUL_NOT_MINE, "no parser claims it", line);
	} else if (read.verdict == CUL_MALFORMED) {
		sample(b, CUL_MALFORMED,
		       cul_parsers[read.parser]->reasons[read.why], line);
	}
}

/* The events of the record after its first, whose slot is the last so far. */
static bool read_parts(struct cul_batch *b, struct walk *w,
		       struct cul_record *rec)
{
	const struct cul_parser *p = cul_parsers[w->slot[-1].read.parser];
	unsigned why;

	while (w->ev[-1].next_part > rec->part) {
		rec->part = w->ev[-1].next_part;
		if (w->slot == w->slots_end && !grow(b, w))
			return false;
		if (p->parse(rec, w->ev, &why) != CUL_EVENT)
			break;
		*w->slot = w->slot[-1];
		w->slot++;
		w->ev->t_usec = w->ev[-1].t_usec;
		if (b->plan->finish != NULL)
			b->plan->finish(w->ev);
		w->ev++;
	}
	return true;
}

/* Which columns the record has, and what stands in them. */
static void columns_read(struct walk *w, struct cul_record *rec)
{
	(void)w->columned->columns(rec->line, &w->columns);
	if (w->columns.n != 0)
		rec->columns = &w->columns;
}

static inline struct cul_stamp stamp_of(const struct cul_record *rec,
					struct cul_reading read)
{
	struct cul_stamp st = rec->stamp;

	if (read.owned && cul_parsers[read.parser]->stamp != NULL)
		(void)cul_parsers[read.parser]->stamp(rec, &st);
	return st;
}

/* A line cut off may end in the middle of an address, or where text that a
 * client chose looks like one: nobody is held to account for it. */
static void hold_nobody(struct cul_event *ev)
{
	ev->client = (struct cul_addr){ 0 };
	ev->client_port = 0;
	ev->client_name = ev->account = ev->session =
		(struct cul_sv){ NULL, 0 };
	ev->next_part = 0;
}

static bool read_line(struct cul_batch *b, struct walk *w,
		      const struct cul_line *line)
{
	struct cul_slot *slot = w->slot;
	struct cul_record rec;

	cul_syslog_read(line->text, &w->memo, &rec);
	rec.cut = line->cut;
	if (w->columned != NULL)
		columns_read(w, &rec);
	slot->read = cul_ask_parse(&b->ask, &b->plan->ask, &rec, w->ev,
				   b->tally, &b->tallied);
	slot->t_usec = stamp(b, w, stamp_of(&rec, slot->read));
	slot->so_far_usec = b->last_usec;
	slot->at = (uint32_t)(line->text.ptr - b->block.bytes);
	slot->len = (uint32_t)line->text.len;
	slot->nth = b->lines++;
	b->cut_lines += line->cut;
	b->nuls += line->nuls;
	if (slot->read.verdict != CUL_EVENT) {
		set_aside(b, line->text, slot->read);
		w->slot += b->plan->want_all;
		return true;
	}
	if (line->torn)
		hold_nobody(w->ev);
	w->ev->t_usec = slot->t_usec;
	if (b->plan->finish != NULL)
		b->plan->finish(w->ev);
	w->ev++;
	w->slot++;
	return w->ev[-1].next_part == 0 || line->torn || read_parts(b, w, &rec);
}

static void batch_run(struct cul_job *job)
{
	struct cul_batch *b =
		(void *)((char *)job - offsetof(struct cul_batch, job));
	struct cul_lines lines = cul_block_lines(&b->block);
	struct cul_line line;
	struct walk w;

	assert(b->block.len <= UINT32_MAX); /* CUL_BLOCK_BYTES and a line */
	reset(b);
	walk_init(&w, b);
	walk_written(&w, b, b->block.written1_sec);
	while (cul_lines_next(&lines, &line)) {
		if ((w.slot == w.slots_end && !grow(b, &w)) ||
		    !read_line(b, &w, &line)) {
			b->err = CUL_ENOMEM;
			return;
		}
		if (b->lines == 1)
			walk_written(&w, b, b->block.written_sec);
	}
	walk_end(&w, b);
}
