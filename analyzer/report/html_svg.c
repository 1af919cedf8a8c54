/* \summary: the pictures of report.html, drawn as SVG
 *
 * A picture is stretched to the width there is; so all text stands beside it
 * as HTML, and lines keep their width (vector-effect).
 */
#include <inttypes.h>

#include "report/escape.h"
#include "report/html.h"
#include "report/words.h"

enum { WIDE = 960, HIGH = 100, HOURS = 24, BINS_MAX = 96 };

/* Where the whole picture begins and ends. */
struct axis {
	int64_t t0, t1;
};

struct bin {
	uint64_t volume, wrong; /* wrong is at most volume */
};

static double place(const struct axis *a, int64_t t)
{
	if (t <= a->t0)
		return 0;
	if (t >= a->t1)
		return WIDE;
	return (double)(t - a->t0) * WIDE / (double)(a->t1 - a->t0);
}

static bool covers(const struct axis *a, int64_t t)
{
	return t != CUL_TIME_NONE && t >= a->t0 && t <= a->t1;
}

static void begin(struct cul_out *o, const char *class, const char *id,
		  size_t rank)
{
	cul_out_fmt(o,
		    "<svg class=\"%s\" viewBox=\"0 0 %d %d\" "
		    "preserveAspectRatio=\"none\" role=\"img\" "
		    "aria-labelledby=\"%s%zu\"><title id=\"%s%zu\">",
		    class, WIDE, HIGH, id, rank, id, rank);
}

static void rect(struct cul_out *o, const char *class, double x, double y,
		 double w, double h)
{
	cul_out_fmt(o,
		    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
		    "height=\"%.1f\"/>",
		    class, x, y, w, h);
}

static void line(struct cul_out *o, const char *class, double x)
{
	cul_out_fmt(o,
		    "<path class=\"%s\" vector-effect=\"non-scaling-stroke\" "
		    "d=\"M%.1f 0V%d\"/>",
		    class, x, HIGH);
}

/* Whatever is not nothing can be seen. */
static double tall(uint64_t n, uint64_t max)
{
	double h = max == 0 ? 0 : (double)n * HIGH / (double)max;

	return n != 0 && h < 2 ? 2 : h;
}

static uint64_t bars(struct cul_out *o, const struct bin *b, size_t n)
{
	double step = (double)WIDE / (double)n;
	uint64_t max = 0;

	for (size_t i = 0; i < n; i++)
		max = b[i].volume > max ? b[i].volume : max;
	rect(o, "b0", 0, HIGH - 1, WIDE, 1);
	for (size_t i = 0; i < n; i++) {
		double x = step * (double)i + step * .08, w = step * .84;
		double all = tall(b[i].volume, max);
		double bad = tall(b[i].wrong, max);

		if (b[i].volume > b[i].wrong)
			rect(o, "b1", x, HIGH - all, w, all);
		if (b[i].wrong != 0)
			rect(o, "b2", x, HIGH - bad, w, bad);
	}
	return max;
}

static void add_hour(struct bin *b, struct cul_hour h)
{
	b->volume += h.volume > h.wrong ? h.volume : h.wrong;
	b->wrong += h.wrong;
}

static void ticks(struct cul_out *o, const struct axis *a, bool days)
{
	char text[CUL_WORD_MAX];

	cul_out_str(o, "<div class=\"axis\" aria-hidden=\"true\">");
	for (int i = 0; i <= 4; i++) {
		int64_t t = a->t0 + (a->t1 - a->t0) / 4 * i;

		cul_word_minute(t, text);
		cul_out_fmt(o, "<span>%s</span>", text + (days ? 5 : 11));
	}
	cul_out_str(o, "</div>\n");
}

static void key_box(struct cul_out *o, const char *class, const char *what)
{
	cul_out_fmt(o,
		    "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
		    "<rect class=\"%s\" width=\"10\" height=\"10\"/></svg>"
		    "%s</li>",
		    class, what);
}

static void key_line(struct cul_out *o, const char *class, const char *what,
		     int64_t t, bool inside)
{
	char text[CUL_WORD_MAX];

	if (t == CUL_TIME_NONE)
		return;
	cul_out_str(o, "<li>");
	if (inside)
		cul_out_fmt(o,
			    "<svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
			    "<path class=\"%s\" d=\"M7 0V14\"/></svg>",
			    class);
	cul_out_fmt(o, "%s %s%s</li>", what,
		    inside ? cul_word_clock(t, text) : cul_word_minute(t, text),
		    inside ? "" : ", not in this picture");
}

