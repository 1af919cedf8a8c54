/* \summary: the terminal table: culprits first, in plain words */
#include "report/table.h"

#include <stdio.h>

#include "report/filed.h"
#include "report/words.h"

enum {
	WHO_TEXT_MAX = CUL_NAME_MAX + 16,
	WHO_MIN = 16,     /* columns of a name, however small the screen  */
	WHO_MAX = 40,     /* a longer name pushes its line on             */
	SINCE_WIDTH = 12, /* "20 Nov 04:11"                               */
	BESIDE_MIN = 56,  /* columns the sentence needs to stand beside   */
	CLEARED_MAX = 25  /* rows; the JSON lines have them all           */
};

struct layout { /* columns where each cell begins */
	unsigned action, kind, who, since, why;
	bool beside; /* the sentence has a column of its own */
};

static enum cul_paint paint_of(enum cul_action a)
{
	if (cul_word_is_grave(a))
		return CUL_PAINT_RED;
	return a == CUL_ACTION_CONTACT ? CUL_PAINT_YELLOW : CUL_PAINT_BOLD;
}

/* "customer C01861"; an address speaks for itself. */
static void who(enum cul_subject type, const char *name, char buf[WHO_TEXT_MAX])
{
	if (type == CUL_SUBJECT_IP || type == CUL_SUBJECT_NET)
		snprintf(buf, WHO_TEXT_MAX, "%s", name);
	else
		snprintf(buf, WHO_TEXT_MAX, "%s %s", cul_subject_word(type),
			 name);
}

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static unsigned within(unsigned width, unsigned max)
{
	return width < max ? width : max;
}

static struct layout lay_out(const struct cul_term *t,
			     const struct cul_report *r)
{
	unsigned action = 6, kind = 4, name = 3, most = WHO_MAX;
	char text[WHO_TEXT_MAX];
	struct layout l;

	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		action = larger(action,
				(unsigned)strlen(cul_action_name(s->action)));
		kind = larger(kind, (unsigned)strlen(cul_kind_name(s->kind)));
	}
	l.action = r->n_suggestions > 999 ? 7 : 5;
	l.kind = l.action + action + 2;
	l.who = l.kind + kind + 2;
	if (t->st->columns >= l.who + WHO_MIN + 2 + SINCE_WIDTH)
		most = within(t->st->columns - l.who - 2 - SINCE_WIDTH, most);
	for (size_t i = 0; i < r->n_suggestions; i++) {
		who(r->suggestions[i].subject, r->suggestions[i].name, text);
		name = larger(name, within(cul_term_columns(t, text), most));
	}
	l.since = l.who + name + 2;
	l.why = l.since + SINCE_WIDTH + 2;
	l.beside = t->st->columns == 0 || t->st->columns >= l.why + BESIDE_MIN;
	return l;
}

static void headings(const struct cul_term *t, const struct layout *l)
{
	char line[128];

	snprintf(line, sizeof(line), "%*s  %-*s%-*s%-*s%s", (int)l->action - 2,
		 "#", (int)(l->kind - l->action), "ACTION",
		 (int)(l->who - l->kind), "KIND", (int)(l->since - l->who),
		 "WHO", l->beside ? "SINCE (UTC)   WHY" : "SINCE (UTC)");
	cul_term_paint(t, CUL_PAINT_DIM, line);
	cul_out_put(t->o, "\n", 1);
}

