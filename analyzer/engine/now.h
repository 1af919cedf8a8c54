/* \summary: making snapshots: the history they show, and the top sources */
#ifndef CUL_NOW_MAKER_H
#define CUL_NOW_MAKER_H

#include "culprit/now.h"
#include "engine/court.h"
#include "engine/live.h"
#include "engine/notices.h"

struct cul_now_book; /* what a snapshot needs that nobody else remembers */

int cul_now_book_new(struct cul_now_book **ret_book);
void cul_now_book_free(struct cul_now_book **b);

/* So far, at this time of the log, so many lines and so much mail: what is
 * more than at the last call is of that minute. */
void cul_now_book_note(struct cul_now_book *b, int64_t t_usec, uint64_t lines,
		       const struct cul_mail_totals *mail);
/* The same of the machine's time, for lines a second. */
void cul_now_book_tick(struct cul_now_book *b, int64_t wall_usec,
		       uint64_t lines);
void cul_now_book_state(struct cul_state *s, struct cul_now_book *b);

/* Where all that a snapshot shows is taken from; borrowed. */
struct cul_now_sources {
	struct cul_now_book *book;
	struct cul_court *court;
	const struct cul_live *live;
	const struct cul_notices *notices;
	const struct cul_summary *sum;
	const char *detail; /* of whom; "": nobody */
};

/* `given`: the plain numbers that the caller knows (times, checkpoint, memory,
 * trouble); the rest is filled in. The result is one piece of memory with all
 * that hangs off it, to be freed by cul_now_free. */
int cul_now_make(const struct cul_now_sources *from,
		 const struct cul_now *given, struct cul_now **ret_now);
void cul_now_free(struct cul_now **now);

#endif
