/* \summary: Internet addresses and prefixes as values
 *
 * One width for both families: IPv4 is held as ::ffff:a.b.c.d (RFC 4291
 * 2.5.5.2), so that an MTA which logs the mapped form and one which does not
 * name the same client. All zero (::) is "no address"; no client has it.
 */
#ifndef CUL_ADDR_H
#define CUL_ADDR_H

#include "culprit/sv.h"

struct cul_addr {
	uint8_t b[16]; /* network order */
};

/* `bits` counts in the 128-bit space: an IPv4 /24 is 120 here. Host bits of
 * `base` are zero. */
struct cul_net {
	struct cul_addr base;
	uint8_t bits;
};

enum {
	CUL_ADDR_TEXT_MAX = 46, /* INET6_ADDRSTRLEN: 45 characters and NUL */
	CUL_NET_TEXT_MAX = 50   /* and "/128" */
};

/* True, and *ret_addr set, if the whole of `text` is one IPv4 or IPv6
 * address. "IPv6:" before it is allowed (RFC 5321 4.1.3), a leading zero, a
 * zone, or anything after it is not. */
bool cul_addr_parse(struct cul_sv text, struct cul_addr *ret_addr);

/* Read the dotted quad at `p`, four octets of at most three digits: where it
 * ends, with *ret_addr set, or NULL, and then *ret_addr is of no meaning. What
 * follows is for the caller to judge. */
const char *cul_addr_read_v4(const char *p, const char *end,
			     struct cul_addr *ret_addr);

/* As text: dotted quad for IPv4, RFC 5952 for IPv6. NUL-terminated; returns
 * the length. `buf` holds CUL_ADDR_TEXT_MAX. */
size_t cul_addr_print(const struct cul_addr *a, char *buf);

/* "192.0.2.0/24" or a bare address, which is a /32 or /128. Host bits must
 * be zero, as Postfix cidr tables demand. */
bool cul_net_parse(struct cul_sv text, struct cul_net *ret_net);
size_t cul_net_print(const struct cul_net *n, char *buf);

bool cul_net_has(const struct cul_net *n, const struct cul_addr *a);

/* The prefix of `a`: `v4_bits` (0..32) for IPv4, `v6_bits` (0..128) else. */
struct cul_net cul_net_of(const struct cul_addr *a, unsigned v4_bits,
			  unsigned v6_bits);

static inline bool cul_addr_is_v4(const struct cul_addr *a)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0,    0,
					    0, 0, 0, 0, 0xff, 0xff };

	return memcmp(a->b, mapped, sizeof(mapped)) == 0;
}

/* By halves: of memcmp gcc makes a call where it thinks the code cold. */
static inline bool cul_addr_eq(const struct cul_addr *a,
			       const struct cul_addr *b)
{
	uint64_t v[2], w[2];

	memcpy(v, a->b, sizeof(v));
	memcpy(w, b->b, sizeof(w));
	return ((v[0] ^ w[0]) | (v[1] ^ w[1])) == 0;
}

static inline bool cul_addr_none(const struct cul_addr *a)
{
	uint64_t v[2];

	memcpy(v, a->b, sizeof(v));
	return (v[0] | v[1]) == 0;
}

/* 127.0.0.0/8 and ::1. */
bool cul_addr_is_loopback(const struct cul_addr *a);

/* Not routed on the Internet: RFC 1918, RFC 6598, RFC 4193, link-local,
 * loopback. */
bool cul_addr_is_private(const struct cul_addr *a);

#endif
