/* \summary: a tail as a stream: probed as it comes, left and found again */
#include <stdlib.h>

#include "engine/stream.h"

int cul_stream_follow(struct cul_desk *desk, struct cul_feed *feed,
		      struct cul_tail *tail, bool seekable,
		      const struct cul_batch_plan *plan,
		      struct cul_stream **ret_stream)
{
	struct cul_stream *s = calloc(1, sizeof(*s));
	struct cul_growth *g = calloc(1, sizeof(*g));

	if (s == NULL || g == NULL) {
		tail->ops->free(tail);
		free(s);
		free(g);
		return CUL_ENOMEM;
	}
	*s = (struct cul_stream){ .desk = desk,
				  .feed = feed,
				  .plan = *plan,
				  .growth = g,
				  .key_usec = CUL_TIME_NONE };
	g->tail = tail;
	g->seekable = seekable;
	g->timeline = cul_timeline_new(plan->zone, plan->year);
	cul_ask_plan_of(&feed->probe, desk->parser, &s->plan.ask);
	*ret_stream = s;
	return 0;
}

static unsigned lines_in(struct cul_sv v)
{
	unsigned n = 0;

	for (const char *p = v.ptr, *end = v.ptr + v.len; p < end; n++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (p == NULL)
			break;
		p++;
	}
	return n;
}

/* What the beginning says, once as many lines are there as are looked at in a
 * file that is whole. Until then it is asked again with each piece, as long as
 * no other is being parsed by what was said before. */
static int look(struct cul_stream *s, const struct cul_batch *b)
{
	struct cul_growth *g = s->growth;
	size_t add = b->block.len;
	char *head;

	if (g->head_len + add > CUL_PROBE_BYTES)
		add = CUL_PROBE_BYTES - g->head_len;
	head = realloc(g->head, g->head_len + add + 1);
	if (head == NULL)
		return CUL_ENOMEM;
	memcpy(head + g->head_len, b->block.bytes, add);
	g->head = head;
	g->head_len += add;
	if (s->first != NULL)
		return CUL_OK;
	cul_probe((struct cul_sv){ head, g->head_len }, &s->feed->probe);
	cul_ask_plan_of(&s->feed->probe, s->desk->parser, &s->plan.ask);
	g->left_out = s->feed->probe.binary;
	if (s->key_usec == CUL_TIME_NONE)
		s->key_usec =
			cul_timeline_usec(&g->timeline, s->feed->probe.stamp,
					  b->block.written_sec);
	s->feed->first_usec = s->key_usec;
	g->probed = g->head_len == CUL_PROBE_BYTES ||
		    lines_in((struct cul_sv){ head, g->head_len }) >=
			    CUL_PROBE_LINES;
	if (g->probed) {
		free(g->head);
		g->head = NULL;
		g->head_len = 0;
	}
	return CUL_OK;
}

static int end_of_tail(struct cul_stream *s)
{
	struct cul_tail_status st = { .name = NULL };

	s->ended = true;
	s->growth->tail->ops->status(s->growth->tail, &st);
	if (st.error != NULL && s->feed->error == NULL)
		s->feed->error = strdup(st.error);
	return st.note != NULL ? cul_feed_note(s->feed, st.note) : CUL_OK;
}

/* Lines that were heard before the restart: a journal goes on from a record,
 * not from a line. */
static void drop_heard(struct cul_growth *g, struct cul_block *b)
{
	size_t n;

	if (b->offset >= g->skip_to)
		return;
	n = g->skip_to - b->offset < b->len ? (size_t)(g->skip_to - b->offset)
					    : b->len;
	memmove(b->bytes, b->bytes + n, b->len - n);
	b->len -= n;
	b->offset += n;
}

