/* \summary: parse the lines of one block into slots */
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
	for (unsigned i = 0; i < b->plan->n_order; i++)
		b->tally[b->plan->order[i]] = (struct cul_parser_tally){ 0 };
}

/* Room for one more of each. */
static bool has_room(struct cul_batch *b)
{
	if (b->n_slots == b->slots_cap) {
		size_t cap = b->slots_cap * 2 + 256;
		struct cul_slot *v = realloc(b->slots, cap * sizeof(*v));

		if (v == NULL)
			return false;
		b->slots = v;
		b->slots_cap = cap;
	}
	if (b->n_events == b->events_cap) {
		size_t cap = b->events_cap * 2 + 256;
		struct cul_event *v = realloc(b->events, cap * sizeof(*v));

		if (v == NULL)
			return false;
		b->events = v;
		b->events_cap = cap;
	}
	return true;
}

static void sample(struct cul_batch *b, enum cul_verdict verdict,
		   const char *why, const struct cul_slot *slot)
{
	unsigned same = 0;

	for (unsigned i = 0; i < b->n_samples; i++)
		same += b->samples[i].verdict == verdict;
	if (same < CUL_SAMPLES_MAX)
		b->samples[b->n_samples++] =
			(struct cul_batch_sample){ verdict, why, slot->offset,
						   slot->line };
}

static int64_t stamp(struct cul_batch *b, struct cul_timeline *tl,
		     struct cul_stamp st)
{
	int64_t written =
		b->lines == 0 ? b->block.written1_sec : b->block.written_sec;
	int64_t t = cul_timeline_usec(
		tl, st, written != 0 ? written : b->plan->now_sec);

	if (t == CUL_TIME_NONE) {
		b->no_stamp_lines++;
		return t;
	}
	if (b->first_usec == CUL_TIME_NONE || t < b->first_usec)
		b->first_usec = t;
	if (t > b->last_usec)
		b->last_usec = t;
	return t;
}

/* The first parser of the order that claims the record has it. */
static void parse(struct cul_batch *b, const struct cul_record *rec,
		  struct cul_slot *slot)
{
	struct cul_event *ev = &b->events[b->n_events];

	for (unsigned i = 0; i < b->plan->n_order; i++) {
		unsigned at = b->plan->order[i], why = 0;
		struct cul_parser_tally *tally = &b->tally[at];
		enum cul_verdict v = cul_parsers[at]->parse(rec, ev, &why);

		tally->verdicts[v]++;
		if (v == CUL_NOT_MINE)
			continue;
		slot->verdict = (unsigned char)v;
		slot->parser = (unsigned char)at;
		slot->why = (unsigned char)why;
		slot->owned = true;
		if (v == CUL_IGNORED)
			tally->ignored[why]++;
		else if (v == CUL_MALFORMED)
			tally->malformed[why]++;
		return;
	}
	slot->verdict = CUL_NOT_MINE;
	slot->owned = false;
}

static void read_line(struct cul_batch *b, struct cul_timeline *tl,
		      struct cul_stamp_memo *memo, const struct cul_line *line)
{
	struct cul_slot *slot = &b->slots[b->n_slots];
	struct cul_record rec;

	cul_syslog_read(line->text, memo, &rec);
	rec.cut = line->cut;
	*slot = (struct cul_slot){ .line = line->text,
				   .offset = line->offset,
				   .nth = b->lines,
				   .event = CUL_NO_EVENT,
				   .cut = line->cut };
	slot->t_usec = stamp(b, tl, rec.stamp);
	slot->so_far_usec = b->last_usec;
	parse(b, &rec, slot);
	b->lines++;
	b->cut_lines += line->cut;
	b->nuls += line->nuls;
	if (slot->verdict == CUL_EVENT) {
		b->events[b->n_events].t_usec = slot->t_usec;
		if (b->plan->finish != NULL)
			b->plan->finish(&b->events[b->n_events]);
		slot->event = (uint32_t)b->n_events++;
	} else if (!slot->owned) {
		b->unowned_lines++;
		sample(b, CUL_NOT_MINE, "no parser claims it", slot);
	} else if (slot->verdict == CUL_MALFORMED) {
		sample(b, CUL_MALFORMED,
		       cul_parsers[slot->parser]->reasons[slot->why], slot);
	}
	b->n_slots += slot->verdict == CUL_EVENT || b->plan->want_all;
}

static void batch_run(struct cul_job *job)
{
	struct cul_batch *b =
		(void *)((char *)job - offsetof(struct cul_batch, job));
	struct cul_timeline tl = cul_timeline_new(b->plan->zone, b->plan->year);
	struct cul_stamp_memo memo = { 0 };
	struct cul_line line;
	size_t at = 0;

	reset(b);
	while (cul_block_line(&b->block, &at, &line)) {
		if (!has_room(b)) {
			b->err = CUL_ENOMEM;
			return;
		}
		read_line(b, &tl, &memo, &line);
	}
}
