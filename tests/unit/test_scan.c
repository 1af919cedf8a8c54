/* \summary: sixteen bytes at a time say what one at a time does
 *
 * Built twice: as it is, and as for a machine without SSE2.
 */
#include "t.h"

#include <stdlib.h>

#include "text/scan.h"

enum { LONGEST = 50 };

/* Bytes on the heap and no more of them than there are, so that a sanitizer
 * sees one read beyond. */
static char *exactly(const char *bytes, size_t n)
{
	char *b = malloc(n != 0 ? n : 1);

	assert_non_null(b);
	memcpy(b, bytes, n);
	return b;
}

static void a_chunk_is_what_there_is_and_zeros(void **s)
{
	char text[LONGEST];

	(void)s;
	for (size_t i = 0; i < LONGEST; i++)
		text[i] = (char)(i * 37 + 1);
	for (size_t n = 0; n <= LONGEST; n++) {
		char *b = exactly(text, n), want[16] = { 0 }, got[16];

		for (size_t at = 0; at <= n; at++) {
			memset(want, 0, sizeof(want));
			memcpy(want, text + at, n - at < 16 ? n - at : 16);
			cul_chunk_put(cul_chunk_at(b + at, b + n), got);
			assert_memory_equal(got, want, 16);
		}
		free(b);
	}
}

/* The answers of every byte, sixteen of them at a time. */
static unsigned bit(unsigned bits, unsigned at)
{
	return bits >> at & 1;
}

static void every_byte_is_told_from_every_other(void **s)
{
	(void)s;
	for (unsigned from = 0; from < 256; from += 16) {
		char b[16];
		struct cul_chunk c;

		for (unsigned i = 0; i < 16; i++)
			b[i] = (char)(from + i);
		c = cul_chunk_at(b, b + 16);
		for (unsigned x = 0; x < 256; x++) {
			unsigned is = cul_chunk_bits(cul_chunk_eq(c, (char)x));

			assert_int_equal(is, x / 16 == from / 16 ? 1u << x % 16
								 : 0);
		}
	}
}

static void ranges_and_what_is_made_of_them(void **s)
{
	static const struct {
		unsigned lo, hi;
	} t[] = { { '0', '9' }, { 'a', 'z' }, { 0, 255 },  { 0x80, 0xff },
		  { 0, 0 },     { 255, 255 }, { '-', '9' } };

	(void)s;
	for (unsigned x = 0; x < 256; x++) {
		struct cul_chunk c = cul_chunk_of((char)x);
		bool lower = x >= 'a' && x <= 'z';
		bool upper = x >= 'A' && x <= 'Z';
		struct cul_chunk is_lower = cul_chunk_in(c, 'a', 'z');

		for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
			assert_int_equal(
				cul_chunk_bits(cul_chunk_in(c, (char)t[i].lo,
							    (char)t[i].hi)),
				x >= t[i].lo && x <= t[i].hi ? 0xffff : 0);
		assert_int_equal(cul_chunk_bits(cul_chunk_alpha(c)),
				 lower || upper ? 0xffff : 0);
		assert_int_equal(cul_chunk_bits(cul_chunk_but(
					 cul_chunk_alpha(c), is_lower)),
				 upper ? 0xffff : 0);
		assert_int_equal(cul_chunk_bits(cul_chunk_or(
					 is_lower, cul_chunk_eq(c, '!'))),
				 lower || x == '!' ? 0xffff : 0);
	}
}

static void the_first_byte_has_the_lowest_bit(void **s)
{
	static const char text[] = "a..a...a";
	unsigned bits =
		cul_chunk_bits(cul_chunk_eq(cul_chunk_at(text, text + 8), 'a'));

	(void)s;
	assert_int_equal(bits, 1 | 1 << 3 | 1 << 7);
	assert_int_equal(bit(bits, 7), 1);
}

static void a_byte_is_found_where_memchr_finds_it(void **s)
{
	(void)s;
	for (size_t n = 0; n <= LONGEST; n++)
		for (size_t at = 0; at <= n; at++) {
			char text[LONGEST + 1], *b;
			const char *hit;

			memset(text, 'x', n);
			if (at < n)
				text[at] = '>';
			if (at + 3 < n)
				text[at + 3] = '>';
			b = exactly(text, n);
			hit = cul_find_byte(b, n, '>');
			if (at < n)
				assert_ptr_equal(hit, b + at);
			else
				assert_null(hit);
			free(b);
		}
}

static void until_takes_what_is_before_the_first(void **s)
{
	static const char *const t[] = { "",
					 ">",
					 "a>b",
					 "no end",
					 "a>b>c",
					 "0123456789abcdef>",
					 "0123456789abcdef" };

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		for (int bad = 0; bad < 2; bad++) {
			struct cul_sv in = { t[i], strlen(t[i]) };
			const char *hit = bad ? NULL : strchr(t[i], '>');
			struct cul_cur c = cul_cur_over(in);
			const char *start = c.p;
			struct cul_sv v;

			c.bad = bad != 0;
			v = cul_take_until(&c, '>');
			assert_ptr_equal(v.ptr, hit != NULL ? t[i] : NULL);
			assert_int_equal(v.len, hit != NULL ? hit - t[i] : 0);
			assert_ptr_equal(c.p, hit != NULL ? hit + 1 : start);
			assert_int_equal(c.bad, hit == NULL);
		}
}

static void short_numbers_are_as_long_ones(void **s)
{
	static const char *const t[] = {
		"",
		"0",
		"7 ",
		"x",
		"65535",
		"65536",
		"999999999",
		"1000000000",
		"4294967295",
		"4294967296",
		"00000000000000000000042",
		"18446744073709551615",
		"18446744073709551616",
		"18446744073709551617/",
		"99999999999999999999999999999999999999999999",
	};
	static const uint64_t max[] = { 9, UINT16_MAX, UINT32_MAX, UINT64_MAX };

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		for (size_t m = 0; m < 8; m++) {
			size_t n = strlen(t[i]);
			char *b = exactly(t[i], n);
			struct cul_cur c = { b, b + n, m > 3 }, d = c;
			uint64_t got = cul_take_u64(&c, max[m % 4]);

			assert_true(got == cul_take_u64_long(&d, max[m % 4]));
			assert_ptr_equal(c.p, d.p);
			assert_int_equal(c.bad, d.bad);
			free(b);
		}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_chunk_is_what_there_is_and_zeros),
		cmocka_unit_test(every_byte_is_told_from_every_other),
		cmocka_unit_test(ranges_and_what_is_made_of_them),
		cmocka_unit_test(the_first_byte_has_the_lowest_bit),
		cmocka_unit_test(a_byte_is_found_where_memchr_finds_it),
		cmocka_unit_test(until_takes_what_is_before_the_first),
		cmocka_unit_test(short_numbers_are_as_long_ones),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
