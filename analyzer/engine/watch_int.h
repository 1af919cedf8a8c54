/* \summary: what a watch is made of; private to analyzer/engine */
#ifndef CUL_WATCH_INT_H
#define CUL_WATCH_INT_H

#include <sys/types.h>

#include "engine/checkpoint.h"
#include "engine/court.h"
#include "engine/letters.h"
#include "engine/live.h"
#include "engine/notices.h"
#include "engine/now.h"
#include "engine/past.h"
#include "engine/watch.h"
#include "input/follow.h"
#include "serve/serve.h"
#include "tell/tell.h"

struct cul_watch {
	const struct cul_watch_plan *plan;
	const struct cul_settings *settings;
	struct cul_out *err;
	struct cul_report report; /* what suggestions are written with */
	struct cul_letters *letters;
	struct cul_live *live;
	struct cul_court *court;
	struct cul_past *past; /* NULL: no ledger */
	struct cul_notices *notices;
	struct cul_now_book *book;
	struct cul_follow *follow;         /* NULL: no file is followed */
	struct cul_checkpoint *checkpoint; /* NULL: no state is kept */
	struct cul_serve *serve;           /* NULL: no metrics are asked for */
	struct cul_screen *screen;         /* NULL: nobody looks             */
	struct cul_notify *notify;         /* NULL: no systemd               */
	struct cul_tell *tell;             /* NULL: no command, no mail      */
	struct cul_watch_ledger *ledger;   /* NULL: nothing is filed         */
	int epoll_fd, signal_fd;
	int64_t follow_next_msec; /* on the clock that only goes up */
	/* On the same, in microseconds: when each is due. */
	int64_t checkpoint_due_usec, review_due_usec, said_due_usec,
		tick_due_usec, watchdog_due_usec;
	int64_t tell_due_usec;     /* on the machine's clock      */
	int64_t watchdog_usec;     /* between two pings; 0: none */
	int64_t answer_due_usec;   /* before this there is no new answer */
	int64_t caught_up_usec;    /* when nothing was behind last */
	int64_t looked_usec;       /* when that was looked at, and */
	uint64_t looked_bytes;     /* how much had been read then  */
	uint64_t checkpoint_lines; /* at the last one, had it failed */
	uint64_t saved_lines;      /* in the last that is on disk */
	struct cul_now given;      /* numbers that a snapshot shows */
	int64_t day;               /* of the log's time, at the last look */
	pid_t reporter;            /* the process that writes one; 0: none */
	bool report_due, stop, reload;
	bool unheard;                  /* nobody takes what is said */
	bool said_none;                /* that no input is there    */
	int64_t begun_usec;            /* the loop, on the clock that goes up */
	struct cul_watch_words *words; /* of each input, what was said of it */
	size_t words_room;
	uint64_t run0_lines, run0_bytes; /* when the process began */
	char trouble[256]; /* the last error that stands; "": none */
	char tell_error[256], ledger_error[256];
	char past_error[256];  /* of past days */
	int64_t days_due_usec; /* on the clock that goes up: then they are
				* filed; since then that fails, 0: it
				* does not                         */
	int64_t days_failed_usec;
	char asked[CUL_NAME_MAX]; /* whose detail the screen wants */
};

void cul_watch_log(const struct cul_watch *w, enum cul_priority priority,
		   const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Have the loop wake when it is readable. */
int cul_watch_listen(struct cul_watch *w, int fd);

/* ---- what is followed: watch_inputs.c ---- */
/* After the state was read, before the first line. */
int cul_watch_open(struct cul_watch *w);
/* Files that have appeared, and what happened to those there are. */
int cul_watch_look(struct cul_watch *w);
/* Is all that there was when it was asked read? */
bool cul_watch_is_through(const struct cul_watch *w);

/* ---- what is wrong with them: watch_words.c ---- */
/* Say it, if it has lasted or this is the last look. Is there anything? */
bool cul_watch_complains(struct cul_watch *w, bool last);

/* ---- what is remembered: watch_state.c ---- */
/* Makes the court, the live run and all that remembers, from the checkpoint
 * if there is one. */
int cul_watch_begin(struct cul_watch *w);
int cul_watch_save(struct cul_watch *w);
/* One has ended: note it, or say that it failed. */
void cul_watch_saved(struct cul_watch *w, bool wait);
/* All as a scan would report it, in a process of its own, or here. */
int cul_watch_report(struct cul_watch *w);
int cul_watch_report_here(struct cul_watch *w);
void cul_watch_reported(struct cul_watch *w, bool wait);

/* ---- what others see: watch_show.c ---- */
int cul_watch_show_open(struct cul_watch *w);
void cul_watch_show_done(struct cul_watch *w);
/* A snapshot for the screen and for the metrics, each half a second. */
int cul_watch_show(struct cul_watch *w);
/* The screen or the server may want something. */
void cul_watch_show_heard(struct cul_watch *w);

/* ---- who is told of it: watch_tell.c ---- */
int cul_watch_tell_open(struct cul_watch *w);
void cul_watch_tell(struct cul_watch *w, enum cul_notice_what what,
		    const struct cul_suggestion *s);
void cul_watch_tell_step(struct cul_watch *w);

/* ---- days that are over: watch_days.c; nothing where no ledger is ---- */
int cul_watch_days_open(struct cul_watch *w);
/* If they are due; now; and once there will be no more. */
void cul_watch_days_step(struct cul_watch *w);
void cul_watch_days_now(struct cul_watch *w);
void cul_watch_days_end(struct cul_watch *w);

/* ---- what is filed into the ledger: watch_ledger.c ---- */
/* Before the state is read: it holds who is never to be accused. */
int cul_watch_ledger_open(struct cul_watch *w);
void cul_watch_ledger_close(struct cul_watch *w);
const struct cul_excepted *cul_watch_excepted(const struct cul_watch *w);
void cul_watch_ledger_say(struct cul_watch *w, enum cul_notice_what what,
			  const struct cul_suggestion *s);
int cul_watch_ledger_step(struct cul_watch *w);
/* File all that stands once more: it has grown. */
void cul_watch_ledger_refresh(struct cul_watch *w);
/* What the court found in windows that are over has other places now. */
void cul_watch_ledger_moved(struct cul_watch *w);
/* When that has something to do, on the clock that goes up. */
int64_t cul_watch_ledger_due_usec(const struct cul_watch *w);
/* The last chance to file what waits. */
void cul_watch_ledger_end(struct cul_watch *w);

/* ---- what systemd is told: watch_notify.c ---- */
int cul_watch_notify_open(struct cul_watch *w);
void cul_watch_notify(struct cul_watch *w, const char *what);
void cul_watch_notify_tick(struct cul_watch *w);

#endif
