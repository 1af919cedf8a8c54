/* \summary: pieces of lines that programs of several kinds write alike */
#ifndef CUL_TEXT_PIECES_H
#define CUL_TEXT_PIECES_H

#include "culprit/addr.h"

/* What stands at `p` is as `form` says: '9' is any digit, all else itself. At
 * least as many bytes are there as `form` has. */
static inline bool cul_is_formed(const char *p, const char *form)
{
	for (; *form != '\0'; p++, form++)
		if (*form == '9' ? (unsigned char)(*p - '0') > 9 : *p != *form)
			return false;
	return true;
}

/* Behind the string that begins with the '"' at `p`, in which '\' escapes; or
 * NULL if it is not closed. */
static inline const char *cul_quoted_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\' && end - p > 1)
			p++;
	}
	return NULL;
}

/* Take "<address>": in a local part quoted as RFC 5321 4.1.2 says, a '>' does
 * not end it. Fails if there is none. */
static inline struct cul_sv cul_take_angle(struct cul_cur *c)
{
	struct cul_cur d = *c;
	const char *p, *q;

	cul_take_lit(&d, CUL_SV("<"));
	p = d.p;
	if (!d.bad && p < d.end && *p == '"') {
		q = cul_quoted_end(p, d.end);
		if (q != NULL)
			d.p = q;
	}
	(void)cul_take_until(&d, '>');
	if (d.bad) {
		c->bad = true;
		return (struct cul_sv){ NULL, 0 };
	}
	c->p = d.p;
	return (struct cul_sv){ p, (size_t)(d.p - 1 - p) };
}

/* Take the bytes up to the first of `stops` (no more than four), or all that
 * are left; these are not stepped over. */
static inline struct cul_sv cul_take_before(struct cul_cur *c,
					    struct cul_sv stops)
{
	const char *p = c->p;

	if (c->bad)
		return (struct cul_sv){ NULL, 0 };
	while (c->p < c->end && memchr(stops.ptr, *c->p, stops.len) == NULL)
		c->p++;
	return (struct cul_sv){ p, (size_t)(c->p - p) };
}

/* Take "[address]"; fails if there is none. */
static inline void cul_take_bracketed(struct cul_cur *c,
				      struct cul_addr *ret_addr)
{
	struct cul_cur d = *c;
	struct cul_sv text;

	cul_take_lit(&d, CUL_SV("["));
	text = cul_take_until(&d, ']');
	if (d.bad || !cul_addr_parse(text, ret_addr))
		c->bad = true;
	else
		c->p = d.p;
}

#endif
