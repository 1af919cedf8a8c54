/* \summary: one escaper a sink */
#include "report/escape.h"

#include "report/glyph.h"
#include "report/plain.h"

static void put_hidden(struct cul_out *o, const struct cul_glyph *g)
{
	for (size_t i = 0; i < g->len; i++)
		cul_out_fmt(o, "\\x%02x", (unsigned)(unsigned char)g->ptr[i]);
}

static const char *html_name(const struct cul_glyph *g)
{
	switch (g->point) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Step over the plain bytes that the cursor stands at, written as they are;
 * false at the end. */
static bool put_plain(struct cul_out *o, struct cul_cur *c,
		      enum cul_plain where)
{
	size_t n = cul_plain_run(cul_cur_rest(c), where);

	cul_out_put(o, c->p, n);
	c->p += n;
	return c->p != c->end;
}

void cul_html_sv(struct cul_out *o, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_glyph g;

	while (put_plain(o, &c, CUL_PLAIN_HTML) && cul_glyph_next(&c, &g)) {
		const char *name = html_name(&g);

		if (g.hidden)
			put_hidden(o, &g);
		else if (name != NULL)
			cul_out_str(o, name);
		else
			cul_out_put(o, g.ptr, g.len);
	}
}

void cul_html_str(struct cul_out *o, const char *s)
{
	cul_html_sv(o, cul_sv_str(s));
}

static bool calculates(uint32_t point)
{
	switch (point) {
	case '=':
	case '+':
	case '-':
	case '@':
	case 0xff1d: /* the same in full width: a spreadsheet of a Japanese */
	case 0xff0b: /* or Chinese locale takes them for the plain ones     */
	case 0xff0d:
	case 0xff20:
		return true;
	default:
		return false;
	}
}

static bool is_formula(struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_glyph g;

	while (cul_glyph_next(&c, &g))
		if (g.point != ' ' && !g.hidden)
			return calculates(g.point);
	return false;
}

static bool must_quote(struct cul_sv v)
{
	return v.len != 0 && (memchr(v.ptr, ',', v.len) != NULL ||
			      memchr(v.ptr, '"', v.len) != NULL ||
			      v.ptr[0] == ' ' || v.ptr[v.len - 1] == ' ');
}

void cul_csv_sv(struct cul_out *o, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	bool quote = must_quote(v);
	struct cul_glyph g;

	if (quote)
		cul_out_put(o, "\"", 1);
	if (is_formula(v))
		cul_out_put(o, "'", 1);
	while (put_plain(o, &c, CUL_PLAIN_CSV) && cul_glyph_next(&c, &g)) {
		if (g.hidden)
			put_hidden(o, &g);
		else if (g.point == '"')
			cul_out_put(o, "\"\"", 2);
		else
			cul_out_put(o, g.ptr, g.len);
	}
	if (quote)
		cul_out_put(o, "\"", 1);
}

void cul_csv_str(struct cul_out *o, const char *s)
{
	cul_csv_sv(o, cul_sv_str(s));
}

void cul_term_sv(struct cul_out *o, struct cul_sv v, bool utf8)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_glyph g;

	while (put_plain(o, &c, CUL_PLAIN_TEXT) && cul_glyph_next(&c, &g)) {
		if (g.hidden || (!utf8 && g.point >= 0x80))
			put_hidden(o, &g);
		else
			cul_out_put(o, g.ptr, g.len);
	}
}
