/* \summary: messages: begun, identified, queued, and the fate of each recipient
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

static uint64_t key_of(const struct cul_hearing *h, struct cul_sv id)
{
	return cul_join_key(h->ev->host, id);
}

static void belongs(struct cul_message *m, const struct cul_source *s)
{
	m->source = s != NULL ? cul_table_id(s) : CUL_MESSAGE_NOBODY;
	m->source_key = s != NULL ? cul_table_key(s) : 0;
}

/* The second queue id of a message that a filter gave back. */
static void is_child_of(struct cul_message *m, const struct cul_message *parent)
{
	m->child = true;
	m->stranger = false;
	m->source = parent->source;
	m->source_key = parent->source_key;
	m->logged_in = parent->logged_in;
}

void cul_court_given_back(struct cul_message *child,
			  const struct cul_message *m)
{
	if ((child->child && !child->tied) || m->source == CUL_MESSAGE_NOBODY)
		return;
	child->tied = false;
	is_child_of(child, m);
}

/* A login: where from, and is that new for it. */
static int account_used(struct cul_hearing *h, struct cul_message *m)
{
	struct cul_court *c = h->court;
	const struct cul_event *ev = h->ev;
	struct cul_source *s;
	int err = cul_court_logged_in(h, &s);

	if (err != CUL_OK)
		return err;
	belongs(m, s);
	m->logged_in = true;
	return cul_court_judge(c, s, ev->t_usec);
}

static int client_sends(struct cul_hearing *h, struct cul_message *m)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s;
	int err;

	if (ev->account.len != 0)
		return account_used(h, m);
	err = cul_court_client(h, &ev->client, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	belongs(m, s);
	m->stranger = h->court->networks_known && !cul_source_is_ours(s);
	return CUL_OK;
}

/* OpenSMTPD up to 6.4 says of each recipient that the message was accepted, all
 * of them at once; its ids are chance, and so may come again. */
static bool said_again(const struct cul_hearing *h)
{
	const struct cul_message *m =
		cul_join_find(h->court->join, h->ev->session_key);

	return m != NULL && m->begun &&
	       h->ev->t_usec - m->t_usec <= 2 * CUL_USEC_PER_SEC;
}

/* In a session that was noted: its client and its login are the message's. Of
 * a program on this host nothing is known but that; so are the server's own
 * bounces handed in, which are told by their sender. */
static int begun_in_session(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s = cul_court_session_account(h);
	struct cul_message *m;
	int err;

	if (said_again(h))
		return CUL_OK;
	h->court->mail.received++;
	err = cul_join_begin(h->court->join, ev->session_key, ev->t_usec, &m);
	if (err != CUL_OK)
		return err;
	m->begun = true;
	m->unnamed = ev->transport == CUL_TRANSPORT_LOCAL ||
		     (h->note != NULL && h->note->local);
	if (m->unnamed)
		return CUL_OK;
	m->loopback = cul_addr_is_loopback(&ev->client);
	m->null_sender = cul_sv_present(ev->sender) && ev->sender.len == 0;
	m->sender = ev->sender_key;
	m->sender_domain = (uint32_t)ev->sender_domain_key;
	if (s != NULL) {
		belongs(m, s);
		m->logged_in = true;
		err = cul_court_touch(h, s);
	} else {
		err = client_sends(h, m);
		s = cul_court_sender(h->court, m);
	}
	/* Haraka names the sender here and at no later line. */
	return err == CUL_OK && s != NULL && m->sender != 0
		       ? cul_court_sender_named(h, s)
		       : err;
}

/* The seed of cul_join_key. */
static void host_met(struct cul_court *c, struct cul_sv host)
{
	const uint64_t hash = cul_hash(host, 1);

	if (c->mail_host == 0)
		c->mail_host = hash;
	c->mail_hosts |= c->mail_host != hash;
}

int cul_court_begun(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	const struct cul_message *parent = NULL;
	struct cul_message *m;
	struct cul_source *s;
	int err;

	if (ev->session.len != 0 && ev->kind == CUL_EV_ACCEPTED &&
	    (h->note != NULL || ev->transport == CUL_TRANSPORT_LOCAL))
		return begun_in_session(h);
	h->court->mail.received++;
	if (ev->session.len == 0)
		return CUL_OK;
	host_met(h->court, ev->host);
	/* Looked for before the new one may take the place of an old one. */
	if (ev->other.len != 0)
		parent = cul_join_find(h->court->join, key_of(h, ev->other));
	if (parent != NULL) {
		struct cul_message copy = *parent;

		err = cul_join_begin(h->court->join, ev->session_key,
				     ev->t_usec, &m);
		if (err != CUL_OK)
			return err;
		m->begun = true;
		is_child_of(m, &copy);
		return CUL_OK;
	}
	err = cul_join_begin(h->court->join, ev->session_key, ev->t_usec, &m);
	if (err != CUL_OK)
		return err;
	m->begun = true;
	if (ev->kind == CUL_EV_ACCEPTED) {
		m->loopback = cul_addr_is_loopback(&ev->client);
		err = client_sends(h, m);
		/* orig_queue_id of a message that began before the log, or
		 * on another host: counted there, if at all */
		m->child = ev->other.len != 0;
		if (m->child && cul_addr_none(&ev->client))
			m->begun = m->child = false; /* nor was its session */
		return err;
	}
	err = cul_court_local_user(h, &s);
	if (err != CUL_OK)
		return err;
	belongs(m, s);
	cul_source_add(s, CUL_C_local_submits, 1);
	return cul_court_submitted(h, s);
}

