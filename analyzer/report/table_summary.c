/* \summary: the terminal table: what was read, guessed, and not counted */
#include <stdio.h>

#include "report/glyph.h"
#include "report/judged.h"
#include "report/mask.h"
#include "report/table.h"
#include "report/words.h"

enum { LIST_MAX = 2048, INPUTS_MAX = 40 };

/* A list in one paragraph, "12 of this; 3 of that". */
struct list {
	char text[LIST_MAX];
	size_t used;
};

static void list_add(struct list *l, uint64_t n, const char *what)
{
	char number[CUL_WORD_MAX];
	int len;

	if (n == 0)
		return;
	len = snprintf(l->text + l->used, LIST_MAX - l->used, "%s%s %s",
		       l->used == 0 ? "" : ", ", cul_word_u64(n, number), what);
	if (len > 0 && (size_t)len < LIST_MAX - l->used)
		l->used += (size_t)len;
	else
		l->text[l->used] = '\0';
}

static void item(const struct cul_term *t, const char *label, const char *text)
{
	unsigned at = 4 + (unsigned)strlen(label);

	cul_out_fmt(t->o, "    %s", label);
	cul_term_para(t, at, 6, text);
}

static void sentence(const struct cul_term *t, const char *text)
{
	cul_out_str(t->o, "  ");
	cul_term_para(t, 2, 4, text);
}

static void totals(const struct cul_term *t, const struct cul_summary *s)
{
	char lines[CUL_WORD_MAX], size[CUL_WORD_MAX], first[CUL_WORD_MAX];
	char last[CUL_WORD_MAX], span[CUL_WORD_MAX], text[512];
	struct list mail = { .used = 0 };

	snprintf(text, sizeof(text), "%s line%s, %s",
		 cul_word_u64(s->lines, lines), s->lines == 1 ? "" : "s",
		 cul_word_bytes(s->bytes, size));
	sentence(t, text);
	if (s->t_first_usec != CUL_TIME_NONE &&
	    s->t_last_usec != CUL_TIME_NONE) {
		snprintf(text, sizeof(text), "from %s to %s UTC (%s)",
			 cul_word_minute(s->t_first_usec, first),
			 cul_word_minute(s->t_last_usec, last),
			 cul_word_span(s->t_last_usec - s->t_first_usec, span));
		sentence(t, text);
	}
	list_add(&mail, s->mail.received, "received");
	list_add(&mail, s->mail.delivered, "delivered");
	list_add(&mail, s->mail.forwarded, "forwarded");
	list_add(&mail, s->mail.deferred, "deferred");
	list_add(&mail, s->mail.bounced, "bounced");
	list_add(&mail, s->mail.rejected, "rejected");
	list_add(&mail, s->mail.reject_warnings, "warned of");
	list_add(&mail, s->mail.held, "held");
	list_add(&mail, s->mail.discarded, "discarded");
	cul_out_str(t->o, "  mail: ");
	cul_term_para(t, 8, 4, mail.used != 0 ? mail.text : "none");
}

/* How often it was asked who held an address, and what was known of it. */
static void leases(const struct cul_term *t, const struct cul_lease_totals *n)
{
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX], text[LIST_MAX + 160];
	struct list l = { .used = 0, .text = "" };

	if (n->files == 0)
		return;
	list_add(&l, n->intervals, n->intervals == 1 ? "lease" : "leases");
	list_add(&l, n->customers,
		 n->customers == 1 ? "customer" : "customers");
	list_add(&l, n->answered, "look-ups answered");
	list_add(&l, n->ambiguous, "ambiguous, at a handover");
	list_add(&l, n->nobody, "of addresses that nobody held then");
	cul_out_str(t->o, "  leases: ");
	if (n->t_first_usec == CUL_TIME_NONE)
		(void)snprintf(text, sizeof(text), "none%s%s",
			       l.used != 0 ? ", " : "", l.text);
	else
		(void)snprintf(text, sizeof(text), "from %s to %s UTC, %s",
			       cul_word_minute(n->t_first_usec, from),
			       cul_word_minute(n->t_last_usec, to), l.text);
	cul_term_para(t, 10, 4, text);
}

static void reasons(const struct cul_term *t, const char *label,
		    const struct cul_parser_count *p, const uint64_t *counts)
{
	struct list l = { .used = 0, .text = "" };

	for (unsigned i = 0; i < CUL_PARSER_REASONS_MAX; i++) {
		if (p->reasons == NULL || p->reasons[i] == NULL)
			break;
		list_add(&l, counts[i], p->reasons[i]);
	}
	if (l.used != 0)
		item(t, label, l.text);
}

