/* \summary: what the files of the Courier parser share
 *
 * Courier's clog_msg_str() writes control bytes as dots and cuts each text at
 * 128 bytes, with three dots behind it; other bytes go through as they are.
 */
#ifndef CUL_COURIER_CO_H
#define CUL_COURIER_CO_H

#include "culprit/parser.h"

enum cul_co_why {
	CUL_CO_MAILBOX,
	CUL_CO_STATUS,
	CUL_CO_ANSWER,
	CUL_CO_GOES_ON,
	CUL_CO_NOTICE,
	CUL_CO_AUTHLIB,
	CUL_CO_BAD_ERROR,
	CUL_CO_BAD_MESSAGE,
	CUL_CO_BAD_FATE,
	CUL_CO_BAD_LOGIN,
	CUL_CO_WHYS_
};

struct cul_co {
	struct cul_cur c;
	struct cul_event *ev;
	unsigned why;
};

static inline enum cul_verdict cul_co_ignore(struct cul_co *co,
					     enum cul_co_why why)
{
	co->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_co_malformed(struct cul_co *co,
						enum cul_co_why why)
{
	co->why = why;
	return CUL_MALFORMED;
}

/* "550-5.1.1 …": each line of an answer has a line in the log; the last one,
 * with a blank there, is the one that counts. */
static inline bool cul_co_goes_on(const struct cul_cur *c)
{
	return c->end - c->p > 3 && c->p[3] == '-' && c->p[0] >= '2' &&
	       c->p[0] <= '5';
}

/* One reader for each program. */
enum cul_verdict cul_co_esmtpd(struct cul_co *co);
enum cul_verdict cul_co_queue(struct cul_co *co);
enum cul_verdict cul_co_fate(struct cul_co *co, enum cul_transport transport);

/* The mailbox servers share their names with others': NOT_MINE for those. */
enum cul_verdict cul_co_mailboxes(struct cul_co *co);

#endif
