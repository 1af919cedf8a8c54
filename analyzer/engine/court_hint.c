/* \summary: ask for memory before it is needed
 *
 * Hearing an event touches the index, the message, its source, what hangs off
 * that, and the contact table, each a cache miss at 200,000 sources, each
 * needing the one before. So the pipeline shows the court what is coming, in
 * three steps: twelve, eight and four events ahead.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

static void mailbox_keys(struct cul_sv mailbox, uint64_t *ret_key,
			 uint64_t *ret_domain_key)
{
	struct cul_sv domain = cul_domain_of(mailbox);

	if (mailbox.len == 0)
		return;
	*ret_key = cul_hash_fold(mailbox, 0);
	if (cul_sv_present(domain))
		*ret_domain_key = cul_hash_fold(domain, 0);
}

void cul_court_keys(struct cul_event *ev)
{
	if (ev->session.len != 0)
		ev->session_key = cul_join_key(ev->host, ev->session);
	if (!cul_addr_none(&ev->client))
		ev->client_key = cul_table_addr_key(&ev->client);
	mailbox_keys(ev->recipient, &ev->recipient_key,
		     &ev->recipient_domain_key);
	mailbox_keys(ev->sender, &ev->sender_key, &ev->sender_domain_key);
}

static void expect_contact(const struct cul_court *c,
			   const struct cul_source *s,
			   const struct cul_event *ev)
{
	unsigned salt = ev->kind == CUL_EV_REFUSED &&
					ev->outcome ==
						CUL_OUTCOME_RELAY_REFUSED ?
				CUL_SALT_RELAY :
			ev->transport == CUL_TRANSPORT_REMOTE ? CUL_SALT_OUT :
								CUL_SALT_IN;

	if (ev->recipient_key != 0)
		cul_contact_expect(&c->contacts,
				   cul_court_pair(s, ev->recipient_key, salt));
}

/* Unchecked: what the index has under this hash will do for a hint. */
static const struct cul_source *client_of(const struct cul_court *c,
					  uint64_t key)
{
	const struct cul_source *s = cul_court_recent(c, key);

	return s != NULL ? s : cul_table_peek(c->table, key);
}

static const struct cul_source *source_of(const struct cul_court *c,
					  const struct cul_event *ev)
{
	if (ev->session_key != 0) {
		const struct cul_message *m =
			cul_join_find(c->join, ev->session_key);

		return m != NULL && m->source != CUL_MESSAGE_NOBODY ?
			       cul_table_at(c->table, m->source) :
			       NULL;
	}
	return client_of(c, ev->client_key);
}

void cul_court_expect(const struct cul_court *c, const struct cul_event *ev,
		      unsigned step)
{
	const struct cul_source *s;

	switch (step) {
	case 0:
		if (ev->session_key != 0)
			cul_join_expect(c->join, ev->session_key);
		if (ev->client_key != 0) {
			cul_table_expect(c->table, ev->client_key);
			__builtin_prefetch(
				&c->recents[ev->client_key % CUL_RECENTS]);
		}
		break;
	case 1:
		if (ev->session_key != 0)
			__builtin_prefetch(
				cul_join_find(c->join, ev->session_key));
		if (ev->client_key != 0) {
			s = client_of(c, ev->client_key);
			if (s != NULL)
				cul_source_expect(s);
		}
		break;
	default:
		s = source_of(c, ev);
		if (s == NULL)
			break;
		if (ev->session_key != 0)
			cul_source_expect(s);
		else
			cul_source_expect_past(s);
		expect_contact(c, s, ev);
	}
}
