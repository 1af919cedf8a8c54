/* \summary: the five flows of mail: number, trend, small bars */
#include <stdio.h>

#include "noc/noc_int.h"
#include "noc/spark.h"
#include "noc/units.h"

enum { NUMBERS = 32 }; /* columns before the bars */

/* How many bars of how many minutes, for an hour and for a day. */
struct bars {
	unsigned columns, hour, day;
};

static struct bars choose(unsigned columns)
{
	static const struct bars all[] = {
		{ 206, 60, 144 }, { 158, 60, 96 }, { 134, 60, 72 },
		{ 110, 60, 48 },  { 80, 30, 48 },  { 46, 20, 24 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (columns >= NUMBERS + all[i].columns)
			return all[i];
	return (struct bars){ 20, 20, 0 };
}

static enum cul_ink trend_ink(enum cul_flow f, enum cul_trend t, double times)
{
	bool bad = f == CUL_FLOW_DEFERRED || f == CUL_FLOW_BOUNCED ||
		   f == CUL_FLOW_REFUSED;

	if (bad && ((t == CUL_TREND_UP && times >= 2) || t == CUL_TREND_FIRST))
		return CUL_INK_WARN;
	/* Mail that stops to flow is as much a sign. */
	if (!bad && t == CUL_TREND_DOWN && times <= 0.5)
		return CUL_INK_WARN;
	return t == CUL_TREND_UP || t == CUL_TREND_DOWN ? CUL_INK_PLAIN
							: CUL_INK_QUIET;
}

static const char *trend_word(const struct cul_pen *p, enum cul_trend t,
			      double times, char buf[CUL_UNIT_MAX])
{
	const char *arrow = t == CUL_TREND_UP
				    ? cul_pen_either(p, "\u25b2", "^")
				    : cul_pen_either(p, "\u25bc", "v");

	switch (t) {
	case CUL_TREND_STEADY:
		return "steady";
	case CUL_TREND_FIRST:
		return "first";
	case CUL_TREND_UP:
	case CUL_TREND_DOWN:
		if (times < 9.95)
			snprintf(buf, CUL_UNIT_MAX, "%s x%.1f", arrow, times);
		else if (times < 999.5)
			snprintf(buf, CUL_UNIT_MAX, "%s x%.0f", arrow, times);
		else
			snprintf(buf, CUL_UNIT_MAX, "%s x>999", arrow);
		return buf;
	case CUL_TREND_UNKNOWN:
		break;
	}
	return "";
}

static void flow(const struct cul_pen *p, const struct cul_now *now,
		 unsigned row, enum cul_flow f, struct bars b)
{
	size_t end = cul_spark_end(now, f);
	uint64_t bins[CUL_SPARK_MAX];
	char bar[CUL_SPARK_BYTES], text[CUL_UNIT_MAX];
	double times = 1;
	enum cul_trend t = cul_spark_trend(now, f, end, &times);

	cul_pen_str(p, row, 1, 10, CUL_INK_PLAIN, cul_flow_word(f));
	cul_pen_right(p, row, 10, 6, CUL_INK_BOLD,
		      cul_unit_count(cul_spark_sum(now, f, end, 1), text));
	cul_pen_right(p, row, 16, 7, CUL_INK_PLAIN,
		      cul_unit_count(cul_spark_sum(now, f, end, 60), text));
	cul_pen_str(p, row, 24, 7, trend_ink(f, t, times),
		    trend_word(p, t, times, text));
	cul_spark_bins(now, f, end, 60 / b.hour, b.hour, bins);
	cul_pen_str(p, row, NUMBERS, b.hour, CUL_INK_BAR,
		    cul_spark_print(bins, b.hour, p->utf8, bar));
	if (b.day == 0)
		return;
	cul_spark_bins(now, f, end, CUL_NOW_MINUTES / b.day, b.day, bins);
	cul_pen_str(p, row, NUMBERS + b.hour + 2, b.day, CUL_INK_BAR,
		    cul_spark_print(bins, b.day, p->utf8, bar));
}

void cul_mail_draw(const struct cul_pen *p, const struct cul_now *now,
		   unsigned row)
{
	const struct bars b = choose(p->columns);
	const unsigned day = NUMBERS + b.hour + 2;

	cul_pen_str(p, row, 1, 8, CUL_INK_BOLD, "MAIL");
	cul_pen_right(p, row, 9, 7, CUL_INK_QUIET, "min");
	cul_pen_right(p, row, 16, 7, CUL_INK_QUIET, "hour");
	cul_pen_str(p, row, 24, 7, CUL_INK_QUIET, "trend");
	cul_pen_str(p, row, NUMBERS, 12, CUL_INK_QUIET, "last hour");
	cul_pen_right(p, row, NUMBERS, b.hour, CUL_INK_QUIET, "now");
	if (b.day != 0) {
		cul_pen_str(p, row, day, 12, CUL_INK_QUIET, "24 hours");
		cul_pen_right(p, row, day, b.day, CUL_INK_QUIET, "now");
	}
	for (unsigned f = 0; f < CUL_FLOWS_; f++)
		flow(p, now, row + 1 + f, (enum cul_flow)f, b);
}
