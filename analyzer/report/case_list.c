/* \summary: cases of the ledger in rows, the sentence beside or below */
#include <stdio.h>

#include "report/cases.h"
#include "report/words.h"

enum {
	WHO_LEAST = 16, /* columns of a name, however small the screen */
	WHO_MOST = 40,  /* a longer one pushes its line on             */
	SINCE_WIDTH = 12,
	BESIDE_MIN = 56, /* columns the sentence needs to stand beside */
	STANDING_MAX = 160
};

void cul_case_who(const struct cul_suggestion *s, char buf[CUL_CASE_WHO_MAX])
{
	if (s->subject == CUL_SUBJECT_IP || s->subject == CUL_SUBJECT_NET)
		(void)snprintf(buf, CUL_CASE_WHO_MAX, "%s", s->name);
	else
		(void)snprintf(buf, CUL_CASE_WHO_MAX, "%s %s",
			       cul_subject_word(s->subject), s->name);
}

void cul_case_standing(const struct cul_case *c, char *buf, size_t size)
{
	char at[CUL_WORD_MAX], until[CUL_WORD_MAX];
	const bool by = c->decided_by[0] != '\0';
	const bool over = c->until_usec != CUL_TIME_NONE &&
			  (c->standing == CUL_STANDING_ACCEPTED ||
			   c->standing == CUL_STANDING_DECLINED);

	cul_word_minute(c->decided_usec, at);
	cul_word_minute(c->until_usec, until);
	if (c->decided_usec == CUL_TIME_NONE ||
	    c->standing == CUL_STANDING_OPEN ||
	    c->standing == CUL_STANDING_WITHDRAWN) {
		(void)snprintf(buf, size, "%s", cul_standing_name(c->standing));
		return;
	}
	if (c->standing == CUL_STANDING_EXPIRED) {
		(void)snprintf(buf, size, "expired; decided by %s on %s",
			       by ? c->decided_by : "somebody", at);
		return;
	}
	(void)snprintf(buf, size, "%s by %s on %s%s%s%s%s",
		       cul_standing_name(c->standing),
		       by ? c->decided_by : "somebody", at,
		       over ? ", until " : "", over ? until : "",
		       c->why_declined != CUL_DECLINE_NONE ? ": " : "",
		       c->why_declined != CUL_DECLINE_NONE
			       ? cul_decline_label(c->why_declined)
			       : "");
}

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

/* Columns where the cells begin. */
static unsigned kind_at(const struct cul_case_columns *w)
{
	return CUL_CASE_ID_SHOWN + 2 + larger(w->action, 6) + 2;
}

static unsigned who_at(const struct cul_case_columns *w)
{
	return kind_at(w) + larger(w->kind, 4) + 2;
}

static unsigned who_width(const struct cul_term *t,
			  const struct cul_case_columns *w)
{
	const unsigned taken = who_at(w) + 2 + SINCE_WIDTH;
	unsigned most = WHO_MOST;

	if (t->st->columns >= taken + WHO_LEAST &&
	    t->st->columns - taken < most)
		most = t->st->columns - taken;
	return larger(w->who, 3) < most ? larger(w->who, 3) : most;
}

void cul_case_fit(const struct cul_term *t, const struct cul_case *c,
		  struct cul_case_columns *w)
{
	char text[CUL_CASE_WHO_MAX];

	cul_case_who(&c->s, text);
	w->action = larger(w->action,
			   (unsigned)strlen(cul_action_name(c->s.action)));
	w->kind = larger(w->kind, (unsigned)strlen(cul_kind_name(c->s.kind)));
	w->who = larger(w->who, cul_term_columns(t, text));
}

static unsigned why_at(const struct cul_term *t,
		       const struct cul_case_columns *w)
{
	return who_at(w) + who_width(t, w) + 2 + SINCE_WIDTH + 2;
}

