/* \summary: the lines behind the evidence: the first few and the last few */
#include "evidence/lines.h"

#include <stdlib.h>

#include "culprit/err.h"

struct cul_line_slot {
	struct cul_line_slot *next; /* on the free list */
	uint64_t offset;
	uint32_t file;
	uint16_t len, size_class;
	char text[];
};

enum { CHUNK = 256 * 1024, HALF = CUL_EVIDENCE_HALF };

/* Most Postfix lines are 120 to 230 bytes; a long reply text takes more. */
static const size_t text_room[CUL_LINE_SIZES] = { 160, 256, 512,
						  CUL_EVIDENCE_LINE_MAX };

void cul_line_store_done(struct cul_line_store *st)
{
	for (size_t i = 0; i < st->n_chunks; i++)
		free(st->chunks[i]);
	free(st->chunks);
	*st = (struct cul_line_store){ 0 };
}

static int chunk_new(struct cul_line_store *st)
{
	char **more = realloc(st->chunks, (st->n_chunks + 1) * sizeof(*more));

	if (more == NULL)
		return CUL_ENOMEM;
	st->chunks = more;
	st->chunk = malloc(CHUNK);
	if (st->chunk == NULL)
		return CUL_ENOMEM;
	st->chunks[st->n_chunks++] = st->chunk;
	st->used = 0;
	st->room = CHUNK;
	st->bytes += CHUNK;
	return CUL_OK;
}

static int slot_new(struct cul_line_store *st, unsigned c,
		    struct cul_line_slot **ret)
{
	size_t need = (sizeof(**ret) + text_room[c] + 7) & ~(size_t)7;
	struct cul_line_slot *s = st->free[c];

	if (s != NULL) {
		st->free[c] = s->next;
	} else {
		if (st->chunk == NULL || st->room - st->used < need) {
			int err = chunk_new(st);

			if (err != CUL_OK)
				return err;
		}
		s = (struct cul_line_slot *)(void *)(st->chunk + st->used);
		st->used += need;
	}
	s->size_class = (uint16_t)c;
	*ret = s;
	return CUL_OK;
}

static void slot_free(struct cul_line_store *st, struct cul_line_slot *s)
{
	if (s == NULL)
		return;
	s->next = st->free[s->size_class];
	st->free[s->size_class] = s;
}

int cul_line_keep(struct cul_line_store *st, struct cul_line_log *log,
		  struct cul_sv line, uint32_t file, uint64_t offset)
{
	size_t len = line.len < CUL_EVIDENCE_LINE_MAX ? line.len
						      : CUL_EVIDENCE_LINE_MAX;
	uint32_t at = log->n < HALF ? log->n : HALF + (log->n - HALF) % HALF;
	uint32_t before = log->n == 0      ? 0
			  : log->n <= HALF ? log->n - 1
					   : HALF + (log->n - 1 - HALF) % HALF;
	struct cul_line_slot *s = log->kept[before];
	unsigned c = 0;
	int err;

	if (log->n != 0 && s->file == file && s->offset == offset)
		return CUL_OK;
	while (text_room[c] < len)
		c++;
	slot_free(st, log->kept[at]);
	log->kept[at] = NULL;
	err = slot_new(st, c, &s);
	if (err != CUL_OK)
		return err;
	s->offset = offset;
	s->file = file;
	s->len = (uint16_t)len;
	if (len != 0)
		memcpy(s->text, line.ptr, len);
	log->kept[at] = s;
	log->n++;
	return CUL_OK;
}

void cul_line_log_clear(struct cul_line_store *st, struct cul_line_log *log)
{
	for (unsigned i = 0; i < 2 * HALF; i++)
		slot_free(st, log->kept[i]);
	*log = (struct cul_line_log){ 0 };
}

unsigned cul_line_log_count(const struct cul_line_log *log)
{
	return log->n < 2 * HALF ? log->n : 2 * HALF;
}

struct cul_evidence_line cul_line_log_at(const struct cul_line_log *log,
					 unsigned i)
{
	const struct cul_line_slot *s;

	/* The last five stand in a ring; its oldest comes first. */
	if (i >= HALF && log->n > 2 * HALF)
		i = HALF + (i + log->n) % HALF;
	s = log->kept[i];
	return (struct cul_evidence_line){ s->file,
					   s->offset,
					   { s->text, s->len } };
}
