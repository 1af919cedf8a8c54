/* \summary: what filing a report came to, below the table and as JSON */
#include "report/filed.h"

#include <stdio.h>

#include "report/words.h"

enum { LINES_MOST = 20, ID_SHOWN = 8, WHAT_WIDTH = 7 };

/* In the order in which they matter to whoever reads the morning's list. */
static const enum cul_filed order[] = { CUL_FILED_NEW, CUL_FILED_BACK,
					CUL_FILED_CHANGED, CUL_FILED_AGAIN,
					CUL_FILED_GONE };

const char *cul_filed_words(const struct cul_filed_list *l,
			    char buf[CUL_FILED_WORDS])
{
	static const enum cul_filed told[] = { CUL_FILED_NEW, CUL_FILED_BACK,
					       CUL_FILED_CHANGED,
					       CUL_FILED_GONE };
	char number[CUL_WORD_MAX];
	size_t used = 0;

	(void)snprintf(buf, CUL_FILED_WORDS, "nothing new");
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		int n;

		if (l->counts[told[i]] == 0)
			continue;
		n = snprintf(buf + used, CUL_FILED_WORDS - used, "%s%s %s",
			     used != 0 ? ", " : "",
			     cul_word_u64(l->counts[told[i]], number),
			     cul_filed_name(told[i]));
		if (n > 0)
			used += (size_t)n;
	}
	return buf;
}

static void also(const struct cul_term *t, uint64_t n, const char *what)
{
	char number[CUL_WORD_MAX];

	if (n != 0)
		cul_out_fmt(t->o, ", %s %s", cul_word_u64(n, number), what);
}

static void headline(const struct cul_term *t, const struct cul_filed_list *l)
{
	char words[CUL_FILED_WORDS], number[CUL_WORD_MAX];

	cul_out_fmt(t->o, "  %s", cul_filed_words(l, words));
	also(t, l->counts[CUL_FILED_SAME], "as before");
	also(t, l->counts[CUL_FILED_HELD], "declined before, and stay so");
	also(t, l->counts[CUL_FILED_AGAIN], "accepted, and still seen");
	also(t, l->counts[CUL_FILED_OLD], "dealt with since");
	also(t, l->counts[CUL_FILED_OVER], "out of date");
	cul_out_fmt(t->o, "\n  %s wait%s for a decision: culprit list\n",
		    cul_word_u64(l->open, number), l->open == 1 ? "s" : "");
}

static void row(const struct cul_term *t, const struct cul_filed_case *c)
{
	const char *action = cul_action_name(c->action);
	const char *kind = cul_kind_name(c->kind);
	const bool plain =
		c->subject == CUL_SUBJECT_IP || c->subject == CUL_SUBJECT_NET;

	cul_out_fmt(t->o, "  %-*s  %.*s  %s %s%s", WHAT_WIDTH,
		    cul_filed_name(c->what), ID_SHOWN, c->id, action,
		    plain ? "" : cul_subject_word(c->subject),
		    plain ? "" : " ");
	(void)cul_term_text(t, c->name);
	cul_out_fmt(t->o, " (%s)\n", kind);
	if (c->what != CUL_FILED_BACK || c->back[0] == '\0')
		return;
	cul_out_fmt(t->o, "%*s", WHAT_WIDTH + ID_SHOWN + 6, "");
	cul_term_para(t, WHAT_WIDTH + ID_SHOWN + 6, WHAT_WIDTH + ID_SHOWN + 6,
		      c->back);
}

void cul_table_filed(const struct cul_term *t, const struct cul_report *r)
{
	const struct cul_filed_list *l = r->filed;
	size_t shown = 0, all = 0;

	if (l == NULL)
		return;
	cul_term_head(t, "In the ledger");
	headline(t, l);
	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		all += l->counts[order[k]];
		for (size_t i = 0; i < l->n && shown < LINES_MOST; i++) {
			if (l->v[i].what != order[k])
				continue;
			row(t, &l->v[i]);
			shown++;
		}
	}
	if (shown < all)
		cul_out_fmt(t->o, "  and %zu more\n", all - shown);
}

void cul_jsonl_filed(struct cul_json *j, const struct cul_report *r)
{
	const struct cul_filed_list *l = r->filed;

	if (l == NULL)
		return;
	cul_json_object(j, "ledger");
	cul_json_str(j, "path", l->ledger);
	cul_json_u64(j, "open", l->open);
	for (unsigned i = 0; i < CUL_FILEDS_; i++)
		cul_json_u64(j, cul_filed_name((enum cul_filed)i),
			     l->counts[i]);
	cul_json_array(j, "cases");
	for (size_t i = 0; i < l->n; i++) {
		cul_json_object(j, NULL);
		cul_json_str(j, "filed", cul_filed_name(l->v[i].what));
		cul_json_str(j, "id", l->v[i].id);
		if (l->v[i].back[0] != '\0')
			cul_json_str(j, "back", l->v[i].back);
		cul_json_end(j);
	}
	cul_json_end(j);
	cul_json_end(j);
}
