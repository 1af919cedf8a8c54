/* \summary: make a reply's words plain, sixteen bytes at a time
 *
 * First all of the text is sorted into bytes of words and others, and into
 * those few at which an address or a repeated code may begin. Then these are
 * looked at one by one, and at last the runs of blanks are squeezed. So the
 * cost is that of the text's blocks, and not that of its bytes.
 */
#include "text/plain.h"

#include "text/reply.h"

enum {
	BLOCK = CUL_PLAIN_BLOCK,
	LEAD = 16 /* a blank before the text, as before every word */
};

/* The text on its way. Behind its end stand zeros, up to a whole block. */
struct draft {
	char room[LEAD + CUL_OUTCOME_TEXT_MAX + BLOCK];
	const char *raw; /* the text within the room */
	size_t n;
	uint16_t reply;
	char b[CUL_OUTCOME_TEXT_MAX + BLOCK]; /* blanks not yet squeezed */
	uint64_t word[CUL_PLAIN_BLOCKS];
	uint64_t rare[CUL_PLAIN_BLOCKS];
	/* The next of these in the text, or its end, if not before the place
	 * that is asked for: so hostile text is walked through only once. */
	size_t next_at, next_blank, next_close;
};

/* Of one block, a bit for each byte. */
struct marks {
	uint64_t word;
	uint64_t rare; /* '<', '@', and at a run's start a code's digit */
};

#ifdef __SSE2__
/* Which bytes are between `low` and `low` + `span`. */
static inline __m128i in_range(__m128i x, char low, char span)
{
	x = _mm_sub_epi8(x, _mm_set1_epi8(low));
	return _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(span)), x);
}

static inline __m128i equal(__m128i x, char c)
{
	return _mm_cmpeq_epi8(x, _mm_set1_epi8(c));
}

