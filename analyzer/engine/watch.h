/* \summary: follow logs as they grow, and say who is suspect as it happens
 *
 * One thread reads, judges and writes; others parse, and one draws the screen
 * if there is one. At any moment what has been heard so far is exactly what a
 * scan of the same lines would have heard.
 */
#ifndef CUL_WATCH_H
#define CUL_WATCH_H

#include <stdio.h>

#include "culprit/now.h"
#include "engine/notify.h"
#include "engine/settings.h"

struct cul_watch_plan {
	const struct cul_settings *settings;
	size_t n_files; /* names and globs; "-" is standard input         */
	const char *const *files;
	bool until_end; /* to the end of what there is now, and out        */
	bool from_end;  /* of files that no checkpoint knows               */
	FILE *screen_in, *screen_out; /* a terminal for the NOC screen; NULL */
	bool ascii, mono;
	const char *path, *lang; /* of the environment, for commands; or NULL */
	/* What systemd set, or NULL. */
	const char *notify_socket, *watchdog_usec, *watchdog_pid;
	const char *listen_pid, *listen_fds, *listen_fdnames;
	void *arg; /* of all below */
	/* Of a suggestion, as it arises, changes or falls. `r` says how to
	 * write it (mask, version); its suggestions are not set. False: nobody
	 * hears it, and nobody will. The run then ends as if it were killed, so
	 * that the next one goes on from before this. */
	bool (*say)(void *arg, enum cul_notice_what what,
		    const struct cul_suggestion *s, const struct cul_report *r);
	/* A sentence for whoever runs it. */
	void (*log)(void *arg, enum cul_priority priority, const char *text);
	/* All suggestions as a scan of all that was read would have them; in
	 * a process of its own, at the end of each day of the log, on SIGUSR1
	 * and at the end. 0 or a negative CUL_E…. NULL: nobody wants it. */
	int (*report)(void *arg, const struct cul_report *r);
	/* SIGHUP: read the configuration anew. NULL, with words in `err`, if
	 * it is wrong; the settings live until the next that are right. */
	const struct cul_settings *(*reload)(void *arg, struct cul_out *err);
};

/* Until SIGTERM or SIGINT, or the end of all inputs. Returns 0; CUL_ETRUNC if
 * some input could not be read; CUL_ECONF or worse, with `err` saying why. */
int cul_watch_run(const struct cul_watch_plan *plan, struct cul_out *err);

#endif
