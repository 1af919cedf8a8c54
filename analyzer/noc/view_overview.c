/* \summary: view 1: mail, who is to be acted on, who is busy, how it runs */
#include "noc/health.h"
#include "noc/sources.h"

enum {
	INPUTS_MOST = 4,
	INPUTS_FROM = 36, /* rows of the window, below which view 4 has them */
	PARSERS_MOST = 6,
	PARSERS_FROM = 48,
	TOP_FROM = 9 /* rows left, to show sources too                     */
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void tops(const struct cul_pen *p, const struct cul_now *now,
		 struct cul_area a)
{
	const unsigned half = (p->columns - 4) / 2;
	const struct cul_top volume = { "MOST MAILS", now->volume,
					now->n_volume, cul_source_messages };
	const struct cul_top refused = { "MOST REFUSED", now->refused,
					 now->n_refused, cul_source_refusals };

	cul_sources_top(p, a, 1, half, &volume);
	cul_sources_top(p, a, half + 3, half, &refused);
}

/* From the bottom up; what is left is returned. */
static struct cul_area machine(const struct cul_pen *p,
			       const struct cul_now *now, struct cul_area a)
{
	size_t inputs = least(now->n_inputs, INPUTS_MOST);
	size_t parsers = least(now->n_parsers, PARSERS_MOST);
	unsigned row;

	if (p->rows >= PARSERS_FROM && parsers > 0) {
		a.rows -= (unsigned)parsers + 2;
		row = a.top + a.rows + 1;
		cul_parsers_head(p, row);
		for (unsigned i = 0; i < parsers; i++)
			cul_parser_row(p, row + 1 + i, &now->parsers[i]);
	}
	if (p->rows >= INPUTS_FROM && inputs > 0) {
		a.rows -= (unsigned)inputs + 2;
		row = a.top + a.rows + 1;
		cul_inputs_head(p, row);
		for (unsigned i = 0; i < inputs; i++)
			cul_input_row(p, row + 1 + i, &now->inputs[i]);
	}
	return a;
}

/* The rows that suggestions get of `rows`; sources have the rest. */
static unsigned share(const struct cul_now *now, unsigned rows)
{
	/* A heading, the why of the picked one, two lines each. */
	size_t want = now->n_notices > 0 ? 3 + 2 * now->n_notices : 2;

	return (unsigned)least(want, rows * 11 / 20 + 1);
}

void cul_view_overview(struct cul_noc *noc, const struct cul_now *now,
		       struct cul_area a)
{
	const struct cul_pen *p = &noc->pen;
	struct cul_area left, top;

	cul_mail_draw(p, now, a.top);
	cul_health_line(p, now, a.top + a.rows - 1);
	/* An empty row above each block. */
	left.top = a.top + CUL_MAIL_ROWS + 1;
	left.rows = a.rows - CUL_MAIL_ROWS - 2;
	if (p->rows >= INPUTS_FROM)
		left.rows--;
	left = machine(p, now, left);
	if (left.rows >= TOP_FROM) {
		top = left;
		left.rows = share(now, left.rows);
		top.top += left.rows + 1;
		top.rows -= left.rows + 1;
		tops(p, now, top);
	}
	cul_notices_draw(noc, now, left);
}
