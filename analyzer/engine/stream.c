/* \summary: read blocks ahead, take parsed batches in order, count them */
#include <stdlib.h>

#include "engine/stream.h"

void cul_stream_give_back(struct cul_desk *d, struct cul_batch *b)
{
	b->next = d->spare;
	d->spare = b;
}

int cul_stream_batch_get(struct cul_desk *d, struct cul_batch **ret_batch)
{
	if (d->spare == NULL)
		return cul_batch_new(ret_batch);
	*ret_batch = d->spare;
	d->spare = d->spare->next;
	return 0;
}

void cul_desk_done(struct cul_desk *desk)
{
	while (desk->spare != NULL) {
		struct cul_batch *b = desk->spare;

		desk->spare = b->next;
		cul_batch_free(&b);
	}
	cul_files_done(&desk->files);
}

int cul_stream_new(struct cul_desk *desk, struct cul_feed *feed, uint32_t index,
		   const struct cul_batch_plan *plan,
		   struct cul_stream **ret_stream)
{
	struct cul_stream *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return CUL_ENOMEM;
	if (feed->in == NULL && cul_input_open(feed->path, &feed->in) < 0) {
		free(s);
		return CUL_ENOMEM;
	}
	*s = (struct cul_stream){ .desk = desk,
				  .feed = feed,
				  .plan = *plan,
				  .index = index,
				  .key_usec = feed->first_usec };
	cul_ask_plan_of(&feed->probe, desk->parser, &s->plan.ask);
	*ret_stream = s;
	return 0;
}

void cul_stream_free(struct cul_stream **stream)
{
	struct cul_stream *s = *stream;

	if (s == NULL)
		return;
	while (s->first != NULL) {
		struct cul_batch *b = s->first;

		cul_pool_cancel(s->desk->pool, &b->job);
		s->first = b->next;
		cul_stream_give_back(s->desk, b);
	}
	cul_input_free(&s->feed->in);
	if (s->growth != NULL) {
		s->growth->tail->ops->free(s->growth->tail);
		free(s->growth->head);
		free(s->growth);
	}
	free(s);
	*stream = NULL;
}

/* All has been read, or all that could be. */
static int end_of_file(struct cul_stream *s)
{
	const struct cul_input *in = s->feed->in;
	const struct cul_bytes *bytes = cul_input_bytes(in);
	const char *error = cul_bytes_error(bytes);
	const char *note = cul_bytes_note(bytes);
	int rc = 0;

	s->ended = true;
	s->feed->bytes = cul_input_done(in);
	s->feed->nuls += cul_input_nuls(in);
	if (error != NULL) {
		s->feed->error = strdup(error);
		if (s->feed->error == NULL)
			return CUL_ENOMEM;
	}
	if (note != NULL)
		rc = cul_feed_note(s->feed, note);
	if (rc == 0 && cul_input_is_torn(in))
		rc = cul_feed_note(s->feed, "cut off in the middle of its "
					    "last line, for which nobody "
					    "is held to account");
	return rc;
}

/* The block begins with the columns that were named before it. */
static void name_columns(struct cul_stream *s, struct cul_batch *b)
{
	const struct cul_parser *p = cul_parsers[s->plan.ask.columned];
	struct cul_lines lines = cul_block_lines(&b->block);
	struct cul_line line;

	b->columns = s->columns;
	while (cul_lines_next(&lines, &line))
		(void)p->columns(line.text, &s->columns);
}

static int next_block(struct cul_stream *s, struct cul_batch *b)
{
	uint64_t raw;
	int rc;

	if (s->growth != NULL)
		return cul_stream_next_piece(s, b);
	rc = cul_input_next(s->feed->in, s->desk->block_bytes, &b->block);
	raw = cul_bytes_raw_done(cul_input_bytes(s->feed->in));
	s->desk->raw_done += raw - s->raw_done;
	s->raw_done = raw;
	b->file = s->index;
	b->path = s->feed->path;
	return rc <= 0 && rc != CUL_ENOMEM ? end_of_file(s) : rc;
}