static void parser(const struct cul_term *t, const struct cul_parser_count *p)
{
	static const char *const words[CUL_VERDICTS_] = {
		[CUL_EVENT] = "events",
		[CUL_IGNORED] = "ignored",
		[CUL_NOT_MINE] = "not mine",
		[CUL_MALFORMED] = "malformed",
	};
	char number[CUL_WORD_MAX];

	cul_out_fmt(t->o, "  %s: ", p->name);
	for (unsigned v = 0; v < CUL_VERDICTS_; v++)
		cul_out_fmt(t->o, "%s%s %s", v == 0 ? "" : ", ",
			    cul_word_u64(p->verdicts[v], number), words[v]);
	cul_out_put(t->o, "\n", 1);
	reasons(t, "ignored: ", p, p->ignored);
	reasons(t, "malformed: ", p, p->malformed);
}

static bool is_trouble(const struct cul_input_count *in)
{
	return in->error != NULL || in->note != NULL || in->cut_lines != 0;
}

static void input(const struct cul_term *t, const struct cul_input_count *in)
{
	char number[CUL_WORD_MAX], text[CUL_WORD_MAX + 16];
	unsigned at = 2;

	cul_out_str(t->o, "  ");
	at += cul_term_text(t,
			    strcmp(in->path, "-") == 0 ? "(stdin)" : in->path);
	snprintf(text, sizeof(text), ": %s line%s",
		 cul_word_u64(in->lines, number), in->lines == 1 ? "" : "s");
	cul_out_str(t->o, text);
	at += (unsigned)strlen(text);
	if (in->cut_lines != 0) {
		snprintf(text, sizeof(text), ", %s of them cut",
			 cul_word_u64(in->cut_lines, number));
		cul_out_str(t->o, text);
		at += (unsigned)strlen(text);
	}
	if (in->error == NULL && in->note == NULL) {
		cul_out_put(t->o, "\n", 1);
		return;
	}
	cul_out_str(t->o, ": ");
	if (in->error != NULL)
		cul_term_paint(t, CUL_PAINT_RED, "not read to its end: ");
	at += in->error != NULL ? 23 : 2;
	cul_term_para(t, at, 4, in->error != NULL ? in->error : in->note);
}

/* All inputs where they are few; of many those that have something to say. */
static void inputs(const struct cul_term *t, const struct cul_summary *s)
{
	bool all = s->n_inputs <= INPUTS_MAX;

	for (size_t i = 0; i < s->n_inputs; i++)
		if (all || is_trouble(&s->inputs[i]))
			input(t, &s->inputs[i]);
	if (!all)
		cul_out_fmt(t->o, "  %zu files in all\n", s->n_inputs);
}

static void samples(const struct cul_term *t, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;
	char buf[CUL_MASK_MAX], head[CUL_WORD_MAX];

	if (s->n_samples == 0)
		return;
	cul_term_head(t, "Lines that could not be read, the first of them");
	for (size_t i = 0; i < s->n_samples; i++) {
		const struct cul_sample *one = &s->samples[i];
		struct cul_sv text = cul_sample_text(r, one, buf);

		cul_out_str(t->o, "  ");
		cul_term_text(t, one->file < s->n_inputs
					 ? s->inputs[one->file].path
					 : "?");
		snprintf(head, sizeof(head),
			 " at byte %llu: ", (unsigned long long)one->offset);
		cul_out_str(t->o, head);
		cul_term_text(t, one->why != NULL ? one->why : "");
		cul_out_str(t->o, "\n    ");
		cul_term_para(t, 4, 4, text.ptr);
	}
}

static void lines_without(const struct cul_term *t, uint64_t n,
			  const char *what)
{
	char number[CUL_WORD_MAX], text[256];

	if (n == 0)
		return;
	snprintf(text, sizeof(text), "%s line%s %s", cul_word_u64(n, number),
		 n == 1 ? "" : "s", what);
	sentence(t, text);
}

/* What was forgotten, and fates without a beginning, are among the warnings. */
static void not_counted(const struct cul_term *t, const struct cul_summary *s)
{
	if (s->unowned_lines == 0 && s->no_stamp_lines == 0 &&
	    s->n_warnings == 0)
		return;
	cul_term_head(t, "Not counted, and why");
	lines_without(t, s->unowned_lines, "of programs this does not read");
	lines_without(t, s->no_stamp_lines, "without a time that can be read");
	for (size_t i = 0; i < s->n_warnings; i++)
		sentence(t, s->warnings[i]);
}

static void judged(const struct cul_term *t, const struct cul_judged *j)
{
	char text[CUL_JUDGED_MAX];

	if (j->sources == 0)
		return;
	cul_term_head(t, "How it was judged");
	sentence(t, cul_judged_budget(j, text));
	sentence(t, cul_judged_usual(j, text));
}

void cul_table_summary(const struct cul_term *t, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;

	cul_term_head(t, "What was read");
	totals(t, s);
	leases(t, &s->leases);
	inputs(t, s);
	for (size_t i = 0; i < s->n_parsers; i++)
		parser(t, &s->parsers[i]);
	judged(t, &s->judged);
	if (s->n_guesses != 0)
		cul_term_head(t, "What was guessed");
	for (size_t i = 0; i < s->n_guesses; i++)
		sentence(t, s->guesses[i]);
	not_counted(t, s);
	samples(t, r);
}
