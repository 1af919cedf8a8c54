/* \summary: sessions and deliveries whose lines name them by an id alone
 *
 * OpenSMTPD names the client where a session begins and the account where it
 * logs in; a refusal or a message of it has the session's id and no more. qmail
 * names the recipient where a delivery starts; its fate has the delivery's
 * number. What these say is noted here, and put into the events that lack it.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

/* Deliveries are numbered, and so must not be taken for sessions. */
static uint64_t delivery_key(const struct cul_event *ev)
{
	return cul_hash(ev->other, cul_hash(ev->host, 4));
}

static bool is_fate(const struct cul_event *ev)
{
	return ev->kind == CUL_EV_DELIVERED || ev->kind == CUL_EV_DEFERRED ||
	       ev->kind == CUL_EV_BOUNCED;
}

bool cul_court_is_told_before(const struct cul_event *ev)
{
	if (ev->kind == CUL_EV_ACCEPTED)
		return ev->other.len != 0;
	if (is_fate(ev))
		return ev->session.len == 0 && ev->other.len != 0;
	return ev->client_key == 0 && ev->session.len != 0 &&
	       (ev->kind == CUL_EV_LOGIN || ev->kind == CUL_EV_LOGIN_FAILED ||
		ev->kind == CUL_EV_REFUSED || ev->kind == CUL_EV_MANNERS);
}

static struct cul_note *session_recall(const struct cul_court *c,
				       struct cul_event *ev)
{
	const uint64_t key = ev->kind == CUL_EV_ACCEPTED
				     ? cul_join_key(ev->host, ev->other)
				     : ev->session_key;
	struct cul_note *n = cul_notes_find(c->notes, key);

	if (n == NULL || !cul_addr_none(&ev->client) ||
	    cul_addr_none(&n->client))
		return n;
	ev->client = n->client;
	ev->client_key = cul_table_addr_key(&n->client);
	return n;
}

struct cul_note *cul_court_recall(const struct cul_court *c,
				  struct cul_event *ev)
{
	struct cul_note *n;

	if (!is_fate(ev))
		return session_recall(c, ev);
	n = cul_notes_find(c->notes, delivery_key(ev));
	ev->other = (struct cul_sv){ NULL, 0 };
	if (n == NULL)
		return NULL;
	n->over = true;
	ev->session_key = n->session_key;
	ev->recipient_key = n->recipient_key;
	ev->recipient_domain_key = n->recipient_domain_key;
	if (ev->transport == CUL_TRANSPORT_NONE)
		ev->transport = n->transport;
	return n;
}

int cul_court_connected(struct cul_hearing *h)
{
	struct cul_note *n;
	int err;

	if (h->ev->session_key == 0)
		return CUL_OK;
	err = cul_notes_add(h->court->notes, h->ev->session_key, &n);
	if (err != CUL_OK)
		return err;
	n->client = h->ev->client;
	n->local = h->ev->transport == CUL_TRANSPORT_LOCAL;
	return CUL_OK;
}

void cul_court_disconnected(const struct cul_hearing *h)
{
	struct cul_note *n = NULL;

	if (h->ev->session_key != 0)
		n = cul_notes_find(h->court->notes, h->ev->session_key);
	if (n != NULL)
		n->over = true;
}

int cul_court_session_logged_in(struct cul_hearing *h,
				const struct cul_source *account)
{
	int err;

	if (h->ev->session_key == 0)
		return CUL_OK;
	h->note = cul_notes_find(h->court->notes, h->ev->session_key);
	if (h->note == NULL) {
		err = cul_court_connected(h);
		if (err != CUL_OK)
			return err;
		h->note = cul_notes_find(h->court->notes, h->ev->session_key);
		h->note->over = true; /* perhaps nothing says so later */
	}
	h->note->source = cul_table_id(account);
	h->note->source_key = cul_table_key(account);
	return CUL_OK;
}

struct cul_source *cul_court_session_account(const struct cul_hearing *h)
{
	struct cul_source *s;

	if (h->note == NULL || h->note->source == CUL_MESSAGE_NOBODY)
		return NULL;
	s = cul_table_at(h->court->table, h->note->source);
	return cul_table_key(s) == h->note->source_key ? s : NULL;
}

/* That a server delivers a domain here it says by starting to. */
int cul_court_attempted(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_note *n;
	int err;

	if (ev->session_key == 0 || ev->other.len == 0)
		return CUL_OK;
	err = cul_notes_add(h->court->notes, delivery_key(ev), &n);
	if (err != CUL_OK)
		return err;
	n->session_key = ev->session_key;
	n->recipient_key = ev->recipient_key;
	n->recipient_domain_key = ev->recipient_domain_key;
	n->transport = ev->transport;
	return ev->transport == CUL_TRANSPORT_LOCAL
		       ? cul_court_learn_domain(h->court, ev)
		       : CUL_OK;
}
