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

uint64_t cul_hash_fold(struct cul_sv v, uint64_t seed)
{
	uint64_t low[FOLD_MAX / 8];
	size_t n = v.len < FOLD_MAX ? v.len : FOLD_MAX;
	size_t words = (n + 7) / 8;

	if (n == 0)
		return XXH3_64bits_withSeed("", 0, seed);
	low[words - 1] = 0;
	memcpy(low, v.ptr, n);
	for (size_t i = 0; i < words; i++)
		low[i] = fold8(low[i]);
	return XXH3_64bits_withSeed(low, n, seed);
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
