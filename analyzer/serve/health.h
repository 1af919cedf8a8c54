/* \summary: is the watch well, in one word and one sentence */
#ifndef CUL_HEALTH_H
#define CUL_HEALTH_H

#include "culprit/now.h"

struct cul_health_plan {
	double lag_limit_sec; /* 0: CUL_HEALTH_LAG_SEC                     */
	bool silence_ignored; /* a log that may be silent as long as it is */
};

enum {
	/* Behind the log by more than this is not live any more. */
	CUL_HEALTH_LAG_SEC = 300,

	/* No silence shorter than this is a failure, however busy the log: a
	 * rotation, a restart of the mail server, an upgrade of it. */
	CUL_HEALTH_SILENT_MIN = 10,
	/* The same where this time of day was not seen a day ago, and where
	 * less than an hour was seen at all. */
	CUL_HEALTH_SILENT_NEW_MIN = 30,
	CUL_HEALTH_SILENT_FIRST_MIN = 60,

	/* The habit of a log is its longest silence at this time: within
	 * three hours before the silence, and two hours on each side of this
	 * time yesterday. */
	CUL_HEALTH_RECENT_MIN = 180,
	CUL_HEALTH_AROUND_MIN = 120,

	/* It is beyond its habit at three times that. Of pauses that come by
	 * chance and are n, the longest is about ln n times their mean, and
	 * one of three times that comes with a chance of n^-3: 1 in 27,000
	 * for the fewest minutes with a line that a habit is learned from,
	 * once in 900 such spans. Fewer minutes than these in all that is
	 * remembered are no habit, and no silence then is a failure. */
	CUL_HEALTH_SILENT_TIMES = 3,
	CUL_HEALTH_HABIT_MINUTES = 30,
	/* The same while less than an hour is known: ten in it are one each
	 * six minutes, and an hour without one is a chance of e^-10. */
	CUL_HEALTH_FIRST_MINUTES = 10
};

/* True, and a sentence that begins with "ok", or false, and one that says what
 * is wrong, each with a newline. It is a function of what it is given. */
bool cul_health(const struct cul_now *now, const struct cul_health_plan *plan,
		struct cul_out *sentence);

/* How long the log must be silent, in minutes, until that is a failure; 0: it
 * is not known well enough, or was given a line just now. `silent_min`: how
 * long it is now. */
unsigned cul_health_silence_limit(const struct cul_now *now,
				  unsigned silent_min);

#endif