int cul_stream_next_piece(struct cul_stream *s, struct cul_batch *b)
{
	struct cul_growth *g = s->growth;
	struct cul_piece p = { .block = b->block };
	int rc;

	do {
		rc = g->tail->ops->next(
			g->tail,
			g->probed ? s->desk->block_bytes : CUL_PROBE_BYTES, &p);
		if (rc > 0 && !g->seekable)
			drop_heard(g, &p.block);
	} while (rc > 0 && (p.block.len == 0 || g->left_out));
	b->block = p.block;
	if (rc <= 0)
		return rc == CUL_ETRUNC ? end_of_tail(s) : rc;
	/* A socket does not say; what it brings was written now. */
	if (b->block.written_sec == 0)
		b->block.written_sec = b->block.written1_sec =
			s->desk->now_usec / CUL_USEC_PER_SEC;
	b->path = p.path;
	b->place = p.place;
	b->arrived_usec = g->at_usec = s->desk->now_usec;
	s->desk->raw_done += p.block.len;
	s->feed->bytes += p.block.len;
	rc = cul_files_index(&s->desk->files, p.path, &b->file);
	if (rc == CUL_OK && !g->probed)
		rc = look(s, b);
	if (rc < 0)
		return rc;
	return g->left_out ? 0 : 1;
}

void cul_stream_dropped(struct cul_stream *s, const struct cul_batch *b)
{
	struct cul_growth *g = s->growth;

	g->from = b->place;
	g->skip_to = b->block.offset + b->block.len;
	if (g->seekable)
		g->from.file.offset += b->block.len;
}

void cul_stream_place(const struct cul_stream *s, struct cul_place *ret_place,
		      uint64_t *ret_skip_to)
{
	const struct cul_growth *g = s->growth;

	*ret_place = s->first != NULL ? s->first->place : g->from;
	*ret_skip_to = s->first != NULL ? s->first->block.offset : g->skip_to;
}

/* The bytes before `cut` as a batch of their own, parsed. */
static int part_make(struct cul_stream *s, size_t cut,
		     struct cul_batch **ret_part)
{
	const struct cul_batch *b = s->first;
	struct cul_batch *part;
	char *bytes;

	if (cul_stream_batch_get(s->desk, &part) < 0)
		return CUL_ENOMEM;
	bytes = part->block.bytes;
	if (part->block.cap < cut) {
		bytes = realloc(bytes, cut);
		if (bytes == NULL) {
			cul_stream_give_back(s->desk, part);
			return CUL_ENOMEM;
		}
		part->block.cap = cut;
	}
	memcpy(bytes, b->block.bytes, cut);
	part->block = (struct cul_block){
		.bytes = bytes,
		.len = cut,
		.cap = part->block.cap,
		.offset = b->block.offset,
		.written_sec = b->block.written_sec,
		.written1_sec = b->block.written1_sec,
	};
	part->plan = b->plan;
	part->file = b->file;
	part->path = b->path;
	part->place = b->place;
	part->columns = b->columns;
	part->job.run(&part->job);
	*ret_part = part;
	return part->err;
}

/* Take the part off the current batch, which is parsed anew without it. */
static int part_take(struct cul_stream *s, const struct cul_batch *part)
{
	struct cul_batch *b = s->first;
	size_t cut = part->block.len;

	if (s->plan.ask.columned >= 0) {
		const struct cul_parser *p = cul_parsers[s->plan.ask.columned];
		struct cul_lines lines = cul_block_lines(&part->block);
		struct cul_line line;

		while (cul_lines_next(&lines, &line))
			(void)p->columns(line.text, &b->columns);
	}
	memmove(b->block.bytes, b->block.bytes + cut, b->block.len - cut);
	b->block.len -= cut;
	b->block.offset += cut;
	b->block.written1_sec = b->block.written_sec;
	if (s->growth->seekable)
		b->place.file.offset += cut;
	b->job.run(&b->job);
	s->at = 0;
	s->ev = b->events;
	return b->err;
}

int cul_stream_split(struct cul_stream *s)
{
	struct cul_batch *part;
	int rc;

	if (!s->ready || s->at == 0 || s->at >= s->first->n_slots)
		return CUL_OK;
	rc = part_make(s, s->first->slots[s->at].at, &part);
	if (rc != CUL_OK)
		return rc;
	cul_stream_count(s, part);
	if (part->last_usec > s->key_usec)
		s->key_usec = part->last_usec;
	rc = part_take(s, part);
	cul_stream_give_back(s->desk, part);
	return rc;
}
