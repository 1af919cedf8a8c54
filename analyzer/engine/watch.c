/* \summary: follow logs as they grow: the loop */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/watch_int.h"

/* Lines between two looks at signals and the clock: some milliseconds. */
enum {
	STEP_LINES = 20000,
	TICK_USEC = 500 * 1000,
	REVIEW_USEC = 600 * 1000 * 1000,
	SAID_USEC = 30 * 1000 * 1000,
	LAST_USEC = 500 * 1000,
	NOTICES_USEC = 20 * 1000
};

void cul_watch_log(const struct cul_watch *w, enum cul_priority priority,
		   const char *fmt, ...)
{
	char text[1400];
	va_list ap;

	if (w->plan->log == NULL)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	w->plan->log(w->plan->arg, priority, text);
}

int cul_watch_listen(struct cul_watch *w, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	if (fd < 0 || epoll_ctl(w->epoll_fd, EPOLL_CTL_ADD, fd, &ev) == 0)
		return CUL_OK;
	/* A file on standard input cannot be waited for, and need not be. */
	if (errno == EPERM || errno == EEXIST)
		return CUL_OK;
	cul_out_fmt(w->err, "epoll: %s\n", strerror(errno));
	return CUL_EIO;
}

static int signals_open(struct cul_watch *w)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGUSR1);
	(void)sigaddset(&set, SIGCHLD);
	/* Before there is any thread, so that none takes them. */
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return CUL_EIO;
	w->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return w->signal_fd >= 0 ? cul_watch_listen(w, w->signal_fd) : CUL_EIO;
}

