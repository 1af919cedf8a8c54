/* \summary: passwords: what is good enough, hashing, checking
 *
 * argon2id with libsodium's interactive limits: 64 MiB and a tenth of a
 * second. One at a time, on a thread of its own, so that pages stay quick
 * while somebody logs in and a flood of logins costs no more than 64 MiB.
 */
#ifndef CUL_PASSWORD_H
#define CUL_PASSWORD_H

#include "culprit/account.h"
#include "culprit/sv.h"

enum {
	CUL_PASSWORD_MIN = 12,
	CUL_PASSWORD_MAX = 256,

	/* That may wait: a tenth of a second each. Some places are for those
	 * who have logged in from this browser before, and they go first. */
	CUL_PASSWORD_QUEUE = 16,
	CUL_PASSWORD_QUEUE_STRANGERS = 8
};

/* NULL, or the sentence what is wrong with it. */
const char *cul_password_fault(struct cul_sv password, const char *user);

/* Here and now: a tenth of a second. CUL_ENOMEM; CUL_EUSAGE: it is too long. */
int cul_password_hash(struct cul_sv password, char ret[CUL_USER_HASH_MAX]);
bool cul_password_verify(struct cul_sv password, const char *hash);

/* ---- on the thread ---- */

struct cul_hasher;

int cul_hasher_new(struct cul_hasher **ret);
void cul_hasher_free(struct cul_hasher **h);

/* Readable when something is done. */
int cul_hasher_fd(const struct cul_hasher *h);

/* Is this `hash` that password's? With hash NULL it takes as long, and is no.
 * With `make` the hash of that password is made, if the check says yes or with
 * hash "" in any case. `number` names the work. CUL_EBUSY: too many wait. */
struct cul_hashing {
	uint64_t number;
	const char *hash;
	struct cul_sv password;
	struct cul_sv make; /* absent: none is made                        */
	bool first;         /* a browser that is known                     */
};
int cul_hasher_ask(struct cul_hasher *h, const struct cul_hashing *what);

struct cul_hashed {
	uint64_t number;
	bool good;
	char made[CUL_USER_HASH_MAX]; /* "": none, or out of memory        */
};
/* What is done, one a call; false if nothing is. */
bool cul_hasher_take(struct cul_hasher *h, struct cul_hashed *ret);

#endif
