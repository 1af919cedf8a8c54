/* \summary: ask for the memory of events that come soon
 *
 * A day of a provider has more sources and contacts than any cache holds, and
 * a line that waits for one of them waits longer than all its parsing takes.
 * What the hearing of an event will read is asked for while others are heard,
 * in four steps, since each place is found by reading the one before. A look
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
	cul_contact_prefetch(&c->contacts,
			     cul_hash_mix(source, ev->recipient_key + salt));
}

/* Without a list of customers the source of an address has its key. */
static void client_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	cul_table_prefetch_index(c->table, ev->client_key);
	if (ev->login_key != 0) {
		cul_table_prefetch_index(c->table, ev->login_key);
		cul_set_prefetch(&c->mailboxes, ev->account_key);
		cul_contact_prefetch(
			&c->contacts,
			cul_hash_mix(ev->client_key,
				     ev->account_key + CUL_SALT_LOGIN));
	}
	if (ev->kind != CUL_EV_REFUSED)
		return;
	if (ev->outcome == CUL_OUTCOME_RELAY_REFUSED) {
		contact_ahead(c, ev->client_key, ev, CUL_SALT_RELAY);
		cul_set_prefetch(&c->mailboxes, ev->sender_key);
	} else if (ev->outcome == CUL_OUTCOME_BAD_RECIPIENT) {
		contact_ahead(c, ev->client_key, ev, CUL_SALT_IN);
	}
}

static bool has_client(const struct cul_event *ev)
{
	return ev->client_key != 0 && ev->kind != CUL_EV_CONNECT;
}

static void far_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	if (ev->session_key != 0)
		cul_join_prefetch(c->join, ev->session_key);
	if (ev->kind == CUL_EV_QUEUED && ev->sender_key != 0)
		cul_writers_prefetch(&c->writers, ev->sender_key);
	if (has_client(ev))
		client_ahead(c, ev);
	else if (ev->kind == CUL_EV_DELIVERED &&
		 ev->transport == CUL_TRANSPORT_LOCAL)
		cul_set_prefetch(&c->mailboxes, ev->recipient_key);
}

/* The source that its message or its client has by now; NOBODY if none. */
static uint32_t source_of(const struct cul_court *c, const struct cul_event *ev)
{
	const struct cul_message *m;

	if (has_client(ev))
		return cul_table_id_of(c->table, ev->client_key);
	if (!is_fate(ev) && ev->kind != CUL_EV_QUEUED)
		return CUL_MESSAGE_NOBODY;
	m = cul_join_find(c->join, ev->session_key);
	return m != NULL ? m->source : CUL_MESSAGE_NOBODY;
}

static void fate_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	const struct cul_message *m = cul_join_find(c->join, ev->session_key);

	if (m == NULL || m->source == CUL_MESSAGE_NOBODY)
		return;
	cul_table_prefetch(c->table, m->source);
	contact_ahead(c, m->source_key, ev,
		      ev->transport == CUL_TRANSPORT_LOCAL ? CUL_SALT_IN
							   : CUL_SALT_OUT);
}

static void key_ahead(const struct cul_court *c, uint64_t key)
{
	uint32_t id = cul_table_id_of(c->table, key);

	if (id != CUL_MESSAGE_NOBODY)
		cul_table_prefetch(c->table, id);
}

static void mid_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	if (is_fate(ev))
		fate_ahead(c, ev);
	else if (has_client(ev))
		key_ahead(c, ev->client_key);
	if (ev->login_key != 0)
		key_ahead(c, ev->login_key);
}

static void near_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	uint32_t id;

	if (ev->kind == CUL_EV_DISCONNECT)
		return;
	id = source_of(c, ev);
	if (id != CUL_MESSAGE_NOBODY)
		cul_table_prefetch_past(c->table, id);
	if (ev->login_key == 0)
		return;
	id = cul_table_id_of(c->table, ev->login_key);
	if (id != CUL_MESSAGE_NOBODY)
		cul_table_prefetch_past(c->table, id);
}

/* Sets of a few members lie apart. */
static void last_ahead(const struct cul_court *c, const struct cul_event *ev)
{
	uint32_t id;

	if (ev->kind != CUL_EV_REFUSED && ev->kind != CUL_EV_QUEUED)
		return;
	id = source_of(c, ev);
	if (id != CUL_MESSAGE_NOBODY)
		cul_table_prefetch_sets(c->table, id);
}

void cul_court_ahead(const struct cul_court *c, const struct cul_event *next)
{
	far_ahead(c, next + CUL_COURT_AHEAD);
	mid_ahead(c, next + CUL_COURT_AHEAD * 2 / 3);
	near_ahead(c, next + CUL_COURT_AHEAD / 3);
	last_ahead(c, next + 1);
}