/* Read one more block and have it parsed: 1, or 0 if there is none. */
static int read_on(struct cul_stream *s)
{
	struct cul_batch *b;
	int rc = cul_stream_batch_get(s->desk, &b);

	if (rc < 0)
		return rc;
	rc = next_block(s, b);
	if (rc <= 0) {
		cul_stream_give_back(s->desk, b);
		return rc;
	}
	b->plan = &s->plan;
	if (s->plan.ask.columned >= 0)
		name_columns(s, b);
	b->next = NULL;
	if (s->last != NULL && s->first != NULL)
		s->last->next = b;
	else
		s->first = b;
	s->last = b;
	s->n_ahead++;
	cul_pool_submit(s->desk->pool, &b->job);
	return 1;
}

static void keep_samples(struct cul_feed *f, uint32_t index,
			 const struct cul_batch *b)
{
	for (unsigned i = 0; i < b->n_samples; i++) {
		const struct cul_batch_sample *from = &b->samples[i];
		struct cul_feed_sample *to = &f->samples[f->n_samples];
		size_t len = from->text.len;
		unsigned same = 0;

		for (unsigned k = 0; k < f->n_samples; k++)
			same += f->samples[k].verdict == from->verdict;
		if (same == CUL_SAMPLES_MAX)
			continue;
		if (len >= sizeof(to->sample.text))
			len = sizeof(to->sample.text) - 1;
		to->verdict = from->verdict;
		to->sample.file = index;
		to->sample.offset = from->offset;
		to->sample.why = from->why;
		for (size_t c = 0; c < len; c++) {
			char ch = from->text.ptr[c];

			to->sample.text[c] = ch != '\0' ? ch : ' ';
		}
		to->sample.text[len] = '\0';
		f->n_samples++;
	}
}

static void add_tally(struct cul_parser_count *to,
		      const struct cul_parser_tally *from)
{
	for (unsigned v = 0; v < CUL_VERDICTS_; v++)
		to->verdicts[v] += from->verdicts[v];
	for (unsigned i = 0; i < CUL_PARSER_REASONS_MAX; i++) {
		to->ignored[i] += from->ignored[i];
		to->malformed[i] += from->malformed[i];
	}
}

void cul_stream_count(struct cul_stream *s, const struct cul_batch *b)
{
	struct cul_summary *sum = s->desk->sum;

	s->feed->lines += b->lines;
	s->feed->owned_lines += b->lines - b->unowned_lines;
	s->feed->cut_lines += b->cut_lines;
	s->feed->nuls += b->nuls;
	sum->lines += b->lines;
	sum->events += b->n_events;
	sum->no_stamp_lines += b->no_stamp_lines;
	sum->unowned_lines += b->unowned_lines;
	if (b->first_usec != CUL_TIME_NONE &&
	    (sum->t_first_usec == CUL_TIME_NONE ||
	     b->first_usec < sum->t_first_usec))
		sum->t_first_usec = b->first_usec;
	if (b->last_usec > sum->t_last_usec)
		sum->t_last_usec = b->last_usec;
	for (uint64_t bits = b->tallied; bits != 0; bits &= bits - 1) {
		int i = __builtin_ctzll(bits);

		add_tally(&s->desk->parsers[i], &b->tally[i]);
	}
	keep_samples(s->feed, b->file, b);
}

/* The current batch has been handed out. */
static void drop_first(struct cul_stream *s)
{
	struct cul_batch *b = s->first;

	cul_stream_count(s, b);
	if (s->growth != NULL)
		cul_stream_dropped(s, b);
	if (b->last_usec > s->key_usec)
		s->key_usec = b->last_usec;
	s->first = b->next;
	s->n_ahead--;
	s->ready = false;
	s->at = 0;
	cul_stream_give_back(s->desk, b);
}

int cul_stream_read_on(struct cul_stream *s)
{
	for (;;) {
		if (s->ready && s->at < s->first->n_slots)
			return 1;
		if (s->ready)
			drop_first(s);
		while (!s->ended && s->n_ahead < s->desk->ahead) {
			int rc = read_on(s);

			if (rc < 0)
				return rc;
			if (rc == 0)
				break;
		}
		if (s->first == NULL)
			return 0;
		cul_pool_wait(s->desk->pool, &s->first->job);
		if (s->first->err != 0)
			return s->first->err;
		s->ready = true;
		s->ev = s->first->events;
	}
}
