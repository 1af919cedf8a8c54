/* \summary: which mailboxes of ours wrote to somebody lately
 *
 * What a bounce is held against. Two generations of four days of log time:
 * a mailbox is remembered for four to eight days after it wrote, as long as
 * servers go on trying (RFC 5321 4.5.4.1) and a few days more.
 */
#ifndef CUL_WRITERS_H
#define CUL_WRITERS_H

#include <stdbool.h>

#include "culprit/stamp.h"
#include "evidence/set.h"

#define CUL_WRITERS_TURN_USEC (4 * CUL_USEC_PER_DAY)

struct cul_writers {
	struct cul_set now, before;
	int64_t t_first; /* of the first who wrote, at all; 0: nobody did   */
	int64_t t_turn;  /* since when they are written into `now`          */
	size_t most;     /* of a generation; 0: CUL_WRITERS_MAX             */
	uint64_t lost;   /* found no place: then nobody is known not to
			  * have written                                    */
};

/* 0 or CUL_ENOMEM. A late line counts as of now. */
int cul_writers_add(struct cul_writers *w, uint64_t mailbox, int64_t t_usec);
bool cul_writers_has(const struct cul_writers *w, uint64_t mailbox);
/* Those it knows; one that wrote in both generations is two. */
size_t cul_writers_count(const struct cul_writers *w);
void cul_writers_done(struct cul_writers *w);

static inline void cul_writers_prefetch(const struct cul_writers *w,
					uint64_t mailbox)
{
	cul_set_prefetch(&w->now, mailbox);
}

/* All but `most`. */
int cul_writers_state(struct cul_state *s, struct cul_writers *w);

#endif