static inline __m128i load(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* Upper and lower case differ in one bit, and a blank is that bit alone. */
static inline struct marks block_read(const char *p, char digit, char *b)
{
	const __m128i bit = _mm_set1_epi8(' ');
	struct marks m = { 0, 0 };

	for (unsigned i = 0; i < BLOCK; i += 16) {
		__m128i x = load(p + i);
		__m128i lower = _mm_or_si128(x, bit);
		__m128i word =
			_mm_or_si128(_mm_or_si128(in_range(lower, 'a', 25),
						  in_range(x, '0', 9)),
				     _mm_cmplt_epi8(x, _mm_setzero_si128()));
		__m128i code = _mm_and_si128(equal(x, digit),
					     equal(load(p + i - 1), ' '));
		__m128i rare = _mm_or_si128(
			_mm_or_si128(equal(x, '<'), equal(x, '@')), code);

		_mm_storeu_si128((__m128i *)(void *)(b + i),
				 _mm_and_si128(lower, _mm_or_si128(word, bit)));
		m.word |= (uint64_t)(unsigned)_mm_movemask_epi8(word) << i;
		m.rare |= (uint64_t)(unsigned)_mm_movemask_epi8(rare) << i;
	}
	return m;
}

static inline uint64_t blanks_of(const char *p)
{
	uint64_t m = 0;

	for (unsigned i = 0; i < BLOCK; i += 16)
		m |= (uint64_t)cul_find_mask16(p + i, ' ') << i;
	return m;
}
#else
static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static struct marks block_read(const char *p, char digit, char *b)
{
	struct marks m = { 0, 0 };

	for (unsigned i = 0; i < BLOCK; i++) {
		bool word = is_word(p[i]);
		bool rare = p[i] == '<' || p[i] == '@' ||
			    (p[i] == digit && p[(int)i - 1] == ' ');

		b[i] = word ? (char)(p[i] | ' ') : ' ';
		m.word |= (uint64_t)word << i;
		m.rare |= (uint64_t)rare << i;
	}
	return m;
}

static uint64_t blanks_of(const char *p)
{
	uint64_t m = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		m |= (uint64_t)(p[i] == ' ') << i;
	return m;
}
#endif

/* Returns whether anything rare stands there. */
static bool text_read(struct draft *d, struct cul_sv text)
{
	char digit = d->reply == 0 ? '<' : (char)('0' + d->reply / 100);
	char *raw = d->room + LEAD;
	uint64_t any = 0;

	raw[-1] = ' ';
	memcpy(raw, text.ptr, text.len);
	memset(raw + text.len, 0, BLOCK);
	d->raw = raw;
	d->n = text.len;
	for (size_t i = 0; i * BLOCK < d->n; i++) {
		struct marks m =
			block_read(raw + i * BLOCK, digit, d->b + i * BLOCK);

		d->word[i] = m.word;
		d->rare[i] = m.rare;
		any |= m.rare;
	}
	return any != 0;
}

static size_t next(const struct draft *d, size_t *known, size_t from, char c)
{
	const char *hit;

	if (*known >= from && *known != SIZE_MAX)
		return *known;
	hit = cul_find_byte(d->raw + from, d->n - from, c);
	*known = hit != NULL ? (size_t)(hit - d->raw) : d->n;
	return *known;
}

/* The bytes of an address at `from`, "<a@b>" or a@b; 0 if there is none.
 * Anything in angle brackets that has no blank is taken for one too. */
static size_t address_len(struct draft *d, size_t from)
{
	size_t at = next(d, &d->next_at, from, '@');
	size_t end;

	if (d->raw[from] == '<') {
		end = next(d, &d->next_close, from, '>');
		if (end == d->n ||
		    (at > end && next(d, &d->next_blank, from, ' ') < end))
			return 0;
		return end + 1 - from;
	}
	if (at == d->n)
		return 0;
	end = next(d, &d->next_blank, from, ' ');
	return at < end ? end - from : 0;
}

/* A reply of several lines is logged as one; its later lines repeat the code:
 * "550-5.1.1 … does not 550 5.1.1 exist". */
static size_t code_len(const struct draft *d, size_t from)
{
	const char *p = d->raw + from;
	struct cul_sv rest = { p + 4, d->n - from - 4 };

	if (d->reply == 0 || d->n - from < 4 || (p[3] != '-' && p[3] != ' ') ||
	    p[0] - '0' != d->reply / 100 || p[1] - '0' != d->reply / 10 % 10 ||
	    p[2] - '0' != d->reply % 10)
		return 0;
	return 4 + cul_enhanced_read(rest).len;
}

static void words_clear(struct draft *d, size_t from, size_t end)
{
	for (size_t i = from / BLOCK; i * BLOCK < end; i++) {
		uint64_t gone = UINT64_MAX;

		if (i == from / BLOCK)
			gone <<= from % BLOCK;
		if (end - i * BLOCK < BLOCK)
			gone &= ((uint64_t)1 << (end - i * BLOCK)) - 1;
		d->word[i] &= ~gone;
	}
}

/* Pass over all that begins at `from`; returns where words go on. */
static size_t pass_over(struct draft *d, size_t from)
{
	size_t end = from;
	size_t n = 0;

	do {
		end += n;
		if (end == d->n)
			break;
		n = address_len(d, end);
		if (n == 0)
			n = code_len(d, end);
	} while (n != 0);
	/* What is passed over begins with '<' or behind a blank: so squeeze()
	 * keeps no byte of it but that '<', which is a blank in `b`. */
	if (end != from)
		words_clear(d, from, end);
	return end;
}

/* An address without brackets begins where its run without blanks does. */
static void runs_mark(struct draft *d)
{
	for (size_t i = 0; i * BLOCK < d->n; i++) {
		uint64_t rare = d->rare[i];

		for (; rare != 0; rare &= rare - 1) {
			size_t bit = (size_t)__builtin_ctzll(rare);
			size_t at = i * BLOCK + bit;

			if (d->raw[at] != '@')
				continue;
			d->rare[i] &= ~((uint64_t)1 << bit);
			while (at != 0 && d->raw[at - 1] != ' ')
				at--;
			d->rare[at / BLOCK] |= (uint64_t)1 << at % BLOCK;
		}
	}
}

static void addresses_drop(struct draft *d)
{
	size_t done = 0;

	d->next_at = d->next_blank = d->next_close = SIZE_MAX;
	runs_mark(d);
	for (size_t i = 0; i * BLOCK < d->n; i++) {
		uint64_t rare = d->rare[i];

		for (; rare != 0; rare &= rare - 1) {
			size_t at = i * BLOCK + (size_t)__builtin_ctzll(rare);

			if (at >= done)
				done = pass_over(d, at);
		}
	}
}

/* Keep the words, and the first byte behind each. */
static void squeeze(struct cul_plain *out, const struct draft *d)
{
	uint64_t before = 0;
	char *to = out->b;

	for (size_t i = 0; i * BLOCK < d->n; i++) {
		const char *from = d->b + i * BLOCK;
		uint64_t keep = d->word[i] | d->word[i] << 1 | before;

		before = d->word[i] >> (BLOCK - 1);
		while (keep != 0) {
			unsigned skip = (unsigned)__builtin_ctzll(keep);
			unsigned run;

			from += skip;
			keep >>= skip;
			run = ~keep != 0 ? (unsigned)__builtin_ctzll(~keep)
					 : BLOCK;
			/* What is too much is written over. */
			memcpy(to, from, BLOCK);
			to += run;
			from += run;
			keep = run < BLOCK ? keep >> run : 0;
		}
	}
	if (to != out->b && to[-1] == ' ')
		to--;
	memset(to, 0, BLOCK);
	*to = ' ';
	out->n = (size_t)(to - out->b);
}

static void starts_mark(struct cul_plain *out)
{
	uint64_t before = 1;

	for (size_t i = 0; i * BLOCK < out->n; i++) {
		uint64_t blanks = blanks_of(out->b + i * BLOCK);
		size_t left = out->n - i * BLOCK;

		out->starts[i] = blanks << 1 | before;
		before = blanks >> (BLOCK - 1);
		if (left < BLOCK)
			out->starts[i] &= ((uint64_t)1 << left) - 1;
	}
}

void cul_plain_make(struct cul_plain *out, struct cul_sv text, uint16_t reply)
{
	struct draft d;

	if (text.len > CUL_OUTCOME_TEXT_MAX)
		text.len = CUL_OUTCOME_TEXT_MAX;
	out->n = 0;
	if (text.len == 0)
		return;
	d.reply = reply;
	if (text_read(&d, text))
		addresses_drop(&d);
	squeeze(out, &d);
	starts_mark(out);
}