int cul_court_meet(struct cul_hearing *h, struct cul_message **ret)
{
	uint64_t key = h->ev->session_key;

	*ret = cul_join_find(h->court->join, key);
	if (*ret != NULL)
		return CUL_OK;
	return cul_join_begin(h->court->join, key, h->ev->t_usec, ret);
}

int cul_court_identified(struct cul_hearing *h)
{
	const struct cul_source *s;
	struct cul_message *m, *twin;
	int err;

	if (h->ev->session.len == 0)
		return CUL_OK;
	err = cul_court_meet(h, &m);
	if (err != CUL_OK)
		return err;
	/* cleanup(8) names the id right after client= or uid=; without those
	 * the server made the message: a bounce, a notice, a forward. */
	m->internal = !m->begun && !m->queued;
	if (h->ev->text.len == 0)
		return CUL_OK;
	err = cul_join_identify(h->court->join, m, h->ev->host, h->ev->text,
				&twin);
	s = cul_court_sender(h->court, m);
	if (err != CUL_OK || twin == NULL || s == NULL || m->child)
		return err;
	/* A filter has no login of its own. */
	if (m->loopback && !m->logged_in) {
		m->own_source = m->source;
		m->own_source_key = m->source_key;
		m->twin_sender = twin->sender;
		m->tied = true;
		is_child_of(m, twin);
	}
	return CUL_OK;
}

int cul_court_sender_named(struct cul_hearing *h, struct cul_source *s)
{
	struct cul_table *t = h->court->table;
	bool is_new;
	int err =
		cul_source_met(t, s, CUL_D_SENDERS, h->ev->sender_key, &is_new);

	if (err != CUL_OK || h->ev->sender_domain_key == 0)
		return err;
	err = cul_source_met(t, s, CUL_D_SENDER_DOMAINS,
			     h->ev->sender_domain_key, &is_new);
	/* Outsiders' servers bring mail of a thousand domains rightly. */
	if (err != CUL_OK || !is_new || !cul_source_is_ours(s))
		return err;
	/* Who has been found at fault is looked at again with each name. */
	if (cul_source_is_stirred(s))
		cul_source_stir(s);
	return cul_source_keep_line(t, s, CUL_FAMILY_DIVERSITY, h->line);
}

/* A filter keeps the envelope sender; a list manager, which keeps the
 * Message-ID too, does not: what it sends is its own. */
static void untie(struct cul_join *j, struct cul_message *m)
{
	cul_join_anonymous(j, m);
	m->child = m->tied = false;
	m->source = m->own_source;
	m->source_key = m->own_source_key;
	m->logged_in = false;
}

int cul_court_queued(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_message *m;
	struct cul_source *s;
	int err;

	if (ev->session.len == 0)
		return CUL_OK;
	err = cul_court_meet(h, &m);
	/* qmgr(8) says from= again at each retry. */
	if (err != CUL_OK || m->queued)
		return err;
	m->queued = true;
	if (cul_sv_present(ev->sender)) {
		m->null_sender = ev->sender.len == 0;
		m->sender = ev->sender_key;
		m->sender_domain = (uint32_t)ev->sender_domain_key;
	}
	if (m->tied && m->twin_sender != m->sender)
		untie(h->court->join, m);
	if (m->unnamed && !m->null_sender) {
		err = cul_court_local_user(h, &s);
		if (err != CUL_OK)
			return err;
		belongs(m, s);
		cul_source_add(s, CUL_C_local_submits, 1);
	}
	s = cul_court_sender(h->court, m);
	if (s == NULL || m->child)
		return CUL_OK;
	err = cul_court_touch(h, s);
	if (err != CUL_OK)
		return err;
	if (m->null_sender) {
		cul_source_add(s, CUL_C_null_messages, 1);
		return CUL_OK;
	}
	cul_source_add(s, CUL_C_messages, 1);
	cul_source_add(s, CUL_C_logged_in_messages, m->logged_in);
	m->uncounted = ev->n_recipients == 0;
	cul_source_add(s, CUL_C_recipients, ev->n_recipients);
	cul_source_add(s, CUL_C_kbytes,
		       (uint32_t)((ev->size_bytes + 1023) / 1024));
	if (cul_sv_present(ev->sender))
		err = cul_court_sender_named(h, s);
	return err == CUL_OK ? cul_court_wrote(h, s, m) : err;
}

/* Exim does not say for how many a message is: they are counted as each comes
 * to its end. */
void cul_court_ended(struct cul_source *s, const struct cul_message *m)
{
	if (!m->uncounted)
		return;
	cul_source_add(s, CUL_C_recipients, 1);
	if (cul_source_is_ours(s) && !m->logged_in)
		cul_source_reached_as(s, m->sender_domain);
}

int cul_court_removed(struct cul_hearing *h)
{
	struct cul_message *m =
		cul_join_find(h->court->join, h->ev->session_key);

	if (m != NULL)
		cul_join_end(h->court->join, m);
	return CUL_OK;
}
