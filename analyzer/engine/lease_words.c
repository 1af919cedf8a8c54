/* \summary: what is to be said of the files that say who held an address */
#include <stdio.h>

#include "engine/lease_book.h"
#include "report/words.h"

struct speech {
	int (*say)(void *arg, const char *sentence);
	void *arg;
	int err;
};

static void say(struct speech *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void say(struct speech *s, const char *fmt, ...)
{
	char text[CUL_LEASE_SENTENCE_MAX];
	va_list ap;

	if (s->err != 0)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	s->err = s->say(s->arg, text);
}

static void say_bad(struct speech *s, const struct cul_lease_book *b,
		    uint64_t n_bad)
{
	const char *file, *why;
	char n[CUL_WORD_MAX];
	uint64_t line;

	if (n_bad != 0)
		say(s,
		    "leases: %s record%s could not be read; who held an "
		    "address then may be taken for who held it before",
		    cul_word_u64(n_bad, n), n_bad == 1 ? "" : "s");
	for (size_t i = 0; cul_lease_book_bad(b, i, &file, &line, &why); i++)
		say(s, "leases: %.200s:%llu: %s", file,
		    (unsigned long long)line, why);
}

int cul_lease_book_say(const struct cul_lease_book *b,
		       int (*take)(void *arg, const char *sentence), void *arg)
{
	struct speech s = { take, arg, 0 };
	struct cul_lease_totals t;
	char n[CUL_WORD_MAX];
	const char *first;
	uint64_t empty = cul_lease_book_empty(b, &first);

	cul_lease_book_count(b, &t);
	if (t.files == empty)
		say(&s, "leases: nothing in them");
	else if (empty != 0)
		say(&s, "leases: %s file%s empty, the first is %.200s",
		    cul_word_u64(empty, n), empty == 1 ? " is" : "s are",
		    first);
	say_bad(&s, b, t.bad);
	if (t.overlaps != 0)
		say(&s,
		    "leases: two customers claim an address at one time: %s "
		    "times; the one who came later is believed",
		    cul_word_u64(t.overlaps, n));
	if (t.odd != 0)
		say(&s,
		    "leases: %s session%s ended before %s began, and %s left "
		    "out",
		    cul_word_u64(t.odd, n), t.odd == 1 ? "" : "s",
		    t.odd == 1 ? "it" : "they", t.odd == 1 ? "is" : "are");
	if (t.forgotten != 0)
		say(&s,
		    "leases: %s records are more than are kept; of the time "
		    "before those that are, nobody is said to hold anything",
		    cul_word_u64(t.records, n));
	return s.err;
}

void cul_lease_totals_words(const struct cul_lease_totals *t,
			    char ret_text[CUL_LEASE_SENTENCE_MAX])
{
	char n[CUL_WORD_MAX], c[CUL_WORD_MAX], from[CUL_WORD_MAX],
		to[CUL_WORD_MAX];
	int len = snprintf(
		ret_text, CUL_LEASE_SENTENCE_MAX,
		"%s interval%s of %s customer%s", cul_word_u64(t->intervals, n),
		t->intervals == 1 ? "" : "s", cul_word_u64(t->customers, c),
		t->customers == 1 ? "" : "s");

	if (t->t_first_usec != CUL_TIME_NONE)
		(void)snprintf(ret_text + len,
			       CUL_LEASE_SENTENCE_MAX - (size_t)len,
			       ", from %s to %s UTC",
			       cul_word_minute(t->t_first_usec, from),
			       cul_word_minute(t->t_last_usec, to));
}
