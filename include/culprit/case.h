/* \summary: a suggestion in the ledger: where it stands, and who decided what
 *
 *   open -> accepted | declined -> expired | released
 *
 * More evidence of the same kind against the same subject goes to the case
 * that is there, as a further episode of it, if less than seven days lie
 * between them. An open case takes it up; of an accepted one it is noted that
 * the subject is still seen; a declined one stays declined unless the evidence
 * is of a new kind, or twice as strong as when it was declined; then it is open
 * again and says why. While a decline holds, it holds for evidence of any
 * later time. After a release or an expiry newer evidence makes a case of its
 * own, which knows how often there was one before.
 * A case that is open and that judging no longer makes is withdrawn, and open
 * again if judging makes it again. One that nobody decided by its expiry is
 * expired, but never before it has waited for seven days since there was more
 * to it: a block of one day must not be over before anybody comes to work.
 *
 *   accept   an open one, or an accepted one for another time
 *   decline  an open one, or a declined one for another reason
 *   release  an accepted one
 *   reopen   any but an open one: the decision was a mistake, and is as if it
 *            had not been; or to look again at what is over
 *
 * "Newer" and "seen since" are by the latest misdeed that a suggestion shows,
 * not by last_seen, which is of any mail: who was released may send.
 */
#ifndef CUL_CASE_H
#define CUL_CASE_H

#include "culprit/past.h"
#include "culprit/suggestion.h"

enum cul_standing {
	CUL_STANDING_OPEN,
	CUL_STANDING_ACCEPTED,
	CUL_STANDING_DECLINED,
	CUL_STANDING_EXPIRED,   /* decided or not, its time is over        */
	CUL_STANDING_RELEASED,  /* accepted, and taken back for a reason   */
	CUL_STANDING_WITHDRAWN, /* judging no longer makes it              */
	CUL_STANDINGS_
};

enum cul_verb {
	CUL_VERB_ACCEPT,  /* do as suggested, until a time                  */
	CUL_VERB_DECLINE, /* do not, for a reason                           */
	CUL_VERB_RELEASE, /* it was accepted; the cause is mended           */
	CUL_VERB_REOPEN,  /* the last decision was a mistake: look again    */
	CUL_VERBS_
};

/* Why staff decline: from a short list, so that it can be counted. */
enum cul_decline {
	CUL_DECLINE_NONE, /* no decline                                     */
	CUL_DECLINE_FORWARDER,
	CUL_DECLINE_NEWSLETTER, /* people asked for it                      */
	CUL_DECLINE_SHARED,     /* many people behind one address           */
	CUL_DECLINE_TEST,       /* a test or a monitor                      */
	CUL_DECLINE_HANDLED,    /* known, and already seen to               */
	CUL_DECLINE_EXPLAINED,  /* the customer explained it                */
	CUL_DECLINE_WRONG_WHO,  /* it was somebody else                     */
	CUL_DECLINE_THIN,       /* not enough evidence                      */
	CUL_DECLINE_OTHER,      /* see the text, which must then be there   */
	CUL_DECLINES_
};

/* "open", "accept", "forwarder"; false if there is no such name. The label is
 * for people: "Forwards mail for others". */
const char *cul_standing_name(enum cul_standing s);
const char *cul_verb_name(enum cul_verb v);
const char *cul_decline_name(enum cul_decline d);
const char *cul_decline_label(enum cul_decline d);
bool cul_standing_of(const char *name, enum cul_standing *ret);
bool cul_decline_of(const char *name, enum cul_decline *ret);

enum {
	CUL_WHO_MAX = 64,       /* a member of staff                     */
	CUL_REMARK_MAX = 4096,  /* what a person writes, bytes with NUL  */
	CUL_RELEASE_MAX = 1024, /* each answer of a release              */
};

/* What somebody decided. Strings are UTF-8 of people, one line or several;
 * NULL or "" where there is none. When read they belong to the reader's
 * callback, and end with it. */
struct cul_decision {
	int64_t number; /* in the ledger, from 1; 0 when it is to be made   */
	const char *id; /* of the case                                      */
	enum cul_verb verb;
	const char *by;
	int64_t at_usec;
	int64_t until_usec;   /* accept: how long; CUL_TIME_NONE: as long as
			       * suggested, from now. Decline: how long it
			       * holds; CUL_TIME_NONE: for good               */
	enum cul_decline why; /* of a decline: must be given                */
	const char *text;
	/* Of a release: all three must be given. */
	const char *how_sent; /* how the mail was sent                      */
	const char *done;     /* what was done about it                     */
	const char *says;     /* who says so                                */
	/* The version of the case that the person saw; 0: whichever. If it
	 * has changed since, nothing is decided: CUL_ESTALE. */
	uint64_t version;
};

struct cul_case {
	struct cul_suggestion s;    /* its newest episode's words and numbers;
				     * first_seen of its oldest. In lists without
				     * reasons, vetoes, quotes and hours        */
	enum cul_standing standing; /* at the time that was asked for        */
	/* Grows with what a person must look at again: the standing, a
	 * decision, the action, the customer, another kind of evidence, twice
	 * or half the strength; not with each mail more. */
	uint64_t version;
	int64_t filed_usec, changed_usec;
	int64_t decided_usec; /* of the last decision; CUL_TIME_NONE         */
	int64_t until_usec;   /* when its standing is over; of an expired one
			       * when it was; CUL_TIME_NONE: never           */
	char decided_by[CUL_WHO_MAX]; /* "" if nobody has                */
	enum cul_decline why_declined;
	unsigned episodes;
	unsigned before;    /* cases of the same subject, of any kind, that were
			     * accepted earlier                                */
	int64_t again_usec; /* accepted, declined or released, and seen since
			     * that decision: when last; CUL_TIME_NONE: clean */
	int32_t score_mnat; /* all its reasons, for "twice as strong"        */
	unsigned families;  /* bit a cul_family                              */
	char back[CUL_TEXT_MAX]; /* "": or the sentence why a declined one is
				  * open again, or why somebody is here anew */
};

/* Somebody or something never to be accused; beside [judge] never. */
struct cul_exception {
	int64_t number;
	const char *what;   /* address, prefix, account, customer or user   */
	const char *reason; /* must be given                                */
	const char *owner;  /* who answers for it; must be given            */
	int64_t added_usec;
	int64_t expires_usec; /* CUL_TIME_NONE: never */
	int64_t removed_usec; /* CUL_TIME_NONE: it stands */
};

struct cul_note { /* beside a case or a subject; never changed, never removed */
	int64_t number, at_usec;
	const char *by, *id, *text;
};

/* One line of who did what at the desk or in the shell. Append-only. */
struct cul_audit {
	int64_t number, at_usec;
	const char *by, *from; /* user; address, or "shell"               */
	const char *what;      /* "accept", "login", "except", ...        */
	const char *on;        /* id, exception or user; "" if none       */
	const char *detail;    /* plain text; may be of several lines     */
};

#endif
