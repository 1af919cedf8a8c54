/* \summary: one case of the ledger as a page of text */
#include <stdio.h>

#include "report/cases.h"
#include "report/mask.h"
#include "report/words.h"

enum { LABEL_WIDTH = 13, LIST_MAX = 1024, LINES_MOST = 3 };

/* "  seen         from ... to ..." */
static void fact(const struct cul_term *t, const char *label, const char *text)
{
	if (text[0] == '\0')
		return;
	cul_out_fmt(t->o, "  %-*s", LABEL_WIDTH - 2, label);
	cul_term_para(t, LABEL_WIDTH, LABEL_WIDTH, text);
}

static enum cul_paint paint_of(enum cul_standing s)
{
	if (s == CUL_STANDING_ACCEPTED)
		return CUL_PAINT_RED;
	return s == CUL_STANDING_OPEN ? CUL_PAINT_YELLOW : CUL_PAINT_BOLD;
}

static void head(const struct cul_term *t, const struct cul_case *c)
{
	char who[CUL_CASE_WHO_MAX], standing[256];

	cul_case_who(&c->s, who);
	cul_term_paint(t, CUL_PAINT_BOLD, cul_action_name(c->s.action));
	cul_out_str(t->o, " ");
	(void)cul_term_text(t, who);
	cul_out_fmt(t->o, ": %s\n", cul_kind_name(c->s.kind));
	cul_case_standing(c, standing, sizeof(standing));
	cul_out_str(t->o, "  ");
	if (c->standing == CUL_STANDING_OPEN)
		(void)snprintf(standing, sizeof(standing),
			       "open: nobody has decided");
	if (t->st->colour)
		cul_term_paint(t, paint_of(c->standing), "* ");
	cul_term_para(t, t->st->colour ? 4 : 2, 4, standing);
	cul_out_str(t->o, "\n  ");
	cul_term_para(t, 2, 2, c->s.why);
	cul_out_str(t->o, "\n");
}

struct list {
	char text[LIST_MAX];
	size_t used;
};

static void list_add(struct list *l, const char *text)
{
	int n = snprintf(l->text + l->used, sizeof(l->text) - l->used, "%s%s",
			 l->used != 0 ? ", " : "", text);

	if (n > 0 && (size_t)n < sizeof(l->text) - l->used)
		l->used += (size_t)n;
	else
		l->text[l->used] = '\0';
}

static void list_count(struct list *l, uint64_t n, const char *what)
{
	char number[CUL_WORD_MAX], text[CUL_WORD_MAX + 64];

	if (n == 0)
		return;
	(void)snprintf(text, sizeof(text), "%s %s", cul_word_u64(n, number),
		       what);
	list_add(l, text);
}

static void counts(const struct cul_term *t, const struct cul_counts *n)
{
	struct list l = { .used = 0, .text = "" };
	char size[CUL_WORD_MAX];

	list_count(&l, n->messages, "messages");
	list_count(&l, n->recipients, "recipients");
	list_count(&l, n->delivered, "delivered");
	list_count(&l, n->deferred, "deferred");
	list_count(&l, n->bounced, "bounced");
	list_count(&l, n->refused_relay, "refused for relaying");
	list_count(&l, n->refused_bad_recipient, "for no such mailbox");
	list_count(&l, n->refused_reputation, "for reputation");
	list_count(&l, n->refused_content, "for content");
	list_count(&l, n->refused_other, "for something else");
	list_count(&l, n->login_failed, "logins failed");
	if (n->bytes != 0)
		list_add(&l, cul_word_bytes(n->bytes, size));
	fact(t, "counted", l.text);
}

static void addresses(const struct cul_term *t, const struct cul_suggestion *s)
{
	struct list l = { .used = 0, .text = "" };
	char text[CUL_ADDR_TEXT_MAX];

	if (s->subject == CUL_SUBJECT_IP || s->subject == CUL_SUBJECT_NET)
		return;
	for (unsigned i = 0; i < s->n_addrs; i++) {
		(void)cul_addr_print(&s->addrs[i], text);
		list_add(&l, text);
	}
	fact(t, "addresses", l.text);
}