static void signals_read(struct cul_watch *w)
{
	struct signalfd_siginfo info;

	while (read(w->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			w->stop = true;
		else if (info.ssi_signo == SIGHUP)
			w->reload = true;
		else if (info.ssi_signo == SIGUSR1)
			w->report_due = true;
	}
}

/* A wrong configuration is said and the old one stays. */
static void reload(struct cul_watch *w)
{
	const struct cul_settings *s = NULL;

	w->reload = false;
	cul_watch_notify(w, "RELOADING=1");
	if (w->plan->reload != NULL)
		s = w->plan->reload(w->plan->arg, w->err);
	if (s != NULL && cul_court_reconfigure(w->court, s, w->err) == CUL_OK) {
		w->settings = s;
		cul_watch_log(
			w, CUL_PRIORITY_NOTICE,
			"the configuration and the leases were read anew");
		cul_notices_review(w->notices);
	} else {
		cul_watch_log(w, CUL_PRIORITY_ERROR,
			      "the new configuration is wrong: the old one "
			      "stays in force");
	}
	cul_watch_notify(w, "READY=1");
}

static bool checkpoint_is_due(const struct cul_watch *w, int64_t now)
{
	const uint64_t lines = w->report.summary.lines;

	if (w->checkpoint == NULL || cul_checkpoint_runs(w->checkpoint))
		return false;
	/* One that failed is tried again, were there no line more. */
	return (now >= w->checkpoint_due_usec && lines != w->saved_lines) ||
	       lines - w->checkpoint_lines >=
		       w->settings->watch_checkpoint_lines;
}

/* A day of the log is over: the report of what it held. */
static void look_at_day(struct cul_watch *w)
{
	struct cul_court_sizes sizes;
	int64_t day;

	cul_court_sizes(w->court, &sizes);
	if (sizes.t_now == CUL_TIME_NONE)
		return;
	day = sizes.t_now / CUL_USEC_PER_DAY;
	w->report_due |= w->day != 0 && day > w->day && !w->plan->until_end;
	if (day > w->day && w->day != 0) {
		cul_court_retire(w->court,
				 sizes.t_now -
					 CUL_RETIRE_DAYS * CUL_USEC_PER_DAY);
		cul_watch_ledger_moved(w);
	}
	if (day > w->day)
		w->day = day;
}

/* What is due by the clock. */
static int timed(struct cul_watch *w)
{
	int64_t now = cul_clock_mono_usec();
	int err = CUL_OK;

	cul_watch_saved(w, false);
	cul_watch_reported(w, false);
	if (checkpoint_is_due(w, now)) {
		w->checkpoint_due_usec =
			now +
			(int64_t)(w->settings->watch_checkpoint_sec * 1e6);
		err = cul_watch_save(w);
	}
	if (now >= w->said_due_usec) {
		w->said_due_usec = now + SAID_USEC;
		cul_notices_review_said(w->notices);
	}
	if (now >= w->review_due_usec) {
		w->review_due_usec = now + REVIEW_USEC;
		cul_notices_review(w->notices);
		cul_watch_ledger_refresh(w);
	}
	if (now >= w->tick_due_usec) {
		w->tick_due_usec = now + TICK_USEC;
		cul_now_book_tick(w->book, cul_clock_wall_usec(),
				  w->report.summary.lines);
		look_at_day(w);
		cul_watch_days_step(w);
		(void)cul_watch_complains(w, false);
		err = err == CUL_OK ? cul_watch_show(w) : err;
	}
	cul_watch_notify_tick(w);
	if (err == CUL_OK && w->report_due)
		err = cul_watch_report(w);
	return err;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Milliseconds to wait. `wake_usec` is of the wall clock. */
static int wait_for(const struct cul_watch *w, int64_t wake_usec)
{
	int64_t mono = cul_clock_mono_usec(), usec;

	usec = least(w->tick_due_usec - mono, w->review_due_usec - mono);
	if (w->serve != NULL && cul_serve_timeout_msec(w->serve) >= 0)
		usec = least(usec,
			     (int64_t)cul_serve_timeout_msec(w->serve) * 1000);
	if (w->watchdog_usec != 0)
		usec = least(usec, w->watchdog_due_usec - mono);
	if (cul_watch_ledger_due_usec(w) != INT64_MAX)
		usec = least(usec, cul_watch_ledger_due_usec(w) - mono);
	if (w->follow != NULL)
		usec = least(usec, w->follow_next_msec * 1000 - mono);
	if (w->tell != NULL && w->tell_due_usec < wake_usec)
		wake_usec = w->tell_due_usec;
	if (wake_usec != INT64_MAX)
		usec = least(usec, wake_usec - cul_clock_wall_usec());
	return usec <= 0 ? 0 : (int)((usec + 999) / 1000);
}

static int doze(struct cul_watch *w, int msec)
{
	struct epoll_event ev[16];
	int n = epoll_wait(w->epoll_fd, ev, 16, msec);

	if (n < 0 && errno != EINTR)
		return CUL_EIO;
	for (int i = 0; i < n; i++) {
		if (ev[i].data.fd == w->signal_fd)
			signals_read(w);
		if (w->checkpoint != NULL &&
		    ev[i].data.fd == cul_checkpoint_fd(w->checkpoint))
			cul_watch_saved(w, false);
	}
	cul_watch_show_heard(w);
	cul_watch_tell_step(w);
	if (w->reload)
		reload(w);
	return CUL_OK;
}

static int turn(struct cul_watch *w)
{
	int64_t wake_usec, notice_usec;
	int more, err = cul_watch_look(w);

	if (err != CUL_OK)
		return err;
	more = cul_live_step(w->live, cul_clock_wall_usec(), STEP_LINES,
			     &wake_usec);
	if (more < 0)
		return more;
	err = cul_notices_step(w->notices, cul_clock_wall_usec(), NOTICES_USEC,
			       &notice_usec);
	if (err == CUL_OK)
		err = cul_watch_ledger_step(w);
	if (err == CUL_OK)
		err = w->unheard ? CUL_EIO : timed(w);
	if (err != CUL_OK)
		return err;
	if (more == 0 && wake_usec == INT64_MAX && cul_watch_is_through(w)) {
		w->stop = true;
		return CUL_OK;
	}
	/* Whether this was the end shows when it is asked once more. */
	if (more > 0 || (w->plan->until_end && wake_usec == INT64_MAX &&
			 !cul_live_is_idle(w->live)))
		return doze(w, 0);
	return doze(w, wait_for(w, least(wake_usec, notice_usec)));
}

static int save_last(struct cul_watch *w)
{
	const uint64_t lines = w->report.summary.lines;
	int err;

	if (w->checkpoint == NULL || lines == w->saved_lines)
		return CUL_OK;
	err = cul_watch_save(w);
	cul_watch_saved(w, true);
	return err == CUL_OK && lines != w->saved_lines ? CUL_EIO : err;
}

/* Whoever stops us waits for a second at most. Where a checkpoint takes longer,
 * and all that was read since the last one is there to be read again, that
 * one will do. */
static bool ends_without(struct cul_watch *w)
{
	struct cul_live_tail t;

	if (w->checkpoint == NULL || w->given.checkpoints == 0 ||
	    w->given.checkpoint_took_usec < LAST_USEC)
		return false;
	for (size_t i = 0; cul_live_tail(w->live, i, &t); i++)
		if (!t.status.can_replay)
			return false;
	cul_checkpoint_cancel(w->checkpoint);
	cul_watch_log(w, CUL_PRIORITY_NOTICE,
		      "ends without another checkpoint, which would take "
		      "%.1f s: what was read since the last one will be read "
		      "again",
		      (double)w->given.checkpoint_took_usec / 1e6);
	return true;
}

/* At the end of all inputs what was found is reported as by a scan; when it
 * was told to stop it goes on another time. */
static int end(struct cul_watch *w)
{
	bool through = cul_watch_is_through(w), partly;
	int64_t wake_usec;
	int err = CUL_OK, saved = CUL_OK;

	if (through) {
		cul_notices_review(w->notices);
		err = cul_notices_step(w->notices,
				       cul_clock_wall_usec() +
					       2 * CUL_USEC_PER_SEC,
				       INT64_MAX / 2, &wake_usec);
	}
	if (through)
		cul_watch_ledger_refresh(w);
	cul_watch_ledger_end(w);
	partly = cul_watch_complains(w, through) && through;
	cul_watch_notify(w, "STOPPING=1");
	if (through || !ends_without(w)) {
		cul_watch_saved(w, true);
		cul_watch_reported(w, true);
		if (err == CUL_OK)
			saved = save_last(w);
	}
	if (err == CUL_OK && through && w->plan->report != NULL)
		err = cul_watch_report_here(w);
	if (err == CUL_OK)
		cul_watch_days_end(w);
	if (err == CUL_OK)
		err = saved;
	return err == CUL_OK && partly ? CUL_ETRUNC : err;
}

static int run(struct cul_watch *w)
{
	int err = signals_open(w);

	if (err == CUL_OK)
		err = cul_watch_ledger_open(w);
	if (err == CUL_OK)
		err = cul_watch_begin(w);
	if (err == CUL_OK)
		err = cul_watch_open(w);
	if (err == CUL_OK)
		err = cul_watch_notify_open(w);
	if (err == CUL_OK)
		err = cul_watch_tell_open(w);
	if (err == CUL_OK)
		err = cul_watch_show_open(w);
	if (err == CUL_OK)
		cul_watch_notify(w, "READY=1");
	w->begun_usec = cul_clock_mono_usec();
	w->checkpoint_due_usec =
		w->begun_usec +
		(int64_t)(w->settings->watch_checkpoint_sec * 1e6);
	w->review_due_usec = w->begun_usec + REVIEW_USEC;
	while (err == CUL_OK && !w->stop)
		err = turn(w);
	return err == CUL_OK ? end(w) : err;
}

static void done(struct cul_watch *w)
{
	cul_watch_show_done(w);
	cul_tell_free(&w->tell);
	cul_watch_ledger_close(w);
	cul_notify_free(&w->notify);
	cul_checkpoint_free(&w->checkpoint);
	cul_notices_free(&w->notices);
	cul_now_book_free(&w->book);
	cul_live_free(&w->live);
	cul_follow_free(&w->follow);
	cul_court_free(&w->court);
	cul_past_close(&w->past);
	cul_letters_free(&w->letters);
	cul_pipeline_counts_done(&w->report.summary);
	free(w->words);
	if (w->signal_fd >= 0)
		(void)close(w->signal_fd);
	if (w->epoll_fd >= 0)
		(void)close(w->epoll_fd);
}

int cul_watch_run(const struct cul_watch_plan *plan, struct cul_out *err)
{
	struct cul_watch w = { .plan = plan,
			       .settings = plan->settings,
			       .err = err,
			       .signal_fd = -1,
			       .epoll_fd = epoll_create1(EPOLL_CLOEXEC) };
	int rc;

	w.given.started_usec = cul_clock_wall_usec();
	rc = w.epoll_fd >= 0 ? run(&w) : CUL_EIO;
	if (rc == CUL_ENOMEM)
		cul_out_str(err, "out of memory\n");
	done(&w);
	return rc;
}
