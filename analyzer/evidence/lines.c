/* \summary: the lines behind the evidence: the first few and the last few */
#include "evidence/lines.h"

#include "culprit/err.h"
#include "evidence/hash.h"
#include "evidence/state.h"

struct place {
	uint64_t offset;
	char *text; /* NULL: to be read again */
	uint32_t file;
	uint16_t len, check;
};

struct cul_line_log {
	uint32_t n; /* all that were offered */
	uint32_t room;
	struct place kept[];
};

enum { HALF = CUL_EVIDENCE_HALF };

_Static_assert(CUL_EVIDENCE_LINE_MAX <= UINT16_MAX, "a length fits");

/* The beginning, which has the stamp, and the end: another line hardly has
 * both. To hash all of it took as long as all else that is done to keep it. */
uint16_t cul_line_check(struct cul_sv line)
{
	uint64_t first, last;

	if (line.len < sizeof(first))
		return (uint16_t)cul_hash(line, 0);
	memcpy(&first, line.ptr + (line.len >= 16 ? 8 : 0), sizeof(first));
	memcpy(&last, line.ptr + line.len - sizeof(last), sizeof(last));
	return (uint16_t)cul_hash_mix(first + line.len, last);
}

static size_t log_bytes(uint32_t room)
{
	return sizeof(struct cul_line_log) + room * sizeof(struct place);
}

/* Most sources have one line of a family, or the whole ten. */
static uint32_t room_for(uint32_t n)
{
	return n < 2 ? 1 : n < 4 ? 3 : n < HALF + 1 ? HALF : 2 * HALF;
}

static int grow(struct cul_slab *slab, struct cul_line_log **log)
{
	struct cul_line_log *old = *log, *more;
	uint32_t n = old != NULL ? old->n : 0;
	uint32_t room = room_for(n + 1);

	if (old != NULL && n < old->room)
		return CUL_OK;
	if (old != NULL && room == old->room)
		return CUL_OK;
	more = cul_slab_take(slab, log_bytes(room));
	if (more == NULL)
		return CUL_ENOMEM;
	more->n = 0;
	if (old != NULL) {
		memcpy(more, old, log_bytes(old->room));
		cul_slab_give(slab, old, log_bytes(old->room));
	}
	more->room = room;
	*log = more;
	return CUL_OK;
}

static void place_free(struct cul_slab *slab, const struct place *p)
{
	cul_slab_give(slab, p->text, p->len + 1u);
}

/* The first five stay; the last five stand in a ring behind them. */
static uint32_t at_of(uint32_t nth)
{
	return nth < HALF ? nth : HALF + (nth - HALF) % HALF;
}

static int place_make(struct cul_slab *slab, const struct cul_logged *line,
		      struct place *ret)
{
	struct cul_sv v = line->line;

	if (v.len > CUL_EVIDENCE_LINE_MAX)
		v.len = CUL_EVIDENCE_LINE_MAX;
	*ret = (struct place){ .offset = line->offset,
			       .file = line->file,
			       .len = (uint16_t)v.len };
	if (line->lasts) {
		ret->check = cul_line_check(v);
		return CUL_OK;
	}
	ret->text = cul_slab_take(slab, v.len + 1);
	if (ret->text == NULL)
		return CUL_ENOMEM;
	if (v.len != 0)
		memcpy(ret->text, v.ptr, v.len);
	return CUL_OK;
}

int cul_line_keep(struct cul_slab *slab, struct cul_line_log **log,
		  const struct cul_logged *line)
{
	uint32_t n = *log != NULL ? (*log)->n : 0;
	const struct place *last = n != 0 ? &(*log)->kept[at_of(n - 1)] : NULL;
	struct place made;
	int err;

	if (last != NULL && last->file == line->file &&
	    last->offset == line->offset)
		return CUL_OK;
	err = grow(slab, log);
	if (err == CUL_OK)
		err = place_make(slab, line, &made);
	if (err != CUL_OK)
		return err;
	if (n >= 2 * HALF)
		place_free(slab, &(*log)->kept[at_of(n)]);
	(*log)->kept[at_of(n)] = made;
	(*log)->n++;
	return CUL_OK;
}

void cul_line_log_free(struct cul_slab *slab, struct cul_line_log **log)
{
	if (*log == NULL)
		return;
	for (unsigned i = 0; i < cul_line_log_count(*log); i++)
		place_free(slab, &(*log)->kept[i]);
	cul_slab_give(slab, *log, log_bytes((*log)->room));
	*log = NULL;
}

unsigned cul_line_log_count(const struct cul_line_log *log)
{
	uint32_t n = cul_line_log_offered(log);

	return n < 2 * HALF ? n : 2 * HALF;
}

uint32_t cul_line_log_offered(const struct cul_line_log *log)
{
	return log != NULL ? log->n : 0;
}

struct cul_evidence_line cul_line_log_at(const struct cul_line_log *log,
					 unsigned i)
{
	const struct place *p;

	/* The ring's oldest comes first. */
	if (i >= HALF && log->n > 2 * HALF)
		i = HALF + (i + log->n) % HALF;
	p = &log->kept[i];
	return (struct cul_evidence_line){ .file = p->file,
					   .offset = p->offset,
					   .len = p->len,
					   .check = p->check,
					   .text = p->text };
}

static void place_state(struct cul_state *s, struct cul_slab *slab,
			struct place *p)
{
	uint8_t has_text = p->text != NULL;

	CUL_STATE(s, p->offset);
	CUL_STATE(s, p->file);
	CUL_STATE(s, p->len);
	CUL_STATE(s, p->check);
	CUL_STATE(s, has_text);
	(void)cul_state_check(s,
			      p->len <= CUL_EVIDENCE_LINE_MAX && has_text <= 1);
	if (!has_text || !cul_state_holds(s, p->len, 1))
		return;
	if (cul_state_is_reading(s))
		p->text = cul_slab_take(slab, p->len + 1u);
	if (p->text == NULL)
		cul_state_fail(s, CUL_ENOMEM);
	else
		cul_state_raw(s, p->text, p->len);
}

/* What is not yet read has no text to give back. */
static bool log_make(struct cul_state *s, struct cul_slab *slab, uint32_t n,
		     uint32_t room, struct cul_line_log **log)
{
	const uint32_t kept = n < 2 * HALF ? n : 2 * HALF;

	if (!cul_state_check(s, (room == 1 || room == 3 || room == HALF ||
				 room == 2 * HALF) &&
					kept <= room))
		return false;
	*log = cul_slab_zeroed(slab, log_bytes(room));
	if (*log == NULL) {
		cul_state_fail(s, CUL_ENOMEM);
		return false;
	}
	(*log)->n = n;
	(*log)->room = room;
	return true;
}

void cul_line_log_state(struct cul_state *s, struct cul_slab *slab,
			struct cul_line_log **log)
{
	uint32_t n = cul_line_log_offered(*log);
	uint32_t room = *log != NULL ? (*log)->room : 0;

	CUL_STATE(s, n);
	CUL_STATE(s, room);
	if (room == 0) {
		(void)cul_state_check(s, n == 0);
		return;
	}
	if (cul_state_is_reading(s) && !log_make(s, slab, n, room, log))
		return;
	for (unsigned i = 0; i < cul_line_log_count(*log); i++)
		place_state(s, slab, &(*log)->kept[i]);
}
