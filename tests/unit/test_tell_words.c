/* \summary: tests of a command line in words, and of text made harmless */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "tell/text.h"
#include "tell/words.h"

static void a_command_is_split_as_a_shell_would_without_expanding(void **st)
{
	static const struct {
		const char *text, *words; /* | between */
	} rows[] = {
		{ "block", "block" },
		{ "  block \t-v\nnow ", "block|-v|now" },
		{ "/bin/sh -c 'a \"b\" $c'", "/bin/sh|-c|a \"b\" $c" },
		{ "x \"a 'b' \\\" \\\\ \\n\"", "x|a 'b' \" \\ \\n" },
		{ "x a\\ b \\\"c \\'d \\\\", "x|a b|\"c|'d|\\" },
		{ "x '' \"\"", "x||" },
		{ "x pre'mid 'post\"er\"", "x|premid poster" },
		{ "x 'a\\'", "x|a\\" },
		{ "x $HOME `id` * ~ ; | & > <", "x|$HOME|`id`|*|~|;|||&|>|<" },
		{ "'with blank/prog' a", "with blank/prog|a" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *argv[CUL_TELL_WORDS_MAX + 1], got[256] = "";
		const char *why = NULL;

		assert_int_equal(cul_tell_split(rows[i].text, argv, &why),
				 CUL_OK);
		for (size_t n = 0, at = 0; argv[n] != NULL; n++)
			at += (size_t)snprintf(got + at, sizeof(got) - at,
					       "%s%s", n > 0 ? "|" : "",
					       argv[n]);
		assert_string_equal(got, rows[i].words);
		free(argv[0]);
	}
}

static void what_cannot_be_split_is_refused_with_a_reason(void **st)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "", "names no program" },
		{ " \t", "names no program" },
		{ "'' x", "names no program" },
		{ "x 'a", "' is not closed" },
		{ "x \"a", "\" is not closed" },
		{ "x \"a\\", "\" is not closed" },
		{ "x \"a\\\"", "\" is not closed" },
		{ "x a\\", "last backslash" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *argv[CUL_TELL_WORDS_MAX + 1];
		const char *why = "";

		assert_int_equal(cul_tell_split(rows[i].text, argv, &why),
				 CUL_ECONF);
		assert_non_null(strstr(why, rows[i].why));
	}
}

static void sixty_four_words_are_taken_and_no_more(void **st)
{
	char *argv[CUL_TELL_WORDS_MAX + 1], text[2 * 65 + 1];
	const char *why = "";

	(void)st;
	for (size_t i = 0; i < 65; i++)
		memcpy(text + 2 * i, "a ", 3);
	assert_int_equal(cul_tell_split(text, argv, &why), CUL_ECONF);
	assert_non_null(strstr(why, "64"));
	text[2 * 64] = '\0';
	assert_int_equal(cul_tell_split(text, argv, &why), CUL_OK);
	assert_null(argv[64]);
	assert_string_equal(argv[63], "a");
	free(argv[0]);
}

static void text_of_strangers_is_shown_and_does_nothing(void **st)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{ "C01861", "C01861" },
		{ "a\r\nBcc: x@y.example", "a\\x0d\\x0aBcc: x@y.example" },
		{ "\x1b[2J", "\\x1b[2J" },
		{ "m\xc3\xbcller", "m\xc3\xbcller" },
		{ "\xd0\x9f\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0",
		  "\xd0\x9f\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0" },
		{ "\xe9\x83\xb5\xe4\xbb\xb6", "\xe9\x83\xb5\xe4\xbb\xb6" },
		/* turned round, not seen, combined: not letters here */
		{ "a\xe2\x80\xae"
		  "b",
		  "a\\xe2\\x80\\xaeb" },
		{ "a\xe2\x80\x8b", "a\\xe2\\x80\\x8b" },
		{ "a\xcc\x81", "a\\xcc\\x81" },
		{ "a\xc2\xad", "a\\xc2\\xad" },
		{ "\xc2\x85", "\\xc2\\x85" },
		/* no UTF-8: alone, overlong, cut, half of a pair */
		{ "\xff", "\\xff" },
		{ "\xc0\x8a", "\\xc0\\x8a" },
		{ "\xe0\x80\x8a", "\\xe0\\x80\\x8a" },
		{ "\xe9\x83", "\\xe9\\x83" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
		{ "\xf0\x9f\x98\x80", "\\xf0\\x9f\\x98\\x80" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cul_text t = { 0 };

		cul_text_strange(&t, cul_text_sv(rows[i].text));
		assert_string_equal(t.p, rows[i].shown);
		cul_text_done(&t);
	}
}

static size_t longest_line(const char *p)
{
	size_t most = 0;

	while (*p != '\0') {
		size_t n = strcspn(p, "\n");

		most = n > most ? n : most;
		p += n + 1;
	}
	return most;
}

static void lines_are_folded_at_blanks_and_never_too_long(void **st)
{
	struct cul_text t = { 0 };
	char wide[3001];

	(void)st;
	cul_text_wrap(&t, CUL_SV("one two"), "  ");
	assert_string_equal(t.p, "  one two\n");
	cul_text_done(&t);
	for (size_t i = 0; i < 300; i++)
		memcpy(wide + 10 * i, "123456789 ", 11);
	wide[2999] = '\0';
	cul_text_wrap(&t, cul_text_sv(wide), "    ");
	assert_int_equal(longest_line(t.p), 4 + 59);
	cul_text_done(&t);
	/* Of two bytes each, from an odd place on: none may be cut. */
	wide[0] = 'a';
	for (size_t i = 0; i < 1499; i++)
		memcpy(wide + 1 + 2 * i, "\xc3\xbc", 3);
	cul_text_wrap(&t, cul_text_sv(wide), "");
	assert_true(longest_line(t.p) <= 900);
	for (const char *p = t.p; *p != '\0'; p++)
		assert_false(*p == '\xc3' && p[1] != '\xbc');
	cul_text_done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_command_is_split_as_a_shell_would_without_expanding),
		cmocka_unit_test(what_cannot_be_split_is_refused_with_a_reason),
		cmocka_unit_test(sixty_four_words_are_taken_and_no_more),
		cmocka_unit_test(text_of_strangers_is_shown_and_does_nothing),
		cmocka_unit_test(lines_are_folded_at_blanks_and_never_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
