/* \summary: how long somebody has to wait before trying a password again
 *
 * Failures are counted of three things: of the address (an IPv6 /64), of the
 * account, and of the browser where one is known. Some are free, then each
 * doubles the wait, up to a bound; with time they are forgotten.
 *
 * A stranger cannot lock anybody out for long: a browser that has logged in
 * before carries a proof of it, and is held to its own failures alone, not to
 * those of the account or of the address it shares. From a new browser the
 * account's wait is short (CUL_LIMIT_ACCOUNT_SEC at most), which still leaves
 * a guesser with all the addresses of the world some thousand guesses a day.
 */
#ifndef CUL_LIMITER_H
#define CUL_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

#include "culprit/stamp.h"

enum cul_limit {
	CUL_LIMIT_ADDRESS,
	CUL_LIMIT_ACCOUNT,
	CUL_LIMIT_BROWSER,
	CUL_LIMITS_
};

enum {
	CUL_LIMIT_ADDRESS_FREE = 10, /* a whole office may be behind it    */
	CUL_LIMIT_ADDRESS_SEC = 900,
	CUL_LIMIT_ACCOUNT_FREE = 5,
	CUL_LIMIT_ACCOUNT_SEC = 30,
	CUL_LIMIT_BROWSER_FREE = 5,
	CUL_LIMIT_BROWSER_SEC = 300,
	/* One failure is forgotten in this time without another. */
	CUL_LIMIT_FORGET_SEC = 600,
	/* Remembered at a time; then the one that waits least goes. */
	CUL_LIMIT_ROWS = 8192
};

struct cul_limiter;

int cul_limiter_new(struct cul_limiter **ret);
void cul_limiter_free(struct cul_limiter **l);

/* Seconds until a try is looked at, 0: now. */
unsigned cul_limiter_wait(const struct cul_limiter *l, enum cul_limit what,
			  const char *who, int64_t now_usec);
/* A try begins: it counts as a failure until it is found good, so that many at
 * once are no way around. */
void cul_limiter_try(struct cul_limiter *l, enum cul_limit what,
		     const char *who, int64_t now_usec);
/* It was good: of an account or browser all is forgotten, of an address this
 * one try. */
void cul_limiter_good(struct cul_limiter *l, enum cul_limit what,
		      const char *who);

#endif
