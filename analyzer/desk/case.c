/* \summary: the page of one suggestion */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "desk/desk_int.h"
#include "report/html.h"
#include "report/words.h"

static void fact_begin(struct cul_out *o, const char *what)
{
	cul_out_fmt(o, "<div><dt>%s</dt><dd>", what);
}

static void fact_end(struct cul_out *o)
{
	cul_out_str(o, "</dd></div>\n");
}

static void moment(struct cul_out *o, const char *what, int64_t t_usec)
{
	if (t_usec == CUL_TIME_NONE)
		return;
	fact_begin(o, what);
	desk_time(o, t_usec);
	fact_end(o);
}

static void addresses(struct cul_out *o, const struct cul_suggestion *s)
{
	char text[CUL_ADDR_TEXT_MAX];

	for (unsigned i = 0; i < s->n_addrs; i++) {
		cul_addr_print(&s->addrs[i], text);
		fact_begin(o, "address");
		cul_out_str(o, "<a href=\"");
		desk_source_href(o, CUL_SUBJECT_IP, text);
		cul_out_fmt(o, "\">%s</a>", text);
		fact_end(o);
	}
}

static void customer(struct cul_out *o, const struct cul_suggestion *s)
{
	if (s->customer[0] == '\0' || s->subject == CUL_SUBJECT_CUSTOMER)
		return;
	fact_begin(o, "customer");
	cul_out_str(o, "<a href=\"");
	desk_source_href(o, CUL_SUBJECT_CUSTOMER, s->customer);
	cul_out_str(o, "\">");
	desk_str(o, s->customer);
	cul_out_str(o, "</a>");
	fact_end(o);
}

static void chance(struct cul_out *o, double confidence)
{
	const double error = 1 - confidence;

	if (error <= 0 || error >= .5)
		return;
	fact_begin(o, "by chance at most");
	cul_out_str(o, "1 in ");
	desk_u64(o, (uint64_t)llround(1 / error));
	fact_end(o);
}

static void facts(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<dl class=\"facts\">\n");
	customer(o, &c->s);
	addresses(o, &c->s);
	moment(o, "first seen", c->s.first_seen_usec);
	moment(o, "suggested", c->s.flagged_usec);
	moment(o, "last seen", c->s.last_seen_usec);
	moment(o,
	       c->standing == CUL_STANDING_ACCEPTED ? "holds until"
						    : "good until",
	       c->until_usec != CUL_TIME_NONE ? c->until_usec
					      : c->s.expires_usec);
	chance(o, c->s.confidence);
	fact_begin(o, "suggestion");
	cul_out_str(o, "<code>");
	desk_str(o, c->s.id);
	cul_out_str(o, "</code>");
	fact_end(o);
	cul_out_str(o, "</dl>\n");
}

static void top(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;

	cul_out_fmt(o, "<div class=\"titles\"><span class=\"badge %s\">",
		    cul_html_class(c->s.action));
	desk_words(o, cul_action_name(c->s.action));
	cul_out_str(o, "</span><h1>");
	desk_words(o, cul_kind_name(c->s.kind));
	cul_out_str(o, ": <a href=\"");
	desk_source_href(o, c->s.subject, c->s.name);
	cul_out_str(o, "\">");
	desk_case_who(o, c);
	cul_out_str(o, "</a></h1>");
	desk_standing(o, c);
	cul_out_str(o, " <a class=\"button quiet jump\" href=\"#decide\">"
		       "Decide</a></div>\n<p class=\"lead\">");
	desk_str(o, c->s.why);
	cul_out_str(o, "</p>\n");
}

/* What staff must not miss. */
static void warnings(struct desk_turn *t, const struct cul_case *c)
{
	char text[160];

	if (c->back[0] != '\0')
		desk_tell(t, "", c->back);
	if (c->before != 0) {
		(void)snprintf(text, sizeof(text),
			       "Stopped before: %u time%s, of any kind. The "
			       "page of the source has them.",
			       c->before, c->before == 1 ? "" : "s");
		desk_tell(t, "", text);
	}
	if (c->standing == CUL_STANDING_WITHDRAWN)
		desk_tell(t, "",
			  "With what came later this is not suggested any "
			  "more; there is nothing to decide.");
	if (c->standing == CUL_STANDING_ACCEPTED &&
	    c->again_usec != CUL_TIME_NONE)
		desk_tell(t, "bad",
			  "It has been seen again since it was accepted: is "
			  "the list that stops it in use?");
}

