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

/* A line of a table goes on a little further in than it began; prose does
 * not. */
static unsigned hang(struct cul_sv text)
{
	unsigned n = 0;

	while (n < text.len && text.ptr[n] == ' ')
		n++;
	return n > 0 ? n + 2 : 0;
}

/* In lines of `width` from column `at`. */
static void lines(struct cul_pager *g, unsigned at, enum cul_ink ink,
		  struct cul_wrap w)
{
	char buf[CUL_FIT_BYTES];
	bool more;
	unsigned row;

	while (cul_wrap_next(&w, buf, &more))
		if (cul_pager_next(g, &row))
			cul_pen_str(g->pen, row, more ? at + w.indent : at,
				    w.columns, ink, buf);
}

static unsigned width_from(const struct cul_pager *g, unsigned at)
{
	return at + 1 < g->pen->columns ? g->pen->columns - at - 1 : 1;
}

static void paragraph(struct cul_pager *g, unsigned at, enum cul_ink ink,
		      struct cul_sv text)
{
	if (text.len == 0)
		cul_pager_blank(g);
	lines(g, at, ink,
	      cul_wrap_over(text, width_from(g, at), hang(text), g->pen->utf8));
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
	struct cul_pager one = *g;
	char text[512];
	unsigned row;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (cul_pager_next(&one, &row))
		cul_pen_str(g->pen, row, 1, LABEL, CUL_INK_QUIET, label);
	lines(g, 1 + LABEL, CUL_INK_PLAIN,
	      cul_wrap_over(cul_sv_str(text), width_from(g, 1 + LABEL), 0,
			    g->pen->utf8));
}

void cul_pager_run(struct cul_noc *noc, struct cul_list *l,
		   const struct cul_now *now, struct cul_area a,
		   void (*write)(struct cul_pager *g, struct cul_noc *noc,
				 const struct cul_now *now))
{
	struct cul_pager g = { .pen = &noc->pen, .area = a };

	write(&g, noc, now);
	if (g.lines > a.rows) /* the last row says where this is */
		g.area.rows--;
	cul_list_settle_text(l, g.lines, g.area.rows);
	g.lines = 0;
	g.top = l->top;
	g.draw = true;
	write(&g, noc, now);
	if (l->n > l->page)
		cul_pen_fmt(&noc->pen, a.top + g.area.rows, 1, 40,
			    CUL_INK_QUIET, "lines %zu to %zu of %zu",
			    l->top + 1, l->top + l->page, l->n);
}
