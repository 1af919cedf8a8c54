/* \summary: suggestions that wait to be filed, each a copy of its own */
#ifndef CUL_PENDING_H
#define CUL_PENDING_H

#include "culprit/now.h"

/* More than an abuse desk reads in a day, and some megabytes. */
enum { CUL_PENDING_MOST = 512 };

struct cul_pending { /* all zero: empty */
	size_t n, room;
	struct cul_suggestion *v; /* in order, side by side, as in a report */
	enum cul_notice_what *what;
};

/* CUL_EFULL if there are too many, CUL_ENOMEM; it is then as it was. */
int cul_pending_add(struct cul_pending *p, enum cul_notice_what what,
		    const struct cul_suggestion *s);
void cul_pending_clear(struct cul_pending *p); /* keeps the room */
void cul_pending_done(struct cul_pending *p);

#endif
