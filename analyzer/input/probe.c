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

static void order(const unsigned sure[], unsigned n, struct cul_probe *p)
{
	for (unsigned i = 0; i < n; i++) {
		unsigned at = i;

		while (at > 0 && sure[p->order[at - 1]] < sure[i]) {
			p->order[at] = p->order[at - 1];
			at--;
		}
		p->order[at] = (unsigned char)i;
	}
	p->n_order = n;
}

void cul_probe(struct cul_sv head, struct cul_probe *ret_probe)
{
	struct cul_lines lines = { head.ptr, head.ptr + head.len };
	unsigned sure[CUL_PARSERS_MAX] = { 0 };
	size_t bytes = 0, control = 0;
	struct cul_stamp_memo memo = { 0 };
	struct cul_probe p = { 0 };
	struct cul_line line;
	unsigned n = 0;

	while (p.n_lines < CUL_PROBE_LINES && cul_lines_next(&lines, &line)) {
		struct cul_record rec;

		p.n_lines++;
		bytes += line.text.len + line.nuls;
		control += controls(line.text) + line.nuls;
		cul_syslog_read(line.text, &memo, &rec);
		rec.cut = line.cut;
		if (p.stamp.form == CUL_STAMP_ABSENT)
			p.stamp = rec.stamp;
		for (n = 0; cul_parsers[n] != NULL; n++) {
			assert(n < CUL_PARSERS_MAX);
			sure[n] += (unsigned)cul_parsers[n]->probe(&rec);
		}
	}
	while (cul_parsers[n] != NULL)
		n++;
	p.binary = p.stamp.form == CUL_STAMP_ABSENT &&
		   control * CONTROL_ONE_IN > bytes;
	order(sure, n, &p);
	*ret_probe = p;
}

int cul_probe_named(const char *name)
{
	for (int i = 0; cul_parsers[i] != NULL; i++)
		if (strcmp(cul_parsers[i]->name, name) == 0)
			return i;
	return -1;
}
