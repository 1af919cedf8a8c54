/* \summary: whose mail a stranger wanted passed on, and to whom */
#include <stdlib.h>

#include "culprit/event.h"
#include "evidence/table_int.h"

/* Letters that wait in one queue go out one after the other. */
#define AT_ONCE_USEC (10 * CUL_USEC_PER_SEC)

static void asks_as(struct cul_source_past *p, const struct cul_event *ev)
{
	const uint32_t domain = (uint32_t)ev->sender_domain_key;

	p->asked.at_once += p->asked_as != 0 && p->asked_as != domain &&
			    llabs(ev->t_usec - p->asked_usec) <= AT_ONCE_USEC;
	p->asked_as = domain;
	p->asked_usec = ev->t_usec;
}

int cul_source_asks(struct cul_table *t, struct cul_source *s,
		    const struct cul_event *ev)
{
	struct cul_source_past *p;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK)
		return err;
	cul_source_add(s, CUL_C_relay_foreign, 1);
	if (ev->sender_domain_key == 0)
		return CUL_OK;
	asks_as(p, ev);
	if (ev->sender_domain_key == ev->recipient_domain_key) {
		p->asked.within++;
		p->asked.self += ev->sender_key == ev->recipient_key;
	}
	return CUL_OK;
}

struct cul_asked cul_source_asked(const struct cul_source *s)
{
	return s->past != NULL ? s->past->asked : (struct cul_asked){ 0 };
}