static void lines(struct desk_turn *t, const struct cul_case *c)
{
	const struct cul_report r = { .mask = t->desk->plan->mask };
	struct cul_out *o = &t->o;

	cul_out_str(o, "<section class=\"panel\" aria-labelledby=\"h-log\">"
		       "<h2 id=\"h-log\">The log</h2>\n");
	cul_html_lines(o, 3, &r, &c->s);
	if (c->s.n_quotes == 0)
		cul_out_str(o, "<p>No lines are kept any more: they are older "
			       "than [ledger] retention_days.</p>\n");
	cul_out_str(o, "</section>\n");
}

static void letter(struct desk_turn *t, const struct cul_case *c)
{
	const struct cul_letters *l = t->desk->plan->letters;
	struct cul_out *o = &t->o;

	if (l == NULL || !cul_letter_is_due(&c->s))
		return;
	cul_out_str(o, "<section class=\"panel\" aria-labelledby=\"h-letter\">"
		       "<h2 id=\"h-letter\">The letter to send</h2>"
		       "<p class=\"soft small screen\">Read it before it goes "
		       "out. <a href=\"/case/");
	desk_url(o, c->s.id);
	cul_out_str(o, "/letter.txt\">As plain text</a></p>"
		       "<pre class=\"letter\" id=\"letter\" tabindex=\"0\" "
		       "aria-labelledby=\"h-letter\">");
	cul_html_letter(o, l, &c->s);
	cul_out_str(o, "</pre></section>\n");
}

static int evidence(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;
	int rc;

	cul_out_str(o, "<section class=\"panel\" aria-labelledby=\"h-what\">"
		       "<h2 id=\"h-what\">What was seen</h2>\n");
	facts(t, c);
	if (c->s.day_usec != CUL_TIME_NONE) {
		cul_html_part(o, 3, "Its day");
		cul_html_day(o, &c->s, 0);
	}
	rc = desk_past(t, 3, c->s.subject, c->s.name);
	cul_html_reasons(o, 3, &c->s);
	cul_html_vetoes(o, &c->s);
	cul_html_counts(o, 3, &c->s.counts);
	if (c->s.undo[0] != '\0') {
		cul_out_str(o, "<p><strong>To take it back:</strong> ");
		desk_str(o, c->s.undo);
		cul_out_str(o, "</p>\n");
	}
	cul_out_str(o, "</section>\n");
	return rc;
}

static int show(struct desk_turn *t, const struct cul_case *c)
{
	struct cul_out *o = &t->o;
	int rc;

	desk_case_flash(t);
	if (t->again != NULL)
		desk_case_stale(t, c);
	top(t, c);
	warnings(t, c);
	cul_out_str(o, "<div class=\"two\"><div>\n");
	rc = evidence(t, c);
	lines(t, c);
	letter(t, c);
	if (rc == CUL_OK)
		rc = desk_case_around(t, c);
	cul_out_str(o, "</div>\n<div class=\"side\">\n");
	desk_case_forms(t, c);
	if (rc == CUL_OK)
		rc = desk_case_story(t, c);
	cul_out_str(o, "</div></div>\n");
	return rc;
}

void desk_case_show(struct desk_turn *t, unsigned status)
{
	char title[CUL_NAME_MAX + 64];
	struct cul_case *c = NULL;
	int rc = cul_ledger_case(t->l, t->id, t->now_usec, &c);

	if (rc != CUL_OK) {
		desk_trouble(t, rc == CUL_EUSAGE ? CUL_ENONE : rc);
		return;
	}
	(void)snprintf(title, sizeof(title), "%s: %s", cul_kind_name(c->s.kind),
		       c->s.name);
	desk_page_begin(t, &(struct desk_page){ .title = title,
						.tab = DESK_TAB_LIST,
						.version = c->version });
	rc = show(t, c);
	cul_case_free(&c);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, status);
}

void desk_case_page(struct desk_turn *t)
{
	desk_case_show(t, 200);
}

void desk_letter_text(struct desk_turn *t)
{
	const struct cul_letters *l = t->desk->plan->letters;
	struct cul_case *c = NULL;
	int rc = cul_ledger_case(t->l, t->id, t->now_usec, &c);
	size_t len;
	char *text;

	if (rc != CUL_OK) {
		desk_trouble(t, rc == CUL_EUSAGE ? CUL_ENONE : rc);
		return;
	}
	if (l != NULL && cul_letter_is_due(&c->s))
		cul_letter_write(l, &c->s, &t->o);
	cul_case_free(&c);
	text = desk_buf_take(&t->buf, &len);
	if (len == 0 || text == NULL) {
		free(text);
		desk_not_found(t, "There is no letter to send for this one.");
		return;
	}
	cul_web_page(t->a, 200, "text/plain; charset=utf-8", text, len);
}
