/* \summary: count failures, say how long to wait */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "culprit/err.h"
#include "desk/limiter.h"

enum { WAYS = 4, SETS = CUL_LIMIT_ROWS / WAYS };

struct row {
	uint64_t who; /* 0: free                                           */
	int64_t last_usec;
	enum cul_limit what;
	unsigned failures; /* when last was                                */
};

/* A name may be in one set alone, chosen by a key nobody knows: who wants to
 * push a certain one out does not know which others do. */
struct cul_limiter {
	unsigned char key[crypto_shorthash_KEYBYTES];
	struct row rows[SETS][WAYS];
};

static const struct {
	unsigned free, seconds;
} rules[CUL_LIMITS_] = {
	[CUL_LIMIT_ADDRESS] = { CUL_LIMIT_ADDRESS_FREE, CUL_LIMIT_ADDRESS_SEC },
	[CUL_LIMIT_ACCOUNT] = { CUL_LIMIT_ACCOUNT_FREE, CUL_LIMIT_ACCOUNT_SEC },
	[CUL_LIMIT_BROWSER] = { CUL_LIMIT_BROWSER_FREE, CUL_LIMIT_BROWSER_SEC },
};

int cul_limiter_new(struct cul_limiter **ret)
{
	struct cul_limiter *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return CUL_ENOMEM;
	if (sodium_init() < 0) {
		free(l);
		return CUL_EIO;
	}
	randombytes_buf(l->key, sizeof(l->key));
	*ret = l;
	return CUL_OK;
}

void cul_limiter_free(struct cul_limiter **l)
{
	free(*l);
	*l = NULL;
}

static uint64_t hash_of(const struct cul_limiter *l, enum cul_limit what,
			const char *who)
{
	unsigned char in[256], out[crypto_shorthash_BYTES];
	size_t n = strlen(who);
	uint64_t h;

	if (n > sizeof(in) - 1)
		n = sizeof(in) - 1;
	in[0] = (unsigned char)what;
	memcpy(in + 1, who, n);
	crypto_shorthash(out, in, n + 1, l->key);
	memcpy(&h, out, sizeof(h));
	return h != 0 ? h : 1;
}

/* What is not forgotten yet. */
static unsigned failures(const struct row *r, int64_t now_usec)
{
	const int64_t one = CUL_LIMIT_FORGET_SEC * CUL_USEC_PER_SEC;
	int64_t gone =
		now_usec > r->last_usec ? (now_usec - r->last_usec) / one : 0;

	return gone < r->failures ? r->failures - (unsigned)gone : 0;
}

static unsigned wait_sec(const struct row *r, int64_t now_usec)
{
	unsigned n = failures(r, now_usec), least = rules[r->what].free;
	unsigned most = rules[r->what].seconds;
	int64_t wait, left;

	if (n < least)
		return 0;
	n -= least;
	wait = n < 16 && 1U << n < most ? 1 << n : (int64_t)most;
	left = r->last_usec + wait * CUL_USEC_PER_SEC - now_usec;
	if (left <= 0)
		return 0;
	left = (left + CUL_USEC_PER_SEC - 1) / CUL_USEC_PER_SEC;
	/* Not longer because a clock was set back. */
	return (unsigned)(left < wait ? left : wait);
}

static const struct row *row_of(const struct cul_limiter *l,
				enum cul_limit what, const char *who)
{
	uint64_t h = hash_of(l, what, who);
	const struct row *set = l->rows[h % SETS];

	for (unsigned i = 0; i < WAYS; i++) {
		if (set[i].who == h && set[i].what == what)
			return &set[i];
	}
	return NULL;
}

unsigned cul_limiter_wait(const struct cul_limiter *l, enum cul_limit what,
			  const char *who, int64_t now_usec)
{
	const struct row *r = row_of(l, what, who);

	return r != NULL ? wait_sec(r, now_usec) : 0;
}

/* Its own, a free one, or that of whom least is known. */
static struct row *row_for(struct cul_limiter *l, enum cul_limit what,
			   const char *who, int64_t now_usec)
{
	uint64_t h = hash_of(l, what, who);
	struct row *set = l->rows[h % SETS], *least = set;

	for (unsigned i = 0; i < WAYS; i++) {
		if (set[i].who == h && set[i].what == what)
			return &set[i];
		if (failures(&set[i], now_usec) < failures(least, now_usec))
			least = &set[i];
	}
	*least = (struct row){ .who = h, .what = what, .last_usec = now_usec };
	return least;
}

void cul_limiter_try(struct cul_limiter *l, enum cul_limit what,
		     const char *who, int64_t now_usec)
{
	struct row *r = row_for(l, what, who, now_usec);
	unsigned most = rules[what].free + 16;

	r->failures = failures(r, now_usec) + 1;
	if (r->failures > most)
		r->failures = most;
	r->last_usec = now_usec;
}

void cul_limiter_good(struct cul_limiter *l, enum cul_limit what,
		      const char *who)
{
	uint64_t h = hash_of(l, what, who);
	struct row *set = l->rows[h % SETS];

	for (unsigned i = 0; i < WAYS; i++) {
		if (set[i].who != h || set[i].what != what)
			continue;
		if (what == CUL_LIMIT_ADDRESS && set[i].failures > 0)
			set[i].failures--;
		else
			set[i] = (struct row){ .who = 0 };
	}
}
