/* \summary: a failed login that several programs tell of counts once
 *
 * A server asks another program whether a password is right, which may ask
 * more: PAM, the databases of Dovecot, its login process and Postfix each log
 * the same attempt, in any order where they have files of their own. Each of
 * them tells of an attempt once at most, so that of one client there were as
 * many as the one tells who tells of most.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

static struct cul_attempts *attempts_of(struct cul_court *c, uint64_t client)
{
	struct cul_attempts *a = &c->attempts[client % CUL_ATTEMPTS];

	if (a->client_key != client)
		*a = (struct cul_attempts){ .client_key = client };
	return a;
}

/* The last place is for all that have none. */
static unsigned teller_of(struct cul_attempts *a, const struct cul_event *ev)
{
	uint64_t name = cul_hash(ev->relay, 5) | 1;
	unsigned i;

	if ((ev->marks & CUL_MARK_ASKED) == 0)
		return 0;
	for (i = 1; i < CUL_TELLERS - 1; i++)
		if (a->tellers[i] == 0 || a->tellers[i] == name)
			break;
	a->tellers[i] = name;
	return i;
}

uint32_t cul_court_attempts(struct cul_court *c, const struct cul_event *ev)
{
	const uint32_t n = ev->n_auth_all == 0 ? 1 : ev->n_auth_all;
	struct cul_attempts *a;
	uint32_t told, more = 0;

	if (ev->client_key == 0)
		return n;
	a = attempts_of(c, ev->client_key);
	told = a->told[teller_of(a, ev)] += n;
	if (told > a->n) {
		more = told - a->n;
		a->n = told;
	}
	return more;
}
