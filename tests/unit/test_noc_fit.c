/* \summary: text of strangers takes the columns that it is said to take */
#include "t.h"
#include "noc/fit.h"

#include <locale.h>
#include <string.h>

static struct cul_sv sv(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

static void text_is_cut_to_its_columns_and_says_so(void **state)
{
	static const struct {
		const char *text;
		unsigned columns;
		bool utf8;
		const char *want;
		unsigned used;
	} table[] = {
		{ "", 5, true, "", 0 },
		{ "whole", 5, true, "whole", 5 },
		{ "whole", 4, true, "who\u2026", 4 },
		{ "whole", 4, false, "who~", 4 },
		{ "whole", 1, true, "\u2026", 1 },
		{ "whole", 0, true, "", 0 },
		/* A character of two columns is not cut in half. */
		{ "\u65e5\u672c\u8a9e", 6, true, "\u65e5\u672c\u8a9e", 6 },
		{ "\u65e5\u672c\u8a9e", 5, true, "\u65e5\u672c\u2026", 5 },
		{ "\u65e5\u672c\u8a9e", 4, true, "\u65e5\u2026", 3 },
		/* What is hidden is seen whole, or not at all. */
		{ "a\033[2Jb", 9, true, "a\\x1b[2Jb", 9 },
		{ "a\033[2J", 4, true, "a\u2026", 2 },
		{ "a\nb\tc", 20, true, "a\\x0ab\\x09c", 11 },
		{ "\xff", 9, true, "\\xff", 4 },
		{ "\u202e", 20, true, "\\xe2\\x80\\xae", 12 },
		{ "\u05d0", 9, true, "\\xd7\\x90", 8 },
		{ "\u00e9", 9, true, "\u00e9", 1 },
		{ "\u00e9", 9, false, "\\xc3\\xa9", 8 },
		/* Marks: on a letter, two; none on nothing or on a blank. */
		{ "e\u0301", 9, true, "e\u0301", 1 },
		{ "\u0301e", 9, true, "\\xcc\\x81e", 9 },
		{ " \u0301", 9, true, " \\xcc\\x81", 9 },
		{ "e\u0301\u0302\u0303", 9, true, "e\u0301\u0302\\xcc\\x83",
		  9 },
	};
	char buf[CUL_FIT_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		unsigned used = cul_fit(sv(table[i].text), table[i].columns,
					table[i].utf8, buf);

		assert_string_equal(buf, table[i].want);
		assert_int_equal(used, table[i].used);
	}
}

static void the_longest_and_worst_text_stays_in_its_buffer(void **state)
{
	static char text[CUL_FIT_COLUMNS * 16];
	char buf[CUL_FIT_BYTES + 8];

	(void)state;
	/* Four bytes and two marks of four a column: the most there can be. */
	for (size_t i = 0; i + 12 <= sizeof(text); i += 12)
		memcpy(text + i, "\U00020000\U0001d165\U0001d165", 12);
	memset(buf, 'x', sizeof(buf));
	(void)cul_fit((struct cul_sv){ text, sizeof(text) }, 100000, true, buf);
	assert_memory_equal(buf + CUL_FIT_BYTES, "xxxxxxxx", 8);
	assert_true(strlen(buf) < CUL_FIT_BYTES);
}

static void expect_lines(const char *text, unsigned columns, unsigned indent,
			 const char *const *want)
{
	struct cul_wrap w = cul_wrap_over(sv(text), columns, indent, true);
	char buf[CUL_FIT_BYTES];
	bool more;

	for (; *want != NULL; want++) {
		assert_true(cul_wrap_next(&w, buf, &more));
		assert_string_equal(buf, *want);
	}
	assert_false(cul_wrap_next(&w, buf, &more));
}

static void text_is_wrapped_at_blanks(void **state)
{
	(void)state;
	expect_lines("", 10, 0, (const char *const[]){ NULL });
	expect_lines("one two three", 10, 0,
		     (const char *const[]){ "one two", "three", NULL });
	expect_lines("one two three", 13, 0,
		     (const char *const[]){ "one two three", NULL });
	/* No blank to break at. */
	expect_lines("abcdefghijkl", 8, 0,
		     (const char *const[]){ "abcdefgh", "ijkl", NULL });
	/* Later lines are shorter by the indent. */
	expect_lines("aaaa bbbb ccc dd", 10, 2,
		     (const char *const[]){ "aaaa bbbb", "ccc dd", NULL });
	/* Leading blanks of a line are kept, those of what goes on are not. */
	expect_lines("  a\nbb   cc", 8, 0,
		     (const char *const[]){ "  a", "bb   cc", NULL });
	expect_lines("a\tb", 20, 0, (const char *const[]){ "a       b", NULL });
	expect_lines("a\n\nb\n", 8, 0,
		     (const char *const[]){ "a", "", "b", NULL });
	expect_lines("\033\033\033", 8, 0,
		     (const char *const[]){ "\\x1b\\x1b", "\\x1b", NULL });
}

/* A sentence that is wrapped loses nothing but blanks, whatever the width. */
static void nothing_is_lost_at_any_width(void **state)
{
	static const char text[] = "customer C02018 (192.0.2.47) wrote to 432 "
				   "addresses; the machine is very likely "
				   "infected: \u65e5\u672c\u8a9e e\u0301 end";
	char all[sizeof(text)], got[4 * sizeof(text)], buf[CUL_FIT_BYTES];
	size_t n = 0;

	(void)state;
	for (const char *p = text; *p != '\0'; p++)
		if (*p != ' ')
			all[n++] = *p;
	all[n] = '\0';
	for (unsigned columns = 8; columns < 150; columns++) {
		struct cul_wrap w = cul_wrap_over(sv(text), columns, 2, true);
		size_t len = 0;
		bool more;

		while (cul_wrap_next(&w, buf, &more)) {
			assert_true(cul_fit_columns(sv(buf), true) <= columns);
			for (const char *p = buf; *p != '\0'; p++)
				if (*p != ' ')
					got[len++] = *p;
		}
		got[len] = '\0';
		assert_string_equal(got, all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_to_its_columns_and_says_so),
		cmocka_unit_test(
			the_longest_and_worst_text_stays_in_its_buffer),
		cmocka_unit_test(text_is_wrapped_at_blanks),
		cmocka_unit_test(nothing_is_lost_at_any_width),
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
