/* \summary: a JSON writer (RFC 8259) */
#include "report/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include "report/digits.h"
#include "report/glyph.h"
#include "report/plain.h"

/* A number, or one \uXXXX. */
enum { PIECE_MAX = 32 };

void cul_json_init(struct cul_json *j, struct cul_out *o)
{
	j->o = o;
	j->depth = 0;
	j->used = 0;
	j->some[0] = false;
}

static void flush(struct cul_json *j)
{
	cul_out_put(j->o, j->buf, j->used);
	j->used = 0;
}

/* Where `n` bytes may be written. */
static char *room(struct cul_json *j, size_t n)
{
	assert(n <= sizeof(j->buf));
	if (n > sizeof(j->buf) - j->used)
		flush(j);
	return j->buf + j->used;
}

static void put(struct cul_json *j, const char *p, size_t len)
{
	if (len > sizeof(j->buf)) {
		flush(j);
		cul_out_put(j->o, p, len);
	} else if (len != 0) {
		memcpy(room(j, len), p, len);
		j->used += len;
	}
}

static void put_char(struct cul_json *j, char c)
{
	*room(j, 1) = c;
	j->used++;
}

/* A value is complete. */
static void settle(struct cul_json *j)
{
	if (j->depth == 0)
		flush(j);
}

static void unit(struct cul_json *j, uint32_t u)
{
	static const char digits[] = "0123456789abcdef";
	char *p = room(j, PIECE_MAX);

	p[0] = '\\';
	p[1] = 'u';
	for (unsigned i = 0; i < 4; i++)
		p[2 + i] = digits[u >> (12 - 4 * i) & 15];
	j->used += 6;
}

static void hidden(struct cul_json *j, const struct cul_glyph *g)
{
	static const char names[] = "\bb\ff\nn\rr\tt";
	const char *name;

	if (!g->utf8) {
		unit(j, 0xdc00 | g->point);
	} else if (g->point > 0xffff) {
		unit(j, 0xd800 + ((g->point - 0x10000) >> 10));
		unit(j, 0xdc00 + ((g->point - 0x10000) & 0x3ff));
	} else {
		name = g->point > 7 && g->point < 14
			       ? strchr(names, (int)g->point)
			       : NULL;
		if (name == NULL) {
			unit(j, g->point);
			return;
		}
		put_char(j, '\\');
		put_char(j, name[1]);
	}
}

static void quoted(struct cul_json *j, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	struct cul_glyph g;

	put_char(j, '"');
	while (c.p != c.end) {
		size_t n = cul_plain_run(cul_cur_rest(&c), CUL_PLAIN_JSON);

		put(j, c.p, n);
		c.p += n;
		if (!cul_glyph_next(&c, &g))
			break;
		if (g.hidden) {
			hidden(j, &g);
			continue;
		}
		if (g.point == '"' || g.point == '\\')
			put_char(j, '\\');
		put(j, g.ptr, g.len);
	}
	put_char(j, '"');
}

static void member(struct cul_json *j, const char *key)
{
	size_t len = key != NULL ? strlen(key) : 0;
	char *p = room(j, len + 4);

	if (j->some[j->depth])
		*p++ = ',';
	j->some[j->depth] = true;
	if (key != NULL) {
		*p++ = '"';
		memcpy(p, key, len);
		p += len;
		*p++ = '"';
		*p++ = ':';
	}
	j->used = (size_t)(p - j->buf);
}

static void open_level(struct cul_json *j, const char *key, const char *pair)
{
	member(j, key);
	put_char(j, pair[0]);
	assert(j->depth + 1 < CUL_JSON_DEPTH_MAX);
	j->depth++;
	j->some[j->depth] = false;
	j->end[j->depth] = pair[1];
}

void cul_json_object(struct cul_json *j, const char *key)
{
	open_level(j, key, "{}");
}

void cul_json_array(struct cul_json *j, const char *key)
{
	open_level(j, key, "[]");
}

void cul_json_end(struct cul_json *j)
{
	assert(j->depth > 0);
	put_char(j, j->end[j->depth]);
	j->depth--;
	settle(j);
}

void cul_json_sv(struct cul_json *j, const char *key, struct cul_sv v)
{
	member(j, key);
	quoted(j, v);
	settle(j);
}

void cul_json_str(struct cul_json *j, const char *key, const char *s)
{
	cul_json_sv(j, key, cul_sv_str(s));
}

void cul_json_u64(struct cul_json *j, const char *key, uint64_t v)
{
	member(j, key);
	j->used += cul_digits(room(j, PIECE_MAX), v);
	settle(j);
}

static void null(struct cul_json *j, const char *key)
{
	member(j, key);
	put(j, "null", 4);
	settle(j);
}

static void decimal(struct cul_json *j, bool minus, uint64_t n, unsigned places)
{
	char *p = room(j, PIECE_MAX);

	if (minus)
		*p++ = '-';
	p += cul_digits_point(p, n, places);
	j->used = (size_t)(p - j->buf);
}

/* True if `v` is, exactly or as near as a double comes, a decimal fraction of
 * six places that %.12g prints as it stands. Most are; the division says it
 * for certain, since both its operands are exact. */
static bool is_short(double v, uint64_t *ret_millionths)
{
	if (!(v >= 1e-4 && v < 1e6))
		return false;
	*ret_millionths = (uint64_t)(v * 1e6 + 0.5);
	return (double)*ret_millionths / 1e6 == v;
}

static void number(struct cul_json *j, double v)
{
	double size = fabs(v);
	uint64_t millionths;

	if (size < 1e12 && (double)(uint64_t)size == size)
		decimal(j, signbit(v), (uint64_t)size, 0);
	else if (is_short(size, &millionths))
		decimal(j, signbit(v), millionths, 6);
	else
		j->used += (size_t)snprintf(room(j, PIECE_MAX), PIECE_MAX,
					    "%.12g", v);
}

void cul_json_double(struct cul_json *j, const char *key, double v)
{
	if (!isfinite(v)) {
		null(j, key);
		return;
	}
	member(j, key);
	number(j, v);
	settle(j);
}

void cul_json_milli(struct cul_json *j, const char *key, int64_t v)
{
	member(j, key);
	decimal(j, v < 0, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, 3);
	settle(j);
}

void cul_json_time(struct cul_json *j, const char *key, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE) {
		null(j, key);
		return;
	}
	cul_time_print(t_usec, text);
	cul_json_str(j, key, text);
}
