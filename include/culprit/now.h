/* \summary: what is going on at one moment, for the screen and the metrics
 *
 * A snapshot, made by the engine a few times a second while it follows logs;
 * whoever shows it sees nothing else of the engine and cannot slow it. All of
 * it belongs to the snapshot, which does not change.
 */
#ifndef CUL_NOW_H
#define CUL_NOW_H

#include "culprit/parser.h"
#include "culprit/report.h"

enum {
	CUL_NOW_MINUTES = 24 * 60, /* of history                        */
	CUL_NOW_TOP = 50,          /* sources by volume, by refusals    */
	CUL_NOW_NOTICES = 200      /* latest suggestions                */
};

/* One minute of the log's time. */
struct cul_now_minute {
	uint32_t lines, accepted, delivered, deferred, bounced, refused;
};

enum cul_notice_what {
	CUL_NOTICE_NEW,
	CUL_NOTICE_UPDATED,
	CUL_NOTICE_WITHDRAWN
};

struct cul_now_notice { /* one suggestion as it stands now */
	char id[CUL_ID_MAX];
	enum cul_notice_what what; /* the latest that was said of it */
	enum cul_action action;
	enum cul_kind kind;
	enum cul_subject subject;
	char name[CUL_NAME_MAX], customer[CUL_NAME_MAX];
	int64_t first_seen_usec, flagged_usec, last_seen_usec; /* log's time */
	int64_t said_usec; /* when it was said, on the machine's clock      */
	double confidence;
	char why[CUL_WHY_MAX];
};

struct cul_now_source {
	enum cul_subject subject;
	char name[CUL_NAME_MAX], customer[CUL_NAME_MAX];
	struct cul_counts counts; /* of its window of 24 hours */
	int64_t t_first_usec, t_last_usec;
	bool ours;
	bool flagged;       /* something is suggested of it  */
	enum cul_kind kind; /* if so, the gravest            */
};

struct cul_now_input {
	const char *name;
	uint64_t lines, bytes, behind_bytes, lost;
	int64_t silent_usec; /* since its last line, on the machine's clock;
			      * -1: none yet                               */
	const char *error, *note; /* NULL, or a sentence */
};

struct cul_now_detail { /* of the source that was asked for */
	char who[CUL_NAME_MAX];
	const char *text; /* what `culprit explain` prints; NULL: unknown */
};

struct cul_now {
	const char *version;
	int64_t wall_usec;    /* when it was made, on the machine's clock    */
	int64_t started_usec; /* of the process                              */
	int64_t event_usec;   /* the latest stamp; CUL_TIME_NONE: none yet   */
	int64_t lag_usec;     /* how long ago the last line read was written,
			       * as far as is known: the age of what waits   */
	uint64_t lines, bytes, events; /* since the state began              */
	uint64_t run_lines, run_bytes; /* since the process began            */
	double lines_per_sec;          /* over the last seconds              */
	uint64_t unowned_lines, malformed_lines, no_stamp_lines;
	struct cul_mail_totals mail;
	/* minutes[0] is the minute of minute0_usec; n_minutes of them, the
	 * last one is not over. */
	int64_t minute0_usec;
	size_t n_minutes;
	const struct cul_now_minute *minutes;
	size_t n_notices; /* gravest and newest first; withdrawn ones last  */
	const struct cul_now_notice *notices;
	uint64_t said[3]; /* notices by cul_notice_what, since it began      */
	uint64_t standing[CUL_KINDS_]; /* suggestions that stand, by kind    */
	size_t n_volume, n_refused;    /* at most CUL_NOW_TOP each           */
	const struct cul_now_source *volume, *refused;
	size_t n_parsers;
	const struct cul_parser_count *parsers;
	size_t n_inputs;
	const struct cul_now_input *inputs;
	struct cul_now_detail detail;
	size_t n_sources, n_messages; /* remembered; in flight               */
	uint64_t evicted_sources, evicted_messages;
	uint64_t memory_bytes, memory_most_bytes;
	int64_t checkpoint_usec; /* of the last one, machine's clock; 0: none */
	int64_t checkpoint_took_usec, checkpoint_paused_usec;
	uint64_t checkpoint_bytes, checkpoints, checkpoints_failed;
	bool paused;          /* reading has been stopped by the user        */
	const char *trouble;  /* NULL, or why the watch is not well: a
			       * sentence; /healthz fails with it            */
};

#endif
