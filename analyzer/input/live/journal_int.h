/* \summary: what the files of the journal share */
#ifndef CUL_JOURNAL_INT_H
#define CUL_JOURNAL_INT_H

#include "input/export.h"
#include "input/live.h"
#include "input/live/child.h"
#include "input/live/cutter.h"

enum {
	CUL_JOURNAL_READ_MAX = 64 * 1024,
	CUL_JOURNAL_OPTIONS = 3,
	CUL_JOURNAL_OPTION_MAX = 32,
	/* Between two starts, doubled at each that fails; who has lived so
	 * long is thought to be well. */
	CUL_JOURNAL_PAUSE_MIN_SEC = 1,
	CUL_JOURNAL_PAUSE_MAX_SEC = 60,
	CUL_JOURNAL_SAID_MAX = 200, /* of the last line that it complains */
	/* Somebody logs records that have no text: from then on none of them
	 * is asked for again, which takes a second each. */
	CUL_JOURNAL_BELIEVED_MAX = 8
};

struct journal_tail {
	struct cul_tail tail;
	char **args; /* the program, what the user asks of it, and options */
	size_t n_args;
	char options[CUL_JOURNAL_OPTIONS][CUL_JOURNAL_OPTION_MAX];
	bool from_now;
	struct cul_follower child;
	int ep, timer;
	time_t pause_sec; /* before the next start */
	uint64_t restarts;
	struct cul_export export;
	struct cul_made made;
	struct cul_cutter lines;
	/* Of the record before those that are held; of the last one. */
	char given[CUL_CURSOR_MAX], last[CUL_CURSOR_MAX];
	/* Of a record that came without its text, and was asked for again; how
	 * many came so a second time. */
	char doubted[CUL_CURSOR_MAX];
	unsigned believed;
	int64_t first_sec, last_sec;
	char said[CUL_JOURNAL_SAID_MAX];
	size_t said_len;
	bool said_end;
	char error[CUL_LIVE_ERR], note[CUL_LIVE_ERR];
	char buf[CUL_JOURNAL_READ_MAX];
};

/* Start the child at the last cursor: 0 or an errno. */
int cul_journal_start(struct journal_tail *t);
int cul_journal_watch(struct journal_tail *t, int fd);

/* What t->timer was set to has come: the child is well, or is to be started
 * again. */
void cul_journal_time_came(struct journal_tail *t);

/* The child is started again behind the last record, in a moment. */
void cul_journal_again(struct journal_tail *t);

/* The child complains; it has ended. */
void cul_journal_said_read(struct journal_tail *t);
void cul_journal_child_over(struct journal_tail *t);

#endif
