/* \summary: a JSON writer (RFC 8259) */
#include "report/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "report/glyph.h"

void cul_json_init(struct cul_json *j, struct cul_out *o)
{
	*j = (struct cul_json){ .o = o };
}

static void unit(struct cul_json *j, uint32_t u)
{
	cul_out_fmt(j->o, "\\u%04" PRIx32, u);
}

static void escaped(struct cul_json *j, const struct cul_glyph *g)
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
		if (name != NULL)
			cul_out_fmt(j->o, "\\%c", name[1]);
		else
			unit(j, g->point);
	}
}

static void quoted(struct cul_json *j, struct cul_sv v)
{
	struct cul_cur c = cul_cur_over(v);
	const char *plain = c.p;
	struct cul_glyph g;

	cul_out_put(j->o, "\"", 1);
	while (cul_glyph_next(&c, &g)) {
		bool mark = g.point == '"' || g.point == '\\';

		if (!mark && !g.hidden)
			continue;
		cul_out_put(j->o, plain, (size_t)(g.ptr - plain));
		plain = mark ? g.ptr : c.p;
		if (mark)
			cul_out_put(j->o, "\\", 1);
		else
			escaped(j, &g);
	}
	cul_out_put(j->o, plain, (size_t)(c.p - plain));
	cul_out_put(j->o, "\"", 1);
}

static void member(struct cul_json *j, const char *key)
{
	if (j->some[j->depth])
		cul_out_put(j->o, ",", 1);
	j->some[j->depth] = true;
	if (key != NULL) {
		quoted(j, cul_sv_str(key));
		cul_out_put(j->o, ":", 1);
	}
}

static void open_level(struct cul_json *j, const char *key, const char *pair)
{
	member(j, key);
	cul_out_put(j->o, pair, 1);
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
	cul_out_put(j->o, &j->end[j->depth], 1);
	j->depth--;
}

void cul_json_sv(struct cul_json *j, const char *key, struct cul_sv v)
{
	member(j, key);
	quoted(j, v);
}

void cul_json_str(struct cul_json *j, const char *key, const char *s)
{
	cul_json_sv(j, key, cul_sv_str(s));
}

void cul_json_u64(struct cul_json *j, const char *key, uint64_t v)
{
	member(j, key);
	cul_out_fmt(j->o, "%" PRIu64, v);
}

void cul_json_double(struct cul_json *j, const char *key, double v)
{
	member(j, key);
	if (isfinite(v))
		cul_out_fmt(j->o, "%.12g", v);
	else
		cul_out_str(j->o, "null");
}

void cul_json_milli(struct cul_json *j, const char *key, int64_t v)
{
	int64_t rest = v < 0 ? -(v % 1000) : v % 1000;

	member(j, key);
	cul_out_fmt(j->o, "%s%" PRId64, v < 0 && v > -1000 ? "-" : "",
		    v / 1000);
	if (rest == 0)
		return;
	if (rest % 100 == 0)
		cul_out_fmt(j->o, ".%" PRId64, rest / 100);
	else if (rest % 10 == 0)
		cul_out_fmt(j->o, ".%02" PRId64, rest / 10);
	else
		cul_out_fmt(j->o, ".%03" PRId64, rest);
}

void cul_json_time(struct cul_json *j, const char *key, int64_t t_usec)
{
	char text[CUL_TIME_TEXT_MAX];

	if (t_usec == CUL_TIME_NONE) {
		member(j, key);
		cul_out_str(j->o, "null");
		return;
	}
	cul_time_print(t_usec, text);
	cul_json_str(j, key, text);
}
