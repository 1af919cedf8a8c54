/* \summary: what the files of the qmail parser share */
#ifndef CUL_QMAIL_QM_H
#define CUL_QMAIL_QM_H

#include "culprit/parser.h"

enum cul_qm_why {
	/* ignored */
	CUL_QM_NEW,
	CUL_QM_STATUS,
	CUL_QM_BOUNCE,
	CUL_QM_NOTICE,
	CUL_QM_OPENING,
	CUL_QM_ENDED,
	CUL_QM_ALLOWED,
	/* malformed */
	CUL_QM_BAD_INFO,
	CUL_QM_BAD_DELIVERY,
	CUL_QM_BAD_CLIENT,
	CUL_QM_BAD_LOGIN,
	CUL_QM_WHYS_
};

struct cul_qm {
	struct cul_cur c; /* the words not yet read */
	struct cul_event *ev;
	unsigned part;
	unsigned why;
};

static inline enum cul_verdict cul_qm_ignore(struct cul_qm *q,
					     enum cul_qm_why why)
{
	q->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_qm_malformed(struct cul_qm *q,
						enum cul_qm_why why)
{
	q->why = why;
	return CUL_MALFORMED;
}

/* The words between `key` and the first `end` behind it; absent if `key` is
 * not there, or twice: then somebody wrote one of them who should not. */
struct cul_sv cul_qm_between(struct cul_sv v, struct cul_sv key,
			     struct cul_sv end);

/* send.c: qmail-send; NOT_MINE if it says no such thing. */
enum cul_verdict cul_qm_send(struct cul_qm *q);

/* door.c: after "tcpserver: " and the like. */
enum cul_verdict cul_qm_tcpserver(struct cul_qm *q);
enum cul_verdict cul_qm_rblsmtpd(struct cul_qm *q);
enum cul_verdict cul_qm_chkuser(struct cul_qm *q);
enum cul_verdict cul_qm_spamdyke(struct cul_qm *q);

/* login.c: `service` is what follows "vchkpw-". */
enum cul_verdict cul_qm_vchkpw(struct cul_qm *q, struct cul_sv service);

#endif
