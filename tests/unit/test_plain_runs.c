/* \summary: runs of plain bytes end where they should, read nothing beyond */
#include "report/plain.h"
#include "t.h"

#include <stdlib.h>
#include <string.h>

#include "dice.h"

static const char *const odd[CUL_PLAINS_] = {
	[CUL_PLAIN_TEXT] = "",
	[CUL_PLAIN_CSV] = "\"",
	[CUL_PLAIN_JSON] = "\"\\",
	[CUL_PLAIN_HTML] = "\"&'<>",
};

static bool is_odd(unsigned c, const char *marks)
{
	return c < 0x20 || c >= 0x7f || strchr(marks, (int)c) != NULL;
}

/* Both ways, of a copy that ends where its memory does. */
static size_t run(const char *text, size_t len, enum cul_plain where)
{
	char *copy = malloc(len != 0 ? len : 1);
	struct cul_sv v = { copy, len };
	size_t n;

	assert_non_null(copy);
	memcpy(copy, text, len);
	n = cul_plain_run(v, where);
	assert_int_equal(cul_plain_run_bytes(v, where), n);
	free(copy);
	return n;
}

static void each_byte_is_plain_or_not_by_where_it_goes(void **state)
{
	(void)state;
	for (unsigned w = 0; w < CUL_PLAINS_; w++)
		for (unsigned c = 0; c < 256; c++)
			for (size_t len = 1; len < 40; len += 9) {
				char text[40];

				memset(text, (int)c, sizeof(text));
				assert_int_equal(
					run(text, len, (enum cul_plain)w),
					is_odd(c, odd[w]) ? 0 : len);
			}
}

static void a_run_ends_at_the_first_byte_that_is_not(void **state)
{
	static const char ends[] = "\"\\&'<>\x1f\x7f\x80\xff";
	char text[70];

	(void)state;
	for (size_t len = 0; len <= sizeof(text); len++)
		for (size_t at = 0; at < len; at++) {
			char end = ends[(len + at) % (sizeof(ends) - 1)];

			memset(text, 'a', sizeof(text));
			text[at] = end;
			text[len - 1] = at + 1 < len ? '\0' : end;
			for (unsigned w = 0; w < CUL_PLAINS_; w++) {
				bool ended = is_odd((unsigned char)end, odd[w]);

				assert_int_equal(
					run(text, len, (enum cul_plain)w),
					ended          ? at
					: at + 1 < len ? len - 1
						       : len);
			}
		}
}

static void both_ways_agree_on_any_bytes(void **state)
{
	uint64_t seed = 7;
	char text[64];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		size_t len = dice_below(&seed, sizeof(text));

		for (size_t k = 0; k < len; k++)
			text[k] = dice_below(&seed, 24) != 0
					  ? (char)('a' + dice_below(&seed, 26))
					  : (char)dice_below(&seed, 256);
		for (unsigned w = 0; w < CUL_PLAINS_; w++)
			(void)run(text, len, (enum cul_plain)w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_byte_is_plain_or_not_by_where_it_goes),
		cmocka_unit_test(a_run_ends_at_the_first_byte_that_is_not),
		cmocka_unit_test(both_ways_agree_on_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
