/* \summary: the order of addresses, compared by halves */
#ifndef CUL_ORDER_OF_ADDRS_H
#define CUL_ORDER_OF_ADDRS_H

#include <endian.h>

#include "culprit/addr.h"

static inline uint64_t cul_addr_half(const uint8_t *b)
{
	uint64_t v;

	memcpy(&v, b, sizeof(v));
	return be64toh(v);
}

/* As memcmp, but without a call: 17 of these a client, for 100,000 prefixes. */
static inline int cul_addr_order(const struct cul_addr *a,
				 const struct cul_addr *b)
{
	uint64_t x = cul_addr_half(a->b), y = cul_addr_half(b->b);

	if (x == y) {
		x = cul_addr_half(a->b + 8);
		y = cul_addr_half(b->b + 8);
	}
	return (x > y) - (x < y);
}

#endif
