/* \summary: what systemd tells a service, and is told, without its library
 *
 * The caller gives the values of the environment; nothing here reads it. All
 * of it does nothing where the service manager is another, or none.
 */
#ifndef CUL_NOTIFY_H
#define CUL_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "culprit/err.h"

/* --- the service tells (sd_notify(3), Type=notify) ---------------------- */

struct cul_notify;

/* $NOTIFY_SOCKET: a path, or "@" and an abstract name. NULL or "": CUL_OK and
 * *ret is NULL, which every function here takes. CUL_EUSAGE: it is neither;
 * CUL_EIO: errno says why. */
int cul_notify_new(const char *notify_socket, struct cul_notify **ret);
void cul_notify_free(struct cul_notify **n);

/* "READY=1\nSTATUS=reading": one datagram, never waited for. CUL_EIO: it was
 * not taken, errno says why; a ping of the watchdog then is only missed. */
int cul_notify_send(struct cul_notify *n, const char *assignments);

/* STATUS= and a text that others may have written: control characters become
 * blanks, so that it is no assignment. Cut at CUL_NOTIFY_STATUS bytes. */
enum { CUL_NOTIFY_STATUS = 256 };
int cul_notify_status(struct cul_notify *n, const char *text);

/* $WATCHDOG_USEC and $WATCHDOG_PID: how often a ping is due, in microseconds,
 * which is half of what the service manager waits; 0: none is. */
int64_t cul_watchdog_usec(const char *watchdog_usec, const char *watchdog_pid,
			  pid_t pid);

/* --- the service is told (sd_listen_fds(3)) ----------------------------- */

enum {
	CUL_PASSED_FIRST = 3, /* SD_LISTEN_FDS_START                        */
	CUL_PASSED_MAX = 16,  /* a unit has one or two; more are not taken  */
	CUL_PASSED_NAME = 64
};

struct cul_passed {
	int fd;
	char name[CUL_PASSED_NAME]; /* FileDescriptorName=; "unknown"      */
};

/* $LISTEN_PID, $LISTEN_FDS and $LISTEN_FDNAMES: the descriptors meant for
 * process `pid`, which from then on are its alone (FD_CLOEXEC). Returns how
 * many; CUL_EUSAGE if the values make no sense or a descriptor is not open. */
int cul_listen_fds(const char *listen_pid, const char *listen_fds,
		   const char *listen_fdnames, pid_t pid,
		   struct cul_passed ret[CUL_PASSED_MAX]);

/* --- the journal reads what is printed (sd-daemon(3)) ------------------- */

/* $JOURNAL_STREAM, and what fstat says of the descriptor: is it the journal
 * that reads there? */
bool cul_is_journal(const char *journal_stream, dev_t dev, ino_t ino);

enum cul_priority { /* of syslog(3) */
		    CUL_PRIORITY_ERROR = 3,
		    CUL_PRIORITY_WARNING = 4,
		    CUL_PRIORITY_NOTICE = 5,
		    CUL_PRIORITY_INFO = 6,
		    CUL_PRIORITY_DEBUG = 7
};

/* What stands before a line: "<4>" to the journal, "" to anybody else. */
const char *cul_priority_prefix(bool journal, enum cul_priority p);

#endif
