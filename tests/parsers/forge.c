/* \summary: forge PARSER HOLES.txt OTHER.txt...: no text that others choose
 * becomes a client or an account
 *
 * Each hole of each template, alone and all together, is filled with hostile
 * strings, with the lines that any server writes, and with random mixtures;
 * each line is also cut off at every byte, and each of its bytes changed. The
 * seed is printed, and taken from CULPRIT_SEED, so that a failure comes again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "forge_texts.h"

enum { MADE_MAX = 16384, SHOWN = 10, ROUNDS = 400 };

struct made {
	char b[MADE_MAX];
	size_t n;
	struct cul_sv hole; /* what the last hole got */
};

static struct {
	const struct cul_parser *parser;
	const char *path;
	struct forge_texts texts;
	unsigned long checks, failed;
	uint64_t seed;
} run;

static void put(struct made *m, const char *p, size_t n)
{
	if (n > sizeof(m->b) - m->n)
		n = sizeof(m->b) - m->n;
	memcpy(m->b + m->n, p, n);
	m->n += n;
}

/* LF ends a line, and syslog daemons end it at NUL. */
static void put_hole(struct made *m, struct cul_sv v, const struct hole *h)
{
	size_t at = m->n;

	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (c == '\n' || c == '\0' ||
		    (!h->dns && h->but.len != 0 &&
		     memchr(h->but.ptr, c, h->but.len) != NULL))
			c = '?';
		put(m, &c, 1);
	}
	m->hole = (struct cul_sv){ m->b + at, m->n - at };
}

/* `only`: the hole that is filled, the others get "x"; HOLES_MAX: all. */
static void make(struct made *m, const struct template *t, unsigned only,
		 struct cul_sv fill, struct cul_sv dns_fill)
{
	const char *p = t->line.ptr;
	const char *end = p + t->line.len;

	m->n = 0;
	m->hole = (struct cul_sv){ NULL, 0 };
	for (unsigned i = 0; i < t->n_holes; i++) {
		const struct hole *h = &t->holes[i];
		struct cul_sv v = h->dns ? dns_fill : fill;

		put(m, p, (size_t)(h->at - p));
		if (only != HOLES_MAX && only != i)
			v = CUL_SV("x");
		put_hole(m, v, h);
		p = h->after;
	}
	put(m, p, (size_t)(end - p));
	/* A CR at the end of a line belongs to the end of the line. */
	while (m->n != 0 && m->b[m->n - 1] == '\r')
		m->n--;
	if (m->hole.len != 0 && m->hole.ptr + m->hole.len > m->b + m->n)
		m->hole.len = (size_t)(m->b + m->n - m->hole.ptr);
}

static bool account_is_true(const struct cul_event *ev,
			    const struct template *t, const struct made *m,
			    bool whole)
{
	if (cul_sv_eq(t->account, CUL_SV("?")) ||
	    (!whole && cul_sv_eq(t->cut, CUL_SV("*"))))
		return true;
	if (cul_sv_eq(t->account, CUL_SV("%")))
		return !whole || !cul_sv_present(ev->account) ||
		       cul_sv_eq(ev->account, m->hole);
	return fact_text(ev->account, t->account, whole);
}

static void failed(const char *what, const struct template *t,
		   const struct made *m, size_t n)
{
	if (run.failed++ >= SHOWN)
		return;
	printf("%s:%u: %s: ", run.path, t->number, what);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)m->b[i];

		if (c < 0x20 || c >= 0x7f)
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	putchar('\n');
}

static bool view_is_inside(struct cul_sv v, const char *b, size_t n)
{
	return !cul_sv_present(v) || (v.ptr >= b && v.ptr + v.len <= b + n);
}

