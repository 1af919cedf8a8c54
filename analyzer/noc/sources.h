/* \summary: the busiest sources, as a block of the overview */
#ifndef CUL_NOC_SOURCES_H
#define CUL_NOC_SOURCES_H

#include "noc/noc_int.h"

struct cul_top {
	const char *title;
	const struct cul_now_source *rows;
	size_t n;
	uint64_t (*of)(const struct cul_now_source *s); /* its number */
};

uint64_t cul_source_messages(const struct cul_now_source *s);

/* A heading, and rows; in `width` columns from `at`. */
void cul_sources_top(const struct cul_pen *p, struct cul_area a, unsigned at,
		     unsigned width, const struct cul_top *top);

#endif
