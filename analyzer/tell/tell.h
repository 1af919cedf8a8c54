/* \summary: what happens with each notice of a live watch, beyond printing it
 *
 * Two ways: a command that is run for each suggestion, and a mail that tells
 * of many. Each notice is on disk, below the state folder, before
 * cul_tell_notice returns, and is removed when the command, or sendmail, has
 * ended with status 0; so none is lost by a failure, a crash or a power cut,
 * and in exchange one may come twice (CULPRIT_ID and CULPRIT_NUMBER are then
 * the same). One thread; nothing here waits but for the disk. SIGCHLD must not
 * be ignored: how a command ended would then be known to nobody.
 *
 *   STATE/spool/exec/    what a command is still to be run for
 *   STATE/spool/digest/  what the next mail will tell
 *   STATE/spool/mail/    mails that sendmail has not taken yet
 *   STATE/spool/failed/  given up after three days; move a file back to where
 *                        it was and start anew to have it tried again
 */
#ifndef CUL_TELL_H
#define CUL_TELL_H

#include "culprit/err.h"
#include "culprit/now.h"

enum { CUL_TELL_ERR = 512 };

/* As syslog(3) numbers them. */
enum { CUL_TELL_BAD = 3, CUL_TELL_WARN = 4, CUL_TELL_NOTE = 5, CUL_TELL_INFO };

/* All of it is copied but for `say_arg`. */
struct cul_tell_plan {
	const char *state; /* a folder that is there, and locked by us */

	const char *exec;   /* a command and its arguments (words.h); NULL:
			     * none is run                                  */
	unsigned exec_what; /* for which: bits 1u << CUL_NOTICE_…; 0: for the
			     * new ones alone                               */

	const char *mail_to;     /* one address or more, commas or blanks
				  * between; NULL: no mail                 */
	const char *mail_from;   /* NULL: culprit@host                      */
	const char *sendmail;    /* NULL: /usr/sbin/sendmail                */
	int64_t mail_every_usec; /* at least between two; 0: an hour        */
	int64_t mail_quiet_usec; /* without a notice, before one; 0: 60 s   */

	const char *host;   /* name of this machine, for mails         */
	const char *config; /* to say how to look further; NULL: none  */
	size_t n_named;     /* inputs as the user named them           */
	const char *const *named;
	const char *path, *lang; /* PATH and LANG for children; NULL: the
				  * usual ones                              */

	/* Takes one sentence for the log, without a newline, with nothing in
	 * it that moves a cursor. */
	void (*say)(void *arg, int priority, const char *sentence);
	void *say_arg;
};

struct cul_tell_notice {
	/* Its place among all that were said since the state began; the same
	 * when it is said once more after a crash, and it then does not enter
	 * the spool a second time. 0: not known, one is made from the time. */
	uint64_t number;
	enum cul_notice_what what;
	int64_t said_usec; /* on the machine's clock */
	const struct cul_suggestion *suggestion;
	const char *json; /* of the suggestion, as it is printed */
	size_t json_len;
};

struct cul_tell_status {
	size_t waiting; /* notices and mails that are still to be delivered */
	size_t running; /* commands                                         */
	size_t failed;  /* that were given up and lie in spool/failed       */
	size_t held;    /* of those that wait: in memory, the disk is full  */
	uint64_t lost;  /* were dropped: beyond what the spool holds        */
	const char *error; /* NULL, or what is wrong now, a sentence; lasts
			    * until the next call of any kind             */
};

struct cul_tell;

/* Takes up what lies in the spool of what is asked for. On failure `err` has a
 * sentence: CUL_ECONF where the plan is wrong (a command that does not split,
 * an address that is none), CUL_EIO where the spool cannot be had. */
int cul_tell_new(const struct cul_tell_plan *plan, struct cul_tell **ret,
		 char err[CUL_TELL_ERR]);

/* CUL_OK: it is on disk. CUL_EIO: it is in memory and will be written when that
 * can be; the log has been told. CUL_ENOMEM: it is lost, and counted. */
int cul_tell_notice(struct cul_tell *t, const struct cul_tell_notice *n);

/* Does what is due. To be called when the descriptor is readable, after a
 * notice, and at *ret_next_usec (INT64_MAX: nothing is due), on the machine's
 * clock, which may jump: what waits is then done at most sooner by one wait. */
void cul_tell_step(struct cul_tell *t, int64_t now_usec,
		   int64_t *ret_next_usec);

int cul_tell_fd(const struct cul_tell *t); /* -1: nobody is told */
void cul_tell_status(const struct cul_tell *t, struct cul_tell_status *ret);

/* Ends the children (SIGTERM, a fifth of a second, SIGKILL); what was not
 * delivered stays in the spool. */
void cul_tell_free(struct cul_tell **t);

#endif
