/* \summary: the cursor never runs off its end, and its failures stick */
#include "t.h"

#include <stdlib.h>

#include "culprit/sv.h"
#include "dice.h"
#include "text/scan.h"

static void a_failed_take_is_sticky_and_moves_nothing(void **s)
{
	struct cul_cur c = cul_cur_over(CUL_SV("ab"));

	(void)s;
	assert_false(cul_sv_present(cul_take_until(&c, ':')));
	assert_true(c.bad);
	cul_take_lit(&c, CUL_SV("a"));
	assert_false(cul_try_lit(&c, CUL_SV("a")));
	assert_int_equal(cul_take_u64(&c, 9), 0);
	assert_false(cul_sv_present(cul_take_until_lit(&c, CUL_SV("b"))));
	assert_ptr_equal(c.p + 2, c.end);
}

static void a_take_stops_before_its_mark_and_steps_over_it(void **s)
{
	struct cul_cur c = cul_cur_over(CUL_SV("key=value, rest"));

	(void)s;
	assert_true(cul_sv_eq(cul_take_until(&c, '='), CUL_SV("key")));
	assert_true(cul_sv_eq(cul_take_until_lit(&c, CUL_SV(", ")),
			      CUL_SV("value")));
	assert_true(cul_sv_eq(cul_cur_rest(&c), CUL_SV("rest")));
	assert_true(cul_try_lit(&c, CUL_SV("rest")));
	assert_false(c.bad);
	assert_int_equal(cul_cur_rest(&c).len, 0);
}

static void an_empty_take_is_present(void **s)
{
	struct cul_cur c = cul_cur_over(CUL_SV(">"));
	struct cul_sv v = cul_take_until(&c, '>');

	(void)s;
	assert_true(cul_sv_present(v));
	assert_int_equal(v.len, 0);
	assert_false(c.bad);
}

