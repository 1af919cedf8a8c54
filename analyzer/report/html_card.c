/* \summary: one culprit in report.html */
#include <math.h>

#include "culprit/letter.h"
#include "report/escape.h"
#include "report/html.h"
#include "report/words.h"

enum { METER = 100, TWICE = 2 * CUL_SATURATED_MNAT };

static void moment(struct cul_out *o, const char *what, int64_t t_usec)
{
	char text[CUL_WORD_MAX];

	if (t_usec != CUL_TIME_NONE)
		cul_out_fmt(o, " · %s %s", what, cul_word_minute(t_usec, text));
}

/* "at most 1 in 10,000 by chance", from the confidence. */
static void chance(struct cul_out *o, double confidence)
{
	double error = 1 - confidence;
	char text[CUL_WORD_MAX];

	if (error > 0 && error < .5)
		cul_out_fmt(o, " · by chance at most 1 in %s",
			    cul_word_u64((uint64_t)llround(1 / error), text));
}

static void card_head(struct cul_out *o, const struct cul_suggestion *s,
		      size_t rank)
{
	char text[CUL_ADDR_TEXT_MAX], since[CUL_WORD_MAX];

	cul_out_fmt(o,
		    "<header><span class=\"badge %s\">%s</span><h3>%zu. %s: ",
		    cul_html_class(s->action), cul_action_name(s->action), rank,
		    cul_kind_name(s->kind));
	cul_html_who(o, s->subject, s->name);
	cul_out_str(o, "</h3></header>\n<p class=\"meta\">");
	if (s->customer[0] != '\0' && s->subject != CUL_SUBJECT_CUSTOMER) {
		cul_out_str(o, "customer ");
		cul_html_str(o, s->customer);
		cul_out_str(o, " · ");
	}
	for (unsigned i = 0; i < s->n_addrs; i++) {
		cul_addr_print(&s->addrs[i], text);
		cul_out_fmt(o, "%s%s", text, i + 1 < s->n_addrs ? ", " : " · ");
	}
	cul_out_fmt(o, "since %s", cul_word_minute(s->first_seen_usec, since));
	moment(o, "flagged", s->flagged_usec);
	moment(o, "last seen", s->last_seen_usec);
	chance(o, s->confidence);
	cul_out_str(o, "</p>\n<p class=\"why\">");
	cul_html_str(o, s->why);
	cul_out_str(o, "</p>\n");
}

static void meter(struct cul_out *o, int32_t score_mnat)
{
	int32_t v = score_mnat < 0 ? 0 : score_mnat;
	char text[CUL_WORD_MAX];

	cul_out_fmt(o,
		    "<svg class=\"meter\" viewBox=\"0 0 %d 10\" "
		    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
		    "<rect class=\"b0\" width=\"%d\" height=\"10\"/>"
		    "<rect class=\"b2\" width=\"%d\" height=\"10\"/>"
		    "<path class=\"l2\" vector-effect=\"non-scaling-stroke\" "
		    "d=\"M50 0V10\"/></svg></td><td class=\"n\" "
		    "data-l=\"score\">%s",
		    METER, METER, (int)(v > TWICE ? METER : v * METER / TWICE),
		    cul_word_score(score_mnat, text));
}

static void reason(struct cul_out *o, const struct cul_reason *r)
{
	char text[CUL_WORD_MAX];

	cul_out_str(o, "<tr><td class=\"t\">");
	cul_html_str(o, r->text[0] != '\0' ? r->text : r->signal);
	cul_out_fmt(o, "</td><td data-l=\"family\">%s</td>",
		    cul_family_name(r->family));
	cul_out_fmt(o, "<td class=\"n\" data-l=\"observed\">%s",
		    cul_word_double(r->observed, text));
	if (r->of > 0)
		cul_out_fmt(o, " of %s", cul_word_double(r->of, text));
	cul_out_fmt(o, "</td><td class=\"n\" data-l=\"usual\">%s</td>",
		    cul_word_usual(r->usual, r->of, text));
	cul_out_str(o, "<td data-l=\"\">");
	meter(o, r->score_mnat);
	cul_out_str(o, "</td></tr>\n");
}

void cul_html_part(struct cul_out *o, unsigned level, const char *title)
{
	cul_out_fmt(o, "<h%u class=\"part\">%s</h%u>\n", level, title, level);
}

