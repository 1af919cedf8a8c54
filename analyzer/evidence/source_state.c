/* \summary: one source and what hangs off it, to disk and back
 *
 * Each piece is taken with the size that it had, since what is full goes by
 * their sum.
 */
#include "evidence/state.h"
#include "evidence/table_int.h"

enum {
	HAS_DAY = 1 << 0,
	HAS_USED = 1 << 1,
	HAS_NAMED = 1 << 2,
	HAS_SENDERS = 1 << 3,
	HAS_BOUNCES = 1 << 4,
	HAS_ALL = (1 << 5) - 1
};

/* A piece of so many bytes, as it lies; NULL if it is not there. */
static void *piece(struct cul_state *st, struct cul_table *t, void *p,
		   size_t size, bool is_there)
{
	if (!is_there || cul_state_err(st) != CUL_OK)
		return p;
	if (cul_state_is_reading(st)) {
		p = cul_slab_zeroed(&t->slab, size);
		if (p == NULL) {
			cul_state_fail(st, CUL_ENOMEM);
			return NULL;
		}
	}
	cul_state_sparse(st, p, size);
	return p;
}

static size_t senders_size(size_t room)
{
	return sizeof(struct cul_senders) +
	       room * sizeof(struct cul_sender_domain);
}

static void senders_state(struct cul_state *st, struct cul_table *t,
			  struct cul_senders **d)
{
	uint16_t room = *d != NULL ? (*d)->room : 0;

	CUL_STATE(st, room);
	if (!cul_state_check(st, room == 4 || room == 16 || room == 64))
		return;
	_Static_assert(CUL_SENDERS_MAX == 64, "as grow() of senders.c");
	*d = piece(st, t, *d, senders_size(room), true);
	if (*d == NULL ||
	    cul_state_check(st, (*d)->room == room && (*d)->n <= room &&
					(*d)->turn < room))
		return;
	**d = (struct cul_senders){ .room = room };
}

static unsigned there(const struct cul_source_past *p)
{
	return (p->day != NULL ? HAS_DAY : 0) |
	       (p->used != NULL ? HAS_USED : 0) |
	       (p->named != NULL ? HAS_NAMED : 0) |
	       (p->senders != NULL ? HAS_SENDERS : 0) |
	       (p->bounces != NULL ? HAS_BOUNCES : 0);
}

/* What points elsewhere is written by itself, and read so. */
static struct cul_source_past without_pointers(struct cul_source_past p)
{
	p.day = NULL;
	p.used = NULL;
	p.named = NULL;
	p.senders = NULL;
	p.bounces = NULL;
	memset(p.distinct, 0, sizeof(p.distinct));
	memset(p.lines, 0, sizeof(p.lines));
	return p;
}

static void past_body(struct cul_state *st, struct cul_source_past *p)
{
	struct cul_source_past body = without_pointers(*p);

	cul_state_sparse(st, &body, sizeof(body));
	if (!cul_state_is_reading(st))
		return;
	(void)cul_state_check(st, body.one_hour_at < 24);
	*p = without_pointers(body);
}

static void past_state(struct cul_state *st, struct cul_table *t,
		       struct cul_source_past *p)
{
	uint8_t has = (uint8_t)there(p);

	past_body(st, p);
	CUL_STATE(st, has);
	if (!cul_state_check(st, has <= HAS_ALL))
		return;
	p->day = piece(st, t, p->day, sizeof(*p->day), has & HAS_DAY);
	p->used = piece(st, t, p->used, sizeof(*p->used), has & HAS_USED);
	p->named = piece(st, t, p->named, sizeof(*p->named), has & HAS_NAMED);
	p->bounces = piece(st, t, p->bounces, sizeof(*p->bounces),
			   has & HAS_BOUNCES);
	if (has & HAS_SENDERS)
		senders_state(st, t, &p->senders);
	(void)cul_state_check(
		st, (p->used == NULL || p->used->n <= CUL_SOURCE_ADDRS) &&
			    (p->bounces == NULL ||
			     p->bounces->kept <= CUL_BOUNCES_KEPT));
	for (unsigned d = 0; d < CUL_DISTINCTS_; d++)
		cul_distinct_state(st, &t->slab, &p->distinct[d]);
	for (unsigned f = 0; f < CUL_FAMILIES_; f++)
		cul_line_log_state(st, &t->slab, &p->lines[f]);
}

void cul_source_state(struct cul_state *st, struct cul_table *t,
		      struct cul_source *s)
{
	uint8_t has = (s->past != NULL ? 1 : 0) |
		      (s->t_flagged != NULL ? 2 : 0) |
		      (s->habit != NULL ? 4 : 0);

	CUL_STATE(st, has);
	if (!cul_state_check(st, has <= 7 && (has & 2 || s->flagged == 0)))
		return;
	s->t_flagged = piece(st, t, s->t_flagged,
			     2 * CUL_KINDS_ * sizeof(*s->t_flagged), has & 2);
	s->habit = piece(st, t, s->habit, sizeof(*s->habit), has & 4);
	if (!(has & 1))
		return;
	if (cul_state_is_reading(st))
		s->past = cul_slab_zeroed(&t->slab, sizeof(*s->past));
	if (s->past == NULL)
		cul_state_fail(st, CUL_ENOMEM);
	else
		past_state(st, t, s->past);
}
