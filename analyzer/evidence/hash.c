/* \summary: 64-bit hashes of names, addresses and pairs */
#include "evidence/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FOLD_MAX = 512 };

uint64_t cul_hash(struct cul_sv v, uint64_t seed)
{
	return XXH3_64bits_withSeed(v.len != 0 ? v.ptr : "", v.len, seed);
}

/* Eight bytes at a time: a byte of 'A'..'Z' gets its bit 0x20. The sums cannot
 * carry into the next byte, since bit 7 is masked off before. */
static uint64_t fold8(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t low7 = w & (ones * 0x7f);
	uint64_t from_a = low7 + ones * (0x80 - 'A');
	uint64_t past_z = low7 + ones * (0x80 - 'Z' - 1);
	uint64_t upper = (from_a & ~past_z & ~w) & (ones * 0x80);

	return w | upper >> 2;
}

static void fold_at(char *to, const char *from)
{
	uint64_t w;

	memcpy(&w, from, sizeof(w));
	w = fold8(w);
	memcpy(to, &w, sizeof(w));
}

/* 8 to 512 bytes; the last eight overlap those before them, so that none
 * beyond the end is read. */
static void fold_long(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i + 8 < n; i += 8)
		fold_at(to + i, from + i);
	fold_at(to + n - 8, from + n - 8);
}

static void fold_short(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(from[i] | (from[i] >= 'A' && from[i] <= 'Z')
						 << 5);
}

uint64_t cul_hash_fold(struct cul_sv v, uint64_t seed)
{
	char low[FOLD_MAX];
	size_t n = v.len < FOLD_MAX ? v.len : FOLD_MAX;

	if (n >= 8)
		fold_long(low, v.ptr, n);
	else
		fold_short(low, v.ptr, n);
	return XXH3_64bits_withSeed(low, n, seed);
}

uint64_t cul_hash_mailbox(struct cul_sv mailbox, uint64_t *ret_domain)
{
	char low[FOLD_MAX];
	size_t n = mailbox.len;
	struct cul_sv domain;

	*ret_domain = 0;
	if (n < 8 || n > FOLD_MAX) {
		domain = cul_domain_of(mailbox);
		if (cul_sv_present(domain))
			*ret_domain = cul_hash_fold(domain, 0);
		return cul_hash_fold(mailbox, 0);
	}
	fold_long(low, mailbox.ptr, n);
	domain = cul_domain_of((struct cul_sv){ low, n });
	if (cul_sv_present(domain))
		*ret_domain = cul_hash(domain, 0);
	return XXH3_64bits_withSeed(low, n, 0);
}

uint64_t cul_hash_mix(uint64_t a, uint64_t b)
{
	uint64_t both[2] = { a, b };

	return XXH3_64bits(both, sizeof(both));
}

struct cul_sv cul_domain_of(struct cul_sv mailbox)
{
	const char *at =
		mailbox.len ? memrchr(mailbox.ptr, '@', mailbox.len) : NULL;

	if (at == NULL)
		return (struct cul_sv){ NULL, 0 };
	return cul_sv_from(mailbox, (size_t)(at + 1 - mailbox.ptr));
}
