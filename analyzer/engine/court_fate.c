/* \summary: the fate of one recipient, and what it says of who sent it */
#include "engine/court_int.h"
#include "evidence/hash.h"

static void count_mail(struct cul_hearing *h, struct cul_message *m)
{
	struct cul_mail_totals *t = &h->court->mail;

	if (h->ev->kind == CUL_EV_BOUNCED) {
		t->bounced++;
	} else if (h->ev->kind == CUL_EV_DEFERRED) {
		t->deferrals++;
		t->deferred += !m->deferred;
		m->deferred = true;
	} else if (h->ev->transport == CUL_TRANSPORT_LOCAL &&
		   h->ev->other.len != 0) {
		t->forwarded++;
	} else {
		t->delivered++;
	}
}

/* What a content filter on loopback gave back goes on under a new id. Its
 * answer says which; a Message-ID, which anybody may use again, only hints. A
 * message that is nobody's takes none from its sender. */
static void filtered(struct cul_hearing *h, const struct cul_message *m)
{
	struct cul_message *child;

	if (h->ev->other.len == 0)
		return;
	child = cul_join_find(h->court->join,
			      cul_join_key(h->ev->host, h->ev->other));
	if (child != NULL)
		cul_court_given_back(child, m);
}

static enum cul_outcome outcome_of(const struct cul_event *ev)
{
	if (ev->transport == CUL_TRANSPORT_NOWHERE &&
	    ev->kind == CUL_EV_DELIVERED)
		return CUL_OUTCOME_NEUTRAL; /* discard(8) "delivers" too */
	return ev->kind == CUL_EV_DELIVERED ? CUL_OUTCOME_OK : ev->outcome;
}

/* Who runs the server that answered: the last two labels of its name, three
 * where the country has a second level ("mx1.example.co.uk"). */
static struct cul_sv operator_of(struct cul_sv host)
{
	unsigned dots = 0, want = 2;
	size_t i = host.len, label = host.len;

	while (i > 0) {
		i--;
		if (host.ptr[i] != '.')
			continue;
		dots++;
		if (dots == 2 && host.len - label <= 3 && label - i <= 5)
			want = 3;
		if (dots == want)
			return cul_sv_from(host, i + 1);
		label = i;
	}
	return host;
}

/* One provider that refuses all of it is one opinion, however many domains it
 * serves; so those who refused are counted too. */
static int rejected_by(struct cul_hearing *h, struct cul_source *s,
		       enum cul_outcome o)
{
	const struct cul_event *ev = h->ev;
	uint64_t who = ev->recipient_domain_key;
	bool is_new;
	int err = CUL_OK;

	if (o == CUL_OUTCOME_CONTENT)
		cul_source_failed_as(s, h->sender_domain,
				     CUL_DOMAIN_FATE_REFUSED);
	if (ev->relay.len != 0 && !cul_addr_none(&ev->relay_addr))
		who = cul_hash_fold(operator_of(ev->relay), 0);
	if (o == CUL_OUTCOME_CONTENT && who != 0)
		err = cul_source_met(h->court->table, s,
				     CUL_D_REJECTING_DOMAINS, who, &is_new);
	return err == CUL_OK ? cul_court_wrong(h, s, CUL_FAMILY_REJECTIONS)
			     : err;
}

static int out_first(struct cul_hearing *h, struct cul_source *s,
		     enum cul_outcome o)
{
	struct cul_table *t = h->court->table;
	int64_t now = h->ev->t_usec;

