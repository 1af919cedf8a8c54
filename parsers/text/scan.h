/* \summary: sixteen bytes at a time, and which of them are what; digits
 *
 * SSE2 where there is (on x86-64 always), else plain C that says the same. No
 * byte outside [p, end) is read.
 */
#ifndef CUL_TEXT_SCAN_H
#define CUL_TEXT_SCAN_H

#include "culprit/sv.h"

#ifdef __SSE2__

#include <emmintrin.h>

/* Bytes of a text, or for each of them 0xff or 0: the answer to a question. */
struct cul_chunk {
	__m128i v;
};

/* Fewer than sixteen bytes: loads that overlap, since a copy of a length that
 * is not known is a call. */
static inline struct cul_chunk cul_chunk_tail(const char *p, size_t n)
{
	uint64_t lo = 0, hi = 0;
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&lo, p, 8);
		memcpy(&hi, p + n - 8, 8);
		hi = hi >> 8 >> (8 * (15 - n));
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		lo = a | (uint64_t)b << (8 * (n - 4));
	} else {
		for (size_t i = n; i-- != 0;)
			lo = lo << 8 | (unsigned char)p[i];
	}
	return (struct cul_chunk){ _mm_set_epi64x((long long)hi,
						  (long long)lo) };
}

/* The sixteen bytes at `p`, or as many as there are and zeros behind them. */
static inline struct cul_chunk cul_chunk_at(const char *p, const char *end)
{
	if (end - p < 16)
		return cul_chunk_tail(p, (size_t)(end - p));
	return (struct cul_chunk){ _mm_loadu_si128((const void *)p) };
}

static inline void cul_chunk_put(struct cul_chunk c, char to[16])
{
	_mm_storeu_si128((void *)to, c.v);
}

static inline struct cul_chunk cul_chunk_of(char x)
{
	return (struct cul_chunk){ _mm_set1_epi8(x) };
}

/* Is it `x`? */
static inline struct cul_chunk cul_chunk_eq(struct cul_chunk c, char x)
{
	return (struct cul_chunk){ _mm_cmpeq_epi8(c.v, _mm_set1_epi8(x)) };
}

/* Is it one of `lo` to `hi`? */
static inline struct cul_chunk cul_chunk_in(struct cul_chunk c, char lo,
					    char hi)
{
	__m128i v = _mm_max_epu8(c.v, _mm_set1_epi8(lo));

	v = _mm_min_epu8(v, _mm_set1_epi8(hi));
	return (struct cul_chunk){ _mm_cmpeq_epi8(v, c.v) };
}

static inline struct cul_chunk cul_chunk_or(struct cul_chunk a,
					    struct cul_chunk b)
{
	return (struct cul_chunk){ _mm_or_si128(a.v, b.v) };
}

/* `a`, but not `b`. */
static inline struct cul_chunk cul_chunk_but(struct cul_chunk a,
					     struct cul_chunk b)
{
	return (struct cul_chunk){ _mm_andnot_si128(b.v, a.v) };
}

/* An answer as bits, the first byte's lowest. */
static inline unsigned cul_chunk_bits(struct cul_chunk answer)
{
	return (unsigned)_mm_movemask_epi8(answer.v);
}

#else

struct cul_chunk {
	uint8_t v[16];
};

static inline struct cul_chunk cul_chunk_at(const char *p, const char *end)
{
	size_t n = end - p < 16 ? (size_t)(end - p) : 16;
	struct cul_chunk c = { { 0 } };

	memcpy(c.v, p, n);
	return c;
}

static inline void cul_chunk_put(struct cul_chunk c, char to[16])
{
	memcpy(to, c.v, 16);
}

static inline struct cul_chunk cul_chunk_of(char x)
{
	struct cul_chunk c;

	memset(c.v, x, sizeof(c.v));
	return c;
}

static inline struct cul_chunk cul_chunk_in(struct cul_chunk c, char lo,
					    char hi)
{
	uint8_t from = (uint8_t)lo, room = (uint8_t)(hi - lo);

	for (size_t i = 0; i < 16; i++)
		c.v[i] = (uint8_t)(c.v[i] - from) <= room ? 0xff : 0;
	return c;
}

static inline struct cul_chunk cul_chunk_eq(struct cul_chunk c, char x)
{
	return cul_chunk_in(c, x, x);
}

static inline struct cul_chunk cul_chunk_or(struct cul_chunk a,
					    struct cul_chunk b)
{
	for (size_t i = 0; i < 16; i++)
		a.v[i] |= b.v[i];
	return a;
}

static inline struct cul_chunk cul_chunk_but(struct cul_chunk a,
					     struct cul_chunk b)
{
	for (size_t i = 0; i < 16; i++)
		a.v[i] &= (uint8_t)~b.v[i];
	return a;
}

static inline unsigned cul_chunk_bits(struct cul_chunk answer)
{
	unsigned bits = 0;

	for (size_t i = 0; i < 16; i++)
		bits |= (unsigned)(answer.v[i] >> 7) << i;
	return bits;
}

#endif

/* The letters in lower case; what becomes of other bytes is no letter. */
static inline struct cul_chunk cul_chunk_lower(struct cul_chunk c)
{
	return cul_chunk_or(c, cul_chunk_of(' '));
}

/* Is it a letter? */
static inline struct cul_chunk cul_chunk_alpha(struct cul_chunk c)
{
	return cul_chunk_in(cul_chunk_lower(c), 'a', 'z');
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
