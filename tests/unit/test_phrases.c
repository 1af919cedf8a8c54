/* \summary: the list of phrases is in order, and each of them is found */
#include "t.h"

#include <limits.h>

#include "text/phrases.h"

/* Calls `fn` for each phrase of the list with the one before, or NULL. */
static size_t each(void (*fn)(const struct cul_phrase *before,
			      const struct cul_phrase *p))
{
	size_t n = 0;

	for (int first = CHAR_MIN; first <= CHAR_MAX; first++)
		for (int fourth = CHAR_MIN; fourth <= CHAR_MAX; fourth++) {
			const struct cul_phrase *before = NULL;
			const struct cul_phrase *p =
				cul_phrases_of((char)first, (char)fourth);

			for (; p != NULL && p->len != 0; before = p++) {
				assert_int_equal(p->text[0], first);
				assert_int_equal(p->text[3], fourth);
				fn(before, p);
				n++;
			}
		}
	return n;
}

static void in_order(const struct cul_phrase *before,
		     const struct cul_phrase *p)
{
	assert_int_not_equal(p->says, 0);
	assert_in_range(p->len, 4, sizeof(p->text));
	if (before != NULL)
		assert_true(memcmp(before->text, p->text, sizeof(p->text)) < 0);
}

static void written_plainly(const struct cul_phrase *before,
			    const struct cul_phrase *p)
{
	bool beyond_hex = false;

	(void)before;
	for (size_t i = 0; i < p->len; i++) {
		char c = p->text[i];

		assert_true((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			    (c == ' ' && p->text[i - 1] != ' '));
		beyond_hex = beyond_hex || c > 'f';
	}
	assert_true(p->text[0] >= 'a');
	/* Else it could stand in an address. */
	assert_true(beyond_hex);
}

static unsigned said_of(const char *before, const struct cul_phrase *p,
			const char *behind)
{
	char text[100];
	struct cul_plain t;
	size_t n = strlen(before);

	memcpy(text, before, n);
	memcpy(text + n, p->text, p->len);
	n += p->len;
	memcpy(text + n, behind, strlen(behind));
	cul_plain_make(&t, (struct cul_sv){ text, n + strlen(behind) }, 550);
	return cul_phrases_say(&t);
}

static void found(const struct cul_phrase *before, const struct cul_phrase *p)
{
	bool whole = p->text[p->len - 1] == ' ';

	(void)before;
	assert_int_equal(said_of("", p, "") & p->says, p->says);
	assert_int_equal(said_of("We say: ", p, ".") & p->says, p->says);
	assert_int_equal(said_of("[", p, whole ? "]" : "zz") & p->says,
			 p->says);
	/* A word does not begin in the midst of another. */
	if (memchr(p->text, ' ', p->len) == NULL)
		assert_int_equal(said_of("x", p, ""), 0);
}

static void every_phrase_is_in_its_place(void **s)
{
	(void)s;
	assert_true(each(in_order) > 200);
}

static void every_phrase_is_written_as_text_is_made(void **s)
{
	(void)s;
	(void)each(written_plainly);
}

static void every_phrase_is_found(void **s)
{
	(void)s;
	(void)each(found);
}

static unsigned says(const char *text, size_t n)
{
	struct cul_plain t;

	cul_plain_make(&t, (struct cul_sv){ text, n }, 550);
	return cul_phrases_say(&t);
}

static void a_phrase_is_whole_or_is_not_there(void **s)
{
	(void)s;
	assert_int_equal(says("user unknow", 11), 0);
	assert_int_equal(says("user unknown", 12), CUL_SAYS_BAD);
	assert_int_equal(says("cbl", 3), CUL_SAYS_REPUTATION);
	assert_int_equal(says("cbls", 4), 0);
	assert_int_equal(says("cbl\xc3\xa9", 5), 0);
	assert_int_equal(says("cb", 2), 0);
	assert_int_equal(says("", 0), 0);
}

/* Whatever the place at which the blocks of the reader part it. */
static void a_phrase_is_found_at_any_place(void **s)
{
	static const char phrase[] = "user unknown";
	char text[CUL_OUTCOME_TEXT_MAX];
	size_t n = sizeof(phrase) - 1;

	(void)s;
	for (size_t at = 0; at + n <= sizeof(text); at++) {
		memset(text, '.', sizeof(text));
		memcpy(text + at, phrase, n);
		assert_int_equal(says(text, sizeof(text)), CUL_SAYS_BAD);
		assert_int_equal(says(text, at + n), CUL_SAYS_BAD);
		assert_int_equal(says(text, at + n - 1), 0);
		memset(text, 'a', at);
		if (at != 0)
			text[at - 1] = ' ';
		assert_int_equal(says(text, sizeof(text)), CUL_SAYS_BAD);
		assert_int_equal(says(text, at + n), CUL_SAYS_BAD);
		if (at != 0)
			text[at - 1] = 'a';
		assert_int_equal(says(text, at + n), at ? 0 : CUL_SAYS_BAD);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(every_phrase_is_in_its_place),
		cmocka_unit_test(every_phrase_is_written_as_text_is_made),
		cmocka_unit_test(every_phrase_is_found),
		cmocka_unit_test(a_phrase_is_whole_or_is_not_there),
		cmocka_unit_test(a_phrase_is_found_at_any_place),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