	cul_source_add(s, CUL_C_out_contacts, 1);
	switch (o) {
	case CUL_OUTCOME_OK:
		cul_source_add(s, CUL_C_out_ok, 1);
		cul_source_step(t, s, CUL_WALK_BAD_RECIPIENT, false, now);
		cul_source_step(t, s, CUL_WALK_REJECTED, false, now);
		return CUL_OK;
	case CUL_OUTCOME_BAD_RECIPIENT:
		cul_source_add(s, CUL_C_out_bad_recipient, 1);
		cul_source_step(t, s, CUL_WALK_BAD_RECIPIENT, true, now);
		cul_source_failed_as(s, h->sender_domain, CUL_DOMAIN_FATE_DEAD);
		return cul_court_wrong(h, s, CUL_FAMILY_BAD_RECIPIENTS);
	case CUL_OUTCOME_REPUTATION:
	case CUL_OUTCOME_CONTENT:
		cul_source_add(s,
			       o == CUL_OUTCOME_CONTENT ? CUL_C_out_content
							: CUL_C_out_reputation,
			       1);
		cul_source_step(t, s, CUL_WALK_REJECTED, true, now);
		return rejected_by(h, s, o);
	case CUL_OUTCOME_NONE:
	case CUL_OUTCOME_RELAY_REFUSED:
	case CUL_OUTCOME_NEUTRAL:
	case CUL_OUTCOMES_:
		break;
	}
	cul_source_add(s, CUL_C_out_neutral, 1);
	return CUL_OK;
}

static int domain_met(struct cul_hearing *h, struct cul_source *s)
{
	bool is_new;
	int err = cul_source_met(h->court->table, s, CUL_D_RECIPIENT_DOMAINS,
				 h->ev->recipient_domain_key, &is_new);

	/* Beyond the exact range a new domain may go unnoticed: the count an
	 * hour is then too low, never too high. */
	if (err != CUL_OK || !is_new)
		return err;
	err = cul_source_new_domain(h->court->table, s, h->ev->t_usec);
	/* The lines of a fan-out speak only for programs of the host. */
	if (err == CUL_OK && cul_source_subject(s) == CUL_SUBJECT_LOCAL_USER) {
		cul_source_stir(s);
		err = cul_source_keep_line(h->court->table, s,
					   CUL_FAMILY_SPREAD, h->line);
	}
	return err;
}

/* We served an outsider, without login, a recipient elsewhere: it is the
 * server that did wrong. */
static int served_stranger(struct cul_hearing *h, struct cul_source *s)
{
	struct cul_source *server;
	int err;

	cul_source_add(s, CUL_C_relayed_strangers, 1);
	err = cul_court_server(h, &server);
	if (err != CUL_OK || server == NULL)
		return err;
	cul_source_add(server, CUL_C_relayed_strangers, 1);
	err = cul_source_sent(h->court->table, server, h->ev->t_usec, true);
	if (err == CUL_OK)
		err = cul_court_wrong(h, server, CUL_FAMILY_RELAYING);
	if (err == CUL_OK)
		err = cul_court_judge(h->court, server, h->ev->t_usec);
	return err;
}

static uint64_t original_key(const struct cul_hearing *h, uint64_t *ret_domain)
{
	return cul_hash_mailbox(h->ev->orig_recipient, ret_domain);
}

static bool original_is_local(const struct cul_hearing *h)
{
	uint64_t domain;

	(void)original_key(h, &domain);
	return cul_court_is_local(h->court, domain);
}

static int know_original(const struct cul_hearing *h)
{
	uint64_t domain;

	return cul_court_know_mailbox(h->court, original_key(h, &domain));
}

/* An outsider wrote to a mailbox of ours that leads elsewhere: what becomes of
 * it there is our alias's doing. */
static bool led_elsewhere(const struct cul_hearing *h,
			  const struct cul_source *s,
			  const struct cul_message *m)
{
	return h->ev->orig_recipient.len != 0 && !m->logged_in &&
	       !cul_source_is_ours(s) &&
	       (!h->court->networks_known || !h->court->domains_known ||
		original_is_local(h));
}

/* Aliases of ours lead one stranger to few domains, beside the mail that he
 * brings for our mailboxes; who is served as by an open relay writes to many.
 */
enum { ALIASED_DOMAINS = 4 };

