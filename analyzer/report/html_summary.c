/* \summary: report.html: not accused and why, what was read and what not */
#include <inttypes.h>

#include "report/escape.h"
#include "report/html.h"
#include "report/judged.h"
#include "report/mask.h"
#include "report/words.h"

static void section(struct cul_out *o, const char *title)
{
	cul_out_fmt(o, "<h2>%s</h2>\n<section class=\"panel\">\n", title);
}

static void end_section(struct cul_out *o)
{
	cul_out_str(o, "</section>\n");
}

static void cleared(struct cul_out *o, const struct cul_report *r)
{
	size_t shown = r->n_cleared;

	if (shown == 0)
		return;
	if (shown > CUL_HTML_CLEARED_MAX)
		shown = CUL_HTML_CLEARED_MAX;
	section(o, "Not accused, and why");
	cul_out_str(o, "<table class=\"stack\"><thead><tr><th scope=\"col\">"
		       "Who</th><th scope=\"col\">Not</th><th scope=\"col\">"
		       "Because</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < shown; i++) {
		const struct cul_cleared *c = &r->cleared[i];

		cul_out_str(o, "<tr><td class=\"t\">");
		cul_html_who(o, c->subject, c->name);
		cul_out_fmt(o,
			    "</td><td data-l=\"not\">%s</td><td class=\"t\">",
			    cul_kind_name(c->kind));
		cul_html_str(o, c->veto.text);
		cul_out_str(o, "</td></tr>\n");
	}
	cul_out_str(o, "</tbody></table>\n");
	if (shown < r->n_cleared)
		cul_out_fmt(o, "<p>And %zu more.</p>\n", r->n_cleared - shown);
	end_section(o);
}

static void fact(struct cul_out *o, const char *what, uint64_t n)
{
	char text[CUL_WORD_MAX];

	cul_out_fmt(o, "<div><dt>%s</dt><dd>%s</dd></div>", what,
		    cul_word_u64(n, text));
}

static void mail(struct cul_out *o, const struct cul_mail_totals *m)
{
	cul_out_str(o, "<dl class=\"facts\">");
	fact(o, "received", m->received);
	fact(o, "delivered", m->delivered);
	fact(o, "forwarded", m->forwarded);
	fact(o, "deferred", m->deferred);
	fact(o, "bounced", m->bounced);
	fact(o, "rejected", m->rejected);
	fact(o, "reject warnings", m->reject_warnings);
	fact(o, "held", m->held);
	fact(o, "discarded", m->discarded);
	cul_out_str(o, "</dl>\n");
}

static void input(struct cul_out *o, const struct cul_input_count *in)
{
	char lines[CUL_WORD_MAX], bytes[CUL_WORD_MAX], cut[CUL_WORD_MAX];

	cul_out_str(o, "<tr><td class=\"t\">");
	cul_html_str(o, strcmp(in->path, "-") == 0 ? "(stdin)" : in->path);
	cul_out_fmt(o,
		    "</td><td class=\"n\" data-l=\"lines\">%s</td>"
		    "<td class=\"n\" data-l=\"size\">%s</td><td class=\"t\">",
		    cul_word_u64(in->lines, lines),
		    cul_word_bytes(in->bytes, bytes));
	if (in->error != NULL) {
		cul_out_str(o, "<strong>Not read to its end:</strong> ");
		cul_html_str(o, in->error);
		cul_out_str(o, " ");
	}
	if (in->note != NULL)
		cul_html_str(o, in->note);
	if (in->cut_lines != 0)
		cul_out_fmt(o, " %s lines were too long and were cut.",
			    cul_word_u64(in->cut_lines, cut));
	cul_out_str(o, "</td></tr>\n");
}

static void inputs(struct cul_out *o, const struct cul_summary *s)
{
	cul_out_str(o, "<h3 class=\"part\">Files</h3>\n<table "
		       "class=\"stack\"><thead><tr>"
		       "<th scope=\"col\">File</th><th scope=\"col\" "
		       "class=\"n\">Lines</th><th scope=\"col\" class=\"n\">"
		       "Size</th><th scope=\"col\">Note</th></tr></thead>"
		       "<tbody>\n");
	for (size_t i = 0; i < s->n_inputs; i++)
		input(o, &s->inputs[i]);
	cul_out_str(o, "</tbody></table>\n");
}

