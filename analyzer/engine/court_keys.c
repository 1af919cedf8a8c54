/* \summary: the hashes an event is known by, made on any worker */
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
