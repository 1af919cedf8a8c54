/* \summary: the lines behind the evidence: the first few and the last few */
#include "evidence/lines.h"

#include "culprit/err.h"

struct cul_line_slot {
	uint64_t offset;
	uint32_t file;
	uint32_t len;
	char text[];
};

enum { HALF = CUL_EVIDENCE_HALF };

static void slot_free(struct cul_slab *slab, struct cul_line_slot *s)
{
	if (s != NULL)
		cul_slab_give(slab, s, sizeof(*s) + s->len);
}

int cul_line_keep(struct cul_slab *slab, struct cul_line_log *log,
		  struct cul_sv line, uint32_t file, uint64_t offset)
{
	size_t len = line.len < CUL_EVIDENCE_LINE_MAX ? line.len
						      : CUL_EVIDENCE_LINE_MAX;
	uint32_t at = log->n < HALF ? log->n : HALF + (log->n - HALF) % HALF;
	uint32_t before = log->n == 0      ? 0
			  : log->n <= HALF ? log->n - 1
					   : HALF + (log->n - 1 - HALF) % HALF;
	struct cul_line_slot *s = log->kept[before];

	if (log->n != 0 && s->file == file && s->offset == offset)
		return CUL_OK;
	slot_free(slab, log->kept[at]);
	log->kept[at] = NULL;
	s = cul_slab_take(slab, sizeof(*s) + len);
	if (s == NULL)
		return CUL_ENOMEM;
	s->offset = offset;
	s->file = file;
	s->len = (uint32_t)len;
	if (len != 0)
		memcpy(s->text, line.ptr, len);
	log->kept[at] = s;
	log->n++;
	return CUL_OK;
}

void cul_line_log_clear(struct cul_slab *slab, struct cul_line_log *log)
{
	for (unsigned i = 0; i < 2 * HALF; i++)
		slot_free(slab, log->kept[i]);
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