static bool event_is_inside(const struct cul_event *ev, const char *b, size_t n)
{
	const struct cul_sv v[] = {
		ev->host,        ev->session, ev->other,          ev->service,
		ev->client_name, ev->helo,    ev->account,        ev->sender,
		ev->recipient,   ev->relay,   ev->orig_recipient, ev->enhanced,
		ev->text,
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		if (!view_is_inside(v[i], b, n))
			return false;
	return ev->kind != CUL_EV_NONE;
}

static void record_of(const struct template *t, const char *b, size_t n,
		      struct cul_columns *columns, struct cul_record *ret_rec)
{
	struct cul_stamp_memo memo = { 0 };

	cul_syslog_read((struct cul_sv){ b, n }, &memo, ret_rec);
	if (run.parser->columns == NULL)
		return;
	columns->n = 0;
	(void)run.parser->columns(t->columns, columns);
	(void)run.parser->columns(ret_rec->line, columns);
	if (columns->n != 0)
		ret_rec->columns = columns;
}

/* How many events there are, each of them held against the template. */
static unsigned events_hold(const struct template *t, const struct made *m,
			    size_t n, bool whole, bool facts)
{
	struct cul_columns columns;
	struct cul_record rec;
	struct cul_event ev;
	unsigned events = 0;

	run.checks++;
	record_of(t, m->b, n, &columns, &rec);
	if (!cul_parser_is_asked(run.parser, &rec))
		return 0;
	for (;;) {
		unsigned why = 9999;
		enum cul_verdict v = run.parser->parse(&rec, &ev, &why);

		if (v != CUL_EVENT) {
			if (v != CUL_NOT_MINE &&
			    (why >= CUL_PARSER_REASONS_MAX ||
			     run.parser->reasons[why] == NULL))
				failed("a verdict without reason", t, m, n);
			if (events != 0)
				failed("a part that is none", t, m, n);
			return events;
		}
		events++;
		if (!event_is_inside(&ev, m->b, n))
			failed("a view outside", t, m, n);
		if (facts && !fact_client(&ev, t, whole))
			failed("a forged client", t, m, n);
		if (facts && !account_is_true(&ev, t, m, whole))
			failed("a forged account", t, m, n);
		if (facts && !fact_text(ev.session, t->session, whole))
			failed("a forged session", t, m, n);
		if (facts && whole && !fact_text(ev.other, t->other, whole))
			failed("joined to another", t, m, n);
		if (ev.next_part == 0)
			return events;
		if (ev.next_part <= rec.part)
			failed("parts that do not end", t, m, n);
		rec.part = ev.next_part;
	}
}

/* Filled with something harmless it is understood, or all else would prove
 * nothing: the client that the template names is given. */
static void template_is_read(const struct template *t)
{
	struct made m;
	struct cul_columns columns;
	struct cul_record rec;
	struct cul_event ev;
	unsigned why = 0;
	bool client = false;

	make(&m, t, HOLES_MAX, CUL_SV("x"), CUL_SV("x"));
	if (events_hold(t, &m, m.n, true, true) == 0) {
		failed("not read", t, &m, m.n);
		return;
	}
	record_of(t, m.b, m.n, &columns, &rec);
	do {
		if (run.parser->parse(&rec, &ev, &why) != CUL_EVENT)
			break;
		client |= !cul_addr_none(&ev.client);
		rec.part = ev.next_part;
	} while (ev.next_part != 0);
	if (client == fact_is_absent(t->client))
		failed("the client is not as the template says", t, &m, m.n);
}

static void filled(const struct template *t, unsigned only, struct cul_sv fill,
		   struct cul_sv name, bool cut_too)
{
	struct made m;

	make(&m, t, only, fill, name);
	(void)events_hold(t, &m, m.n, true, true);
	for (size_t n = 0; cut_too && n < m.n; n++)
		(void)events_hold(t, &m, n, false, true);
}

static void each_text(const struct template *t)
{
	for (unsigned i = 0; i < run.texts.n; i++) {
		struct cul_sv text = { run.texts.v[i], strlen(run.texts.v[i]) };
		const char *d = forge_dns[i % forge_n_dns];
		struct cul_sv name = { d, strlen(d) };
		bool own = i < run.texts.n_own;

		filled(t, HOLES_MAX, text, name, own);
		for (unsigned only = 0; t->n_holes > 1 && only < t->n_holes;
		     only++)
			filled(t, only, text, name, own);
	}
}

static size_t below(size_t n)
{
	run.seed = run.seed * UINT64_C(6364136223846793005) +
		   UINT64_C(1442695040888963407);
	return (size_t)(run.seed >> 33) % n;
}

static void random_texts(const struct template *t)
{
	for (int round = 0; round < ROUNDS; round++) {
		struct made fill = { .n = 0 }, m;
		size_t parts = 1 + below(5);
		const char *d = forge_dns[below(forge_n_dns)];
		struct cul_sv name = { d, strlen(d) };

		for (size_t i = 0; i < parts; i++) {
			const char *text = run.texts.v[below(run.texts.n)];
			size_t n = strlen(text), from = n != 0 ? below(n) : 0;
			char byte = (char)(1 + below(255));

			put(&fill, text + from, n - from);
			if (below(2) != 0)
				put(&fill, &byte, 1);
		}
		make(&m, t,
		     below(2) != 0 ? HOLES_MAX
				   : (unsigned)below(t->n_holes + 1),
		     (struct cul_sv){ fill.b, fill.n }, name);
		(void)events_hold(t, &m, m.n, true, true);
		(void)events_hold(t, &m, below(m.n + 1), false, true);
	}
}

/* The bytes on the heap, and no more of them than there are, so that a
 * sanitizer sees a single byte read beyond. */
static void exactly(const struct template *t, const char *p, size_t n)
{
	struct made *m =
		malloc(offsetof(struct made, b) + sizeof(m->b) + sizeof(*m));
	char *b = malloc(n != 0 ? n : 1);
	struct cul_columns columns;
	struct cul_record rec;
	struct cul_event ev;
	unsigned why = 0;

	if (m == NULL || b == NULL)
		exit(1);
	memcpy(b, p, n);
	record_of(t, b, n, &columns, &rec);
	if (cul_parser_is_asked(run.parser, &rec) &&
	    run.parser->parse(&rec, &ev, &why) == CUL_EVENT &&
	    !event_is_inside(&ev, b, n)) {
		memcpy(m->b, b, n < sizeof(m->b) ? n : sizeof(m->b));
		failed("a view outside", t, m,
		       n < sizeof(m->b) ? n : sizeof(m->b));
	}
	run.checks++;
	free(b);
	free(m);
}

static void torn(const struct template *t)
{
	static const char hard[] = "\0\r\"\\<>[](){}:;=, /@\x7f\x80\xff";
	struct made m;

	make(&m, t, HOLES_MAX, CUL_SV("x"), CUL_SV("x"));
	for (size_t n = 0; n <= m.n; n++) {
		exactly(t, m.b, n);
		exactly(t, m.b + n, m.n - n);
	}
	for (size_t n = 0; n < m.n; n++)
		for (size_t h = 0; h < sizeof(hard); h++) {
			char was = m.b[n];

			m.b[n] = hard[h];
			(void)events_hold(t, &m, m.n, false, false);
			m.b[n] = was;
		}
}

/* 64 KiB and a byte of one sign in the first hole: as long as the framer lets
 * through. */
static void over_long(const struct template *t)
{
	enum { MANY = 64 * 1024 + 1 };
	static const char fill[] = "<,; x\"[";
	size_t before = t->n_holes != 0 ? (size_t)(t->holes[0].at - t->line.ptr)
					: t->line.len;
	char *b = malloc(before + MANY);

	if (b == NULL)
		exit(1);
	memcpy(b, t->line.ptr, before);
	for (size_t i = 0; i < sizeof(fill) - 1; i++) {
		memset(b + before, fill[i], MANY);
		exactly(t, b, before + MANY);
	}
	free(b);
}

static const struct cul_parser *parser_named(const char *name)
{
	for (size_t i = 0; cul_parsers[i] != NULL; i++)
		if (strcmp(cul_parsers[i]->name, name) == 0)
			return cul_parsers[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const char *given = getenv("CULPRIT_SEED");
	struct templates *t = malloc(sizeof(*t));

	run.parser = argc > 2 ? parser_named(argv[1]) : NULL;
	if (run.parser == NULL || t == NULL) {
		fputs("usage: forge PARSER HOLES.txt [OTHER.txt...]\n", stderr);
		return 2;
	}
	run.path = argv[2];
	run.seed = given != NULL ? strtoull(given, NULL, 10) : 20261120;
	templates_read(argv[2], t);
	forge_texts_make(argv + 3, argc - 3, &run.texts);
	for (unsigned i = 0; i < t->n; i++) {
		template_is_read(&t->v[i]);
		each_text(&t->v[i]);
		random_texts(&t->v[i]);
		torn(&t->v[i]);
		over_long(&t->v[i]);
	}
	printf("%s: %u templates, %lu checks, %lu failed, seed %s\n", argv[1],
	       t->n, run.checks, run.failed,
	       given != NULL ? given : "20261120");
	forge_texts_done(&run.texts);
	templates_done(t);
	run.failed += t->n == 0;
	free(t);
	return run.failed != 0;
}
