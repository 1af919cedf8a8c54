/* \summary: the past days of a source, drawn; each day a bar
 *
 * The picture is stretched to the width there is; so all text stands beside it
 * as HTML, as in report.html.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "desk/desk_int.h"
#include "report/html.h"
#include "report/words.h"

enum { WIDE = 960, HIGH = 100, DAYS = 90 };

struct day {
	uint32_t messages, delivered, bad_recipients, refused;
	bool there, guilty;
};

struct past {
	int64_t day0; /* number of the first day since 1970 */
	struct day days[DAYS];
	unsigned n;
	uint64_t most;
};

static uint64_t wrong_of(const struct day *d)
{
	return (uint64_t)d->bad_recipients + d->refused;
}

/* A bar is at least as high as what went wrong in it. */
static uint64_t all_of(const struct day *d)
{
	const uint64_t wrong = wrong_of(d);

	return d->messages > wrong ? d->messages : wrong;
}

static bool each(void *arg, const struct cul_past_day *d)
{
	struct past *p = arg;
	const int64_t at = d->day_usec / CUL_USEC_PER_DAY - p->day0;
	struct day *to;

	if (at < 0 || at >= DAYS)
		return true;
	to = &p->days[at];
	*to = (struct day){ d->messages, d->delivered, d->bad_recipients,
			    d->refused,  true,         d->guilty };
	p->n++;
	if (all_of(to) > p->most)
		p->most = all_of(to);
	return true;
}

static void rect(struct cul_out *o, const char *class, unsigned i, uint64_t n,
		 uint64_t most)
{
	const double step = (double)WIDE / DAYS;
	double h = most == 0 ? 0 : (double)n * (HIGH - 8) / (double)most;

	if (n != 0 && h < 2)
		h = 2;
	cul_out_fmt(o,
		    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
		    "height=\"%.1f\"/>",
		    class, step * i + step * .08, HIGH - h, step * .84, h);
}

/* A day on which it was found guilty has a mark above, too: not by colour
 * alone. */
static void bars(struct cul_out *o, const struct past *p)
{
	const double step = (double)WIDE / DAYS;

	cul_out_fmt(o,
		    "<rect class=\"b0\" x=\"0\" y=\"%d\" width=\"%d\" "
		    "height=\"1\"/>",
		    HIGH - 1, WIDE);
	for (unsigned i = 0; i < DAYS; i++) {
		const struct day *d = &p->days[i];

		if (!d->there)
			continue;
		if (all_of(d) > wrong_of(d))
			rect(o, "b1", i, all_of(d), p->most);
		if (wrong_of(d) != 0)
			rect(o, "b2", i, wrong_of(d), p->most);
		if (d->guilty)
			cul_out_fmt(o,
				    "<path class=\"l1\" d=\"M%.1f 1H%.1f\"/>",
				    step * i, step * (i + 1));
	}
}

static const char *date_of(const struct past *p, unsigned i, char *buf)
{
	cul_word_minute((p->day0 + i) * CUL_USEC_PER_DAY, buf);
	buf[10] = '\0';
	return buf;
}

static void axis(struct cul_out *o, const struct past *p)
{
	char date[CUL_WORD_MAX];

	cul_out_str(o, "<div class=\"axis\" aria-hidden=\"true\">");
	for (unsigned i = 0; i < 4; i++)
		cul_out_fmt(o, "<span>%s</span>",
			    date_of(p, i * (DAYS - 1) / 3, date));
	cul_out_str(o, "</div>\n<ul class=\"key\"><li><svg viewBox=\"0 0 10 "
		       "10\" aria-hidden=\"true\"><rect class=\"b2\" "
		       "width=\"10\" height=\"10\"/></svg>refused, or no such "
		       "mailbox</li><li><svg viewBox=\"0 0 10 10\" "
		       "aria-hidden=\"true\"><rect class=\"b1\" width=\"10\" "
		       "height=\"10\"/></svg>the other messages</li><li><svg "
		       "viewBox=\"0 0 14 14\" aria-hidden=\"true\"><path "
		       "class=\"l1\" d=\"M0 3H14\"/></svg>found guilty that "
		       "day</li><li class=\"soft\">highest bar: ");
	desk_u64(o, p->most);
	cul_out_str(o, "</li></ul>\n");
}

static void cell(struct cul_out *o, uint64_t n)
{
	cul_out_str(o, "<td class=\"n\">");
	desk_u64(o, n);
	cul_out_str(o, "</td>");
}

/* The same for those who cannot see the picture, or want the figures. */
static void figures(struct cul_out *o, const struct past *p)
{
	char date[CUL_WORD_MAX];

	cul_out_str(o, "<details><summary>The figures, day by day</summary>"
		       "<table><thead><tr><th scope=\"col\">Day</th>"
		       "<th scope=\"col\" class=\"n\">Messages</th>"
		       "<th scope=\"col\" class=\"n\">Delivered</th>"
		       "<th scope=\"col\" class=\"n\">No such mailbox</th>"
		       "<th scope=\"col\" class=\"n\">Refused</th>"
		       "<th scope=\"col\">Guilty</th></tr></thead><tbody>");
	for (unsigned i = 0; i < DAYS; i++) {
		const struct day *d = &p->days[i];

		if (!d->there)
			continue;
		cul_out_fmt(o, "<tr><td class=\"nowrap\">%s</td>",
			    date_of(p, i, date));
		cell(o, d->messages);
		cell(o, d->delivered);
		cell(o, d->bad_recipients);
		cell(o, d->refused);
		cul_out_fmt(o, "<td>%s</td></tr>", d->guilty ? "yes" : "no");
	}
	cul_out_str(o, "</tbody></table></details></figure>\n");
}

int desk_past(struct desk_turn *t, unsigned level, enum cul_subject type,
	      const char *name)
{
	const int64_t today = t->now_usec / CUL_USEC_PER_DAY;
	struct past *p = calloc(1, sizeof(*p));
	struct cul_out *o = &t->o;
	int rc;

	if (p == NULL)
		return CUL_ENOMEM;
	p->day0 = today - DAYS + 1;
	rc = cul_ledger_days(t->l, type, name, p->day0 * CUL_USEC_PER_DAY,
			     (today + 1) * CUL_USEC_PER_DAY, each, p);
	if (rc == CUL_OK && p->n != 0) {
		cul_html_part(o, level, "Its past");
		cul_out_fmt(o,
			    "<figure "
			    "class=\"day\">"
			    "<figcaption>messages a day, %d days to today"
			    "</figcaption><svg viewBox=\"0 0 %d %d\" "
			    "preserveAspectRatio=\"none\" role=\"img\" "
			    "aria-labelledby=\"past-t\"><title id=\"past-t\">"
			    "%u days with mail of the last %d, at most ",
			    DAYS, WIDE, HIGH, p->n, DAYS);
		desk_u64(o, p->most);
		cul_out_str(o, " messages a day</title>");
		bars(o, p);
		cul_out_str(o, "</svg>\n");
		axis(o, p);
		figures(o, p);
	}
	free(p);
	return rc;
}
