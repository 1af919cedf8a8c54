/* \summary: words made plain by blocks are as by a walk over the bytes */
#include "t.h"

#include <stdlib.h>

#include "dice.h"
#include "text/plain.h"
#include "text/reply.h"

/* The model: the same in one walk, a byte at a time. */
struct walk {
	const char *p, *end;
	char b[CUL_OUTCOME_TEXT_MAX + 1];
	size_t n;
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool has(const char *p, const char *end, char c)
{
	return memchr(p, c, (size_t)(end - p)) != NULL;
}

static bool address_skip(struct walk *w)
{
	const char *e = w->p;

	if (*w->p == '<') {
		while (e < w->end && *e != '>')
			e++;
		if (e == w->end || (!has(w->p, e, '@') && has(w->p, e, ' ')))
			return false;
		w->p = e + 1;
		return true;
	}
	while (e < w->end && *e != ' ')
		e++;
	if (!has(w->p, e, '@'))
		return false;
	w->p = e;
	return true;
}

static bool code_skip(struct walk *w, uint16_t reply)
{
	const char *p = w->p;

	if (reply == 0 || w->end - p < 4 || (p[3] != '-' && p[3] != ' ') ||
	    p[0] - '0' != reply / 100 || p[1] - '0' != reply / 10 % 10 ||
	    p[2] - '0' != reply % 10)
		return false;
	w->p += 4;
	w->p += cul_enhanced_read(
			(struct cul_sv){ w->p, (size_t)(w->end - w->p) })
			.len;
	return true;
}

static void put(struct walk *w, char c)
{
	if (is_word(c))
		w->b[w->n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	else if (w->n != 0 && w->b[w->n - 1] != ' ')
		w->b[w->n++] = ' ';
}

static void walk_over(struct walk *w, struct cul_sv text, uint16_t reply)
{
	bool start = true;

	if (text.len > CUL_OUTCOME_TEXT_MAX)
		text.len = CUL_OUTCOME_TEXT_MAX;
	w->p = text.ptr;
	w->end = text.ptr + text.len;
	w->n = 0;
	while (w->p < w->end) {
		if ((start || *w->p == '<') &&
		    (address_skip(w) || code_skip(w, reply))) {
			put(w, ' ');
			start = true;
			continue;
		}
		start = *w->p == ' ';
		put(w, *w->p++);
	}
	if (w->n != 0 && w->b[w->n - 1] == ' ')
		w->n--;
}

/* The case of bytes that are no letters is nobody's concern. */
static bool is_same(char a, char b)
{
	return a == b || ((unsigned char)a >= 0x80 && (a | 32) == b);
}

static void as_the_model(struct cul_sv text, uint16_t reply)
{
	struct walk w;
	struct cul_plain t;

	walk_over(&w, text, reply);
	cul_plain_make(&t, text, reply);
	if (w.n != t.n)
		fail_msg("%u: \"%.*s\": %zu bytes, not %zu", reply,
			 (int)text.len, text.ptr, t.n, w.n);
	for (size_t i = 0; i < t.n; i++) {
		bool start = i == 0 || w.b[i - 1] == ' ';

		assert_true(is_same(w.b[i], t.b[i]));
		assert_int_equal(t.starts[i / CUL_PLAIN_BLOCK] >>
						 i % CUL_PLAIN_BLOCK &
					 1,
				 start);
	}
	if (t.n != 0)
		assert_int_equal(t.b[t.n], ' ');
}

static void words_addresses_and_codes(void **s)
{
	static const struct {
		const char *in, *want;
		uint16_t reply;
	} t[] = {
		{ "User  UNKNOWN; here", "user unknown here", 550 },
		{ "<a@b.example>: no", "no", 550 },
		{ "for a@b.example no", "for no", 550 },
		{ "(a@b.example) no", "no", 550 },
		{ "no<a@b.example>yes no", "no", 550 },
		{ "no<b.example>yes no", "no yes no", 550 },
		{ "no <spamhaus>", "no", 550 },
		{ "no <two words> yes", "no two words yes", 550 },
		{ "no <a b@c.example d> yes", "no yes", 550 },
		{ "<a@b.example>c@d.example no", "no", 550 },
		{ "x<a@b.example no", "no", 550 },
		{ "<a b@c.example no", "a no", 550 },
		{ "does not 550 5.1.1 exist", "does not exist", 550 },
		{ "does not 550-5.1.1 exist", "does not exist", 550 },
		{ "does not 550 5.1.1 exist", "does not 550 5 1 1 exist", 451 },
		{ "does not 550 5.1.1 exist", "does not 550 5 1 1 exist", 0 },
		{ "550 5.1.1<a@b.example>yes no", "yes no", 550 },
		{ "a550 b", "a550 b", 550 },
		{ "550", "550", 550 },
		{ "--- ...", "", 550 },
		{ "\x11\x12 a\x01z", "a z", 550 },
		{ "", "", 550 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_sv in = { t[i].in, strlen(t[i].in) };
		struct cul_plain got;

		cul_plain_make(&got, in, t[i].reply);
		if (got.n != strlen(t[i].want) ||
		    memcmp(got.b, t[i].want, got.n) != 0)
			fail_msg("%s: \"%.*s\"", t[i].in, (int)got.n, got.b);
		as_the_model(in, t[i].reply);
	}
}

static size_t piece_put(uint64_t *seed, char *b)
{
	static const char *const piece[] = {
		" ",     " ",   "<",   ">",         "@",
		"<a@b>", "a@b", "550", "550 5.1.1", "550-5.1.1 ",
		"User",  "z",   "no",  ": ",        "\xc3\xa9",
		"[",     "{",   "5",   "451",       "unknown recipient",
	};
	const char *p =
		piece[dice_below(seed, sizeof(piece) / sizeof(piece[0]))];
	size_t n = strlen(p);

	memcpy(b, p, n);
	return n;
}

static size_t text_make(uint64_t *seed, char *b, size_t room)
{
	size_t want = dice_below(seed, (uint32_t)(room - 32));
	size_t n = 0;

	if (dice_below(seed, 8) == 0) {
		for (; n < want; n++)
			b[n] = (char)dice_below(seed, 256);
		return n;
	}
	while (n < want)
		n += piece_put(seed, b + n);
	return n;
}

/* On the heap, and no byte more, so that a sanitizer sees one read beyond. */
static void any_text_is_as_by_the_model(void **s)
{
	static const uint16_t reply[] = { 550, 451, 0, 555, 65535 };
	static char made[CUL_OUTCOME_TEXT_MAX + 300];
	uint64_t seed = 5;

	(void)s;
	for (unsigned i = 0; i < 20000; i++) {
		size_t room = i % 10 == 0 ? sizeof(made) : 250;
		size_t n = text_make(&seed, made, room);
		char *b = malloc(n != 0 ? n : 1);

		assert_non_null(b);
		memcpy(b, made, n);
		as_the_model((struct cul_sv){ b, n }, reply[i % 5]);
		free(b);
	}
}

static void any_length_is_as_by_the_model(void **s)
{
	static const char line[] = "no <a@b.example> such user, or so ";

	(void)s;
	for (size_t n = 0; n < CUL_OUTCOME_TEXT_MAX + 70; n++) {
		char *b = malloc(n != 0 ? n : 1);

		assert_non_null(b);
		for (size_t i = 0; i < n; i++)
			b[i] = line[i % (sizeof(line) - 1)];
		as_the_model((struct cul_sv){ b, n }, 550);
		memset(b, 'a', n);
		as_the_model((struct cul_sv){ b, n }, 550);
		free(b);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(words_addresses_and_codes),
		cmocka_unit_test(any_text_is_as_by_the_model),
		cmocka_unit_test(any_length_is_as_by_the_model),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
