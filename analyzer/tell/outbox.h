/* \summary: mails of a program that does not stay: sent now, or the next time
 *
 *   STATE/spool/night/   mails that sendmail has not taken yet
 *   STATE/spool/failed/  given up
 *
 * A mail is on disk before cul_outbox_put returns and is removed when sendmail
 * has ended with status 0; what one run could not send the next one does.
 */
#ifndef CUL_TELL_OUTBOX_H
#define CUL_TELL_OUTBOX_H

#include "tell/post.h"

struct cul_outbox {
	struct cul_tell_plan plan; /* state, sendmail, say; the caller's */
	struct cul_spool spool;
	struct cul_post post;
	char program[256], from[256];
	char *argv[6];
};

/* `from`: the envelope's sender. CUL_EBUSY: another run is sending, which will
 * send ours as well if it is put in time; try again. Else as cul_tell_new. */
int cul_outbox_open(struct cul_outbox *b, const struct cul_tell_plan *plan,
		    const char *from, char err[CUL_TELL_ERR]);
int cul_outbox_put(struct cul_outbox *b, struct cul_sv mail, int64_t now_usec);

/* What is due, at `t` of a clock that never goes back. True while there is
 * something to wait for: until the descriptor is readable, or *ret_next. A mail
 * that was not taken once is left for the next run. */
bool cul_outbox_step(struct cul_outbox *b, int64_t t, int64_t now_usec,
		     int64_t *ret_next);
int cul_outbox_fd(const struct cul_outbox *b);
/* How many are left, and what was wrong with the last; "" if nothing was. */
size_t cul_outbox_left(const struct cul_outbox *b, const char **ret_why);
void cul_outbox_close(struct cul_outbox *b);

#endif
