/* \summary: hostile text, one character at a time */
#include "report/glyph.h"

#include "report/plain.h"

struct range {
	uint32_t first, last;
};

/* Seen by nobody, or able to turn the line round. */
static const struct range hidden[] = {
	{ 0x0000, 0x001f },   { 0x007f, 0x009f },   { 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },   { 0x061c, 0x061c },   { 0x115f, 0x1160 },
	{ 0x180b, 0x180f },   { 0x200b, 0x200f },   { 0x2028, 0x202e },
	{ 0x2060, 0x206f },   { 0x3164, 0x3164 },   { 0xe000, 0xf8ff },
	{ 0xfdd0, 0xfdef },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0xfffe, 0xffff },
	{ 0xe0000, 0xe0fff }, { 0xf0000, 0x10ffff }
};

/* Marks that stand on the character before them (the common blocks). */
static const struct range combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },
	{ 0x0610, 0x061a }, { 0x064b, 0x065f }, { 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0xfe20, 0xfe2f }
};

/* Two columns: East Asian wide and full width (UAX #11), and emoji. */
static const struct range wide[] = {
	{ 0x1100, 0x115e },   { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },
	{ 0xa960, 0xa97f },   { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },
	{ 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },   { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f680, 0x1faff }, { 0x20000, 0x3fffd }
};

#define IN(table, point)                                                       \
	in_ranges(table, sizeof(table) / sizeof((table)[0]), point)

static bool in_ranges(const struct range *r, size_t n, uint32_t point)
{
	for (size_t i = 0; i < n && r[i].first <= point; i++)
		if (point <= r[i].last)
			return true;
	return false;
}

/* How many bytes a character that begins with `b` has; 0 if none does. */
static unsigned utf8_length(unsigned char b)
{
	if (b < 0x80)
		return 1;
	if (b >= 0xc2 && b <= 0xdf)
		return 2;
	if (b >= 0xe0 && b <= 0xef)
		return 3;
	return b >= 0xf0 && b <= 0xf4 ? 4 : 0;
}

/* The length of the valid character at `p`, and what it is; 0 if none. */
static size_t utf8_read(const unsigned char *p, size_t left, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned len = utf8_length(*p);
	uint32_t point;

	if (len == 0 || len > left)
		return 0;
	if (len == 1) {
		*ret = *p;
		return 1;
	}
	point = *p & (0x7fu >> len);
	for (unsigned i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (p[i] & 0x3f);
	}
	if (point < least[len] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret = point;
	return len;
}

static unsigned columns_of(const struct cul_glyph *g)
{
	if (g->hidden || g->point < 0x300)
		return 1;
	if (IN(combining, g->point))
		return 0;
	return IN(wide, g->point) ? 2 : 1;
}

bool cul_glyph_next(struct cul_cur *c, struct cul_glyph *ret_glyph)
{
	struct cul_glyph g = { .ptr = c->p };
	const unsigned char *p = (const unsigned char *)c->p;

	if (c->p >= c->end)
		return false;
	if (*p >= 0x20 && *p < 0x7f) {
		*ret_glyph =
			(struct cul_glyph){ c->p++, 1, *p, true, false, 1 };
		return true;
	}
	g.len = utf8_read(p, (size_t)(c->end - c->p), &g.point);
	g.utf8 = g.len != 0;
	if (!g.utf8) {
		g.len = 1;
		g.point = *p;
	}
	g.hidden = !g.utf8 || IN(hidden, g.point);
	g.width = columns_of(&g);
	c->p += g.len;
	*ret_glyph = g;
	return true;
}

static void hex_byte(char *to, char byte)
{
	static const char digits[] = "0123456789abcdef";

	to[0] = '\\';
	to[1] = 'x';
	to[2] = digits[(unsigned char)byte >> 4];
	to[3] = digits[(unsigned char)byte & 15];
}

/* One character, at most as many bytes as `size` minus the NUL leaves room
 * for; 0 if it does not fit. */
static size_t put_visible(const struct cul_glyph *g, bool utf8, char *buf,
			  size_t size)
{
	bool plain = !g->hidden && (utf8 || g->point < 0x80);
	size_t need = plain ? g->len : 4 * g->len;

	if (need + 1 > size)
		return 0;
	for (size_t i = 0; !plain && i < g->len; i++)
		hex_byte(buf + 4 * i, g->ptr[i]);
	if (plain)
		memcpy(buf, g->ptr, g->len);
	return need;
}

size_t cul_visible(struct cul_sv text, bool utf8, char *buf, size_t size)
{
	struct cul_cur c = cul_cur_over(text);
	struct cul_glyph g;
	size_t n = 0, put;

	for (;;) {
		size_t run = cul_plain_run(cul_cur_rest(&c), CUL_PLAIN_TEXT);

		if (run > size - 1 - n)
			run = size - 1 - n;
		memcpy(buf + n, c.p, run);
		n += run;
		c.p += run;
		if (!cul_glyph_next(&c, &g))
			break;
		put = put_visible(&g, utf8, buf + n, size - n);
		if (put == 0)
			break;
		n += put;
	}
	buf[n] = '\0';
	return n;
}

unsigned cul_columns(struct cul_sv text)
{
	struct cul_cur c = cul_cur_over(text);
	struct cul_glyph g;
	size_t n = 0;

	for (;;) {
		size_t run = cul_plain_run(cul_cur_rest(&c), CUL_PLAIN_TEXT);

		n += run;
		c.p += run;
		if (!cul_glyph_next(&c, &g))
			return (unsigned)n;
		n += g.width;
	}
}
