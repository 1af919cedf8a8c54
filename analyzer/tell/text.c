/* \summary: text that grows, and text of strangers made harmless */
#include "tell/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 72, LINE_MAX_BYTES = 900 };

static bool grow(struct cul_text *t, size_t len)
{
	size_t cap = t->cap;
	char *p;

	if (t->nomem)
		return false;
	if (len < t->cap - t->len)
		return true;
	cap = 2 * cap + len + 128;
	p = realloc(t->p, cap);
	if (p == NULL) {
		t->nomem = true;
		return false;
	}
	t->p = p;
	t->cap = cap;
	return true;
}

void cul_text_put(struct cul_text *t, const char *bytes, size_t len)
{
	if (!grow(t, len))
		return;
	if (len != 0)
		memcpy(t->p + t->len, bytes, len);
	t->len += len;
	t->p[t->len] = '\0';
}

void cul_text_str(struct cul_text *t, const char *s)
{
	cul_text_put(t, s, strlen(s));
}

void cul_text_fmt(struct cul_text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !grow(t, (size_t)n + 1))
		return;
	va_start(ap, fmt);
	vsnprintf(t->p + t->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	t->len += (size_t)n;
}

void cul_text_done(struct cul_text *t)
{
	free(t->p);
	*t = (struct cul_text){ 0 };
}

/* Latin, Greek, Cyrillic, kana, the ideographs, hangul, and what the keyboard
 * has beside them: nothing among these combines, hides or turns the line. */
static bool is_letter(uint32_t u)
{
	static const struct {
		uint32_t first, last;
	} shown[] = {
		{ 0x00a1, 0x00ac }, { 0x00ae, 0x02ff }, { 0x0370, 0x0482 },
		{ 0x048a, 0x052f }, { 0x1e00, 0x1fff }, { 0x2010, 0x2027 },
		{ 0x2030, 0x205e }, { 0x20ac, 0x20ac }, { 0x3041, 0x3096 },
		{ 0x30a1, 0x30ff }, { 0x4e00, 0x9fff }, { 0xac00, 0xd7a3 },
	};

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (u >= shown[i].first && u <= shown[i].last)
			return true;
	return false;
}

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* How many bytes at `p` can be shown as they are; 0: the first cannot. */
static size_t shown_len(const char *p, size_t left)
{
	unsigned char b = (unsigned char)p[0];
	uint32_t u;

	if (b >= 0x20 && b < 0x7f)
		return 1;
	if (b >= 0xc2 && b <= 0xdf && left >= 2 && is_tail(p[1])) {
		u = (b & 0x1fu) << 6 | ((unsigned char)p[1] & 0x3fu);
		return is_letter(u) ? 2 : 0;
	}
	if (b >= 0xe0 && b <= 0xef && left >= 3 && is_tail(p[1]) &&
	    is_tail(p[2])) {
		u = (b & 0x0fu) << 12 | ((unsigned char)p[1] & 0x3fu) << 6 |
		    ((unsigned char)p[2] & 0x3fu);
		/* Overlong ones have been asked about with two bytes. */
		return u >= 0x800 && is_letter(u) ? 3 : 0;
	}
	return 0;
}

void cul_text_strange(struct cul_text *t, struct cul_sv v)
{
	for (size_t i = 0; i < v.len;) {
		size_t n = shown_len(v.ptr + i, v.len - i);

		if (n != 0)
			cul_text_put(t, v.ptr + i, n);
		else
			cul_text_fmt(t, "\\x%02x", (unsigned char)v.ptr[i]);
		i += n != 0 ? n : 1;
	}
}

/* Where the line that begins `v` ends. */
static size_t line_len(struct cul_sv v, size_t columns)
{
	const char *blank;
	size_t n;

	if (v.len <= columns)
		return v.len;
	blank = memrchr(v.ptr, ' ', columns + 1);
	if (blank == NULL || blank == v.ptr)
		blank = memchr(v.ptr + 1, ' ', v.len - 1);
	n = blank != NULL ? (size_t)(blank - v.ptr) : v.len;
	if (n <= LINE_MAX_BYTES)
		return n;
	for (n = LINE_MAX_BYTES; n > 1 && is_tail(v.ptr[n]);)
		n--;
	return n;
}

void cul_text_wrap(struct cul_text *t, struct cul_sv v, const char *indent)
{
	size_t columns = COLUMNS - strlen(indent);

	while (v.len != 0) {
		size_t n = line_len(v, columns);

		cul_text_str(t, indent);
		cul_text_put(t, v.ptr, n);
		cul_text_str(t, "\n");
		v = cul_sv_from(v, n);
		while (v.len != 0 && v.ptr[0] == ' ')
			v = cul_sv_from(v, 1);
	}
}
