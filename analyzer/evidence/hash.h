/* \summary: 64-bit hashes of names, addresses and pairs
 *
 * XXH3 with a fixed seed: sketches must give the same numbers on every run,
 * and tables are never walked in hash order, so no result depends on it.
 */
#ifndef CUL_HASH_H
#define CUL_HASH_H

#include "culprit/sv.h"

uint64_t cul_hash(struct cul_sv v, uint64_t seed);

/* The same for "A" and "a" (domains, and mailboxes as receivers treat them).
 * Beyond 512 bytes only the first 512 are looked at. */
uint64_t cul_hash_fold(struct cul_sv v, uint64_t seed);

/* Of a mailbox, cases alike; *ret_domain is its domain's cul_hash_fold with
 * seed 0, or 0 if it has none. */
uint64_t cul_hash_mailbox(struct cul_sv mailbox, uint64_t *ret_domain);

uint64_t cul_hash_mix(uint64_t a, uint64_t b);

/* The domain of an address: what stands after the last '@'; absent if there
 * is none. */
struct cul_sv cul_domain_of(struct cul_sv mailbox);

#endif