static bool perhaps_led(const struct cul_hearing *h, const struct cul_source *s,
			const struct cul_message *m)
{
	const uint32_t domains = cul_distinct(s, CUL_D_RECIPIENT_DOMAINS);

	return (h->ev->marks & CUL_MARK_ALIASED) != 0 && !m->logged_in &&
	       !cul_source_is_ours(s) &&
	       (domains <= ALIASED_DOMAINS ||
		cul_count(s, CUL_C_in_contacts) >= 2 * domains);
}

/* One first contact elsewhere, if it is one. */
static int out_contact(struct cul_hearing *h, struct cul_source *s,
		       enum cul_outcome o)
{
	enum cul_met met;
	int err = cul_court_met(h, s, h->ev->recipient_key, CUL_SALT_OUT, &met);

	if (err == CUL_OK && met == CUL_MET_BEFORE)
		err = cul_source_returns(h->court->table, s);
	return err == CUL_OK && met != CUL_MET_TODAY ? out_first(h, s, o) : err;
}

static int went_out(struct cul_hearing *h, struct cul_source *s,
		    const struct cul_message *m)
{
	struct cul_court *c = h->court;
	const struct cul_event *ev = h->ev;
	enum cul_outcome o = outcome_of(ev);
	struct cul_addr client = cul_source_addr(s);
	int err;

	if (led_elsewhere(h, s, m))
		return know_original(h);
	err = domain_met(h, s);
	if (err == CUL_OK && perhaps_led(h, s, m))
		return CUL_OK;
	if (err == CUL_OK && m->stranger)
		err = served_stranger(h, s);
	if (err == CUL_OK && !m->logged_in && !m->child)
		err = cul_court_learn_net(c, s, &client);
	if (err == CUL_OK && !c->networks_known && m->sender != 0)
		err = cul_writers_add(&c->writers, m->sender, ev->t_usec);
	if (err == CUL_OK)
		err = out_contact(h, s, o);
	if (err == CUL_OK)
		err = cul_source_sent(c->table, s, ev->t_usec,
				      o != CUL_OUTCOME_OK &&
					      o != CUL_OUTCOME_NEUTRAL);
	return err;
}

static int in_first(struct cul_hearing *h, struct cul_source *s,
		    enum cul_outcome o)
{
	struct cul_table *t = h->court->table;
	int64_t now = h->ev->t_usec;
	bool is_new;
	int err;

	cul_source_add(s, CUL_C_in_contacts, 1);
	if (o == CUL_OUTCOME_OK) {
		cul_source_add(s, CUL_C_in_ok, 1);
		cul_source_step(t, s, CUL_WALK_HARVEST, false, now);
		err = cul_court_know_mailbox(h->court, h->ev->recipient_key);
		if (err == CUL_OK && h->ev->orig_recipient.len != 0)
			err = know_original(h);
		return err;
	}
	if (o == CUL_OUTCOME_CONTENT || o == CUL_OUTCOME_REPUTATION) {
		cul_source_add(s, CUL_C_refused_content, 1);
		cul_source_step(t, s, CUL_WALK_REJECTED, true, now);
		return cul_court_wrong(h, s, CUL_FAMILY_REJECTIONS);
	}
	if (o != CUL_OUTCOME_BAD_RECIPIENT)
		return CUL_OK;
	cul_source_add(s, CUL_C_in_bad_recipient, 1);
	cul_source_step(t, s, CUL_WALK_HARVEST, true, now);
	err = cul_source_met(t, s, CUL_D_UNKNOWN_LOCAL, h->ev->recipient_key,
			     &is_new);
	return err == CUL_OK ? cul_court_wrong(h, s, CUL_FAMILY_BAD_RECIPIENTS)
			     : err;
}

int cul_court_came_in(struct cul_hearing *h, struct cul_source *s,
		      enum cul_outcome o)
{
	bool first;
	int err = cul_court_contact(h, s, h->ev->recipient_key, CUL_SALT_IN,
				    &first);

