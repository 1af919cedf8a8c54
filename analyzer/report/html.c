/* \summary: report.html: one file that needs nothing beside it */
#include "report/html.h"

#include "report/escape.h"
#include "report/words.h"

/* No script, no request: should an escape ever fail, this still holds. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	"'none'; style-src 'unsafe-inline'; base-uri 'none'; "
	"form-action 'none'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, "
	"initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<meta name=\"robots\" content=\"noindex\">\n";

const char *cul_html_class(enum cul_action a)
{
	if (cul_word_is_grave(a))
		return "stop";
	if (a == CUL_ACTION_CONTACT)
		return "talk";
	return a == CUL_ACTION_EXEMPT ? "grant" : "watch";
}

void cul_html_who(struct cul_out *o, enum cul_subject type, const char *name)
{
	if (type != CUL_SUBJECT_IP && type != CUL_SUBJECT_NET)
		cul_out_fmt(o, "%s ", cul_subject_word(type));
	cul_html_str(o, name);
}

static size_t count(const struct cul_report *r, enum cul_action a)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_suggestions; i++)
		n += r->suggestions[i].action == a;
	return n;
}

static void headline(struct cul_out *o, const struct cul_report *r)
{
	size_t stops = cul_report_stops(r);

	if (r->summary.events == 0)
		cul_out_str(o, "Nothing to judge");
	else if (stops == 0)
		cul_out_str(o, "Nobody to stop");
	else
		cul_out_fmt(o, "%zu to stop", stops);
}

static void tile(struct cul_out *o, const char *what, uint64_t n, bool hot)
{
	char number[CUL_WORD_MAX];

	cul_out_fmt(o, "<div%s><dt>%s</dt><dd>%s</dd></div>",
		    hot && n != 0 ? " class=\"hot\"" : "", what,
		    cul_word_u64(n, number));
}

static void span(struct cul_out *o, const struct cul_summary *s)
{
	char first[CUL_WORD_MAX], last[CUL_WORD_MAX], lines[CUL_WORD_MAX];

	cul_out_fmt(o, "<p class=\"soft\">From %s log lines",
		    cul_word_u64(s->lines, lines));
	if (s->t_first_usec != CUL_TIME_NONE && s->t_last_usec != CUL_TIME_NONE)
		cul_out_fmt(o, " of %s to %s UTC",
			    cul_word_minute(s->t_first_usec, first),
			    cul_word_minute(s->t_last_usec, last));
	cul_out_str(o, ". These are suggestions; a person decides.</p>\n");
}

static void top(struct cul_out *o, const struct cul_report *r)
{
	const struct cul_mail_totals *m = &r->summary.mail;

	cul_out_str(o, "<header><h1>");
	headline(o, r);
	cul_out_str(o, "</h1>\n");
	span(o, &r->summary);
	cul_out_str(o, "<dl class=\"tiles\">");
	tile(o, "to stop", cul_report_stops(r), true);
	tile(o, "to talk to", count(r, CUL_ACTION_CONTACT), false);
	tile(o, "to make way for", count(r, CUL_ACTION_EXEMPT), false);
	tile(o, "to watch", count(r, CUL_ACTION_WATCH), false);
	tile(o, "messages received", m->received, false);
	tile(o, "delivered", m->delivered, false);
	tile(o, "rejected", m->rejected, false);
	cul_out_str(o, "</dl></header>\n");
}

/* Those beyond the cards: who and what, a row each. */
static void others(struct cul_out *o, const struct cul_report *r)
{
	char since[CUL_WORD_MAX];

	cul_out_str(o, "<section class=\"panel\"><h2 style=\"margin-top:0\">"
		       "And also</h2><table class=\"stack\"><thead><tr>"
		       "<th scope=\"col\">Action</th><th scope=\"col\">Kind"
		       "</th><th scope=\"col\">Who</th><th scope=\"col\">Since "
		       "(UTC)</th></tr></thead><tbody>\n");
	for (size_t i = CUL_HTML_CARDS_MAX; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		cul_out_fmt(o,
			    "<tr><td data-l=\"Action\">%s</td>"
			    "<td data-l=\"Kind\">%s</td><td data-l=\"Who\">",
			    cul_action_name(s->action), cul_kind_name(s->kind));
		cul_html_who(o, s->subject, s->name);
		cul_out_fmt(o, "</td><td data-l=\"Since\">%s</td></tr>\n",
			    cul_word_minute(s->first_seen_usec, since));
	}
	cul_out_str(o, "</tbody></table></section>\n");
}

static void cards(struct cul_out *o, const struct cul_report *r)
{
	size_t n = r->n_suggestions;

	if (n == 0)
		return;
	cul_out_str(o, "<h2>One by one, the gravest first</h2>\n");
	for (size_t i = 0; i < n && i < CUL_HTML_CARDS_MAX; i++)
		cul_html_card(o, r, i);
	if (n > CUL_HTML_CARDS_MAX)
		others(o, r);
}

static void foot(struct cul_out *o, const struct cul_report *r)
{
	cul_out_str(
		o,
		"<footer><p>How to read the scores: a score of 9.2 means that "
		"one honest source in 10,000 looks like this by chance; each "
		"further 2.3 makes it ten times rarer. The mark on the bar is "
		"9.2. No single kind of evidence is enough to stop anybody: "
		"that takes two which do not depend on each other, and their "
		"scores are never added up.</p><p>culprit ");
	cul_html_str(o, r->version);
	cul_out_str(o, "</p></footer>\n</body>\n</html>\n");
}

static void write_html(const struct cul_report *r, const struct cul_style *st,
		       struct cul_out *o)
{
	(void)st;
	cul_out_str(o, head);
	cul_out_str(o, "<title>culprit: ");
	headline(o, r);
	cul_out_str(o, "</title>\n<style>\n");
	for (size_t i = 0; cul_html_style[i] != NULL; i++)
		cul_out_str(o, cul_html_style[i]);
	cul_out_str(o, "</style>\n</head>\n<body>\n");
	top(o, r);
	cul_out_str(o, "<main>\n<div style=\"height:1.5rem\"></div>\n");
	cul_html_overview(o, r);
	cards(o, r);
	cul_html_summary(o, r);
	cul_out_str(o, "</main>\n");
	foot(o, r);
}

extern const struct cul_sink cul_sink_html;
const struct cul_sink cul_sink_html = {
	.name = "html",
	.file = "report.html",
	.summary = "one page with pictures, to open in any browser",
	.write = write_html,
};
