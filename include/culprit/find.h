/* \summary: where a byte or a few bytes stand, sixteen places at a time
 *
 * In a header, since what is sought is a literal: it becomes constants, and
 * most of what is sought stands near, so that a call of memchr costs as much
 * as the whole of such a search. No byte outside of the text is read.
 */
#ifndef CUL_FIND_H
#define CUL_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i cul_find_eq16(const char *p, char c)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);

	return _mm_cmpeq_epi8(x, _mm_set1_epi8(c));
}

/* Which of the sixteen bytes at `p` are `c`: the first is the lowest bit. */
static inline unsigned cul_find_mask16(const char *p, char c)
{
	return (unsigned)_mm_movemask_epi8(cul_find_eq16(p, c));
}

/* The same of eight bytes. */
static inline unsigned cul_find_mask8(const char *p, char c)
{
	__m128i x = _mm_loadl_epi64((const __m128i *)(const void *)p);
	__m128i eq = _mm_cmpeq_epi8(x, _mm_set1_epi8(c));

	return (unsigned)_mm_movemask_epi8(eq) & 0xff;
}

static inline unsigned cul_find_either16(const char *p, char a, char b)
{
	return cul_find_mask16(p, a) | cul_find_mask16(p, b);
}

static inline unsigned cul_find_either8(const char *p, char a, char b)
{
	return cul_find_mask8(p, a) | cul_find_mask8(p, b);
}
#endif

/* The first `a` or `b` in the `n` bytes at `p`, or NULL. */
static inline const char *cul_find_either(const char *p, size_t n, char a,
					  char b)
{
#ifdef __SSE2__
	unsigned hit;

	/* The last block may overlap the one before, where nothing was. */
	if (n >= 16) {
		const char *last = p + (n - 16);

		for (; p < last; p += 16) {
			hit = cul_find_either16(p, a, b);
			if (hit != 0)
				return p + (unsigned)__builtin_ctz(hit);
		}
		hit = cul_find_either16(last, a, b);
		return hit != 0 ? last + (unsigned)__builtin_ctz(hit) : NULL;
	}
	if (n >= 8) {
		hit = cul_find_either8(p, a, b) |
		      cul_find_either8(p + (n - 8), a, b) << (n - 8);
		return hit != 0 ? p + (unsigned)__builtin_ctz(hit) : NULL;
	}
#endif
	for (size_t i = 0; i < n; i++)
		if (p[i] == a || p[i] == b)
			return p + i;
	return NULL;
}

/* The first `c` in the `n` bytes at `p`, or NULL. */
static inline const char *cul_find_byte(const char *p, size_t n, char c)
{
	return cul_find_either(p, n, c, c);
}

#ifdef __SSE2__
/* Where the needle's first and last byte stand at its distance, of sixteen
 * places: few others have both. */
static inline unsigned cul_find_ends(const char *p, const char *needle,
				     size_t n_needle)
{
	__m128i first = cul_find_eq16(p, needle[0]);
	__m128i last = cul_find_eq16(p + (n_needle - 1), needle[n_needle - 1]);

	return (unsigned)_mm_movemask_epi8(_mm_and_si128(first, last));
}

/* The first of the places in `hit`, counted from `p`, where needle stands. */
static inline const char *cul_find_among(unsigned hit, const char *p,
					 const char *needle, size_t n_needle)
{
	for (; hit != 0; hit &= hit - 1) {
		const char *at = p + (unsigned)__builtin_ctz(hit);

		if (n_needle <= 2 || memcmp(at, needle, n_needle) == 0)
			return at;
	}
	return NULL;
}
#endif

/* Where `needle`, of one byte at least, first stands in the `n` bytes at `p`,
 * or NULL. `n` is not less than `n_needle`. */
static inline const char *cul_find(const char *p, size_t n, const char *needle,
				   size_t n_needle)
{
	size_t places = n - n_needle + 1;
	const char *last;

#ifdef __SSE2__
	if (places >= 16) {
		last = p + (places - 16);
		for (; p < last; p += 16) {
			unsigned hit = cul_find_ends(p, needle, n_needle);
			const char *at;

			if (__builtin_expect(hit == 0, 1))
				continue;
			at = cul_find_among(hit, p, needle, n_needle);
			if (at != NULL)
				return at;
		}
		return cul_find_among(cul_find_ends(last, needle, n_needle),
				      last, needle, n_needle);
	}
	if (n >= 16) {
		/* The needle's last byte is looked for in the last sixteen. */
		unsigned hit =
			cul_find_mask16(p + (n - 16), needle[n_needle - 1]) >>
			(16 - places);

		return cul_find_among(hit & cul_find_mask16(p, needle[0]), p,
				      needle, n_needle);
	}
#endif
	for (last = p + (places - 1); p <= last; p++)
		if (*p == *needle && memcmp(p, needle, n_needle) == 0)
			return p;
	return NULL;
}

#endif
