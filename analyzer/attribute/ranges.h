/* \summary: prefixes to numbers: the most specific prefix wins
 *
 * Built once, then asked for each new client: a sorted array of disjoint
 * ranges, 20 steps for a million prefixes.
 */
#ifndef CUL_RANGES_H
#define CUL_RANGES_H

#include "culprit/addr.h"

struct cul_range {
	struct cul_addr lo, hi; /* both inside */
	uint32_t value;
	uint8_t bits;
};

struct cul_ranges {
	struct cul_range *v;
	size_t n, room;
	bool sealed;
};

enum { CUL_RANGES_NONE = -1 };

/* 0 or CUL_ENOMEM. All adds come before the seal. */
int cul_ranges_add(struct cul_ranges *r, const struct cul_net *net,
		   uint32_t value);

/* Sort, and cut the wider prefixes where narrower ones lie inside. Of two
 * equal prefixes the one with the greater value wins. 0 or CUL_ENOMEM. */
int cul_ranges_seal(struct cul_ranges *r);

/* The value for `a`, or CUL_RANGES_NONE. */
int64_t cul_ranges_find(const struct cul_ranges *r, const struct cul_addr *a);
void cul_ranges_done(struct cul_ranges *r);

#endif
