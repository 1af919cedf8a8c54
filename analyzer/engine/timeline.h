/* \summary: from the stamp of a record to UTC
 *
 * A pure function of the stamp, of when its bytes were written, and of the
 * configuration; the cache inside changes the speed alone. One a worker.
 */
#ifndef CUL_TIMELINE_H
#define CUL_TIMELINE_H

#include "culprit/stamp.h"
#include "engine/zone.h"

/* One hour of one kind of stamp, by which amount it is to be moved. */
struct cul_timeline_hour {
	enum cul_stamp_form form;
	bool known;
	int64_t from_usec, written_sec, add_usec;
};

struct cul_timeline {
	const struct cul_zone *zone;
	int year; /* of stamps without one; 0: by when they were written */
	struct cul_timeline_hour last;
};

struct cul_timeline cul_timeline_new(const struct cul_zone *zone, int year);

/* Without a year, it is the latest in which the stamp is at most two days
 * after `written_sec` (clocks are wrong, and a file is closed before its last
 * line is copied), or the configured one. 29 February is sought in that year
 * and the eight before. CUL_TIME_NONE if the stamp is absent. */
static inline int64_t cul_timeline_usec(struct cul_timeline *t,
					struct cul_stamp stamp,
					int64_t written_sec);

/* The same, of a stamp that may be of another hour than the last. */
int64_t cul_timeline_any_usec(struct cul_timeline *t, struct cul_stamp stamp,
			      int64_t written_sec);

static inline bool cul_timeline_has(const struct cul_timeline_hour *h,
				    struct cul_stamp stamp, int64_t written_sec)
{
	/* One comparison for both ends: what is before wraps round. */
	return stamp.form == h->form &&
	       (uint64_t)stamp.t_usec - (uint64_t)h->from_usec <
		       (uint64_t)CUL_USEC_PER_HOUR &&
	       written_sec == h->written_sec;
}

static inline int64_t cul_timeline_usec(struct cul_timeline *t,
					struct cul_stamp stamp,
					int64_t written_sec)
{
	if (t->last.known && cul_timeline_has(&t->last, stamp, written_sec))
		return stamp.t_usec + t->last.add_usec;
	return cul_timeline_any_usec(t, stamp, written_sec);
}

#endif
