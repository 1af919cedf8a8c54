/* \summary: a filter's opinion of a message: whose it is, and what it says
 *
 * A filter of ours sees one message and is one opinion, like the server of one
 * operator elsewhere. Recipients that refuse the same message later are heard
 * as if it had said nothing. Where our server refuses the message because of
 * it, that is the same opinion once more.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

/* A filter with a file of its own names no host: where all mail is of one, it
 * is that one. */
static uint64_t key_of(const struct cul_hearing *h, struct cul_sv id)
{
	const struct cul_court *c = h->court;

	if (h->ev->host.len == 0 && c->mail_host != 0 && !c->mail_hosts)
		return cul_hash(id, c->mail_host);
	return cul_join_key(h->ev->host, id);
}

/* By the queue id it came with, by the one it goes on with, or by its
 * Message-ID, where the filter knows no more. */
static struct cul_message *message_of(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_join *j = h->court->join;
	struct cul_message *m = NULL, *child = NULL;

	if (ev->session.len == 0)
		return ev->other.len != 0
			       ? cul_join_named(j, ev->host, ev->other)
			       : NULL;
	m = cul_join_find(j, key_of(h, ev->session));
	if (ev->other.len != 0)
		child = cul_join_find(j, key_of(h, ev->other));
	if (m == NULL)
		return child;
	if (child != NULL && child != m)
		cul_court_given_back(child, m);
	return m;
}

/* Its sender; else the client the filter names, if it is not a filter. */
static int sender_of(struct cul_hearing *h, const struct cul_message *m,
		     struct cul_source **ret)
{
	*ret = cul_court_sender(h->court, m);
	if (*ret != NULL)
		return cul_court_touch(h, *ret);
	if (m != NULL || cul_addr_is_loopback(&h->ev->client))
		return CUL_OK;
	return cul_court_client(h, &h->ev->client, ret);
}

static int called_spam(struct cul_hearing *h, struct cul_source *s)
{
	const uint64_t what = h->ev->recipient_key != 0 ? h->ev->recipient_key
							: h->ev->session_key;
	struct cul_table *t = h->court->table;
	bool first, is_new;
	int err = cul_court_contact(h, s, what, CUL_SALT_VERDICT, &first);

	if (err != CUL_OK || !first)
		return err;
	cul_source_step(t, s, CUL_WALK_REJECTED, true, h->ev->t_usec);
	err = cul_source_met(t, s, CUL_D_REJECTING_DOMAINS,
			     cul_hash(CUL_SV("a filter of ours"), 0), &is_new);
	return err == CUL_OK ? cul_court_wrong(h, s, CUL_FAMILY_REJECTIONS)
			     : err;
}

/* Has this been counted: of the message, or where it is not known, for another
 * recipient on the same line? A filter may be made to cut the line off before
 * it names the message, by naming more recipients. */
static bool counted(struct cul_hearing *h, struct cul_message *m)
{
	struct cul_court *c = h->court;
	bool was;

	if (m != NULL) {
		was = m->judged;
		m->judged = true;
		return was;
	}
	was = c->stray.any && c->stray.file == h->line->file &&
	      c->stray.offset == h->line->offset;
	c->stray.any = true;
	c->stray.file = h->line->file;
	c->stray.offset = h->line->offset;
	return was;
}

int cul_court_verdict_on(struct cul_hearing *h, struct cul_message *m)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s;
	int err;

	if (m != NULL && (m->null_sender || m->turned_away))
		return CUL_OK;
	err = sender_of(h, m, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	if (!counted(h, m))
		cul_source_add(s, CUL_C_refused_content, 1);
	/* What comes from outside has been dealt with by the filter. */
	if (!cul_source_is_ours(s))
		return CUL_OK;
	err = called_spam(h, s);
	return err == CUL_OK ? cul_court_judge(h->court, s, ev->t_usec) : err;
}

int cul_court_verdict(struct cul_hearing *h)
{
	struct cul_message *m = message_of(h);

	if (h->ev->outcome != CUL_OUTCOME_CONTENT)
		return CUL_OK;
	/* Bounces are a ledger of their own. */
	if (cul_sv_present(h->ev->sender) && h->ev->sender.len == 0)
		return CUL_OK;
	if (m == NULL && h->ev->session.len != 0)
		return cul_court_wait(h, key_of(h, h->ev->session));
	return cul_court_verdict_on(h, m);
}
