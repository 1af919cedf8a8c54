/* \summary: when the log begins, and days that are over; private to engine */
#ifndef CUL_COURT_PAST_H
#define CUL_COURT_PAST_H

#include "engine/court.h"

/* Days of sources that are over and not in the ledger yet. */
struct cul_court_day {
	struct cul_past_day day; /* its name is the table's; NULL: an address */
	struct cul_addr addr;
};

struct cul_court_days {
	struct cul_court_day *v;
	size_t n, room;
	uint64_t dropped;
};

/* Events after which it is known when the log begins. */
enum { CUL_FIRSTS = 16 };

/* Of each event until t_begun is known; and when there are no more. */
void cul_court_begins(struct cul_court *c, int64_t t_usec);
void cul_court_has_begun(struct cul_court *c);
/* Before it is judged, or learns: its days from before the log. */
int cul_court_past_of(struct cul_court *c, struct cul_source *s);
/* Its window is over. */
int cul_court_day_over(struct cul_court *c, const struct cul_source *s);
/* It is forgotten, or makes room. `arg` is the court, whose `err` is set. */
void cul_court_let_go(void *arg, struct cul_source *s);
/* The log is over, its window may not be. */
int cul_court_day_last(struct cul_court *c, const struct cul_source *s);

#endif
