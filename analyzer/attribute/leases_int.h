/* \summary: what the map of leases is made of; private to analyzer/attribute */
#ifndef CUL_LEASES_INT_H
#define CUL_LEASES_INT_H

#include "attribute/sessions.h"

struct interval {
	struct cul_addr base;
	int64_t start, end; /* [start, end)                        */
	uint32_t customer, file, line;
	uint8_t bits;
	bool weak;
};

struct width { /* the intervals of prefixes of one length */
	uint8_t bits;
	size_t at, n;
};

struct cul_leases {
	struct cul_sessions sessions; /* empty once sealed               */
	size_t most;
	int64_t skew;
	int64_t answers_from; /* of what was before not all is known     */
	struct interval *v;   /* widest prefix first, then base, start   */
	size_t n;
	struct width *widths; /* narrowest prefix first                  */
	size_t n_widths;
	struct cul_leases_totals totals;
};

#endif
