/* \summary: first stamp, choice of parsers, and whether it is text at all */
#include <assert.h>

#include "input/block.h"
#include "input/probe.h"

/* A file of which more than one byte in 20 is a control character is no text:
 * of random bytes one in nine is, of UTF-16 one in two, of a log none. */
enum { CONTROL_ONE_IN = 20 };

static size_t controls(struct cul_sv v)
{
	size_t n = 0;

	for (size_t i = 0; i < v.len; i++) {
		unsigned char c = (unsigned char)v.ptr[i];

		n += (c < 0x20 && (c < '\t' || c > '\r') && c != 0x1b) ||
		     c == 0x7f;
	}
	return n;
}

/* The parsers that go by shape, and how sure each was of all the lines. */
struct shapes {
	unsigned n;
	unsigned char index[CUL_PARSERS_MAX];
	unsigned sure[CUL_PARSERS_MAX];
	bool has_columns[CUL_PARSERS_MAX];
	struct cul_columns columns[CUL_PARSERS_MAX];
};

static void shapes_init(struct shapes *s)
{
	s->n = 0;
	for (unsigned i = 0; cul_parsers[i] != NULL; i++) {
		assert(i < CUL_PARSERS_MAX);
		if (cul_parsers[i]->probe == NULL)
			continue;
		s->has_columns[s->n] = false;
		s->sure[s->n] = 0;
		s->index[s->n++] = (unsigned char)i;
	}
}

static void shape_ask(struct shapes *s, unsigned i, struct cul_record *rec)
{
	const struct cul_parser *p = cul_parsers[s->index[i]];

	if (p->columns != NULL && p->columns(rec->line, &s->columns[i]))
		s->has_columns[i] = true;
	rec->columns = s->has_columns[i] ? &s->columns[i] : NULL;
	s->sure[i] += (unsigned)p->probe(rec);
}

static void order(const struct shapes *s, struct cul_probe *p)
{
	unsigned sure[CUL_PARSERS_MAX];

	for (unsigned i = 0; i < s->n; i++) {
		unsigned at = i;

		for (; at > 0 && sure[at - 1] < s->sure[i]; at--) {
			p->order[at] = p->order[at - 1];
			sure[at] = sure[at - 1];
		}
		p->order[at] = s->index[i];
		sure[at] = s->sure[i];
		p->n_sure += s->sure[i] != 0;
	}
	p->n_order = s->n;
}

/* The first stamp, as the surest parser reads them: what looks like one to
 * the envelope's reader may be something else in a format of its own. */
static void own_stamp(struct cul_sv head, struct cul_probe *p)
{
	const struct cul_parser *first = cul_parsers[p->order[0]];
	struct cul_lines lines = { head.ptr, head.ptr + head.len };
	struct cul_columns columns;
	const struct cul_columns *named = NULL;
	struct cul_stamp_memo memo = { 0 };
	struct cul_line line;

	for (unsigned n = 0;
	     n < CUL_PROBE_LINES && cul_lines_next(&lines, &line); n++) {
		struct cul_record rec;

		cul_syslog_read(line.text, &memo, &rec);
		if (first->columns != NULL &&
		    first->columns(line.text, &columns))
			named = &columns;
		rec.columns = named;
		if (first->stamp(&rec, &p->stamp))
			return;
	}
}

void cul_probe(struct cul_sv head, struct cul_probe *ret_probe)
{
	struct cul_lines lines = { head.ptr, head.ptr + head.len };
	struct shapes shapes;
	size_t bytes = 0, control = 0;
	struct cul_stamp_memo memo = { 0 };
	struct cul_probe p = { 0 };
	struct cul_line line;

	shapes_init(&shapes);
	while (p.n_lines < CUL_PROBE_LINES && cul_lines_next(&lines, &line)) {
		struct cul_record rec;

		p.n_lines++;
		bytes += line.text.len + line.nuls;
		control += controls(line.text) + line.nuls;
		cul_syslog_read(line.text, &memo, &rec);
		rec.cut = line.cut;
		if (p.stamp.form == CUL_STAMP_ABSENT)
			p.stamp = rec.stamp;
		for (unsigned i = 0; i < shapes.n; i++)
			shape_ask(&shapes, i, &rec);
	}
	order(&shapes, &p);
	if (p.n_sure > 0 && cul_parsers[p.order[0]]->stamp != NULL)
		own_stamp(head, &p);
	p.binary = p.stamp.form == CUL_STAMP_ABSENT && p.n_sure == 0 &&
		   control * CONTROL_ONE_IN > bytes;
	*ret_probe = p;
}

int cul_probe_named(const char *name)
{
	for (int i = 0; cul_parsers[i] != NULL; i++)
		if (strcmp(cul_parsers[i]->name, name) == 0)
			return i;
	return -1;
}
