/* \summary: how much of a text can be written as it stands */
#include "report/plain.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline bool is_plain(char c, enum cul_plain where)
{
	if (c < 0x20 || c >= 0x7f)
		return false;
	if (where != CUL_PLAIN_TEXT && c == '"')
		return false;
	if (where == CUL_PLAIN_JSON && c == '\\')
		return false;
	return where != CUL_PLAIN_HTML ||
	       (c != '&' && c != '\'' && c != '<' && c != '>');
}

static inline size_t run_bytes(struct cul_sv v, enum cul_plain where)
{
	size_t n = 0;

	while (n < v.len && is_plain(v.ptr[n], where))
		n++;
	return n;
}

size_t cul_plain_run_bytes(struct cul_sv v, enum cul_plain where)
{
	return run_bytes(v, where);
}

#ifdef __SSE2__

static inline __m128i is_byte(__m128i v, char c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

/* The low bit of what is not plain. Above 0x7f is negative here, so one
 * comparison finds it and the control characters; & and ' differ in one bit,
 * as do < and >. */
static inline unsigned odd_bits(__m128i v, enum cul_plain where)
{
	__m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')),
				   is_byte(v, 0x7f));

	if (where != CUL_PLAIN_TEXT)
		odd = _mm_or_si128(odd, is_byte(v, '"'));
	if (where == CUL_PLAIN_JSON)
		odd = _mm_or_si128(odd, is_byte(v, '\\'));
	if (where == CUL_PLAIN_HTML) {
		__m128i one = _mm_or_si128(v, _mm_set1_epi8(1));
		__m128i two = _mm_or_si128(v, _mm_set1_epi8(2));

		odd = _mm_or_si128(odd, is_byte(one, '\''));
		odd = _mm_or_si128(odd, is_byte(two, '>'));
	}
	return (unsigned)_mm_movemask_epi8(odd);
}

static inline unsigned odd_of_16(const char *p, enum cul_plain where)
{
	return odd_bits(_mm_loadu_si128((const void *)p), where);
}

/* Of 8 to 15 bytes the first and the last eight, which may overlap. */
static inline size_t run_short(struct cul_sv v, enum cul_plain where)
{
	const char *last = v.ptr + v.len - 8;
	__m128i both = _mm_unpacklo_epi64(_mm_loadl_epi64((const void *)v.ptr),
					  _mm_loadl_epi64((const void *)last));
	unsigned odd = odd_bits(both, where);
	size_t at = odd != 0 ? (size_t)__builtin_ctz(odd) : 16;

	return at < 8 ? at : v.len - 16 + at;
}

/* What is left after the whole blocks is looked at in the last 16 bytes, some
 * of them a second time. */
static inline size_t run_long(struct cul_sv v, enum cul_plain where)
{
	size_t n = 0;
	unsigned odd;

	for (; n + 16 <= v.len; n += 16) {
		odd = odd_of_16(v.ptr + n, where);
		if (odd != 0)
			return n + (size_t)__builtin_ctz(odd);
	}
	if (n == v.len)
		return n;
	odd = odd_of_16(v.ptr + v.len - 16, where);
	return odd != 0 ? v.len - 16 + (size_t)__builtin_ctz(odd) : v.len;
}

static inline size_t run(struct cul_sv v, enum cul_plain where)
{
	if (v.len >= 16)
		return run_long(v, where);
	return v.len >= 8 ? run_short(v, where) : run_bytes(v, where);
}

#else

static inline size_t run(struct cul_sv v, enum cul_plain where)
{
	return run_bytes(v, where);
}

#endif

/* A constant for each, so that only its own comparisons are made. */
size_t cul_plain_run(struct cul_sv v, enum cul_plain where)
{
	switch (where) {
	case CUL_PLAIN_CSV:
		return run(v, CUL_PLAIN_CSV);
	case CUL_PLAIN_JSON:
		return run(v, CUL_PLAIN_JSON);
	case CUL_PLAIN_HTML:
		return run(v, CUL_PLAIN_HTML);
	case CUL_PLAIN_TEXT:
	case CUL_PLAINS_:
		break;
	}
	return run(v, CUL_PLAIN_TEXT);
}