static void row(const struct cul_term *t, const struct layout *l, size_t rank,
		const struct cul_suggestion *s)
{
	const char *action = cul_action_name(s->action);
	const char *kind = cul_kind_name(s->kind);
	char name[WHO_TEXT_MAX], since[CUL_WORD_MAX];
	unsigned at, end;

	who(s->subject, s->name, name);
	cul_word_day(s->first_seen_usec, since);
	cul_out_fmt(t->o, "%*zu  ", (int)l->action - 2, rank);
	cul_term_paint(t, paint_of(s->action), action);
	cul_term_pad(t, l->action + (unsigned)strlen(action), l->kind);
	cul_out_str(t->o, kind);
	cul_term_pad(t, l->kind + (unsigned)strlen(kind), l->who);
	at = l->who + cul_term_text(t, name);
	cul_term_pad(t, at, l->since);
	cul_out_str(t->o, since);
	end = larger(at + 2, l->since) + (unsigned)strlen(since);
	if (l->beside) {
		cul_term_pad(t, end, l->why);
		cul_term_para(t, larger(end + 2, l->why), l->why, s->why);
		return;
	}
	cul_out_fmt(t->o, "\n%*s", (int)l->action, "");
	cul_term_para(t, l->action, l->action, s->why);
	cul_out_put(t->o, "\n", 1);
}

static size_t count(const struct cul_report *r, enum cul_action a)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_suggestions; i++)
		n += r->suggestions[i].action == a;
	return n;
}

static void headline(const struct cul_term *t, const struct cul_report *r)
{
	const struct {
		size_t n;
		const char *what;
	} parts[] = { { count(r, CUL_ACTION_CONTACT), "to talk to" },
		      { count(r, CUL_ACTION_EXEMPT), "to make way for" },
		      { count(r, CUL_ACTION_WATCH), "to watch" } };
	size_t stops = cul_report_stops(r);
	const char *join = stops == 0 ? " " : ", ";
	char text[CUL_WORD_MAX];

	if (r->summary.events == 0) {
		cul_term_paint(t, CUL_PAINT_RED, "Nothing to judge:");
		cul_out_str(t->o, " no line that speaks of mail was read.\n");
		return;
	}
	if (stops == 0) {
		cul_term_paint(t, CUL_PAINT_GREEN, "Nobody to stop.");
	} else {
		snprintf(text, sizeof(text), "%zu to stop", stops);
		cul_term_paint(t, CUL_PAINT_RED, text);
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].n == 0)
			continue;
		cul_out_fmt(t->o, "%s%zu %s", join, parts[i].n, parts[i].what);
		join = ", ";
	}
	cul_out_put(t->o, "\n", 1);
}

static void cleared(const struct cul_term *t, const struct cul_report *r)
{
	size_t shown = r->n_cleared < CLEARED_MAX ? r->n_cleared : CLEARED_MAX;
	char name[WHO_TEXT_MAX];

	if (r->n_cleared == 0)
		return;
	cul_term_head(t, "Not accused, and why");
	for (size_t i = 0; i < shown; i++) {
		const struct cul_cleared *c = &r->cleared[i];
		unsigned at;

		who(c->subject, c->name, name);
		cul_out_str(t->o, "  ");
		at = 2 + cul_term_text(t, name);
		cul_out_fmt(t->o, ", not %s: ", cul_kind_name(c->kind));
		at += 8 + (unsigned)strlen(cul_kind_name(c->kind));
		cul_term_para(t, at, 4, c->veto.text);
	}
	if (shown < r->n_cleared)
		cul_out_fmt(t->o, "  and %zu more: --format jsonl names all\n",
			    r->n_cleared - shown);
}

static void write_table(const struct cul_report *r, const struct cul_style *st,
			struct cul_out *o)
{
	const struct cul_term t = { o, st };
	const struct layout l = lay_out(&t, r);

	headline(&t, r);
	if (r->n_suggestions != 0) {
		cul_out_put(o, "\n", 1);
		headings(&t, &l);
	}
	for (size_t i = 0; i < r->n_suggestions; i++)
		row(&t, &l, i + 1, &r->suggestions[i]);
	cul_table_filed(&t, r);
	cleared(&t, r);
	cul_table_summary(&t, r);
	cul_table_next(&t, r);
}

extern const struct cul_sink cul_sink_table;
const struct cul_sink cul_sink_table = {
	.name = "table",
	.file = "report.txt",
	.summary = "a table for people, on a terminal or in a mail",
	.write = write_table,
};
