/* \summary: what a scan mails to the abuse desk, as plain text */
#include <stdio.h>

#include "report/filed.h"
#include "report/words.h"

enum { COLUMNS = 72, TOLD_MOST = 200 };

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

static void para(const struct cul_term *t, unsigned indent, const char *text)
{
	cul_out_fmt(t->o, "%*s", (int)indent, "");
	cul_term_para(t, indent, indent, text);
}

static void times(const struct cul_term *t, const struct cul_filed_case *c)
{
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX], text[256];

	(void)snprintf(text, sizeof(text), "From %s to %s UTC.%s",
		       cul_word_minute(c->first_seen_usec, from),
		       cul_word_minute(c->last_seen_usec, to),
		       c->before != 0 ? " Not the first time." : "");
	para(t, 4, text);
}

static void one(const struct cul_term *t, size_t number,
		const struct cul_filed_case *c)
{
	char text[2 * CUL_NAME_MAX + 128];
	const bool known =
		c->customer[0] != '\0' && c->subject != CUL_SUBJECT_CUSTOMER;

	(void)snprintf(text, sizeof(text), "%s (%s): %s %s%s%s",
		       cul_action_name(c->action), cul_kind_name(c->kind),
		       cul_subject_word(c->subject), c->name,
		       known ? ", customer " : "", known ? c->customer : "");
	cul_out_fmt(t->o, "\n%zu. ", number);
	cul_term_para(t, 3, 4, text);
	times(t, c);
	para(t, 4, c->why);
	if (c->back[0] != '\0')
		para(t, 4, c->back);
	cul_out_fmt(t->o, "    culprit show %s\n", c->id);
}

static void head(const struct cul_term *t, const struct cul_filed_mail *m)
{
	const struct cul_summary *s = &m->report->summary;
	const struct cul_filed_list *l = m->report->filed;
	char words[CUL_FILED_WORDS], from[CUL_WORD_MAX], to[CUL_WORD_MAX];
	char lines[CUL_WORD_MAX], text[1024];

	(void)snprintf(text, sizeof(text),
		       "%s. The scan on %s read %s lines, from %s to %s UTC. "
		       "%llu in the ledger wait%s for a decision.",
		       cul_filed_words(l, words), m->host,
		       cul_word_u64(s->lines, lines),
		       cul_word_minute(s->t_first_usec, from),
		       cul_word_minute(s->t_last_usec, to),
		       (unsigned long long)l->open, l->open == 1 ? "s" : "");
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	cul_term_para(t, 0, 0, text);
	cul_out_str(t->o, "Each is for a person to decide: culprit list, or "
			  "the desk.\n");
}

void cul_filed_text(const struct cul_filed_mail *m, struct cul_out *o)
{
	static const struct cul_style style = { .utf8 = true,
						.columns = COLUMNS };
	const struct cul_term t = { o, &style };
	const struct cul_filed_list *l = m->report->filed;
	size_t number = 0;

	head(&t, m);
	for (size_t k = 0; k < sizeof(sections) / sizeof(sections[0]); k++) {
		bool any = false;

		for (size_t i = 0; i < l->n && number < TOLD_MOST; i++) {
			if (l->v[i].what != sections[k].what)
				continue;
			if (!any)
				cul_out_fmt(o, "\n== %s ==\n",
					    sections[k].title);
			any = true;
			one(&t, ++number, &l->v[i]);
		}
	}
	if (number == TOLD_MOST)
		cul_out_str(o, "\nAnd more: culprit list\n");
}
