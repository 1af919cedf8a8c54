/* \summary: what systemd is told of a watch */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/watch_int.h"

int cul_watch_notify_open(struct cul_watch *w)
{
	const struct cul_watch_plan *p = w->plan;
	int err = cul_notify_new(p->notify_socket, &w->notify);

	if (err != CUL_OK) {
		cul_out_fmt(w->err, "NOTIFY_SOCKET: %s\n",
			    err == CUL_EUSAGE ? "neither a path nor a name"
					      : strerror(errno));
		return err;
	}
	w->watchdog_usec =
		cul_watchdog_usec(p->watchdog_usec, p->watchdog_pid, getpid());
	return CUL_OK;
}

void cul_watch_notify(struct cul_watch *w, const char *what)
{
	(void)cul_notify_send(w->notify, what);
}

/* A ping says that the loop goes round: it comes from nowhere else. */
void cul_watch_notify_tick(struct cul_watch *w)
{
	const int64_t now = cul_clock_mono_usec();
	char text[120];

	if (w->watchdog_usec == 0 || now < w->watchdog_due_usec)
		return;
	w->watchdog_due_usec = now + w->watchdog_usec;
	(void)cul_notify_send(w->notify, "WATCHDOG=1");
	(void)snprintf(text, sizeof(text), "%llu lines read, %llu suggestions",
		       (unsigned long long)w->report.summary.lines,
		       (unsigned long long)cul_notices_said(
			       w->notices)[CUL_NOTICE_NEW]);
	(void)cul_notify_status(w->notify, text);
}
