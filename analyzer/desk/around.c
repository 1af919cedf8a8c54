/* \summary: what stands around a case: others, its episodes, its story */
#include "desk/desk_int.h"
#include "report/words.h"

enum { RELATED = 10 };

struct rows {
	struct desk_turn *t;
	size_t n;
};

static bool related(void *arg, const struct cul_case *c)
{
	struct rows *r = arg;

	if (r->n++ == 0)
		cul_out_str(&r->t->o,
			    "<section class=\"panel\" aria-labelledby=\"h-"
			    "related\"><h2 id=\"h-related\">Others of the same "
			    "customer or range</h2><ol class=\"cases\">\n");
	desk_case_row(&r->t->o, c, r->t->now_usec, 3);
	return true;
}

static bool episode(void *arg, const char *id, int64_t first_usec,
		    int64_t last_usec, int32_t score_mnat)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;
	char score[CUL_WORD_MAX];

	if (r->n++ == 0)
		cul_out_str(o, "<section class=\"panel\" aria-labelledby=\"h-"
			       "episodes\"><h2 id=\"h-episodes\">Episodes</h2>"
			       "<table class=\"stack\"><thead><tr><th "
			       "scope=\"col\">First seen</th><th scope=\"col\">"
			       "Last seen</th><th scope=\"col\" class=\"n\">"
			       "Score</th><th scope=\"col\">Suggestion</th>"
			       "</tr></thead><tbody>\n");
	cul_out_str(o, "<tr><td data-l=\"first seen\">");
	desk_time(o, first_usec);
	cul_out_str(o, "</td><td data-l=\"last seen\">");
	desk_time(o, last_usec);
	cul_out_fmt(o,
		    "</td><td class=\"n\" data-l=\"score\">%s</td><td "
		    "data-l=\"suggestion\"><code>",
		    cul_word_score(score_mnat, score));
	desk_str(o, id);
	cul_out_str(o, "</code></td></tr>\n");
	return true;
}

int desk_case_around(struct desk_turn *t, const struct cul_case *c)
{
	struct rows rows = { t, 0 };
	int rc = CUL_OK;

	if (c->episodes > 1)
		rc = cul_ledger_episodes(t->l, c->s.id, episode, &rows);
	if (rows.n != 0)
		cul_out_str(&t->o, "</tbody></table></section>\n");
	rows.n = 0;
	if (rc == CUL_OK)
		rc = cul_ledger_related(t->l, c, t->now_usec, RELATED, related,
					&rows);
	if (rows.n != 0)
		cul_out_str(&t->o, "</ol></section>\n");
	return rc;
}

static const char *done(enum cul_verb v)
{
	static const char *const words[CUL_VERBS_] = {
		[CUL_VERB_ACCEPT] = "accepted",
		[CUL_VERB_DECLINE] = "declined",
		[CUL_VERB_RELEASE] = "released",
		[CUL_VERB_REOPEN] = "opened again",
	};

	return (unsigned)v < CUL_VERBS_ ? words[v] : "?";
}

static void answer(struct cul_out *o, const char *what, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	cul_out_fmt(o, "<dt>%s</dt><dd>", what);
	desk_lines(o, text);
	cul_out_str(o, "</dd>");
}

static void by_at(struct cul_out *o, const char *by, int64_t at_usec)
{
	cul_out_str(o, "by <b>");
	desk_str(o, by);
	cul_out_str(o, "</b>, ");
	desk_time(o, at_usec);
}

static bool decision(void *arg, const struct cul_decision *d)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;

	if (r->n++ == 0)
		cul_out_str(o, "<h3>Decisions</h3><ol class=\"story\">\n");
	cul_out_fmt(o, "<li><b>%s</b> ", done(d->verb));
	by_at(o, d->by, d->at_usec);
	if (d->verb == CUL_VERB_DECLINE) {
		cul_out_str(o, ": ");
		desk_str(o, cul_decline_label(d->why));
	}
	if (d->until_usec != CUL_TIME_NONE) {
		cul_out_str(o, ", until ");
		desk_time(o, d->until_usec);
	}
	if (d->text != NULL && d->text[0] != '\0') {
		cul_out_str(o, "<p class=\"say\">");
		desk_lines(o, d->text);
		cul_out_str(o, "</p>");
	}
	if (d->verb == CUL_VERB_RELEASE) {
		cul_out_str(o, "<dl>");
		answer(o, "How the mail was sent", d->how_sent);
		answer(o, "What was done about it", d->done);
		answer(o, "Who says so", d->says);
		cul_out_str(o, "</dl>");
	}
	cul_out_str(o, "</li>\n");
	return true;
}

static bool note(void *arg, const struct cul_note *n)
{
	struct rows *r = arg;
	struct cul_out *o = &r->t->o;

	if (r->n++ == 0)
		cul_out_str(o, "<h3>Notes</h3><ol class=\"story\">\n");
	cul_out_str(o, "<li>");
	by_at(o, n->by, n->at_usec);
	cul_out_str(o, "<p class=\"say\">");
	desk_lines(o, n->text);
	cul_out_str(o, "</p></li>\n");
	return true;
}

int desk_case_story(struct desk_turn *t, const struct cul_case *c)
{
	struct rows rows = { t, 0 };
	size_t all;
	int rc;

	cul_out_str(&t->o, "<section class=\"panel\" id=\"story\" "
			   "aria-labelledby=\"h-story\"><h2 id=\"h-story\">"
			   "So far</h2>\n");
	rc = cul_ledger_decisions(t->l, c->s.id, CUL_TIME_NONE, decision,
				  &rows);
	if (rows.n != 0)
		cul_out_str(&t->o, "</ol>\n");
	all = rows.n;
	rows.n = 0;
	if (rc == CUL_OK)
		rc = cul_ledger_notes(t->l, c->s.id, note, &rows);
	if (rows.n != 0)
		cul_out_str(&t->o, "</ol>\n");
	if (all + rows.n == 0)
		cul_out_str(&t->o, "<p>Nobody has decided or noted anything."
				   "</p>\n");
	cul_out_str(&t->o,
		    "<p class=\"small screen\"><a href=\"/decisions?on=");
	desk_url(&t->o, c->s.id);
	cul_out_str(&t->o,
		    "\">The audit trail of this one</a></p></section>\n");
	return rc;
}
