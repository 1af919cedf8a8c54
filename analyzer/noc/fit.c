/* \summary: text of strangers, cut and wrapped to columns */
#include "noc/fit.h"

#include <wchar.h>

#include "report/glyph.h"

enum { MARKS_MAX = 2, TAB = 8, LEAST = 8 };

/* One character as it is shown. */
struct piece {
	size_t len;
	unsigned columns;
	bool blank, newline;
	bool mark; /* stands on the character before it           */
	char bytes[4 * 4 + 1];
};

struct line {
	char *buf;
	size_t len;
	unsigned columns, marks;
};

/* Strong letters from right to left: Hebrew to Arabic Extended, their
 * presentation forms, and the old and new scripts of the upper planes. */
static bool is_backward(uint32_t p)
{
	return (p >= 0x590 && p <= 0x8ff) || (p >= 0xfb1d && p <= 0xfdff) ||
	       (p >= 0xfe70 && p <= 0xfeff) || (p >= 0x10800 && p <= 0x10fff) ||
	       (p >= 0x1e800 && p <= 0x1efff);
}

static void put_hex(struct piece *p, const struct cul_glyph *g)
{
	static const char digits[] = "0123456789abcdef";

	p->len = 0;
	for (size_t i = 0; i < g->len; i++) {
		unsigned char b = (unsigned char)g->ptr[i];

		p->bytes[p->len++] = '\\';
		p->bytes[p->len++] = 'x';
		p->bytes[p->len++] = digits[b >> 4];
		p->bytes[p->len++] = digits[b & 15];
	}
	p->columns = (unsigned)p->len;
}

static bool may_stand(const struct line *l)
{
	return l->len > 0 && l->buf[l->len - 1] != ' ' && l->marks < MARKS_MAX;
}

static bool take(struct cul_cur *c, bool utf8, const struct line *l,
		 struct piece *ret)
{
	struct cul_glyph g;
	int columns = 1;

	if (!cul_glyph_next(c, &g))
		return false;
	ret->newline = g.point == '\n' && g.utf8;
	ret->blank = (g.point == ' ' || g.point == '\t') && g.utf8;
	if (g.utf8 && g.point >= 0x80)
		columns = utf8 ? wcwidth((wchar_t)g.point) : -1;
	ret->mark = columns == 0;
	if (g.hidden || columns < 0 || is_backward(g.point) ||
	    (ret->mark && !may_stand(l))) {
		put_hex(ret, &g);
		return true;
	}
	memcpy(ret->bytes, g.ptr, g.len);
	ret->len = g.len;
	ret->columns = (unsigned)columns;
	return true;
}

static void add(struct line *l, const struct piece *p)
{
	memcpy(l->buf + l->len, p->bytes, p->len);
	l->len += p->len;
	l->columns += p->columns;
	/* Those beyond the most are written out, and so are all after them. */
	l->marks = p->mark ? l->marks + 1 : 0;
}

static void end_with(struct line *l, bool utf8)
{
	struct piece p = { .len = 1, .columns = 1, .bytes = "~" };

	if (utf8) {
		memcpy(p.bytes, "\u2026", 3);
		p.len = 3;
	}
	add(l, &p);
}

unsigned cul_fit(struct cul_sv text, unsigned columns, bool utf8, char *buf)
{
	struct cul_cur c = cul_cur_over(text);
	struct line l = { .buf = buf }, last = l;
	struct piece p;

	if (columns > CUL_FIT_COLUMNS)
		columns = CUL_FIT_COLUMNS;
	while (take(&c, utf8, &l, &p)) {
		if (l.columns + p.columns > columns) {
			l = last;
			if (columns > 0)
				end_with(&l, utf8);
			break;
		}
		add(&l, &p);
		if (l.columns < columns)
			last = l;
	}
	buf[l.len] = '\0';
	return l.columns;
}

unsigned cul_fit_columns(struct cul_sv text, bool utf8)
{
	char buf[CUL_FIT_BYTES];

	return cul_fit(text, CUL_FIT_COLUMNS, utf8, buf);
}

struct cul_wrap cul_wrap_over(struct cul_sv text, unsigned columns,
			      unsigned indent, bool utf8)
{
	if (columns > CUL_FIT_COLUMNS)
		columns = CUL_FIT_COLUMNS;
	if (columns < LEAST)
		columns = LEAST;
	return (struct cul_wrap){ .cur = cul_cur_over(text),
				  .utf8 = utf8,
				  .columns = columns,
				  .indent = indent < columns / 2
						    ? indent
						    : columns / 2 };
}

static void tab_out(struct line *l, unsigned columns)
{
	const struct piece blank = { .len = 1, .columns = 1, .bytes = " " };
	unsigned to = (l->columns / TAB + 1) * TAB;

	while (l->columns < to && l->columns < columns)
		add(l, &blank);
}

bool cul_wrap_next(struct cul_wrap *w, char *buf, bool *ret_more)
{
	unsigned columns = w->columns - (w->more ? w->indent : 0);
	struct line l = { .buf = buf };
	struct { /* the last place to break at */
		size_t len;
		const char *next;
	} at = { 0, NULL };
	struct piece p;

	if (w->cur.p == w->cur.end)
		return false;
	w->line = w->cur.p;
	*ret_more = w->more;
	w->more = false;
	for (;;) {
		const char *here = w->cur.p;

		if (!take(&w->cur, w->utf8, &l, &p) || p.newline)
			break;
		if (p.blank && l.len > 0 && buf[l.len - 1] != ' ') {
			at.len = l.len;
			at.next = w->cur.p;
		}
		if (p.blank)
			p.columns = 1;
		if (l.columns + p.columns > columns) {
			w->more = true;
			w->cur.p = at.next != NULL ? at.next : here;
			l.len = at.next != NULL ? at.len : l.len;
			break;
		}
		if (p.blank && *here == '\t')
			tab_out(&l, columns);
		else if (!p.blank || l.len > 0 || !*ret_more)
			add(&l, &p);
	}
	buf[l.len] = '\0';
	return true;
}