static void reasons(struct cul_out *o, const char *verdict,
		    const struct cul_parser_count *p, const uint64_t *counts)
{
	char number[CUL_WORD_MAX];

	for (unsigned i = 0; i < CUL_PARSER_REASONS_MAX; i++) {
		if (p->reasons == NULL || p->reasons[i] == NULL)
			break;
		if (counts[i] == 0)
			continue;
		cul_out_fmt(o,
			    "<tr><td data-l=\"verdict\">%s</td>"
			    "<td data-l=\"why\">",
			    verdict);
		cul_html_str(o, p->reasons[i]);
		cul_out_fmt(o,
			    "</td><td class=\"n\" data-l=\"lines\">%s</td>"
			    "</tr>\n",
			    cul_word_u64(counts[i], number));
	}
}

static void parser(struct cul_out *o, const struct cul_parser_count *p)
{
	cul_out_fmt(o,
		    "<h3 class=\"part\">Parser %s</h3>\n<dl class=\"facts\">",
		    p->name);
	fact(o, "events", p->verdicts[CUL_EVENT]);
	fact(o, "ignored", p->verdicts[CUL_IGNORED]);
	fact(o, "not mine", p->verdicts[CUL_NOT_MINE]);
	fact(o, "malformed", p->verdicts[CUL_MALFORMED]);
	cul_out_str(o, "</dl>\n<details><summary>Why lines were ignored or "
		       "malformed</summary><table class=\"stack\"><thead><tr>"
		       "<th scope=\"col\">Verdict</th><th scope=\"col\">Why"
		       "</th><th scope=\"col\" class=\"n\">Lines</th></tr>"
		       "</thead><tbody>\n");
	reasons(o, "ignored", p, p->ignored);
	reasons(o, "malformed", p, p->malformed);
	cul_out_str(o, "</tbody></table></details>\n");
}

static void sentences(struct cul_out *o, const char *title, size_t n,
		      const char *const *v)
{
	if (n == 0)
		return;
	cul_out_fmt(o, "<h3 class=\"part\">%s</h3>\n<ul>", title);
	for (size_t i = 0; i < n; i++) {
		cul_out_str(o, "<li>");
		cul_html_str(o, v[i]);
		cul_out_str(o, "</li>\n");
	}
	cul_out_str(o, "</ul>\n");
}

static void not_counted(struct cul_out *o, const struct cul_summary *s)
{
	cul_out_str(
		o, "<h3 class=\"part\">Not counted</h3>\n<dl class=\"facts\">");
	fact(o, "lines of other programs", s->unowned_lines);
	fact(o, "lines without a time", s->no_stamp_lines);
	fact(o, "fates without a start", s->orphan_outcomes);
	fact(o, "sources forgotten", s->evicted_sources);
	fact(o, "messages forgotten", s->evicted_messages);
	fact(o, "contacts forgotten", s->evicted_contacts);
	cul_out_str(o, "</dl>\n");
}

static void samples(struct cul_out *o, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;
	char buf[CUL_MASK_MAX];

	if (s->n_samples == 0)
		return;
	cul_out_str(o, "<h3 class=\"part\">Lines that could not be read, the "
		       "first of them</h3>\n<ul class=\"lines\">");
	for (size_t i = 0; i < s->n_samples; i++) {
		const struct cul_sample *one = &s->samples[i];

		cul_out_str(o, "<li><span class=\"at\">");
		if (one->file < s->n_inputs)
			cul_html_str(o, s->inputs[one->file].path);
		cul_out_fmt(o, ", byte %" PRIu64 ": ", one->offset);
		cul_html_str(o, one->why);
		cul_out_str(o, "</span><code>");
		cul_html_sv(o, cul_sample_text(r, one, buf));
		cul_out_str(o, "</code></li>\n");
	}
	cul_out_str(o, "</ul>\n");
}

static void judged(struct cul_out *o, const struct cul_judged *j)
{
	char budget[CUL_JUDGED_MAX], usual[CUL_JUDGED_MAX];
	const char *const v[] = { cul_judged_budget(j, budget),
				  cul_judged_usual(j, usual) };

	if (j->sources != 0)
		sentences(o, "How it was judged", 2, v);
}

void cul_html_summary(struct cul_out *o, const struct cul_report *r)
{
	const struct cul_summary *s = &r->summary;

	cleared(o, r);
	section(o, "What was read");
	mail(o, &s->mail);
	inputs(o, s);
	for (size_t i = 0; i < s->n_parsers; i++)
		parser(o, &s->parsers[i]);
	judged(o, &s->judged);
	sentences(o, "Guessed", s->n_guesses, s->guesses);
	not_counted(o, s);
	sentences(o, "Not counted, and why", s->n_warnings, s->warnings);
	samples(o, r);
	end_section(o);
}
