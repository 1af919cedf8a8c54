/* \summary: mail with the null sender, mailbox by mailbox */
#include "evidence/table_int.h"

static void keep(struct cul_source_bounces *b, uint64_t mailbox)
{
	if (b->kept == CUL_BOUNCES_KEPT)
		return;
	b->mailboxes[b->kept++] = mailbox;
	b->never++;
}

int cul_source_bounced(struct cul_table *t, struct cul_source *s,
		       enum cul_bounce what, uint64_t mailbox)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	if (p->bounces == NULL)
		p->bounces = cul_slab_zeroed(&t->slab, sizeof(*p->bounces));
	if (p->bounces == NULL)
		return CUL_ENOMEM;
	switch (what) {
	case CUL_BOUNCE_MATCHED:
		p->bounces->matched++;
		break;
	case CUL_BOUNCE_UNKNOWN:
		p->bounces->unknown++;
		break;
	case CUL_BOUNCE_NEVER:
		keep(p->bounces, mailbox);
		break;
	case CUL_BOUNCE_OUT:
	case CUL_BOUNCE_OUT_DEAD:
	case CUL_BOUNCE_OUT_REFUSED:
		p->bounces->out++;
		p->bounces->out_dead += what == CUL_BOUNCE_OUT_DEAD;
		p->bounces->out_refused += what == CUL_BOUNCE_OUT_REFUSED;
		break;
	}
	return CUL_OK;
}

void cul_source_settle_bounces(struct cul_source *s,
			       bool (*wrote)(void *arg, uint64_t mailbox),
			       void *arg)
{
	struct cul_source_bounces *b =
		s->past != NULL ? s->past->bounces : NULL;

	if (b == NULL)
		return;
	b->never = 0;
	for (unsigned i = 0; i < b->kept; i++)
		b->never += !wrote(arg, b->mailboxes[i]);
}

struct cul_bounces cul_source_bounces(const struct cul_source *s)
{
	const struct cul_source_bounces *b =
		s->past != NULL ? s->past->bounces : NULL;

	if (b == NULL)
		return (struct cul_bounces){ 0 };
	return (struct cul_bounces){ .matched = b->matched,
				     .unknown = b->unknown,
				     .never = b->never,
				     .out = b->out,
				     .out_dead = b->out_dead,
				     .out_refused = b->out_refused };
}
