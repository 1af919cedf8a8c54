/* \summary: bounces, and whether anybody of ours wrote what they answer
 *
 * A mailbox that a bounce comes for has written lately, or somebody forged its
 * name. Who has not written by then may write later in the day, and then he
 * wrote yesterday too, as like as not: so that is asked again at the end.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

/* What must be known of who writes before anybody can be said never to have
 * written: half a day of the log, since bounces of yesterday's mail come in the
 * first hours; and that mail from ours is in this log at all, which of a log of
 * the servers that take mail in is not so. */
#define KNOWN_USEC (12 * CUL_USEC_PER_HOUR)
enum { WRITERS_LEAST = 20, MAILBOXES_A_WRITER = 20 };

static bool writers_known(const struct cul_court *c)
{
	const size_t n = cul_writers_count(&c->writers);

	return n >= WRITERS_LEAST && c->writers.lost == 0 &&
	       n * MAILBOXES_A_WRITER >= c->mailboxes.index.used &&
	       c->t_now - c->writers.t_first >= KNOWN_USEC;
}

int cul_court_wrote(struct cul_hearing *h, struct cul_source *s,
		    const struct cul_message *m)
{
	int err = CUL_OK;

	if (m->sender == 0 || !cul_source_is_ours(s))
		return CUL_OK;
	err = cul_writers_add(&h->court->writers, m->sender, h->ev->t_usec);
	if (err != CUL_OK || m->logged_in)
		return err;
	return cul_source_wrote_as(h->court->table, s, m->sender_domain,
				   h->ev->n_recipients, h->ev->t_usec);
}

static bool wrote(const struct cul_hearing *h)
{
	const struct cul_writers *w = &h->court->writers;
	uint64_t domain;

	return cul_writers_has(w, h->ev->recipient_key) ||
	       (h->ev->orig_recipient.len != 0 &&
		cul_writers_has(
			w, cul_hash_mailbox(h->ev->orig_recipient, &domain)));
}

static int came_in(struct cul_hearing *h, struct cul_source *s, bool exists)
{
	struct cul_table *t = h->court->table;
	const uint64_t mailbox = h->ev->recipient_key;
	int err;

	if (wrote(h))
		return cul_source_bounced(t, s, CUL_BOUNCE_MATCHED, mailbox);
	if (!exists) {
		err = cul_source_bounced(t, s, CUL_BOUNCE_UNKNOWN, mailbox);
		return err == CUL_OK ? cul_court_wrong(
					       h, s, CUL_FAMILY_BAD_RECIPIENTS)
				     : err;
	}
	err = cul_source_bounced(t, s, CUL_BOUNCE_NEVER, mailbox);
	if (err != CUL_OK)
		return err;
	cul_source_stir(s);
	return cul_source_keep_line(t, s, CUL_FAMILY_BAD_RECIPIENTS, h->line);
}

static int went_out(struct cul_hearing *h, struct cul_source *s,
		    enum cul_outcome o)
{
	const enum cul_bounce what = o == CUL_OUTCOME_OK ? CUL_BOUNCE_OUT
				     : o == CUL_OUTCOME_BAD_RECIPIENT
					     ? CUL_BOUNCE_OUT_DEAD
					     : CUL_BOUNCE_OUT_REFUSED;
	int err = cul_source_bounced(h->court->table, s, what, 0);

	if (err != CUL_OK || o == CUL_OUTCOME_OK)
		return err;
	return cul_court_wrong(h, s,
			       o == CUL_OUTCOME_BAD_RECIPIENT
				       ? CUL_FAMILY_BAD_RECIPIENTS
				       : CUL_FAMILY_REJECTIONS);
}

static bool says_nothing(enum cul_outcome o, bool here)
{
	return o != CUL_OUTCOME_OK && o != CUL_OUTCOME_BAD_RECIPIENT &&
	       (here || o != CUL_OUTCOME_CONTENT);
}

/* Outsiders bring mail for elsewhere only where an alias leads there. */
int cul_court_bounce(struct cul_hearing *h, struct cul_source *s, bool here,
		     enum cul_outcome o)
{
	bool first;
	int err;

	if (o == CUL_OUTCOME_BAD_RECIPIENT)
		cul_source_add(s, CUL_C_null_bad_recipient, 1);
	if (says_nothing(o, here) || h->ev->recipient_key == 0 ||
	    (!here && !cul_source_is_ours(s)))
		return CUL_OK;
	err = cul_court_contact(h, s, h->ev->recipient_key, CUL_SALT_BOUNCE,
				&first);
	if (err != CUL_OK || !first)
		return err;
	err = here ? came_in(h, s, o == CUL_OUTCOME_OK) : went_out(h, s, o);
	return err == CUL_OK ? cul_court_judge(h->court, s, h->ev->t_usec)
			     : err;
}

static bool wrote_since(void *court, uint64_t mailbox)
{
	const struct cul_court *c = court;

	return cul_writers_has(&c->writers, mailbox);
}

static bool cannot_know(void *court, uint64_t mailbox)
{
	(void)court;
	(void)mailbox;
	return true;
}

void cul_court_settle_bounces(struct cul_court *c, struct cul_source *s)
{
	cul_source_settle_bounces(
		s, writers_known(c) ? wrote_since : cannot_know, c);
}
