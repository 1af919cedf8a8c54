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
	const struct cul_top volume = { "BY MAILS", now->volume, now->n_volume,
					cul_source_messages };
	const struct cul_top refused = { "BY REFUSALS", now->refused,
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

void cul_view_overview(struct cul_noc *noc, const struct cul_now *now,
		       struct cul_area a)
{
	const struct cul_pen *p = &noc->pen;
	struct cul_area left, top;
	unsigned want;

	cul_mail_draw(p, now, a.top);
	cul_health_line(p, now, a.top + a.rows - 1);
	/* An empty row above each block. */
	left.top = a.top + CUL_MAIL_ROWS + 1;
	left.rows = a.rows - CUL_MAIL_ROWS - 2;
	left = machine(p, now, left);
	if (left.rows >= TOP_FROM) {
		want = 1 + (unsigned)least(now->n_volume > now->n_refused
						   ? now->n_volume
						   : now->n_refused,
					   CUL_NOW_TOP);
		top.rows = (unsigned)least((left.rows - 1) * 9 / 20,
					   want > 2 ? want : 2);
		left.rows -= top.rows + 1;
		top.top = left.top + left.rows + 1;
		tops(p, now, top);
	}
	cul_notices_draw(noc, now, left);
}
