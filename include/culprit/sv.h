/* \summary: borrowed text, and a cursor that cannot run off its end
 *
 * A view never owns its bytes and is not NUL-terminated. Absent is ptr NULL;
 * present but empty is a non-NULL ptr with len 0: a null sender is present.
 * A view stays valid as long as the record it was cut from.
 */
#ifndef CUL_SV_H
#define CUL_SV_H

#include <stdbool.h>

#include "culprit/find.h"

struct cul_sv {
	const char *ptr;
	size_t len;
};

#define CUL_SV(lit) ((struct cul_sv){ "" lit, sizeof(lit) - 1 })

/* The same where the language wants a constant, as in a static table. */
#define CUL_SV_LIT(lit)                                                        \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	}

static inline bool cul_sv_present(struct cul_sv v)
{
	return v.ptr != NULL;
}

static inline bool cul_sv_eq(struct cul_sv a, struct cul_sv b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool cul_sv_starts(struct cul_sv v, struct cul_sv lit)
{
	return v.len >= lit.len && memcmp(v.ptr, lit.ptr, lit.len) == 0;
}

static inline bool cul_sv_ends(struct cul_sv v, struct cul_sv lit)
{
	return v.len >= lit.len &&
	       memcmp(v.ptr + v.len - lit.len, lit.ptr, lit.len) == 0;
}

/* The bytes from `from` to the end; empty where `from` is past the end. */
static inline struct cul_sv cul_sv_from(struct cul_sv v, size_t from)
{
	if (from > v.len)
		from = v.len;
	return (struct cul_sv){ v.ptr + from, v.len - from };
}

/* The bytes before `end`, which points into `v`. */
static inline struct cul_sv cul_sv_before(struct cul_sv v, const char *end)
{
	return (struct cul_sv){ v.ptr, (size_t)(end - v.ptr) };
}

/* A reading position. The first take that fails sets `bad`; from then on
 * every take returns an absent view and moves nothing. So a parser reads its
 * whole grammar straight down and tests `bad` once, at the end. */
struct cul_cur {
	const char *p;
	const char *end;
	bool bad;
};

static inline struct cul_cur cul_cur_over(struct cul_sv text)
{
	const char *p = text.len != 0 ? text.ptr : "";

	return (struct cul_cur){ p, p + text.len, false };
}

/* What has not been read yet. */
static inline struct cul_sv cul_cur_rest(const struct cul_cur *c)
{
	return (struct cul_sv){ c->p, (size_t)(c->end - c->p) };
}

/* These are in the header because a literal of known length then compares in
 * one or two instructions: as calls they were a fifth of all parsing. */

/* Step over `lit`; false, and nothing moves, if the text is different or the
 * cursor is bad: absence is an answer here, not a failure. Where a function
 * asks for many, gcc would make calls of them. */
static inline __attribute__((always_inline)) bool cul_try_lit(struct cul_cur *c,
							      struct cul_sv lit)
{
	if (c->bad || (size_t)(c->end - c->p) < lit.len ||
	    memcmp(c->p, lit.ptr, lit.len) != 0)
		return false;
	c->p += lit.len;
	return true;
}

/* As cul_try_lit, but absence is a failure. */
static inline __attribute__((always_inline)) void
cul_take_lit(struct cul_cur *c, struct cul_sv lit)
{
	if (!cul_try_lit(c, lit))
		c->bad = true;
}

/* Take the bytes before `stop` and step over `stop`. Fails if it is absent. */
static inline struct cul_sv cul_take_until(struct cul_cur *c, char stop)
{
	struct cul_sv out = { NULL, 0 };
	const char *hit = NULL;

	if (!c->bad && c->p != c->end)
		hit = cul_find_byte(c->p, (size_t)(c->end - c->p), stop);
	if (hit == NULL) {
		c->bad = true;
		return out;
	}
	out = (struct cul_sv){ c->p, (size_t)(hit - c->p) };
	c->p = hit + 1;
	return out;
}

/* Where `needle` first stands in `v`, or NULL. The ASCII case is folded by
 * the second; `needle` is given in lower case. */
static inline const char *cul_sv_find(struct cul_sv v, struct cul_sv needle)
{
	if (v.ptr == NULL || needle.len > v.len)
		return NULL;
	if (needle.len == 0)
		return v.ptr;
	return cul_find(v.ptr, v.len, needle.ptr, needle.len);
}

/* Where `needle`, which is not empty, last stands in `v`, or NULL: of what a
 * server writes behind text that others chose, the last is its own. */
static inline const char *cul_sv_find_last(struct cul_sv v,
					   struct cul_sv needle)
{
	size_t n = v.len;

	while (v.ptr != NULL && n >= needle.len) {
		const char *p =
			memrchr(v.ptr, needle.ptr[0], n - (needle.len - 1));

		if (p == NULL || memcmp(p, needle.ptr, needle.len) == 0)
			return p;
		n = (size_t)(p - v.ptr) + needle.len - 1;
	}
	return NULL;
}

const char *cul_sv_find_fold(struct cul_sv v, struct cul_sv needle);

/* Take the bytes before the first `stop` and step over it. */
static inline struct cul_sv cul_take_until_lit(struct cul_cur *c,
					       struct cul_sv stop)
{
	struct cul_sv out = { NULL, 0 };
	const char *hit = NULL;

	if (!c->bad)
		hit = cul_sv_find(cul_cur_rest(c), stop);
	if (hit == NULL) {
		c->bad = true;
		return out;
	}
	out = (struct cul_sv){ c->p, (size_t)(hit - c->p) };
	c->p = hit + stop.len;
	return out;
}

/* As cul_take_u64, for a number of any length. */
uint64_t cul_take_u64_long(struct cul_cur *c, uint64_t max)
	__attribute__((cold));

/* Take a decimal number of at most `max`. Fails on no digit or overflow. */
static inline uint64_t cul_take_u64(struct cul_cur *c, uint64_t max)
{
	const char *p = c->p;
	uint64_t n = 0;

	if (c->bad)
		return 0;
	for (; p < c->end && (unsigned char)(*p - '0') < 10; p++)
		n = n * 10 + (unsigned char)(*p - '0');
	/* Nineteen digits always fit. */
	if (p - c->p > 19)
		return cul_take_u64_long(c, max);
	if (p == c->p || n > max) {
		c->bad = true;
		return 0;
	}
	c->p = p;
	return n;
}

#endif