static bool is_beside(const struct cul_term *t,
		      const struct cul_case_columns *w)
{
	return t->st->columns == 0 ||
	       t->st->columns >= why_at(t, w) + BESIDE_MIN;
}

void cul_case_headings(const struct cul_term *t,
		       const struct cul_case_columns *w)
{
	char line[160];

	(void)snprintf(line, sizeof(line), "%-*s%-*s%-*s%-*s%s",
		       CUL_CASE_ID_SHOWN + 2, "ID",
		       (int)(kind_at(w) - CUL_CASE_ID_SHOWN - 2), "ACTION",
		       (int)(who_at(w) - kind_at(w)), "KIND",
		       (int)(who_width(t, w) + 2), "WHO",
		       is_beside(t, w) ? "SINCE (UTC)   WHY" : "SINCE (UTC)");
	cul_term_paint(t, CUL_PAINT_DIM, line);
	cul_out_put(t->o, "\n", 1);
}

static enum cul_paint paint_of(enum cul_action a)
{
	if (cul_word_is_grave(a))
		return CUL_PAINT_RED;
	return a == CUL_ACTION_CONTACT ? CUL_PAINT_YELLOW : CUL_PAINT_BOLD;
}

static void below(const struct cul_term *t, unsigned indent, const char *text)
{
	if (text[0] == '\0')
		return;
	cul_out_fmt(t->o, "%*s", (int)indent, "");
	cul_term_para(t, indent, indent, text);
}

/* What stands about a case beside its sentence. */
static void remarks(const struct cul_term *t, const struct cul_case_columns *w,
		    const struct cul_case *c, unsigned indent)
{
	char text[STANDING_MAX], times[CUL_WORD_MAX];

	if (w->standings) {
		cul_case_standing(c, text, sizeof(text));
		below(t, indent, text);
	}
	if (c->again_usec != CUL_TIME_NONE) {
		(void)snprintf(text, sizeof(text),
			       "seen again since, last on %s",
			       cul_word_minute(c->again_usec, times));
		below(t, indent, text);
	}
	below(t, indent, c->back);
	if (c->before != 0) {
		(void)snprintf(text, sizeof(text), "accepted %u time%s before",
			       c->before, c->before == 1 ? "" : "s");
		below(t, indent, text);
	}
}

void cul_case_row(const struct cul_term *t, const struct cul_case_columns *w,
		  const struct cul_case *c)
{
	const char *action = cul_action_name(c->s.action);
	const char *kind = cul_kind_name(c->s.kind);
	const unsigned since_at = who_at(w) + who_width(t, w) + 2;
	char name[CUL_CASE_WHO_MAX], since[CUL_WORD_MAX];
	unsigned at, indent = CUL_CASE_ID_SHOWN + 2;

	cul_case_who(&c->s, name);
	cul_word_day(c->s.first_seen_usec, since);
	cul_out_fmt(t->o, "%.*s  ", CUL_CASE_ID_SHOWN, c->s.id);
	cul_term_paint(t, paint_of(c->s.action), action);
	cul_term_pad(t, indent + (unsigned)strlen(action), kind_at(w));
	cul_out_str(t->o, kind);
	cul_term_pad(t, kind_at(w) + (unsigned)strlen(kind), who_at(w));
	at = who_at(w) + cul_term_text(t, name);
	cul_term_pad(t, at, since_at);
	cul_out_str(t->o, since);
	at = larger(at + 2, since_at) + (unsigned)strlen(since);
	if (is_beside(t, w)) {
		indent = why_at(t, w);
		cul_term_pad(t, at, indent);
		cul_term_para(t, larger(at + 2, indent), indent, c->s.why);
		remarks(t, w, c, indent);
		return;
	}
	cul_out_fmt(t->o, "\n%*s", (int)indent, "");
	cul_term_para(t, indent, indent, c->s.why);
	remarks(t, w, c, indent);
	cul_out_put(t->o, "\n", 1);
}
