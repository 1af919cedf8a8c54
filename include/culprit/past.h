/* \summary: a past day of a source, for judging and for the ledger */
#ifndef CUL_PAST_H
#define CUL_PAST_H

#include <stdbool.h>
#include <stdint.h>

#include "culprit/kind.h"

/* A past day of one source: what judging compares a day with, and what
 * the desk draws. It is a window of the evidence: the 24 hours from the
 * first thing that was heard of the source, or as much of them as was
 * in the log. It goes under the UTC day in which it began, which no
 * other window of that source in the same log does, since there are 24
 * hours between their beginnings. So mail after midnight is counted to
 * the day before where the log goes on, and to the new day where it was
 * cut at midnight. Only days are kept on which a source of ours wrote
 * to somebody elsewhere. */
struct cul_past_day {
	enum cul_subject subject;
	const char *name;
	int64_t day_usec;              /* its midnight, UTC */
	uint32_t messages, recipients; /* distinct, elsewhere */
	uint32_t delivered, bad_recipients, refused;
	bool guilty; /* something was to be stopped: teaches nothing of habit */
};

#endif
