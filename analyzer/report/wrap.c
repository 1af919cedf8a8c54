/* \summary: the terminal: paint, and text wrapped under an indent */
#include "report/wrap.h"

#include "report/escape.h"
#include "report/glyph.h"

enum {
	VISIBLE_MAX = 4 * CUL_EVIDENCE_LINE_MAX, /* \xNN for every byte   */
	NARROWEST = 20 /* columns of text kept on however small a screen */
};

void cul_term_paint(const struct cul_term *t, enum cul_paint paint,
		    const char *text)
{
	static const char *const codes[] = {
		[CUL_PAINT_PLAIN] = "0",   [CUL_PAINT_BOLD] = "1",
		[CUL_PAINT_DIM] = "2",     [CUL_PAINT_RED] = "1;31",
		[CUL_PAINT_YELLOW] = "33", [CUL_PAINT_GREEN] = "32"
	};
	bool on = t->st->colour && paint != CUL_PAINT_PLAIN;

	if (on)
		cul_out_fmt(t->o, "\033[%sm", codes[paint]);
	cul_out_str(t->o, text);
	if (on)
		cul_out_str(t->o, "\033[0m");
}

static void blanks(const struct cul_term *t, unsigned n)
{
	cul_out_fmt(t->o, "%*s", (int)n, "");
}

void cul_term_pad(const struct cul_term *t, unsigned at, unsigned to)
{
	blanks(t, to > at + 2 ? to - at : 2);
}

static struct cul_sv visible(const struct cul_term *t, const char *text,
			     char buf[VISIBLE_MAX])
{
	size_t n = cul_visible(cul_sv_str(text), t->st->utf8, buf, VISIBLE_MAX);

	return (struct cul_sv){ buf, n };
}

/* The longest beginning of `rest` that fits in `room`: up to a blank, or, if
 * a word is wider than the room, in the middle of it. */
static struct cul_sv fitting(struct cul_sv rest, unsigned room)
{
	struct cul_cur c = cul_cur_over(rest);
	struct cul_sv fit = { rest.ptr, 0 };
	size_t blank = 0;
	unsigned used = 0;
	struct cul_glyph g;

	while (cul_glyph_next(&c, &g)) {
		if (g.point == ' ')
			blank = (size_t)(g.ptr - rest.ptr);
		used += g.width;
		if (used > room) {
			fit.len = blank != 0 ? blank : fit.len;
			return fit;
		}
		fit.len = (size_t)(c.p - rest.ptr);
	}
	return rest;
}

unsigned cul_term_columns(const struct cul_term *t, const char *text)
{
	char buf[VISIBLE_MAX];
	unsigned n = cul_columns(visible(t, text, buf));

	return n < CUL_TERM_WIDEST ? n : CUL_TERM_WIDEST;
}

unsigned cul_term_text(const struct cul_term *t, const char *text)
{
	char buf[VISIBLE_MAX];
	struct cul_sv v = visible(t, text, buf);
	unsigned n = cul_columns(v);

	if (n <= CUL_TERM_WIDEST) {
		cul_out_put(t->o, v.ptr, v.len);
		return n;
	}
	v = fitting(v, CUL_TERM_WIDEST - 3);
	cul_out_put(t->o, v.ptr, v.len);
	cul_out_str(t->o, "...");
	return cul_columns(v) + 3;
}

void cul_term_para(const struct cul_term *t, unsigned at, unsigned indent,
		   const char *text)
{
	char buf[VISIBLE_MAX];
	struct cul_sv rest = visible(t, text, buf);
	unsigned width = t->st->columns;

	if (width != 0 && at > indent && at + NARROWEST > width) {
		cul_out_put(t->o, "\n", 1);
		blanks(t, indent);
		at = indent;
	}
	while (rest.len != 0) {
		unsigned room = width > at + NARROWEST ? width - at : NARROWEST;
		struct cul_sv line = width == 0 ? rest : fitting(rest, room);

		if (line.len == 0)
			line = rest;
		cul_out_put(t->o, line.ptr, line.len);
		rest = cul_sv_from(rest, line.len);
		while (rest.len != 0 && rest.ptr[0] == ' ')
			rest = cul_sv_from(rest, 1);
		if (rest.len == 0)
			break;
		cul_out_put(t->o, "\n", 1);
		blanks(t, indent);
		at = indent;
	}
	cul_out_put(t->o, "\n", 1);
}

void cul_term_head(const struct cul_term *t, const char *text)
{
	cul_out_put(t->o, "\n", 1);
	cul_term_paint(t, CUL_PAINT_BOLD, text);
	cul_out_put(t->o, "\n", 1);
}