/* The same for those who cannot see the picture, or want the figures. */
static void hours_table(struct cul_out *o, const struct cul_suggestion *s)
{
	char from[CUL_WORD_MAX];

	cul_out_str(o, "<details><summary>The figures, hour by hour</summary>"
		       "<table><thead><tr><th scope=\"col\">Hour from</th>"
		       "<th scope=\"col\" class=\"n\">Recipients</th>"
		       "<th scope=\"col\" class=\"n\">Went wrong</th></tr>"
		       "</thead><tbody>");
	for (int i = 0; i < HOURS; i++) {
		struct cul_hour h = s->hours[i];

		if (h.volume == 0 && h.wrong == 0)
			continue;
		cul_out_fmt(o,
			    "<tr><td>%s</td><td class=\"n\">%u</td>"
			    "<td class=\"n\">%u</td></tr>",
			    cul_word_minute(s->day_usec + i * CUL_USEC_PER_HOUR,
					    from),
			    (unsigned)h.volume, (unsigned)h.wrong);
	}
	cul_out_str(o, "</tbody></table></details>\n");
}

void cul_html_day(struct cul_out *o, const struct cul_suggestion *s,
		  size_t rank)
{
	struct axis a = { s->day_usec, s->day_usec + CUL_USEC_PER_DAY };
	struct bin b[HOURS] = { { 0, 0 } }, sum = { 0, 0 };
	bool misdeed = covers(&a, s->first_seen_usec);
	bool flagged = covers(&a, s->flagged_usec);
	char text[CUL_WORD_MAX];
	uint64_t max;

	for (int i = 0; i < HOURS; i++) {
		add_hour(&b[i], s->hours[i]);
		add_hour(&sum, s->hours[i]);
	}
	if (sum.volume == 0 || s->day_usec == CUL_TIME_NONE)
		return;
	cul_out_fmt(o,
		    "<figure class=\"day\"><figcaption>24 hours from %s UTC, "
		    "recipients an hour</figcaption>\n",
		    cul_word_minute(s->day_usec, text));
	begin(o, "bars", "d", rank);
	cul_out_fmt(o,
		    "Volume over 24 hours: %" PRIu64 " recipients, %" PRIu64
		    " of them went wrong</title>",
		    sum.volume, sum.wrong);
	max = bars(o, b, HOURS);
	if (misdeed)
		line(o, "l1", place(&a, s->first_seen_usec));
	if (flagged)
		line(o, "l2", place(&a, s->flagged_usec));
	cul_out_str(o, "</svg>\n");
	ticks(o, &a, false);
	cul_out_str(o, "<ul class=\"key\">");
	key_box(o, "b2", "went wrong");
	key_box(o, "b1", "the rest");
	key_line(o, "l1", "first misdeed", s->first_seen_usec, misdeed);
	key_line(o, "l2", "flagged", s->flagged_usec, flagged);
	cul_out_fmt(o, "<li class=\"soft\">busiest hour: %" PRIu64 "</li>",
		    max);
	cul_out_str(o, "</ul>\n");
	hours_table(o, s);
	cul_out_str(o, "</figure>\n");
}

static void widen(struct axis *a, int64_t t)
{
	if (t == CUL_TIME_NONE)
		return;
	if (a->t0 == CUL_TIME_NONE || t < a->t0)
		a->t0 = t;
	if (a->t1 == CUL_TIME_NONE || t > a->t1)
		a->t1 = t;
}

/* From the first to the last moment of the log, in whole hours. */
static struct axis axis_of(const struct cul_report *r)
{
	struct axis a = { CUL_TIME_NONE, CUL_TIME_NONE };
	const int64_t h = CUL_USEC_PER_HOUR;

	widen(&a, r->summary.t_first_usec);
	widen(&a, r->summary.t_last_usec);
	for (size_t i = 0; i < r->n_suggestions; i++) {
		widen(&a, r->suggestions[i].first_seen_usec);
		widen(&a, r->suggestions[i].last_seen_usec);
	}
	if (a.t0 == CUL_TIME_NONE)
		return a;
	a.t0 -= (a.t0 % h + h) % h;
	a.t1 += h - (a.t1 % h + h) % h;
	return a;
}

