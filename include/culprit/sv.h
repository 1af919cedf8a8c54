/* \summary: borrowed text, and a cursor that cannot run off its end
 *
 * A view never owns its bytes and is not NUL-terminated. Absent is ptr NULL;
 * present but empty is a non-NULL ptr with len 0: a null sender is present.
 * A view stays valid as long as the record it was cut from.
 */
#ifndef CUL_SV_H
#define CUL_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct cul_sv {
	const char *ptr;
	size_t len;
};

#define CUL_SV(lit) ((struct cul_sv){ "" lit, sizeof(lit) - 1 })

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

/* As cul_chr2, in plain C: for where there is nothing better, for the ends of
 * views, and for the tests to compare with. */
static inline const char *cul_chr2_plain(const char *p, const char *end, char a,
					 char b)
{
	for (; p != end; p++)
		if (*p == a || *p == b)
			return p;
	return NULL;
}

#ifdef __SSE2__
static inline unsigned cul_hits16(__m128i v, char a, char b)
{
	return (unsigned)_mm_movemask_epi8(
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)),
			     _mm_cmpeq_epi8(v, _mm_set1_epi8(b))));
}

/* Of 8 to 15 bytes: the first eight, and the last eight above them. */
static inline const char *cul_chr2_short(const char *p, const char *end, char a,
					 char b)
{
	__m128i first = _mm_loadl_epi64((const __m128i *)(const void *)p);
	__m128i last =
		_mm_loadl_epi64((const __m128i *)(const void *)(end - 8));
	unsigned hits = cul_hits16(_mm_unpacklo_epi64(first, last), a, b);
	unsigned at;

	if (hits == 0)
		return NULL;
	at = (unsigned)__builtin_ctz(hits);
	return at < 8 ? p + at : end - (16 - at);
}
#endif

/* Where `a` or `b` first stands from p to before `end`, or NULL. Looks at no
 * byte outside. The words of a log are short: to call memchr takes longer than
 * to look at sixteen bytes here. */
static inline const char *cul_chr2(const char *p, const char *end, char a,
				   char b)
{
#ifdef __SSE2__
	if (end - p >= 16) {
		for (;;) {
			unsigned hits = cul_hits16(
				_mm_loadu_si128(
					(const __m128i *)(const void *)p),
				a, b);

			if (hits != 0)
				return p + __builtin_ctz(hits);
			if (end - p == 16)
				return NULL;
			/* the last sixteen: some may have been looked at */
			p = end - p < 32 ? end - 16 : p + 16;
		}
	}
	if (end - p >= 8)
		return cul_chr2_short(p, end, a, b);
#endif
	return cul_chr2_plain(p, end, a, b);
}

static inline const char *cul_chr(const char *p, const char *end, char c)
{
	return cul_chr2(p, end, c, c);
}

/* As cul_digits8, in plain C. */
static inline unsigned cul_digits8_plain(const char *p, uint32_t *ret_value)
{
	uint32_t value = 0;
	unsigned n = 0;

	for (; n < 8 && p[n] >= '0' && p[n] <= '9'; n++)
		value = value * 10 + (unsigned)(p[n] - '0');
	*ret_value = value;
	return n;
}

/* How many of the eight bytes at p are digits, up to the first that is none,
 * and the number these are, unset where there is none. */
static inline unsigned cul_digits8(const char *p, uint32_t *ret_value)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t v, none;
	unsigned at;

	memcpy(&v, p, sizeof(v));
	v ^= ones * '0';
	/* The high bit of each byte over 9. What an addition carries goes
	 * into the bytes after, of which no more is asked. */
	none = ((v + ones * (0x7f - 9)) | v) & ones * 0x80;
	at = none != 0 ? (unsigned)__builtin_ctzll(none) : 71; /* 8 n + 7 */
	/* The digits as the last of eight, of which the first are 0; then two,
	 * four and eight of them are made one number at a time. */
	if (at == 7)
		return 0;
	v <<= 71 - at;
	v = v * 10 + (v >> 8);
	v = (v & UINT64_C(0x000000ff000000ff)) * (100 + (1000000ull << 32)) +
	    (v >> 16 & UINT64_C(0x000000ff000000ff)) * (1 + (10000ull << 32));
	*ret_value = (uint32_t)(v >> 32);
	return at / 8;
#else
	return cul_digits8_plain(p, ret_value);
#endif
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
 * cursor is bad: absence is an answer here, not a failure. */
static inline bool cul_try_lit(struct cul_cur *c, struct cul_sv lit)
{
	if (c->bad || (size_t)(c->end - c->p) < lit.len ||
	    memcmp(c->p, lit.ptr, lit.len) != 0)
		return false;
	c->p += lit.len;
	return true;
}

/* As cul_try_lit, but absence is a failure. */
static inline void cul_take_lit(struct cul_cur *c, struct cul_sv lit)
{
	if (!cul_try_lit(c, lit))
		c->bad = true;
}

/* Take the bytes before `stop` and step over `stop`. Fails if it is absent. */
static inline struct cul_sv cul_take_until(struct cul_cur *c, char stop)
{
	struct cul_sv out = { NULL, 0 };
	const char *hit = NULL;

	if (!c->bad)
		hit = cul_chr(c->p, c->end, stop);
	if (hit == NULL) {
		c->bad = true;
		return out;
	}
	out = (struct cul_sv){ c->p, (size_t)(hit - c->p) };
	c->p = hit + 1;
	return out;
}

/* Take the bytes before the first `stop` and step over it. */
struct cul_sv cul_take_until_lit(struct cul_cur *c, struct cul_sv stop);

/* Take a decimal number of at most `max`. Fails on no digit or overflow. */
uint64_t cul_take_u64(struct cul_cur *c, uint64_t max);

/* Where `needle` first stands in `v`, or NULL. The ASCII case is folded by
 * the second; `needle` is given in lower case. */
const char *cul_sv_find(struct cul_sv v, struct cul_sv needle);
const char *cul_sv_find_fold(struct cul_sv v, struct cul_sv needle);

#endif
