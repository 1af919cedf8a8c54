/* \summary: what the lease formats share: strings, lines of a head, columns */
#ifndef CUL_LEASE_WORDS_H
#define CUL_LEASE_WORDS_H

#include "culprit/lease.h"

/* A view of a literal, where CUL_SV is not constant enough: in tables. */
#define LEASE_WORD(lit)                                                        \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	}

/* One byte inside a string, its escape undone: \ooo, \n, \r, \t, and of any
 * other byte the byte (FreeRADIUS 3 lib/print.c, dhcpd common/print.c write
 * these). The cursor is not at its end. */
char cul_lease_char(struct cul_cur *c);

/* A string in double quotes at the cursor. False, and nothing of meaning in
 * `to`, if it does not end. */
bool cul_lease_quoted(struct cul_cur *c, struct cul_lease_text *to);

/* The bytes as they stand. */
void cul_lease_plain(struct cul_sv v, struct cul_lease_text *to);

/* The one or the other, by the first byte: all of `v` is a string. */
bool cul_lease_text(struct cul_sv v, struct cul_lease_text *to);

/* The same of octets a relay chose: a string that has a NUL inside is put as
 * dhcpd puts what is no text, "0:4:0:a"; a NUL at its end is left out, as dhcpd
 * leaves it out. */
bool cul_lease_octets(struct cul_sv v, struct cul_lease_text *to);

/* The DUID in the name of an IA, as bytes in hexadecimal with colons:
 * "00:01:…". It is in quotes, where a NUL is part of it, or in hexadecimal
 * already (lease-id-format hex). The four bytes before it name one of the
 * client's interfaces and are left out. False if a quote does not end. */
bool cul_lease_duid(struct cul_sv v, struct cul_lease_text *to);

/* What stands before the ";" that ends dhcpd's statement: its value may have
 * one in quotes, and a comment may follow. */
struct cul_sv cul_lease_value(struct cul_sv v);

static inline bool cul_lease_is_indented(struct cul_sv line)
{
	return line.len != 0 && (*line.ptr == '\t' || *line.ptr == ' ');
}

static inline struct cul_sv cul_lease_view(const struct cul_lease_text *t)
{
	return t->present ? (struct cul_sv){ t->bytes, t->len }
			  : (struct cul_sv){ NULL, 0 };
}

/* Without blanks, tabs and CR at both ends. */
struct cul_sv cul_lease_trim(struct cul_sv v);

/* The next line of the head that says something, trimmed: neither empty nor a
 * comment; absent at the end. */
struct cul_sv cul_lease_head_line(struct cul_cur *head);

/* The next field of a line of comma-separated values: the cursor is bad after
 * the last. In quotes (RFC 4180) it is put in `to`, else it is a trimmed view;
 * *ret_ok is false if a quote does not end where the field does. */
struct cul_sv cul_lease_field(struct cul_cur *c, struct cul_lease_text *to,
			      bool *ret_ok);

/* All of `v` is a number of at most `max`. */
bool cul_lease_number(struct cul_sv v, uint64_t max, int64_t *ret_n);

/* Wider than IANA gives to a whole registry, a /8, or a /12 of IPv6: it is no
 * one customer's, and believed it would make all the world that customer. */
bool cul_lease_is_wide(const struct cul_net *n);
/* An address or prefix that is not as wide. */
bool cul_lease_net(struct cul_sv v, struct cul_net *ret_net);

/* Seconds since 1970 as a stamp. */
static inline struct cul_stamp cul_lease_epoch(int64_t sec)
{
	return (struct cul_stamp){ CUL_STAMP_ZONED, sec * CUL_USEC_PER_SEC };
}

enum { CUL_LEASE_SEC_MAX = INT32_MAX }; /* of a duration                  */
#define CUL_LEASE_EPOCH_MAX UINT64_C(253402300799) /* 9999-12-31T23:59:59Z */

#endif
