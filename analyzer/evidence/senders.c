/* \summary: under which sender domains one of ours writes, and how steadily */
#include "evidence/table_int.h"

enum { FIRST_ROOM = 4 };

static size_t size_of(unsigned room)
{
	return sizeof(struct cul_senders) +
	       room * sizeof(struct cul_sender_domain);
}

void cul_senders_free(struct cul_table *t, struct cul_senders *d)
{
	if (d != NULL)
		cul_slab_give(&t->slab, d, size_of(d->room));
}

static unsigned hours_of(uint32_t hours)
{
	return (unsigned)__builtin_popcount(hours & CUL_SENDER_HOURS);
}

static struct cul_sender_domain *find(struct cul_senders *d, uint32_t domain)
{
	for (unsigned i = 0; d != NULL && i < d->n; i++)
		if (d->v[i].domain == domain)
			return &d->v[i];
	return NULL;
}

static int grow(struct cul_table *t, struct cul_source_past *p)
{
	struct cul_senders *old = p->senders;
	unsigned room = old != NULL ? old->room * 4u : FIRST_ROOM;
	struct cul_senders *d = cul_slab_zeroed(&t->slab, size_of(room));

	if (d == NULL)
		return CUL_ENOMEM;
	if (old != NULL)
		memcpy(d, old, size_of(old->n));
	d->room = (uint16_t)room;
	cul_senders_free(t, old);
	p->senders = d;
	return CUL_OK;
}

static bool goes_before(const struct cul_sender_domain *a,
			const struct cul_sender_domain *b)
{
	const unsigned ha = hours_of(a->hours), hb = hours_of(b->hours);

	return ha != hb ? ha < hb : a->messages < b->messages;
}

/* Of equals the next in turn, so that each stays about as long. */
static struct cul_sender_domain *evict(struct cul_senders *d)
{
	struct cul_sender_domain *least = &d->v[d->turn];

	for (unsigned i = 1; i < d->n; i++) {
		struct cul_sender_domain *at = &d->v[(d->turn + i) % d->n];

		if (goes_before(at, least))
			least = at;
	}
	d->turn = (uint16_t)((least - d->v + 1) % d->n);
	d->n_gone++;
	d->dead_gone += (least->hours & CUL_SENDER_DEAD) != 0;
	d->refused_gone += (least->hours & CUL_SENDER_REFUSED) != 0;
	d->gone.messages += least->messages;
	d->gone.recipients += least->recipients;
	*least = (struct cul_sender_domain){ 0 };
	return least;
}

static int place(struct cul_table *t, struct cul_source_past *p,
		 struct cul_sender_domain **ret)
{
	struct cul_senders *d = p->senders;

	if ((d == NULL || d->n == d->room) &&
	    (d == NULL || d->room < CUL_SENDERS_MAX)) {
		int err = grow(t, p);

		if (err != CUL_OK)
			return err;
		d = p->senders;
	}
	*ret = d->n < d->room ? &d->v[d->n++] : evict(d);
	return CUL_OK;
}

int cul_source_wrote_as(struct cul_table *t, struct cul_source *s,
			uint32_t domain, uint32_t recipients, int64_t t_usec)
{
	const uint32_t hour = 1u << cul_hour_of(s, t_usec);
	struct cul_source_past *p;
	struct cul_sender_domain *d;
	int err = cul_past_of(t, s, &p);

	if (err != CUL_OK || domain == 0)
		return err;
	if (p->first_domain == 0)
		p->first_domain = domain;
	if (p->first_domain == domain) {
		p->first_hours |= hour;
		return CUL_OK;
	}
	d = find(p->senders, domain);
	if (d == NULL) {
		err = place(t, p, &d);
		if (err != CUL_OK)
			return err;
		d->domain = domain;
	}
	d->hours |= hour;
	d->messages++;
	d->recipients += recipients;
	return CUL_OK;
}

void cul_source_reached_as(struct cul_source *s, uint32_t domain)
{
	struct cul_sender_domain *d =
		s->past != NULL ? find(s->past->senders, domain) : NULL;

	if (d != NULL)
		d->recipients++;
}

void cul_source_failed_as(struct cul_source *s, uint32_t domain,
			  enum cul_domain_fate fate)
{
	const bool dead = fate == CUL_DOMAIN_FATE_DEAD;
	struct cul_source_past *p = s->past;
	struct cul_sender_domain *d;
	uint32_t *flags;

	if (p == NULL || p->first_domain == 0 || domain == 0)
		return;
	flags = &p->first_hours;
	if (p->first_domain != domain) {
		d = find(p->senders, domain);
		if (d == NULL && p->senders != NULL) {
			p->senders->dead_gone += dead;
			p->senders->refused_gone += !dead;
		}
		if (d == NULL)
			return;
		flags = &d->hours;
	}
	*flags |= dead ? CUL_SENDER_DEAD : CUL_SENDER_REFUSED;
}

static void count(struct cul_sender_mix *m, const struct cul_sender_domain *d)
{
	const unsigned hours = hours_of(d->hours);

	if (hours > m->hours ||
	    (hours == m->hours && d->messages > m->messages)) {
		m->hours = hours;
		m->messages = d->messages;
	}
	if (hours > 2)
		return;
	m->strangers++;
	m->dead += (d->hours & CUL_SENDER_DEAD) != 0;
	m->refused += (d->hours & CUL_SENDER_REFUSED) != 0;
	m->stranger_messages += d->messages;
	m->stranger_recipients += d->recipients;
}

static uint32_t rest(uint32_t all, uint32_t others)
{
	return all > others ? all - others : 0;
}

struct cul_sender_mix cul_source_sender_mix(const struct cul_source *s)
{
	const struct cul_source_past *p = s->past;
	const struct cul_senders *d = p != NULL ? p->senders : NULL;
	struct cul_sender_mix m = { 0 };
	struct cul_sender_domain first;

	if (d == NULL)
		return m;
	first = (struct cul_sender_domain){
		.hours = p->first_hours,
		.messages = rest(s->counts[CUL_C_messages], d->gone.messages),
		.recipients =
			rest(s->counts[CUL_C_recipients], d->gone.recipients),
	};
	m.strangers = d->n_gone;
	m.dead = d->dead_gone < d->n_gone ? d->dead_gone : d->n_gone;
	m.refused = d->refused_gone < d->n_gone ? d->refused_gone : d->n_gone;
	m.stranger_messages = d->gone.messages;
	m.stranger_recipients = d->gone.recipients;
	for (unsigned i = 0; i < d->n; i++) {
		count(&m, &d->v[i]);
		first.messages = rest(first.messages, d->v[i].messages);
		first.recipients = rest(first.recipients, d->v[i].recipients);
	}
	count(&m, &first);
	return m;
}
