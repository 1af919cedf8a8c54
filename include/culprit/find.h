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
#endif

/* The first `c` in the `n` bytes at `p`, or NULL. */
static inline const char *cul_find_byte(const char *p, size_t n, char c)
{
#ifdef __SSE2__
	unsigned hit;

	/* The last block may overlap the one before, where nothing was. */
	if (n >= 16) {
		const char *last = p + (n - 16);

		for (; p < last; p += 16) {
			hit = cul_find_mask16(p, c);
			if (hit != 0)
				return p + (unsigned)__builtin_ctz(hit);
		}
		hit = cul_find_mask16(last, c);
		return hit != 0 ? last + (unsigned)__builtin_ctz(hit) : NULL;
	}
	if (n >= 8) {
		hit = cul_find_mask8(p, c) | cul_find_mask8(p + (n - 8), c)
						     << (n - 8);
		return hit != 0 ? p + (unsigned)__builtin_ctz(hit) : NULL;
	}
#endif
	for (size_t i = 0; i < n; i++)
		if (p[i] == c)
			return p + i;
	return NULL;
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

#endif
