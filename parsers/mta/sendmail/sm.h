/* \summary: what the files of the Sendmail parser share
 *
 * What Sendmail lets into a line, by its source (8.12 to 8.18): sm_syslog()
 * makes every line printable ASCII (str2prt(): a backslash is doubled, other
 * bytes become \ooo), so text of a client may hold any printable byte and no
 * other. An envelope address has passed prescan(): quotes, comments and angle
 * brackets are closed, but within them stand commas, blanks and brackets. A
 * Message-ID, a header, a user name and a remote server's answer are free.
 * The client as Sendmail writes it, "[ident@]name [addr] (may be forged)", is
 * its own: ident is cut to letters, digits and marks that are no bracket, comma
 * or blank (cleanstrcpy()), a name that begins with a bracket is not used
 * (hostnamebyanyaddr()), others are what a resolver lets through.
 */
#ifndef CUL_SENDMAIL_SM_H
#define CUL_SENDMAIL_SM_H

#include "culprit/parser.h"

enum cul_sm_why {
	/* ignored */
	CUL_SM_TLS,
	CUL_SM_CLIENT_SIDE,
	CUL_SM_NOTICE,
	CUL_SM_FAULT,
	CUL_SM_AUTH_WARNING,
	CUL_SM_QUEUED,
	CUL_SM_HELD,
	CUL_SM_UNDELIVERED,
	CUL_SM_NO_RECIPIENT,
	CUL_SM_DISCARDED,
	CUL_SM_MILTER,
	CUL_SM_NO_ADDRESS,
	CUL_SM_VRFY,
	CUL_SM_DIALOGUE,
	CUL_SM_IN_PARTS,
	CUL_SM_ALIAS,
	/* malformed */
	CUL_SM_BAD_FROM,
	CUL_SM_BAD_TO,
	CUL_SM_BAD_RULE,
	CUL_SM_BAD_LOGIN,
	CUL_SM_BAD_CLIENT,
	CUL_SM_WHYS_
};

struct cul_sm {
	struct cul_cur c;  /* the words not yet read, behind the queue id */
	const char *words; /* where these began, for session.c */
	const struct cul_record *rec;
	struct cul_event *ev;
	unsigned why;
};

static inline enum cul_verdict cul_sm_ignore(struct cul_sm *sm,
					     enum cul_sm_why why)
{
	sm->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_sm_malformed(struct cul_sm *sm,
						enum cul_sm_why why)
{
	sm->why = why;
	return CUL_MALFORMED;
}

/* words.c */

/* How many bytes at the start of `v` are a queue id: letters and digits, of
 * which the last five at least are digits (queue.c assign_queueid()); 0 if
 * they are not. */
size_t cul_sm_queue_id(struct cul_sv v);

/* Where the address at `p` ends: at the comma behind it, or at `end`. NULL if
 * it is not closed as prescan() wants it. */
const char *cul_sm_address_end(const char *p, const char *end);

/* "<a@b>" without its brackets, also where it is cut off before the second;
 * others as they are. */
struct cul_sv cul_sm_address(const char *p, const char *end);

/* All of `v` is a client. False, with nothing set, if no address can be read,
 * as where the log cut it off (%.100s). A name that may be forged is none. */
bool cul_sm_client_read(struct cul_sv v, struct cul_event *ev);

/* The client at the cursor, before other words. */
bool cul_sm_client_take(struct cul_cur *c, struct cul_event *ev);

/* message.c: does a from= line say that its client had logged in? */
bool cul_sm_is_logged_in(struct cul_sv text);

/* message.c: after "from=" and "to=" and "ID: " of another message. */
enum cul_verdict cul_sm_from(struct cul_sm *sm);
enum cul_verdict cul_sm_to(struct cul_sm *sm);
bool cul_sm_other(struct cul_sm *sm, enum cul_verdict *ret_v);

/* refusal.c: after "ruleset=" and "Milter: "; "<x>... User unknown". */
enum cul_verdict cul_sm_ruleset(struct cul_sm *sm);
enum cul_verdict cul_sm_milter(struct cul_sm *sm);
bool cul_sm_said(struct cul_sm *sm, enum cul_verdict *ret_v);

/* session.c: logins, manners, connections. False if the line is none. */
bool cul_sm_session(struct cul_sm *sm, enum cul_verdict *ret_v);

#endif
