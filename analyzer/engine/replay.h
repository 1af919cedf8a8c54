/* \summary: what judging says now, held against what staff decided then
 *
 * A decided case counts if its evidence, as far as it went when it was decided,
 * lies within the logs, give or take an hour; and if they speak of its subject
 * at all. Then it is looked for among the suggestions by subject, kind and
 * overlapping time: other settings, or another day on which a log begins, give
 * an episode another id.
 */
#ifndef CUL_REPLAY_H
#define CUL_REPLAY_H

#include "culprit/case.h"
#include "culprit/err.h"
#include "culprit/report.h"

enum cul_replay_fate {
	CUL_REPLAY_SAME,   /* suggested, with an action as grave         */
	CUL_REPLAY_OTHER,  /* as grave, but as something of another kind */
	CUL_REPLAY_SOFTER, /* suggested, but mail would not be stopped
			    * any more                                   */
	CUL_REPLAY_GONE,
	CUL_REPLAY_FATES_
};

/* Why a case says nothing of these logs. */
enum cul_replay_left {
	CUL_REPLAY_UNDECIDED, /* open, withdrawn, or nobody decided in time */
	CUL_REPLAY_EARLIER,   /* begins before the logs do               */
	CUL_REPLAY_LATER,     /* goes on after their end                 */
	CUL_REPLAY_UNHEARD,   /* they do not speak of its subject        */
	CUL_REPLAY_LEFTS_
};

/* "same", "undecided": as in the JSON. */
const char *cul_replay_fate_name(enum cul_replay_fate f);
const char *cul_replay_left_name(enum cul_replay_left l);

struct cul_replay_case {
	char id[CUL_ID_MAX];
	enum cul_subject subject;
	char name[CUL_NAME_MAX];
	enum cul_kind kind;
	enum cul_action action;
	bool accepted; /* or declined, then why */
	enum cul_decline why;
	char by[CUL_WHO_MAX];
	int64_t first_usec, last_usec, flagged_usec;
	enum cul_replay_fate fate;
	const struct cul_suggestion *now; /* the report's; NULL: gone */
	/* Flagged so much earlier now. CUL_TIME_NONE: it is gone or softer, or
	 * the case has several episodes and tells of its last alone. */
	int64_t gained_usec;
};

struct cul_replay_count {
	uint32_t accepted[CUL_REPLAY_FATES_], declined[CUL_REPLAY_FATES_];
	/* Suggestions now: nobody has decided about it; no case tells of it. */
	uint32_t open, fresh;
	/* Of the accepted whose hours can be told: how many are flagged sooner
	 * and later than then, and all these hours together. */
	uint32_t timed, sooner, later;
	int64_t gained_usec;
};

struct cul_replay {
	const struct cul_report *report;
	int64_t from_usec, to_usec; /* of the logs */
	size_t n_cases, room;
	struct cul_replay_case *cases;
	struct cul_replay_count kinds[CUL_KINDS_], all;
	uint32_t left[CUL_REPLAY_LEFTS_];
	/* The suggestions by subject, name and time; and of each what the
	 * ledger has: private. */
	size_t n;
	const struct cul_suggestion **by_name;
	unsigned char *known;
};

/* `report` must outlive it. From when until when the logs go is not by their
 * earliest and latest stamp, of which one may be wrong. 0 or CUL_ENOMEM. */
int cul_replay_new(const struct cul_report *report, int64_t from_usec,
		   int64_t to_usec, struct cul_replay **ret_replay);
void cul_replay_free(struct cul_replay **r);

/* One case of the ledger, whatever its standing. `heard`: the logs speak of its
 * subject. 0 or CUL_ENOMEM. */
int cul_replay_hold(struct cul_replay *r, const struct cul_case *c, bool heard);

/* After the last case: counts, and cases in their order: missed ones first,
 * then declined ones that are raised, then the rest, each by kind and time. */
void cul_replay_end(struct cul_replay *r);

/* The next suggestion of which no case tells, *at from 0 on; NULL past the
 * last. */
const struct cul_suggestion *cul_replay_fresh(const struct cul_replay *r,
					      size_t *at);

/* For people, and as one JSON object and a newline. replay_show.c,
 * replay_json.c */
void cul_replay_show(const struct cul_replay *r, const struct cul_style *st,
		     struct cul_out *o);
void cul_replay_json(const struct cul_replay *r, struct cul_out *o);

#endif
