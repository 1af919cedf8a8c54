/* \summary: what the beginning of a file says of the rest
 *
 * A pure function of its first CUL_PROBE_LINES lines, so that neither block
 * size nor compression can change how a file is read.
 */
#ifndef CUL_PROBE_H
#define CUL_PROBE_H

#include "culprit/parser.h"

struct cul_probe {
	struct cul_stamp stamp; /* the first one; ABSENT if there is none  */
	unsigned n_lines;       /* looked at                               */
	bool binary;            /* full of control characters, no stamp    */
	unsigned n_sure;        /* parsers that know a line of it by shape */
	unsigned n_order;
	unsigned char order[CUL_PARSERS_MAX]; /* all that go by shape, the
					       * surest first: indices into
					       * cul_parsers               */
};

void cul_probe(struct cul_sv head, struct cul_probe *ret_probe);

/* Index of the parser of that name; -1 if there is none. */
int cul_probe_named(const char *name);

#endif
