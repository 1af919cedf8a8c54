/* \summary: the parts of accounts */
#ifndef CUL_ACCOUNTS_INT_H
#define CUL_ACCOUNTS_INT_H

#include "desk/accounts.h"
#include "desk/limiter.h"
#include "desk/password.h"
#include "desk/token.h"

enum {
	/* Those of the hasher, and those whose browser went. */
	ACCOUNTS_PENDING = 2 * CUL_PASSWORD_QUEUE,
	/* Failed logins that are written down, an hour: the audit has no end,
	 * and who guesses is not to fill a disk. */
	ACCOUNTS_FAILED_AN_HOUR = 60
};

/* A password that is looked at, or was. */
struct pending {
	uint64_t number; /* of the request; 0: free                        */
	bool done, good;
	struct cul_user user; /* as it was; name alone if there is none   */
	bool exists;
	char address[CUL_FROM_MAX]; /* as the limiter counts it            */
	char browser[TOKEN_NONCE_TEXT]; /* "": not known                   */
	char made[CUL_USER_HASH_MAX];
};

struct cul_accounts {
	struct cul_account_store store;
	struct cul_hasher *hasher;
	struct cul_limiter *limiter;
	struct pending pending[ACCOUNTS_PENDING];
	int64_t hour_usec; /* of the failures written down                 */
	unsigned failed, unsaid;
};

/* "culprit" and "culprit-known", or with the prefix that makes a browser hold
 * them to this host and TLS. */
const char *accounts_cookie(const struct cul_web_request *q);
const char *accounts_known_cookie(const struct cul_web_request *q);
/* The secret that came with the request, if one did. */
bool accounts_secret(const struct cul_web_request *q,
		     uint8_t ret[TOKEN_SECRET]);

/* A session for that user, with an audit line of that name, its cookie, and
 * the proof for this browser. The one that came with the request ends. */
int accounts_begin(struct cul_accounts *a, const struct cul_web_request *q,
		   const struct cul_user *u, const char *what, int64_t now_usec,
		   struct cul_web_answer *w);

/* accounts_login.c: what is looked at for that request; NULL: nothing. */
struct pending *accounts_pending(struct cul_accounts *a, uint64_t number);
void accounts_forget(struct pending *p);
/* The user of p->user.name, if there is one: p->exists. */
int accounts_find_user(struct cul_accounts *a, struct pending *p);
/* Give it to the hasher: the limits, then the queue, then it counts. */
enum cul_login accounts_ask(struct cul_accounts *a, const struct pending *begun,
			    struct cul_sv password, struct cul_sv make,
			    int64_t now_usec, struct cul_web_answer *w,
			    struct cul_login_told *ret);
/* Later: is that user as he was? CUL_ENONE: changed or removed meanwhile. */
int accounts_unchanged(struct cul_accounts *a, const struct pending *p,
		       struct cul_user *ret);
void accounts_good(struct cul_accounts *a, const struct pending *p);
void accounts_note_failure(struct cul_accounts *a, const struct pending *p,
			   const char *from, int64_t now_usec);
enum cul_login accounts_slow(struct cul_web_answer *w, unsigned seconds,
			     enum cul_login what, struct cul_login_told *ret);
enum cul_login accounts_failed(int error, struct cul_login_told *ret);

#endif