	if (err == CUL_OK && first)
		err = in_first(h, s, o);
	return err == CUL_OK
		       ? cul_source_sent(h->court->table, s, h->ev->t_usec,
					 o == CUL_OUTCOME_BAD_RECIPIENT)
		       : err;
}

int cul_court_out_refused(struct cul_hearing *h, struct cul_source *s,
			  enum cul_outcome o)
{
	int err = out_contact(h, s, o);

	return err == CUL_OK ? cul_source_sent(h->court->table, s,
					       h->ev->t_usec, true)
			     : err;
}

/* To a server behind ours: by its private address, or by the service, since
 * "relay" is what master.cf calls the one for $relay_domains. */
static bool passed_on(const struct cul_event *ev)
{
	return cul_sv_eq(ev->service, CUL_SV("relay")) ||
	       (!cul_addr_none(&ev->relay_addr) &&
		cul_addr_is_private(&ev->relay_addr));
}

/* Does it stay with us? By the transport; by the domain, where our MX passes
 * its mail on to an inner server; or by how it does. */
static int stays(struct cul_hearing *h, bool *ret_stays)
{
	const struct cul_event *ev = h->ev;
	struct cul_court *c = h->court;
	bool here = ev->transport == CUL_TRANSPORT_LOCAL ||
		    (!c->domains_known && passed_on(ev));
	int err = CUL_OK;

	*ret_stays =
		here ||
		(ev->recipient_domain_key == 0 &&
		 ev->transport != CUL_TRANSPORT_REMOTE) ||
		cul_set_times(&c->local_domains, ev->recipient_domain_key) != 0;
	if (here && ev->kind == CUL_EV_DELIVERED)
		err = cul_court_learn_domain(c, ev);
	return err;
}

static int decided(struct cul_hearing *h, struct cul_source *s,
		   const struct cul_message *m)
{
	const struct cul_event *ev = h->ev;
	bool here;
	int err = stays(h, &here);

	if (err != CUL_OK || s == NULL)
		return err;
	if (m->null_sender)
		return cul_court_bounce(h, s, here, outcome_of(ev));
	err = here ? cul_court_came_in(h, s, outcome_of(ev))
		   : went_out(h, s, m);
	return err == CUL_OK ? cul_court_judge(h->court, s, ev->t_usec) : err;
}

int cul_court_fate(struct cul_hearing *h)
{
	static const enum cul_counter counter[] = {
		[CUL_EV_DELIVERED] = CUL_C_delivered,
		[CUL_EV_DEFERRED] = CUL_C_deferred,
		[CUL_EV_BOUNCED] = CUL_C_bounced,
	};
	const struct cul_event *ev = h->ev;
	struct cul_message *m;
	struct cul_source *s;
	int err;

	if (ev->session_key == 0)
		return CUL_OK;
	err = cul_court_meet(h, &m);
	if (err != CUL_OK)
		return err;
	count_mail(h, m);
	h->sender_domain = m->sender_domain;
	if (ev->transport == CUL_TRANSPORT_FILTER) {
		filtered(h, m);
		return CUL_OK;
	}
	/* What has been to a server elsewhere is in no filter any more; its
	 * Message-ID is known there. */
	if (ev->transport == CUL_TRANSPORT_REMOTE &&
	    !cul_addr_none(&ev->relay_addr))
		cul_join_anonymous(h->court->join, m);
	s = cul_court_sender(h->court, m);
	if (s == NULL && !m->begun && !m->internal)
		h->court->orphans++;
	if (s != NULL) {
		err = cul_court_touch(h, s);
		cul_source_add(s, counter[ev->kind], 1);
	}
	if (err != CUL_OK || ev->kind == CUL_EV_DEFERRED)
		return err;
	if (s != NULL)
		cul_court_ended(s, m);
	return decided(h, s, m);
}
