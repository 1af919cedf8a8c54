/* \summary: lines one after the other, of which a window is in sight */
#include "noc/pager.h"

#include <stdarg.h>
#include <stdio.h>

#include "noc/fit.h"
#include "report/glyph.h"

enum { LABEL = 16 };

bool cul_pager_next(struct cul_pager *g, unsigned *ret_row)
{
	size_t line = g->lines++;

	if (!g->draw || line < g->top || line - g->top >= g->area.rows)
		return false;
	*ret_row = g->area.top + (unsigned)(line - g->top);
	return true;
}

void cul_pager_blank(struct cul_pager *g)
{
	unsigned row;

	(void)cul_pager_next(g, &row);
}

static void paragraph(struct cul_pager *g, unsigned at, enum cul_ink ink,
		      struct cul_sv text)
{
	const struct cul_pen *p = g->pen;
	unsigned width = at + 1 < p->columns ? p->columns - at - 1 : 1;
	struct cul_wrap w = cul_wrap_over(text, width, p->utf8);
	char buf[CUL_FIT_BYTES];
	bool more;
	unsigned row;

	if (text.len == 0)
		cul_pager_blank(g);
	while (cul_wrap_next(&w, buf, &more))
		if (cul_pager_next(g, &row))
			cul_pen_str(p, row, more ? at + 2 : at, width, ink,
				    buf);
}

static bool has(struct cul_sv line, const char *only)
{
	size_t n = strlen(only);

	for (size_t i = 0; i + n <= line.len; i++)
		if (strncasecmp(line.ptr + i, only, n) == 0)
			return true;
	return false;
}

void cul_pager_text(struct cul_pager *g, unsigned at, enum cul_ink ink,
		    struct cul_sv text, const char *only)
{
	const char *p = text.ptr, *end = text.ptr + text.len;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		struct cul_sv line = { p, (size_t)((stop != NULL ? stop : end) -
						   p) };

		if (only[0] == '\0' || has(line, only))
			paragraph(g, at, ink, line);
		if (stop == NULL)
			break;
		p = stop + 1;
	}
}

void cul_pager_pair(struct cul_pager *g, const char *label, const char *fmt,
		    ...)
{
	const struct cul_pen *p = g->pen;
	char text[512];
	unsigned row;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!cul_pager_next(g, &row))
		return;
	cul_pen_str(p, row, 1, LABEL, CUL_INK_QUIET, label);
	cul_pen_str(p, row, 1 + LABEL, p->columns - LABEL - 2, CUL_INK_PLAIN,
		    text);
}

void cul_pager_run(struct cul_noc *noc, struct cul_list *l,
		   const struct cul_now *now, struct cul_area a,
		   void (*write)(struct cul_pager *g, struct cul_noc *noc,
				 const struct cul_now *now))
{
	struct cul_pager g = { .pen = &noc->pen, .area = a };

	write(&g, noc, now);
	cul_list_settle_text(l, g.lines, a.rows);
	g.lines = 0;
	g.top = l->top;
	g.draw = true;
	write(&g, noc, now);
	if (l->top + a.rows < l->n)
		cul_pen_fmt(&noc->pen, a.top + a.rows - 1,
			    noc->pen.columns - 13, 12, CUL_INK_WARN_BADGE,
			    " %zu more ", l->n - l->top - a.rows);
}
