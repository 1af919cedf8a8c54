/* \summary: clients: sessions, logins, refusals, manners */
#include "engine/court_int.h"
#include "evidence/hash.h"

/* Whoever connects and goes away again has said nothing: he is not remembered
 * for that. So sessions are counted where they end, of those who are known by
 * then; a connect alone is no line to look anybody up for. */
int cul_court_session(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s;
	int err;

	if (ev->kind == CUL_EV_CONNECT)
		return cul_court_connected(h);
	cul_court_disconnected(h);
	err = cul_court_known_client(h, &ev->client, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	cul_source_add(s, CUL_C_sessions, 1);
	cul_source_add(s, CUL_C_idle_sessions,
		       ev->n_mail_all == 0 && ev->n_rcpt_all == 0 &&
			       ev->n_auth_all == 0);
	return CUL_OK;
}

/* The network that a login comes from, for counting: who hops over a carrier's
 * prefixes stays in one. */
static uint64_t net_hash(const struct cul_hearing *h)
{
	const struct cul_addr *a = &h->ev->client;
	const uint64_t key = cul_asn_key(h->court->asn, a);
	struct cul_net net;

	if (key != 0) {
		h->court->nets_known++;
		return cul_hash_mix(key, 3);
	}
	h->court->nets_unknown += h->court->asn != NULL;
	net = cul_net_of(a, 24, 48);
	return cul_hash(
		(struct cul_sv){ (const char *)net.base.b, sizeof(net.base.b) },
		3);
}

/* The account's side: a network it was not used from before? */
static int account_side(struct cul_hearing *h, bool from_outside,
			struct cul_source **ret)
{
	struct cul_table *t = h->court->table;
	struct cul_source *s;
	bool is_new;
	int err = cul_court_account(h, &s);

	if (err != CUL_OK)
		return err;
	*ret = s;
	cul_source_add(s, CUL_C_logins, 1);
	if (cul_addr_none(&h->ev->client))
		return CUL_OK;
	err = cul_source_used_addr(t, s, &h->ev->client);
	if (err == CUL_OK && from_outside)
		err = cul_source_login_outside(t, s);
	if (err == CUL_OK)
		err = cul_source_met(t, s, CUL_D_LOGIN_NETS, net_hash(h),
				     &is_new);
	if (err != CUL_OK || !is_new)
		return err;
	cul_source_stir(s);
	return cul_source_keep_line(t, s, CUL_FAMILY_LOGINS, h->line);
}

/* The address's side: whose logins come from here. */
static int client_side(struct cul_hearing *h, bool *ret_from_outside)
{
	const uint64_t name = h->ev->account_key;
	struct cul_source *s;
	bool first, is_new;
	int err = cul_court_client(h, &h->ev->client, &s);

	*ret_from_outside = false;
	if (err != CUL_OK || s == NULL)
		return err;
	*ret_from_outside = !cul_source_is_ours(s);
	cul_source_add(s, CUL_C_logins, 1);
	err = cul_source_met(h->court->table, s, CUL_D_ACCOUNTS, name, &is_new);
	if (err == CUL_OK)
		err = cul_court_contact(h, s, name, CUL_SALT_LOGIN, &first);
	if (err == CUL_OK && first)
		cul_source_step(h->court->table, s, CUL_WALK_LOGIN, false,
				h->ev->t_usec);
	return err;
}

int cul_court_logged_in(struct cul_hearing *h, struct cul_source **ret_account)
{
	int err = cul_court_learn_login(h->court, h->ev);
	bool from_outside = false;

	if (err == CUL_OK)
		err = client_side(h, &from_outside);
	return err == CUL_OK ? account_side(h, from_outside, ret_account) : err;
}

int cul_court_login(struct cul_hearing *h)
{
	struct cul_source *account;
	int err = cul_court_logged_in(h, &account);

	return err == CUL_OK ? cul_court_session_logged_in(h, account) : err;
}

/* A name that has logged in here: from how many networks was it tried? */
static int name_attacked(struct cul_hearing *h, uint32_t attempts)
{
	struct cul_who who = { .subject = CUL_SUBJECT_ACCOUNT,
			       .name = h->ev->account,
			       .key = h->ev->login_key };
	struct cul_source *s = cul_table_find(h->court->table, &who);
	bool is_new;
	int err;

	if (s == NULL)
		return CUL_OK;
	err = cul_court_touch(h, s);
	cul_source_add(s, CUL_C_login_failed, attempts);
	if (err == CUL_OK)
		err = cul_source_met(h->court->table, s, CUL_D_FAILED_NETS,
				     net_hash(h), &is_new);
	if (err == CUL_OK)
		err = cul_court_wrong(h, s, CUL_FAMILY_LOGINS);
	return err == CUL_OK ? cul_court_judge(h->court, s, h->ev->t_usec)
			     : err;
}

/* Which name was tried, once for each. */
static int name_tried(struct cul_hearing *h, struct cul_source *s,
		      uint32_t attempts)
{
	struct cul_table *t = h->court->table;
	const uint64_t name = h->ev->account_key;
	bool first, is_new;
	int err = cul_court_contact(h, s, name, CUL_SALT_LOGIN, &first);

	if (err == CUL_OK && first)
		cul_source_step(t, s, CUL_WALK_LOGIN, true, h->ev->t_usec);
	if (err != CUL_OK || !cul_sv_present(h->ev->account))
		return err;
	err = cul_source_met(t, s, CUL_D_FAILED_NAMES, name, &is_new);
	return err == CUL_OK ? name_attacked(h, attempts) : err;
}

int cul_court_login_failed(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s;
	uint32_t n;
	int err;

	/* Our own authentication server was away: nobody's failure. */
	if (ev->outcome == CUL_OUTCOME_NEUTRAL)
		return CUL_OK;
	err = cul_court_client(h, &ev->client, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	n = cul_court_attempts(h->court, ev);
	/* Known attempts: only who was asked has names that are news. */
	if (n == 0 &&
	    ((ev->marks & CUL_MARK_ASKED) == 0 || !cul_sv_present(ev->account)))
		return CUL_OK;
	cul_source_add(s, CUL_C_login_failed, n);
	err = name_tried(h, s, n);
	for (uint32_t i = 0; i < n && err == CUL_OK; i++)
		err = cul_source_sent(h->court->table, s, ev->t_usec, true);
	if (err == CUL_OK)
		err = cul_court_wrong(h, s, CUL_FAMILY_LOGINS);
	return err == CUL_OK ? cul_court_judge(h->court, s, ev->t_usec) : err;
}

int cul_court_manners(struct cul_hearing *h)
{
	struct cul_source *s;
	int err = cul_court_client(h, &h->ev->client, &s);

	if (err != CUL_OK || s == NULL)
		return err;
	cul_source_add(s, CUL_C_manners, 1);
	err = cul_court_wrong(h, s, CUL_FAMILY_MANNERS);
	return err == CUL_OK ? cul_court_judge(h->court, s, h->ev->t_usec)
			     : err;
}

/* Forms that open relays of old let through (RFC 5321 appendix F.2: source
 * routes; the percent hack, RFC 1123 5.2.16; UUCP bangs; quoted addresses). */
static bool is_trick(struct cul_sv rcpt)
{
	const char *at = rcpt.len ? memrchr(rcpt.ptr, '@', rcpt.len) : NULL;
	size_t local = at != NULL ? (size_t)(at - rcpt.ptr) : rcpt.len;

	return local == 0 || memchr(rcpt.ptr, '%', local) != NULL ||
	       memchr(rcpt.ptr, '!', local) != NULL ||
	       memchr(rcpt.ptr, '"', local) != NULL ||
	       memchr(rcpt.ptr, '@', local) != NULL;
}

/* A recipient of whom it had not asked before. */
static int relay_first(struct cul_hearing *h, struct cul_source *s, bool ours)
{
	bool is_new;
	int err = CUL_OK;

	cul_source_add(s, CUL_C_relay_contacts, 1);
	if (h->ev->recipient.len != 0 && is_trick(h->ev->recipient))
		cul_source_add(s, CUL_C_relay_tricks, 1);
	if (h->ev->recipient_domain_key != 0)
		err = cul_source_met(h->court->table, s, CUL_D_RELAY_DOMAINS,
				     h->ev->recipient_domain_key, &is_new);
	if (err == CUL_OK && ours)
		err = cul_source_local_sender(h->court->table, s,
					      h->ev->sender_key);
	return err;
}

/* The same recipient in another's name is another question: a letter that is
 * tried again, however often, keeps its sender. */
static int relay_asked(struct cul_hearing *h, struct cul_source *s,
		       uint64_t what)
{
	const uint64_t question = cul_hash_mix(what, h->ev->sender_key);
	bool first;
	int err = cul_court_contact(h, s, question, CUL_SALT_QUESTION, &first);

	return err == CUL_OK && first
		       ? cul_source_asks(h->court->table, s, h->ev)
		       : err;
}

static int relay_refused(struct cul_hearing *h, struct cul_source *s)
{
	/* A recipient that hides the envelope, as "; from=<" in quotes does,
	 * stands in the words all the same. */
	const uint64_t what = h->ev->recipient_key != 0
				      ? h->ev->recipient_key
				      : cul_hash(h->ev->text, 0);
	const bool ours =
		h->ev->sender.len != 0 &&
		cul_court_is_local(h->court, h->ev->sender_domain_key);
	bool first;
	int err;

	cul_source_add(s, CUL_C_refused_relay, 1);
	err = cul_court_contact(h, s, what, CUL_SALT_RELAY, &first);
	if (err == CUL_OK && first)
		err = relay_first(h, s, ours);
	if (err == CUL_OK && !ours)
		err = relay_asked(h, s, what);
	if (err == CUL_OK)
		err = cul_source_sent(h->court->table, s, h->ev->t_usec, true);
	return err == CUL_OK ? cul_court_wrong(h, s, CUL_FAMILY_RELAYING) : err;
}

/* "User unknown in … table" is ours by its words; without configuration and
 * without those words, what an outsider asks for is meant for us. */
static bool asks_for_ours(const struct cul_hearing *h,
			  const struct cul_source *s)
{
	return cul_court_is_local(h->court, h->ev->recipient_domain_key) ||
	       cul_sv_find(h->ev->text, CUL_SV("recipient table")) != NULL ||
	       cul_sv_find(h->ev->text, CUL_SV("alias table")) != NULL ||
	       cul_sv_find(h->ev->text, CUL_SV("mailbox table")) != NULL ||
	       !cul_source_is_ours(s);
}

static int bad_recipient(struct cul_hearing *h, struct cul_source *s)
{
	cul_source_add(s, CUL_C_refused_bad_recipient, 1);
	if (cul_sv_present(h->ev->sender) && h->ev->sender.len == 0)
		return cul_court_bounce(h, s, asks_for_ours(h, s),
					CUL_OUTCOME_BAD_RECIPIENT);
	return asks_for_ours(h, s)
		       ? cul_court_came_in(h, s, CUL_OUTCOME_BAD_RECIPIENT)
		       : cul_court_out_refused(h, s, CUL_OUTCOME_BAD_RECIPIENT);
}

static int judged_spam(struct cul_hearing *h, struct cul_source *s,
		       enum cul_outcome o)
{
	cul_source_add(s,
		       o == CUL_OUTCOME_CONTENT ? CUL_C_refused_content
						: CUL_C_refused_reputation,
		       1);
	/* Bounces are a ledger of their own. */
	if (cul_sv_present(h->ev->sender) && h->ev->sender.len == 0)
		return cul_court_bounce(h, s, asks_for_ours(h, s), o);
	/* An outsider on a list is refused already: nothing to decide. */
	if (!cul_source_is_ours(s))
		return CUL_OK;
	return cul_court_out_refused(h, s, o);
}

/* OpenSMTPD has the same words for a mailbox that does not exist and for a
 * domain that it does not relay to. */
static bool means_relaying(const struct cul_hearing *h)
{
	return h->court->domains_known && h->ev->recipient_domain_key != 0 &&
	       cul_sv_starts(h->ev->text, CUL_SV("Invalid recipient")) &&
	       !cul_court_is_local(h->court, h->ev->recipient_domain_key);
}

/* Postfix logs no reply code where a milter refuses, but the enhanced one. */
static bool is_final(const struct cul_event *ev)
{
	return ev->reply >= 500 || (ev->reply == 0 && ev->enhanced.len != 0 &&
				    ev->enhanced.ptr[0] == '5');
}

static int refused_by_class(struct cul_hearing *h, struct cul_source *s,
			    struct cul_message *m)
{
	const struct cul_event *ev = h->ev;
	enum cul_outcome o = ev->outcome;

	if (m != NULL && ev->stage == CUL_STAGE_MESSAGE && is_final(ev)) {
		/* Its verdict was counted, in whatever words this is put. */
		if (m->judged)
			return CUL_OK;
		m->turned_away = o == CUL_OUTCOME_CONTENT;
	}
	if (o == CUL_OUTCOME_RELAY_REFUSED || means_relaying(h))
		return relay_refused(h, s);
	/* A server that knows no such syntax looks for such a mailbox. */
	if (o == CUL_OUTCOME_BAD_RECIPIENT && !cul_source_is_ours(s) &&
	    ev->recipient.len != 0 && is_trick(ev->recipient))
		return relay_refused(h, s);
	/* 4xx is no outcome yet; for relaying 454 is Postfix's own default
	 * (defer_unauth_destination), so that one was counted above. */
	if (is_final(ev) && o == CUL_OUTCOME_BAD_RECIPIENT)
		return bad_recipient(h, s);
	if ((is_final(ev) || ev->disposition != CUL_DISP_REFUSED) &&
	    (o == CUL_OUTCOME_CONTENT || o == CUL_OUTCOME_REPUTATION))
		return judged_spam(h, s, o);
	cul_source_add(s, CUL_C_refused_other, 1);
	return CUL_OK;
}

static void count_refusal(struct cul_mail_totals *t, enum cul_disposition d)
{
	switch (d) {
	case CUL_DISP_REFUSED:
		t->rejected++;
		break;
	case CUL_DISP_WARNED:
		t->reject_warnings++;
		break;
	case CUL_DISP_HELD:
		t->held++;
		break;
	case CUL_DISP_DISCARDED:
		t->discarded++;
		break;
	case CUL_DISPS_:
		break;
	}
}

int cul_court_refused(struct cul_hearing *h)
{
	struct cul_court *c = h->court;
	const struct cul_event *ev = h->ev;
	struct cul_message *m = NULL;
	struct cul_source *s;
	bool is_new;
	int err = CUL_OK;

	count_refusal(&c->mail, ev->disposition);
	if (ev->disposition == CUL_DISP_WARNED)
		return CUL_OK;
	if (ev->session.len != 0)
		m = cul_join_find(c->join, ev->session_key);
	h->sender_domain = (uint32_t)ev->sender_domain_key;
	s = cul_court_sender(c, m);
	if (s == NULL)
		s = cul_court_session_account(h);
	err = s != NULL ? cul_court_touch(h, s)
			: cul_court_client(h, &ev->client, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	if (ev->helo.len != 0)
		err = cul_source_met(c->table, s, CUL_D_HELOS,
				     cul_hash_fold(ev->helo, 0), &is_new);
	if (err == CUL_OK && ev->sender.len != 0)
		err = cul_court_sender_named(h, s);
	if (err == CUL_OK && ev->host.len != 0)
		err = cul_source_met(c->table, s, CUL_D_SERVERS,
				     cul_hash(ev->host, 0), &is_new);
	if (err == CUL_OK)
		err = refused_by_class(h, s, m);
	return err == CUL_OK ? cul_court_judge(c, s, ev->t_usec) : err;
}
