/* \summary: all items of a pipeline, as one text */
#ifndef CUL_TEST_PIPELINE_TOLD_H
#define CUL_TEST_PIPELINE_TOLD_H

#include "engine/pipeline.h"
#include "scratch.h"

/* A record of a client whose last byte, and smtpd's pid, is `n`. */
#define LINE(stamp, n)                                                         \
	stamp " mx1 postfix/smtpd[" #n "]: connect from unknown[192.0.2." #n   \
	      "]\n"

struct told {
	struct scratch_bytes text;    /* a line an item                       */
	struct scratch_bytes clients; /* a line for each that an event names  */
	size_t n, stop_at;
	int rc;
	struct cul_summary sum;
	uint64_t done, all, told_lines;
};

/* The plan's zone is UTC if it names none; `stop_at`: the item at which the
 * taker ends the run. */
struct told run_until(size_t stop_at, struct cul_pipeline_plan plan,
		      const char *const *paths, size_t n);
struct told run(struct cul_pipeline_plan plan, const char *const *paths,
		size_t n);
void told_done(struct told *t);

/* printf to the end of a text. */
void told_add(struct scratch_bytes *to, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
