/* \summary: the hashes an event is known by, made on any worker */
#include "engine/court_int.h"
#include "evidence/hash.h"

void cul_court_keys(struct cul_event *ev)
{
	if (ev->session.len != 0)
		ev->session_key = cul_join_key(ev->host, ev->session);
	if (!cul_addr_none(&ev->client))
		ev->client_key = cul_table_addr_key(&ev->client);
	if (ev->account.len != 0) {
		ev->account_key = cul_hash_fold(ev->account, 0);
		ev->login_key =
			cul_table_name_key(CUL_SUBJECT_ACCOUNT, ev->account);
	}
	if (ev->recipient.len != 0)
		ev->recipient_key = cul_hash_mailbox(ev->recipient,
						     &ev->recipient_domain_key);
	if (ev->sender.len != 0)
		ev->sender_key =
			cul_hash_mailbox(ev->sender, &ev->sender_domain_key);
}
