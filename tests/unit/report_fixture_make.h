/* \summary: builds suggestions by hand, a piece at a time */
#ifndef REPORT_FIXTURE_MAKE_H
#define REPORT_FIXTURE_MAKE_H

#include "culprit/report.h"

void fixture_reset(void);
size_t fixture_made(struct cul_suggestion **ret_suggestions);

/* A time of 20 November 2026, UTC; hours beyond 24 are the next day. */
int64_t fixture_at(int hour, int minute, int second);

struct cul_suggestion *fixture_begin(enum cul_action a, enum cul_kind k,
				     enum cul_subject subject,
				     const char *name);
void fixture_address(struct cul_suggestion *s, const char *text);
/* Of the day, as 1305 for 13:05. */
void fixture_times(struct cul_suggestion *s, int first, int flagged, int last);
void fixture_reason(struct cul_suggestion *s, struct cul_reason r,
		    const char *text);
void fixture_quote(struct cul_suggestion *s, enum cul_family f,
		   const char *file, const char *line);
void fixture_say(struct cul_suggestion *s, const char *why, const char *undo);
/* Volume from `from` to `to`, o'clock, a wave; what goes wrong of 100. */
void fixture_hours(struct cul_suggestion *s, int from, int to, int most,
		   int wrong);

#endif
