/* \summary: which phrases stand in a text */
#include "text/phrases.h"

/* Short names keep a phrase and its meaning on one line. */
enum {
	LIMIT = CUL_SAYS_LIMIT,
	WAIT = CUL_SAYS_WAIT,
	AUTH = CUL_SAYS_AUTH,
	RELAY = CUL_SAYS_RELAY,
	BAD = CUL_SAYS_BAD,
	REPUTATION = CUL_SAYS_REPUTATION,
	CONTENT = CUL_SAYS_CONTENT,
	SENDER = CUL_SAYS_SENDER,
	DENIED = CUL_SAYS_DENIED
};

/* A pair's row has no text: it ends the phrases of the pair before. */
static const struct cul_phrase phrases[] = {
#define PAIR(first, fourth) { 0, 0, "" },
#define PHRASE(text, says)  { says, sizeof(text) - 1, text },
#include "text/phrases.def"
#undef PAIR
#undef PHRASE
	{ 0, 0, "" },
};

/* The number of each row, named by its line in the list. */
#define ROW_OF(line) ROW_##line
#define ROW(line)    ROW_OF(line)
enum {
#define PAIR(first, fourth) ROW(__LINE__),
#define PHRASE(text, says)  ROW(__LINE__),
#include "text/phrases.def"
#undef PAIR
#undef PHRASE
};

/* Five bits tell letters apart: a digit that looks like one begins no phrase,
 * as comparing then shows. */
#define PLACE(first, fourth) (((first)&31) << 7 | ((fourth)&127))

/* The first phrase of each pair; 0 if it has none. */
static const uint16_t first_of[32 * 128] = {
#define PAIR(first, fourth) [PLACE(first, fourth)] = ROW(__LINE__) + 1,
#define PHRASE(text, says)
#include "text/phrases.def"
#undef PAIR
#undef PHRASE
};

static inline uint32_t head_of(const char *text)
{
	uint32_t head;

	memcpy(&head, text, sizeof(head));
	return head;
}

const struct cul_phrase *cul_phrases_of(char first, char fourth)
{
	const struct cul_phrase *p = phrases + first_of[PLACE(first, fourth)];

	if (p->len == 0 || p->text[0] != first || p->text[3] != fourth)
		return NULL;
	return p;
}

/* The last byte is looked at before the others: of phrases that begin alike
 * few end alike. */
static unsigned word_says(const char *b, const struct cul_phrase *p)
{
	uint32_t head = head_of(b);
	unsigned says = 0;

	for (; p->len != 0; p++) {
		size_t n = p->len;

		if (head_of(p->text) == head && b[n - 1] == p->text[n - 1] &&
		    memcmp(b + 4, p->text + 4, n - 4) == 0)
			says |= p->says;
	}
	return says;
}

unsigned cul_phrases_say(const struct cul_plain *t)
{
	unsigned says = 0;

	for (size_t i = 0; i * CUL_PLAIN_BLOCK < t->n; i++) {
		const char *b = t->b + i * CUL_PLAIN_BLOCK;
		uint64_t starts = t->starts[i];

		for (; starts != 0; starts &= starts - 1) {
			const char *at = b + __builtin_ctzll(starts);
			unsigned row = first_of[PLACE(at[0], at[3])];

			if (row != 0)
				says |= word_says(at, phrases + row);
		}
	}
	return says;
}
