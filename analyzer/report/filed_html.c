/* \summary: what a scan mails to the abuse desk, as HTML
 *
 * For mail readers: tables and styles on the elements, nothing to be fetched.
 */
#include <stdio.h>

#include "report/escape.h"
#include "report/filed.h"
#include "report/words.h"

enum { TOLD_MOST = 200 };

static const char head_html[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<title>culprit</title>\n</head>\n"
	"<body style=\"font:15px/1.45 sans-serif;max-width:46em;margin:1em\">"
	"\n";

struct section {
	enum cul_filed what;
	const char *title;
};

static const struct section sections[] = {
	{ CUL_FILED_NEW, "New" },
	{ CUL_FILED_BACK, "Declined before, and back" },
	{ CUL_FILED_CHANGED, "More, or less, of what was there" },
	{ CUL_FILED_AGAIN, "Accepted, and still seen" },
	{ CUL_FILED_GONE, "Gone: what came later does not bear it out" },
};

/* Lines of a mail may not be long: each element begins one. */
static void paragraph(struct cul_out *o, const char *before, const char *text)
{
	if (text[0] == '\0')
		return;
	cul_out_fmt(o, "<p style=\"margin:.2em 0\">%s\n", before);
	cul_html_str(o, text);
	cul_out_str(o, "</p>\n");
}

static void one(struct cul_out *o, const struct cul_filed_case *c)
{
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX];
	const bool known =
		c->customer[0] != '\0' && c->subject != CUL_SUBJECT_CUSTOMER;

	cul_out_fmt(o,
		    "<tr><td style=\"border-top:1px solid #999;padding:.5em "
		    "0\">\n<b>%s</b> (%s): %s <b>",
		    cul_action_name(c->action), cul_kind_name(c->kind),
		    cul_subject_word(c->subject));
	cul_html_str(o, c->name);
	cul_out_str(o, "</b>");
	if (known) {
		cul_out_str(o, ", customer\n");
		cul_html_str(o, c->customer);
	}
	cul_out_fmt(o,
		    "\n<p style=\"margin:.2em 0\">From %s to %s UTC.%s</p>\n",
		    cul_word_minute(c->first_seen_usec, from),
		    cul_word_minute(c->last_seen_usec, to),
		    c->before != 0 ? " Not the first time." : "");
	paragraph(o, "", c->why);
	paragraph(o, "", c->back);
	cul_out_fmt(o, "<code>culprit show %s</code>\n</td></tr>\n", c->id);
}

static void head(struct cul_out *o, const struct cul_filed_mail *m)
{
	const struct cul_summary *s = &m->report->summary;
	const struct cul_filed_list *l = m->report->filed;
	char words[CUL_FILED_WORDS], from[CUL_WORD_MAX], to[CUL_WORD_MAX];
	char lines[CUL_WORD_MAX];

	cul_out_str(o, head_html);
	cul_out_fmt(o, "<h1 style=\"font-size:1.3em\">%s</h1>\n",
		    cul_filed_words(l, words));
	cul_out_str(o, "<p>The scan on ");
	cul_html_str(o, m->host);
	cul_out_fmt(o,
		    " read %s lines, from %s to %s UTC.\n%llu in the ledger "
		    "wait%s for a decision.\nEach is for a person to decide: "
		    "<code>culprit list</code>, or the desk.</p>\n",
		    cul_word_u64(s->lines, lines),
		    cul_word_minute(s->t_first_usec, from),
		    cul_word_minute(s->t_last_usec, to),
		    (unsigned long long)l->open, l->open == 1 ? "s" : "");
}

void cul_filed_html(const struct cul_filed_mail *m, struct cul_out *o)
{
	const struct cul_filed_list *l = m->report->filed;
	size_t number = 0;

	head(o, m);
	for (size_t k = 0; k < sizeof(sections) / sizeof(sections[0]); k++) {
		bool any = false;

		for (size_t i = 0; i < l->n && number < TOLD_MOST; i++) {
			if (l->v[i].what != sections[k].what)
				continue;
			if (!any)
				cul_out_fmt(o,
					    "<h2 style=\"font-size:1.1em\">%s"
					    "</h2>\n<table role="
					    "\"presentation\" width=\"100%%\">"
					    "\n",
					    sections[k].title);
			any = true;
			number++;
			one(o, &l->v[i]);
		}
		if (any)
			cul_out_str(o, "</table>\n");
	}
	if (number == TOLD_MOST)
		cul_out_str(o, "<p>And more: <code>culprit list</code></p>\n");
	cul_out_str(o, "</body>\n</html>\n");
}
