/* \summary: UTF-16 becomes UTF-8, and a mark is no part of a line */
#include "t.h"

#include "input_told.h"

#include <stdlib.h>

static const struct {
	struct cul_sv in;
	const char *out;
	bool odd;
} cases[] = {
#define S(lit)                                                                 \
	{                                                                      \
		lit, sizeof(lit) - 1                                           \
	}
	{ S("\xef\xbb\xbf"
	    "one\ntwo\n"),
	  "0:one\n4:two\n", false },
	{ S("\xef\xbb\xbf"), "", false },
	{ S("\xff\xfeo\0n\0\n\0"), "0:on\n", false },
	{ S("\xfe\xff\0o\0n\0\n"), "0:on\n", false },
	{ S("\xff\xfe"), "", false },
	{ S("\xfe\xff\0\xe9\x20\xac\0\n\0x"), "0:\xc3\xa9\xe2\x82\xac\n6:x\n",
	  false },
	{ S("\xfe\xff\xd8\x3d\xde\x00\0\n"), "0:\xf0\x9f\x98\x80\n", false },
	/* halves of a pair: alone, before a letter, the wrong way, at the end
	 */
	{ S("\xfe\xff\xd8\x3d\0\n"), "0:\xef\xbf\xbd\n", false },
	{ S("\xfe\xff\xde\x00\xd8\x3d\0a\0\n"),
	  "0:\xef\xbf\xbd\xef\xbf\xbd"
	  "a\n",
	  false },
	{ S("\xff\xfe\x3d\xd8"), "0:\xef\xbf\xbd\n", false },
	{ S("\xff\xfeo\0\n\0x"), "0:o\n", true },
	/* a mark that is none, and Latin-1 */
	{ S("one\n\xef\xbb\xbftwo\n"), "0:one\n4:\xef\xbb\xbftwo\n", false },
	{ S("\xe9t\xe9\n"), "0:\xe9t\xe9\n", false },
#undef S
};

static void marks_tell_what_a_text_is(void **s)
{
	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *path = scratch_file("a", cases[i].in);
		struct told t = tell(path, 100, false);

		assert_int_equal(t.note[0] != '\0', cases[i].odd);
		free(t.text.p);
		tells(path, cases[i].out, 0);
	}
}

/* An offset is one of the file only where nothing was taken or changed. */
static void only_an_unchanged_file_can_be_read_again(void **s)
{
	static const struct {
		const char *text;
		bool plain;
	} t[] = {
		{ "one\n", true },
		{ "", true },
		{ "\xef\xbb\xbfone\n", false },
		{ "2026-11-20T04:11:09Z stdout F one\n", false },
		{ "{\"log\":\"a\\n\",\"time\":\"2026-11-20T04:11:09Z\"}\n",
		  false },
		{ "{\"a\":1}\n", true },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_bytes *b;

		assert_int_equal(
			cul_bytes_open(scratch_text("a", t[i].text), &b), 0);
		assert_int_equal(cul_bytes_plain_fd(b) >= 0, t[i].plain);
		cul_bytes_free(&b);
	}
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(marks_tell_what_a_text_is),
		SCRATCH(only_an_unchanged_file_can_be_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
