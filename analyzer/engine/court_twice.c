/* \summary: what a server logs in two places is heard once
 *
 * Exim writes each refusal to its main log and to its reject log; through
 * syslog both come to one place (its syslog_duplication), and who gives the
 * whole folder gives both files.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

static uint64_t all_of(const struct cul_event *ev)
{
	uint64_t key = cul_hash(ev->text, ev->kind + ev->pid * UINT64_C(64));

	key = cul_hash(ev->helo, key);
	key = cul_hash(ev->host, key);
	key = cul_hash_mix(key, ev->client_key);
	key = cul_hash_mix(key, ev->session_key);
	key = cul_hash_mix(key, ev->account_key);
	key = cul_hash_mix(key, ev->sender_key);
	key = cul_hash_mix(key, ev->recipient_key);
	return key | 1;
}

bool cul_court_heard_already(struct cul_court *c, const struct cul_event *ev)
{
	const uint64_t key = all_of(ev);

	for (unsigned i = 0; i < CUL_TWICE_RECENT; i++) {
		struct cul_twice *t = &c->twice[i];
		int64_t apart = ev->t_usec - t->t_usec;

		if (t->key != key || apart > CUL_USEC_PER_SEC ||
		    apart < -CUL_USEC_PER_SEC)
			continue;
		t->key = 0; /* a third is a new one */
		return true;
	}
	c->twice[c->n_twice++ % CUL_TWICE_RECENT] =
		(struct cul_twice){ key, ev->t_usec };
	return false;
}
