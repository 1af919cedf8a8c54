/* \summary: past days of sources, from the ledger to the court and back
 *
 * Has the ledger open for itself; what else is filed goes its own way.
 */
#ifndef CUL_ENGINE_PAST_H
#define CUL_ENGINE_PAST_H

#include "engine/court.h"

struct cul_past;

enum cul_past_mode {
	CUL_PAST_NONE,
	CUL_PAST_READ, /* days before the log count; a ledger that is not there
			* yet is empty                                      */
	CUL_PAST_REPLAY, /* the same; and who was heard of is remembered for a
			  * replay (court.h)                                */
	CUL_PAST_KEEP /* and those of the log are filed; it is made         */
};

/* By [ledger] path. *ret is NULL where none is set, or in mode NONE, or if
 * there is none to read. An error has its sentence on `err`. */
int cul_past_open(const struct cul_settings *s, enum cul_past_mode mode,
		  struct cul_out *err, struct cul_past **ret_past);
/* NULL is fine, here and below. */
void cul_past_close(struct cul_past **p);

/* Not to wait for others that write longer than this. */
void cul_past_wait(struct cul_past *p, unsigned msec);

/* The court asks this for days; before the first event. */
void cul_past_join(struct cul_past *p, struct cul_court *c);

/* The days that are over go into the ledger. On an error they stay with the
 * court, and cul_past_trouble says what it was. */
int cul_past_file(struct cul_past *p, struct cul_court *c);

/* What went wrong last, a sentence; NULL: nothing. Where days cannot be read
 * the run goes on without any. */
const char *cul_past_trouble(const struct cul_past *p);

#endif