void cul_case_clean(const struct cul_case *c, char *buf, size_t size)
{
	char at[CUL_WORD_MAX];

	buf[0] = '\0';
	if (c->decided_usec == CUL_TIME_NONE)
		return;
	if (c->again_usec != CUL_TIME_NONE)
		(void)snprintf(buf, size,
			       "it has gone on since the decision: last seen "
			       "%s UTC",
			       cul_word_minute(c->again_usec, at));
	else
		(void)snprintf(buf, size,
			       "clean: nothing more was seen of it in the logs "
			       "that were read since the decision");
}

static void times(const struct cul_term *t, const struct cul_case *c)
{
	char first[CUL_WORD_MAX], last[CUL_WORD_MAX], text[256];
	const struct cul_suggestion *s = &c->s;

	(void)snprintf(text, sizeof(text), "from %s to %s UTC",
		       cul_word_minute(s->first_seen_usec, first),
		       cul_word_minute(s->last_seen_usec, last));
	fact(t, "seen", text);
	(void)snprintf(text, sizeof(text), "%s UTC, filed %s UTC",
		       cul_word_minute(s->flagged_usec, first),
		       cul_word_minute(c->filed_usec, last));
	fact(t, "found", text);
	if (s->expires_usec != CUL_TIME_NONE)
		fact(t, "good until", cul_word_minute(s->expires_usec, first));
}

static void facts(const struct cul_term *t, const struct cul_case *c)
{
	char text[256];

	fact(t, "id", c->s.id);
	if (c->s.subject != CUL_SUBJECT_CUSTOMER)
		fact(t, "customer", c->s.customer);
	addresses(t, &c->s);
	times(t, c);
	counts(t, &c->s.counts);
	(void)snprintf(text, sizeof(text), "%.6g %%", c->s.confidence * 100);
	fact(t, "confidence", text);
	cul_case_clean(c, text, sizeof(text));
	fact(t, "since then", text);
	if (c->before != 0) {
		(void)snprintf(text, sizeof(text), "accepted %u time%s before",
			       c->before, c->before == 1 ? "" : "s");
		fact(t, "repeated", text);
	}
	fact(t, "back", c->back);
	fact(t, "to undo it", c->s.undo);
}

static void reasons(const struct cul_term *t, const struct cul_suggestion *s)
{
	char score[CUL_WORD_MAX];

	if (s->n_reasons != 0)
		cul_term_head(t, "What speaks for it (nats of evidence: 9.2 is "
				 "one honest source in 10,000)");
	for (unsigned i = 0; i < s->n_reasons; i++) {
		const struct cul_reason *r = &s->reasons[i];

		cul_out_fmt(t->o, "  %6s  %-15s  ",
			    cul_word_score(r->score_mnat, score),
			    cul_family_name(r->family));
		cul_term_para(t, 27, 27, r->text);
	}
	if (s->n_vetoes != 0)
		cul_term_head(t, "What speaks against it");
	for (unsigned i = 0; i < s->n_vetoes; i++) {
		cul_out_str(t->o, "  ");
		cul_term_para(t, 2, 4, s->vetoes[i].text);
	}
}

/* Of each family the first few, unless all are asked for. */
static void lines(const struct cul_term *t, const struct cul_report *r,
		  const struct cul_suggestion *s, bool all)
{
	unsigned shown[CUL_FAMILIES_] = { 0 };
	size_t left = 0;
	char buf[CUL_MASK_MAX], at[CUL_WORD_MAX];

	if (s->n_quotes != 0)
		cul_term_head(t, "The lines behind it");
	for (size_t i = 0; i < s->n_quotes; i++) {
		const struct cul_quote *q = &s->quotes[i];

		if (!all && shown[q->family]++ >= LINES_MOST) {
			left++;
			continue;
		}
		cul_out_str(t->o, "  ");
		(void)cul_term_text(t, q->file != NULL ? q->file : "?");
		(void)snprintf(at, sizeof(at), " at byte %llu (%s)\n    ",
			       (unsigned long long)q->offset,
			       cul_family_name(q->family));
		cul_out_str(t->o, at);
		cul_term_para(t, 4, 4, cul_quote_text(r, q, buf).ptr);
	}
	if (left != 0)
		cul_out_fmt(t->o, "  and %zu more: --all shows them\n", left);
}

void cul_case_page(const struct cul_term *t, const struct cul_report *r,
		   const struct cul_case *c, bool all)
{
	head(t, c);
	facts(t, c);
	reasons(t, &c->s);
	lines(t, r, &c->s, all);
}
