/* \summary: lines one after the other, of which a window is in sight */
#ifndef CUL_NOC_PAGER_H
#define CUL_NOC_PAGER_H

#include "noc/noc_int.h"

struct cul_pager {
	const struct cul_pen *pen;
	struct cul_area area;
	size_t top, lines; /* the first in sight; so many so far           */
	bool draw;         /* else they are only counted                   */
};

/* The place of the next line; false if it is out of sight. */
bool cul_pager_next(struct cul_pager *g, unsigned *ret_row);
void cul_pager_blank(struct cul_pager *g);
/* Text of anybody, wrapped, from column `at`. With `only`, the lines of it
 * (before they are wrapped) that have this in them; "" is all. */
void cul_pager_text(struct cul_pager *g, unsigned at, enum cul_ink ink,
		    struct cul_sv text, const char *only);
/* A quiet label, and what there is of it. */
void cul_pager_pair(struct cul_pager *g, const char *label, const char *fmt,
		    ...) __attribute__((format(printf, 3, 4)));

/* Draw what `write` writes, at the place of the list, which is settled. */
void cul_pager_run(struct cul_noc *noc, struct cul_list *l,
		   const struct cul_now *now, struct cul_area a,
		   void (*write)(struct cul_pager *g, struct cul_noc *noc,
				 const struct cul_now *now));

#endif