static size_t fill_bins(const struct cul_report *r, const struct axis *a,
			struct bin bins[BINS_MAX])
{
	int64_t hours = (a->t1 - a->t0) / CUL_USEC_PER_HOUR;
	int64_t each = (hours + BINS_MAX - 1) / BINS_MAX;
	int64_t n = (hours + each - 1) / each;

	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (s->day_usec == CUL_TIME_NONE || s->day_usec > a->t1)
			continue;
		for (int h = 0; h < HOURS; h++) {
			int64_t t = s->day_usec + h * CUL_USEC_PER_HOUR;
			int64_t at = (t - a->t0) / CUL_USEC_PER_HOUR / each;

			if (t >= a->t0 && at < n)
				add_hour(&bins[at], s->hours[h]);
		}
	}
	return (size_t)n;
}

static void overview_row(struct cul_out *o, const struct axis *a,
			 const struct cul_suggestion *s, size_t rank)
{
	char from[CUL_WORD_MAX], to[CUL_WORD_MAX];
	double x0, x1;

	cul_out_fmt(o, "<div class=\"name\"><a href=\"#s%zu\">", rank);
	cul_html_who(o, s->subject, s->name);
	cul_out_fmt(o, "</a> <span class=\"soft\">%s</span></div>\n",
		    cul_kind_name(s->kind));
	begin(o, "strip", "o", rank);
	cul_out_fmt(o, "%s, %s to %s</title>", cul_kind_name(s->kind),
		    cul_word_minute(s->first_seen_usec, from),
		    cul_word_minute(s->last_seen_usec, to));
	rect(o, "b0", 0, 25, WIDE, 50);
	if (s->first_seen_usec != CUL_TIME_NONE &&
	    s->last_seen_usec >= s->first_seen_usec) {
		x0 = place(a, s->first_seen_usec);
		x1 = place(a, s->last_seen_usec);
		rect(o, cul_word_is_grave(s->action) ? "b2" : "b1",
		     x0 > WIDE - 4 ? WIDE - 4 : x0, 25,
		     x1 - x0 < 4 ? 4 : x1 - x0, 50);
	}
	if (covers(a, s->flagged_usec))
		line(o, "l2", place(a, s->flagged_usec));
	cul_out_str(o, "</svg>\n");
}

void cul_html_overview(struct cul_out *o, const struct cul_report *r)
{
	struct axis a = axis_of(r);
	struct bin bins[BINS_MAX] = { { 0, 0 } };
	size_t n, shown = r->n_suggestions;
	uint64_t max;

	if (a.t0 == CUL_TIME_NONE || r->n_suggestions == 0)
		return;
	if (shown > CUL_HTML_CARDS_MAX)
		shown = CUL_HTML_CARDS_MAX;
	n = fill_bins(r, &a, bins);
	cul_out_str(o, "<section class=\"panel\" aria-labelledby=\"h-when\">"
		       "<h2 id=\"h-when\" style=\"margin-top:0\">Who, and "
		       "when</h2>\n<div class=\"when\">\n"
		       "<div class=\"name soft\">Recipients of all these, and "
		       "what went wrong</div>\n");
	begin(o, "all", "a", 0);
	cul_out_str(o, "Volume of all culprits over the log</title>");
	max = bars(o, bins, n);
	cul_out_str(o, "</svg>\n");
	for (size_t i = 0; i < shown; i++)
		overview_row(o, &a, &r->suggestions[i], i + 1);
	ticks(o, &a, true);
	cul_out_str(o, "</div>\n<ul class=\"key\">");
	key_box(o, "b2", "to be stopped; went wrong");
	key_box(o, "b1", "others; the rest");
	cul_out_str(o, "<li><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
		       "<path class=\"l2\" d=\"M7 0V14\"/></svg>flagged</li>"
		       "<li class=\"soft\">all times UTC</li>");
	cul_out_fmt(o,
		    "<li class=\"soft\">highest bar: %" PRIu64
		    "</li></ul></section>\n",
		    max);
}
