/* \summary: OpenMetrics, sample by sample */
#include <inttypes.h>
#include <stdio.h>

#include "report/glyph.h"
#include "serve/metrics_int.h"

static struct metrics_family family(struct cul_out *o, const char *name,
				    const char *type, const char *unit,
				    const char *help)
{
	cul_out_fmt(o, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
	if (unit != NULL)
		cul_out_fmt(o, "# UNIT %s %s\n", name, unit);
	return (struct metrics_family){ o, name, strcmp(type, "counter") == 0 };
}

struct metrics_family metrics_counter(struct cul_out *o, const char *name,
				      const char *unit, const char *help)
{
	return family(o, name, "counter", unit, help);
}

struct metrics_family metrics_gauge(struct cul_out *o, const char *name,
				    const char *unit, const char *help)
{
	return family(o, name, "gauge", unit, help);
}

static void hidden(struct cul_out *o, const struct cul_glyph *g)
{
	for (size_t i = 0; i < g->len; i++)
		cul_out_fmt(o, "\\\\x%02x", (unsigned char)g->ptr[i]);
}

void metrics_quote(struct cul_out *o, const char *text)
{
	struct cul_cur c = cul_cur_over(cul_sv_str(text));
	const char *from = c.p;
	struct cul_glyph g;

	cul_out_put(o, "\"", 1);
	while (cul_glyph_next(&c, &g)) {
		/* A backslash as \x5c too, lest "\x1b" be two things. */
		if (!g.hidden && g.point != '"' && g.point != '\\')
			continue;
		cul_out_put(o, from, (size_t)(g.ptr - from));
		from = g.ptr + g.len;
		if (g.point == '"' && g.utf8)
			cul_out_str(o, "\\\"");
		else
			hidden(o, &g);
	}
	cul_out_put(o, from, (size_t)(c.p - from));
	cul_out_put(o, "\"", 1);
}

static void label_put(struct cul_out *o, const char *before, const char *label,
		      const char *value)
{
	cul_out_fmt(o, "%s%s=", before, label);
	metrics_quote(o, value);
}

static void name_put(const struct metrics_family *f, const char *label,
		     const char *value, const char *label2, const char *value2)
{
	cul_out_fmt(f->o, "%s%s", f->name, f->counter ? "_total" : "");
	if (label != NULL)
		label_put(f->o, "{", label, value);
	if (label2 != NULL)
		label_put(f->o, ",", label2, value2);
	cul_out_str(f->o, label != NULL ? "} " : " ");
}

void metrics_put2(const struct metrics_family *f, const char *label,
		  const char *value, const char *label2, const char *value2,
		  uint64_t n)
{
	name_put(f, label, value, label2, value2);
	cul_out_fmt(f->o, "%" PRIu64 "\n", n);
}

void metrics_put(const struct metrics_family *f, const char *label,
		 const char *value, uint64_t n)
{
	metrics_put2(f, label, value, NULL, NULL, n);
}

void metrics_seconds(const struct metrics_family *f, const char *label,
		     const char *value, int64_t usec)
{
	uint64_t size = usec < 0 ? 0 - (uint64_t)usec : (uint64_t)usec;

	name_put(f, label, value, NULL, NULL);
	cul_out_fmt(f->o, "%s%" PRIu64 ".%06" PRIu64 "\n", usec < 0 ? "-" : "",
		    size / CUL_USEC_PER_SEC, size % CUL_USEC_PER_SEC);
}

void metrics_one_counter(struct cul_out *o, const char *name, const char *unit,
			 const char *help, uint64_t n)
{
	struct metrics_family f = metrics_counter(o, name, unit, help);

	metrics_put(&f, NULL, NULL, n);
}

void metrics_one_gauge(struct cul_out *o, const char *name, const char *unit,
		       const char *help, uint64_t n)
{
	struct metrics_family f = metrics_gauge(o, name, unit, help);

	metrics_put(&f, NULL, NULL, n);
}

void metrics_one_seconds(struct cul_out *o, const char *name, const char *help,
			 int64_t usec)
{
	struct metrics_family f = metrics_gauge(o, name, "seconds", help);

	metrics_seconds(&f, NULL, NULL, usec);
}
