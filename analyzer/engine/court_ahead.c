/* \summary: ask for the memory of events that come soon
 *
 * A day of a provider has more sources and contacts than any cache holds, and
 * a line that waits for one of them waits longer than all its parsing takes.
 * What the hearing of an event will read is asked for while others are heard,
 * in three steps, since each place is found by reading the one before. A look
 * changes nothing, and may be wrong or missing.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

static bool is_fate(const struct cul_event *ev)
{
	return ev->kind == CUL_EV_DELIVERED || ev->kind == CUL_EV_BOUNCED;
}

static void contact_ahead(const struct cul_court *c, uint64_t source,
			  const struct cul_event *ev, unsigned salt)
{
	cul_contact_prefetch(
		&c->contacts, cul_hash_mix(source, ev->recipient_key + salt));
}

/* Without a list of customers the source of an address has its key. */
static void refusal_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	if (ev->outcome == CUL_OUTCOME_RELAY_REFUSED)
		contact_ahead(c, ev->client_key, ev, CUL_SALT_RELAY);
	else if (ev->outcome == CUL_OUTCOME_BAD_RECIPIENT)
		contact_ahead(c, ev->client_key, ev, CUL_SALT_IN);
}

static void far_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	if (ev->session_key != 0)
		cul_join_prefetch(c->join, ev->session_key);
	if (ev->client_key != 0 && ev->kind != CUL_EV_CONNECT)
		cul_table_prefetch_index(c->table, ev->client_key);
	if (ev->kind == CUL_EV_REFUSED)
		refusal_ahead(c, ev);
	else if (ev->kind == CUL_EV_DELIVERED &&
		 ev->transport == CUL_TRANSPORT_LOCAL)
		cul_set_prefetch(&c->mailboxes, ev->recipient_key);
}

static const struct cul_message *message_of(const struct cul_court *c,
					    const struct cul_event *ev)
{
	const struct cul_message *m = cul_join_find(c->join, ev->session_key);

	return m != NULL && m->source != CUL_MESSAGE_NOBODY ? m : NULL;
}

static void mid_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	const struct cul_message *m;

	if (is_fate(ev)) {
		m = message_of(c, ev);
		if (m == NULL)
			return;
		cul_table_prefetch(c->table, m->source);
		contact_ahead(c, m->source_key, ev,
			      ev->transport == CUL_TRANSPORT_LOCAL
				      ? CUL_SALT_IN
				      : CUL_SALT_OUT);
	} else if (ev->client_key != 0 && ev->kind != CUL_EV_CONNECT) {
		cul_table_prefetch_key(c->table, ev->client_key);
	}
}

static void near_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	const struct cul_message *m;

	if (is_fate(ev) || ev->kind == CUL_EV_QUEUED) {
		m = message_of(c, ev);
		if (m != NULL)
			cul_table_prefetch_past(c->table, m->source);
	} else if (ev->kind == CUL_EV_REFUSED) {
		cul_table_prefetch_past_key(c->table, ev->client_key);
	}
}

void cul_court_ahead(const struct cul_court *c, const struct cul_event *next)
{
	far_ahead(c, next + CUL_COURT_AHEAD);
	mid_ahead(c, next + CUL_COURT_AHEAD / 2);
	near_ahead(c, next + CUL_COURT_AHEAD / 5);
}