void cul_html_reasons(struct cul_out *o, unsigned level,
		      const struct cul_suggestion *s)
{
	if (s->n_reasons == 0)
		return;
	cul_html_part(o, level, "Reasons");
	cul_out_str(o, "<table class=\"stack\"><thead><tr>"
		       "<th scope=\"col\">What was seen</th>"
		       "<th scope=\"col\">Family</th>"
		       "<th scope=\"col\" class=\"n\">Observed</th>"
		       "<th scope=\"col\" class=\"n\">Usual</th>"
		       "<th scope=\"col\" colspan=\"2\" class=\"n\">Score</th>"
		       "</tr></thead><tbody>\n");
	for (unsigned i = 0; i < s->n_reasons; i++)
		reason(o, &s->reasons[i]);
	cul_out_str(o, "</tbody></table>\n");
}

static void fact(struct cul_out *o, const char *what, uint64_t n)
{
	char text[CUL_WORD_MAX];

	if (n != 0)
		cul_out_fmt(o, "<div><dt>%s</dt><dd>%s</dd></div>", what,
			    cul_word_u64(n, text));
}

void cul_html_counts(struct cul_out *o, unsigned level,
		     const struct cul_counts *c)
{
	static const struct cul_counts none;
	char text[CUL_WORD_MAX];

	if (memcmp(c, &none, sizeof(none)) == 0)
		return;
	cul_html_part(o, level, "Counted");
	cul_out_str(o, "<dl class=\"facts\">");
	fact(o, "messages", c->messages);
	fact(o, "recipients", c->recipients);
	fact(o, "delivered", c->delivered);
	fact(o, "bounced", c->bounced);
	fact(o, "deferred", c->deferred);
	fact(o, "refused: relaying", c->refused_relay);
	fact(o, "refused: no mailbox", c->refused_bad_recipient);
	fact(o, "refused: reputation", c->refused_reputation);
	fact(o, "refused: content", c->refused_content);
	fact(o, "refused: other", c->refused_other);
	fact(o, "failed logins", c->login_failed);
	if (c->bytes != 0)
		cul_out_fmt(o, "<div><dt>size</dt><dd>%s</dd></div>",
			    cul_word_bytes(c->bytes, text));
	cul_out_str(o, "</dl>\n");
}

void cul_html_vetoes(struct cul_out *o, const struct cul_suggestion *s)
{
	for (unsigned i = 0; i < s->n_vetoes; i++) {
		cul_out_str(o, "<p><strong>Speaks for it:</strong> ");
		cul_html_str(o, s->vetoes[i].text);
		cul_out_str(o, "</p>\n");
	}
}

static void card_foot(struct cul_out *o, const struct cul_suggestion *s)
{
	char text[CUL_WORD_MAX];

	if (s->undo[0] != '\0') {
		cul_out_str(o, "<p class=\"undo\"><strong>To take it back:"
			       "</strong> ");
		cul_html_str(o, s->undo);
		cul_out_str(o, "</p>\n");
	}
	cul_out_str(o, "<p class=\"soft small\">Suggestion ");
	cul_html_str(o, s->id);
	if (s->expires_usec != CUL_TIME_NONE)
		cul_out_fmt(o, ", good until %s UTC",
			    cul_word_minute(s->expires_usec, text));
	cul_out_str(o, "</p>\n");
}

/* Its lines come whole, with their newlines, which are ours. */
static int put_letter(void *arg, const char *bytes, size_t len)
{
	struct cul_out *o = arg;
	const bool ends = len != 0 && bytes[len - 1] == '\n';

	cul_html_sv(o, (struct cul_sv){ bytes, len - ends });
	cul_out_str(o, ends ? "\n" : "");
	return o->err;
}

void cul_html_letter(struct cul_out *o, const struct cul_letters *l,
		     const struct cul_suggestion *s)
{
	struct cul_out lines = { put_letter, o, 0 };

	cul_letter_write(l, s, &lines);
}

static void letter(struct cul_out *o, const struct cul_report *r,
		   const struct cul_suggestion *s)
{
	if (r->letters == NULL || !cul_letter_is_due(s))
		return;
	cul_out_str(o, "<details class=\"letter\"><summary>The letter"
		       "</summary><pre>");
	cul_html_letter(o, r->letters, s);
	cul_out_str(o, "</pre></details>\n");
}

void cul_html_card(struct cul_out *o, const struct cul_report *r, size_t i)
{
	const struct cul_suggestion *s = &r->suggestions[i];

	cul_out_fmt(o, "<article class=\"card %s\" id=\"s%zu\">\n",
		    cul_html_class(s->action), i + 1);
	card_head(o, s, i + 1);
	cul_html_day(o, s, i + 1);
	cul_html_reasons(o, 4, s);
	cul_html_vetoes(o, s);
	cul_html_counts(o, 4, &s->counts);
	cul_html_lines(o, 4, r, s);
	letter(o, r, s);
	card_foot(o, s);
	cul_out_str(o, "</article>\n");
}