static void numbers_stop_at_their_limit(void **s)
{
	static const struct {
		const char *in;
		uint64_t max, want;
		bool bad;
	} t[] = {
		{ "0", 9, 0, false },
		{ "9", 9, 9, false },
		{ "9x", 9, 9, false },
		{ "10", 9, 0, true },
		{ "", 9, 0, true },
		{ "x", 9, 0, true },
		{ "-1", 9, 0, true },
		{ "7", 3, 0, true },
		{ "999999999", UINT64_MAX, 999999999, false },
		{ "999999999x", UINT64_MAX, 999999999, false },
		{ "9999999999", UINT64_MAX, 9999999999, false },
		{ "9999999999x", UINT64_MAX, 9999999999, false },
		{ "9999999999999999999", UINT64_MAX, 9999999999999999999u,
		  false },
		{ "0000000000000000000000000000007", 9, 7, false },
		{ "4294967296", UINT32_MAX, 0, true },
		{ "4294967295", UINT32_MAX, UINT32_MAX, false },
		{ "00000000000000000000000000000000000042", 42, 42, false },
		{ "18446744073709551615", UINT64_MAX, UINT64_MAX, false },
		{ "18446744073709551616", UINT64_MAX, 0, true },
		{ "99999999999999999999999", UINT64_MAX, 0, true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_sv in = { t[i].in, strlen(t[i].in) };
		struct cul_cur c = cul_cur_over(in);
		uint64_t got = cul_take_u64(&c, t[i].max);

		assert_int_equal(c.bad, t[i].bad);
		assert_true(got == t[i].want);
		if (t[i].bad)
			assert_ptr_equal(c.p, in.ptr);
	}
}

static void a_zeroed_view_is_empty_and_absent(void **s)
{
	struct cul_cur c = cul_cur_over((struct cul_sv){ 0 });

	(void)s;
	assert_false(cul_try_lit(&c, CUL_SV("a")));
	assert_false(c.bad);
	(void)cul_take_until(&c, ':');
	assert_true(c.bad);
	assert_null(cul_sv_find((struct cul_sv){ 0 }, CUL_SV("a")));
	assert_null(cul_sv_find_fold((struct cul_sv){ 0 }, CUL_SV("a")));
}

static void find_gives_the_first_place(void **s)
{
	static const struct {
		const char *in, *needle;
		int at; /* -1: nowhere */
		int at_fold;
	} t[] = {
		{ "abcabc", "bc", 1, 1 },
		{ "abcabc", "cab", 2, 2 },
		{ "aaab", "aab", 1, 1 },
		{ "ABC", "bc", -1, 1 },
		{ "abc", "abcd", -1, -1 },
		{ "abc", "", 0, 0 },
		{ "", "", 0, 0 },
		{ "", "a", -1, -1 },
		{ "User UNKNOWN", "user unknown", -1, 0 },
		{ "ab", "b", 1, 1 },
		{ "a\xc3\xa9z", "z", 3, 3 },
		{ "[[[[x", "[[x", 2, 2 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_sv in = { t[i].in, strlen(t[i].in) };
		struct cul_sv needle = { t[i].needle, strlen(t[i].needle) };
		const char *hit = cul_sv_find(in, needle);
		const char *fold = cul_sv_find_fold(in, needle);

		assert_int_equal(hit != NULL ? hit - in.ptr : -1, t[i].at);
		assert_int_equal(fold != NULL ? fold - in.ptr : -1,
				 t[i].at_fold);
	}
}

static const char *fold_model(struct cul_sv v, struct cul_sv needle, bool fold)
{
	for (size_t i = 0; i + needle.len <= v.len; i++) {
		size_t k = 0;

		for (; k < needle.len; k++) {
			char c = v.ptr[i + k];

			if (fold && c >= 'A' && c <= 'Z')
				c = (char)(c + ('a' - 'A'));
			if (c != needle.ptr[k])
				break;
		}
		if (k == needle.len)
			return v.ptr + i;
	}
	return NULL;
}

/* The bytes are on the heap, and no more of them than there are, so that a
 * sanitizer sees a single byte read beyond. */
static void found_as_by_a_simple_look(uint64_t *seed, size_t n)
{
	static const char of[] = { 'a', 'b', 'A', ' ', (char)0xe1 };
	char *b = malloc(n != 0 ? n : 1);
	size_t n_needle = dice_below(seed, 9);
	struct cul_sv v = { b, n };
	char needle_bytes[8];
	struct cul_sv needle = { needle_bytes, n_needle };

	assert_non_null(b);
	for (size_t i = 0; i < n; i++)
		b[i] = of[dice_below(seed, dice_below(seed, 5) + 1)];
	for (size_t i = 0; i < n_needle; i++)
		needle_bytes[i] = of[dice_below(seed, 2)];
	assert_ptr_equal(cul_sv_find(v, needle), fold_model(v, needle, false));
	assert_ptr_equal(cul_sv_find_fold(v, needle),
			 fold_model(v, needle, true));
	for (size_t i = 0; i < sizeof(of); i++)
		assert_ptr_equal(
			cul_find_byte(b, n, of[i]),
			fold_model(v, (struct cul_sv){ of + i, 1 }, false));
	free(b);
}

static void a_search_sees_every_place_and_none_outside(void **s)
{
	uint64_t seed = 11;

	(void)s;
	for (size_t n = 0; n < 90; n++)
		for (unsigned round = 0; round < 200; round++)
			found_as_by_a_simple_look(&seed, n);
}

/* What ends the text may be where the last whole block does, or not. */
static void the_last_place_is_found_at_any_length(void **s)
{
	static const struct cul_sv needle = { ", relay=", 8 };

	(void)s;
	for (size_t n = needle.len; n < 90; n++) {
		char *b = malloc(n);
		struct cul_sv v = { b, n };

		assert_non_null(b);
		memset(b, '=', n);
		assert_null(cul_sv_find(v, needle));
		memcpy(b + n - needle.len, needle.ptr, needle.len);
		assert_ptr_equal(cul_sv_find(v, needle), b + n - needle.len);
		assert_ptr_equal(cul_find_byte(b, n, 'y'), b + n - 2);
		free(b);
	}
}

/* Of every length, and at every place in it: what stands before and behind
 * the view is never found, and memory ends where it does. */
static void a_byte_is_found_in_the_view_alone(void **s)
{
	enum { LEN_MAX = 70 };

	(void)s;
	for (size_t len = 0; len <= LEN_MAX; len++) {
		char *all = malloc(len + 1);
		char *p = all + 1;

		assert_non_null(all);
		all[0] = 'a';
		for (size_t at = 0; at <= len; at++) {
			const char *want = at < len ? p + at : NULL;

			memset(p, '.', len);
			if (at < len)
				p[at] = 'a';
			if (at + 1 < len)
				p[at + 1] = 'b';
			assert_ptr_equal(cul_find_either(p, len, 'b', 'a'),
					 want);
			assert_ptr_equal(cul_find_either(p, len, 'a', 'b'),
					 want);
			assert_null(cul_find_byte(p, len, '\xe1'));
		}
		free(all);
	}
}

static void eight_digits_are_read_at_once(void **s)
{
	static const char next[] = { '\0', ' ',    '/',    ':',   ']',
				     'a',  '\x80', '\xb0', '\xff' };
	static const char *const t[] = { "",        "0",       "7",
					 "42",      "100",     "1300",
					 "20002",   "654321",  "0000007",
					 "4194304", "99999999" };

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		for (size_t k = 0; k < sizeof(next); k++) {
			uint32_t value = 0, plain = 0;
			size_t n = strlen(t[i]);
			char in[8];

			memset(in, '5', sizeof(in));
			memcpy(in, t[i], n);
			if (n < sizeof(in))
				in[n] = next[k];
			assert_int_equal(cul_digits8(in, &value), n);
			assert_int_equal(cul_digits8_plain(in, &plain), n);
			assert_int_equal(plain, strtoul(t[i], NULL, 10));
			if (n != 0)
				assert_int_equal(value, plain);
		}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(a_failed_take_is_sticky_and_moves_nothing),
		cmocka_unit_test(
			a_take_stops_before_its_mark_and_steps_over_it),
		cmocka_unit_test(an_empty_take_is_present),
		cmocka_unit_test(numbers_stop_at_their_limit),
		cmocka_unit_test(a_zeroed_view_is_empty_and_absent),
		cmocka_unit_test(find_gives_the_first_place),
		cmocka_unit_test(a_search_sees_every_place_and_none_outside),
		cmocka_unit_test(the_last_place_is_found_at_any_length),
		cmocka_unit_test(a_byte_is_found_in_the_view_alone),
		cmocka_unit_test(eight_digits_are_read_at_once),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
