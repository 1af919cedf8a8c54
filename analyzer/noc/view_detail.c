/* \summary: all that is known of one source, from what was suggested down */
#include "noc/pager.h"
#include "noc/units.h"
#include "report/glyph.h"
#include "report/words.h"

/* Whatever list it is on, or NULL. */
static const struct cul_now_source *source_of(const struct cul_now *now,
					      const char *name)
{
	for (size_t i = 0; i < now->n_volume; i++)
		if (strcmp(now->volume[i].name, name) == 0)
			return &now->volume[i];
	for (size_t i = 0; i < now->n_refused; i++)
		if (strcmp(now->refused[i].name, name) == 0)
			return &now->refused[i];
	return NULL;
}

static void title(struct cul_pager *g, const struct cul_now_notice *n,
		  const char *who, const char *note)
{
	const struct cul_pen *p = g->pen;
	unsigned at = 1, row;
	bool grave = n != NULL && n->what != CUL_NOTICE_WITHDRAWN &&
		     cul_word_is_grave(n->action);

	if (!cul_pager_next(g, &row))
		return;
	if (n != NULL) {
		at = cul_pen_fmt(p, row, at, 30,
				 grave ? CUL_INK_GRAVE_BADGE
				       : CUL_INK_WARN_BADGE,
				 " %s ", cul_action_name(n->action));
		at = cul_pen_str(p, row, at + 1, 20, CUL_INK_GRAVE,
				 cul_kind_name(n->kind));
		at++;
	}
	at = cul_pen_str(p, row, at, p->columns - at - 1, CUL_INK_BOLD, who);
	cul_pen_str(p, row, at + 2, p->columns, CUL_INK_QUIET, note);
}

static void facts(struct cul_pager *g, const struct cul_now_notice *n,
		  const struct cul_now *now)
{
	char a[CUL_WORD_MAX], b[CUL_WORD_MAX], c[CUL_WORD_MAX];
	const int64_t log = cul_noc_log_usec(now);

	cul_pager_blank(g);
	cul_pager_text(g, 1, CUL_INK_PLAIN, cul_sv_str(n->why), "");
	cul_pager_blank(g);
	cul_pager_pair(g, "began", "%s UTC, %s ago; last seen %s",
		       cul_word_minute(n->first_seen_usec, a),
		       cul_word_span(log - n->first_seen_usec, b),
		       cul_word_clock(n->last_seen_usec, c));
	cul_pager_pair(g, "suggested", "%s UTC, %s after it began",
		       cul_word_minute(n->flagged_usec, a),
		       cul_word_span(n->flagged_usec - n->first_seen_usec, b));
	if (n->customer[0] != '\0')
		cul_pager_pair(g, "customer", "%s", n->customer);
	cul_pager_pair(g, "confidence", "%.4f   id %s", n->confidence, n->id);
}

static void counts(struct cul_pager *g, const struct cul_now_source *s)
{
	const struct cul_counts *c = &s->counts;
	char t[5][CUL_WORD_MAX];

	cul_pager_pair(g, "mail", "%s to %s recipients, %s",
		       cul_word_u64(c->messages, t[0]),
		       cul_word_u64(c->recipients, t[1]),
		       cul_word_bytes(c->bytes, t[2]));
	cul_pager_pair(g, "fate", "%s delivered, %s bounced, %s deferred",
		       cul_word_u64(c->delivered, t[0]),
		       cul_word_u64(c->bounced, t[1]),
		       cul_word_u64(c->deferred, t[2]));
	cul_pager_pair(g, "refused",
		       "%s bad recipient, %s content, %s reputation, "
		       "%s relaying, %s other",
		       cul_word_u64(c->refused_bad_recipient, t[0]),
		       cul_word_u64(c->refused_content, t[1]),
		       cul_word_u64(c->refused_reputation, t[2]),
		       cul_word_u64(c->refused_relay, t[3]),
		       cul_word_u64(c->refused_other, t[4]));
	if (c->login_failed > 0)
		cul_pager_pair(g, "logins", "%s failed",
			       cul_word_u64(c->login_failed, t[0]));
}

static void write_detail(struct cul_pager *g, struct cul_noc *noc,
			 const struct cul_now *now)
{
	const struct cul_now_notice *n = cul_pick_of(now, noc->who);
	const struct cul_now_source *s = source_of(now, noc->who);
	const char *only = noc->lists[CUL_VIEW_DETAIL].filter;
	bool here = strcmp(now->detail.who, noc->who) == 0;
	char who[CUL_NAME_MAX + 16];

	if (n != NULL)
		cul_who(n->subject, n->name, who, sizeof(who));
	else if (s != NULL)
		cul_who(s->subject, s->name, who, sizeof(who));
	title(g, n, n != NULL || s != NULL ? who : noc->who,
	      n != NULL && n->what == CUL_NOTICE_WITHDRAWN ? "withdrawn" : "");
	if (n != NULL && only[0] == '\0')
		facts(g, n, now);
	if (s != NULL && only[0] == '\0')
		counts(g, s);
	cul_pager_blank(g);
	if (here && now->detail.text != NULL)
		cul_pager_text(g, 1, CUL_INK_PLAIN,
			       cul_sv_str(now->detail.text), only);
	else
		cul_pager_text(g, 1, CUL_INK_QUIET,
			       here ? CUL_SV("Nothing more is known of it.")
				    : CUL_SV("Asking..."),
			       "");
}

void cul_view_detail(struct cul_noc *noc, const struct cul_now *now,
		     struct cul_area a)
{
	cul_pager_run(noc, &noc->lists[CUL_VIEW_DETAIL], now, a, write_detail);
}
