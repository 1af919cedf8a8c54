/* \summary: what the files of the Exim parser share
 *
 * Each reader stands behind the stamp, the process id and the message id, and
 * answers with a verdict. The event is built where parse() was told to put it.
 */
#ifndef CUL_EXIM_EX_H
#define CUL_EXIM_EX_H

#include "culprit/parser.h"

enum cul_ex_why {
	/* ignored */
	CUL_EX_HEADERS,
	CUL_EX_CONTINUED,
	CUL_EX_QUEUE,
	CUL_EX_ADMIN,
	CUL_EX_FAULT,
	CUL_EX_DNS,
	CUL_EX_TLS,
	CUL_EX_CHECKED,
	CUL_EX_ATTEMPT,
	CUL_EX_RULE,
	CUL_EX_VERIFIED,
	CUL_EX_CLOSED,
	CUL_EX_LOCAL,
	CUL_EX_FROZEN,
	CUL_EX_DISCARDED,
	CUL_EX_NOTICE,
	CUL_EX_REPLACED,
	/* malformed */
	CUL_EX_BAD_CLIENT,
	CUL_EX_BAD_SENDER,
	CUL_EX_BAD_FATE,
	CUL_EX_WHYS_
};

struct cul_ex {
	struct cul_cur c; /* the words not yet read */
	struct cul_event *ev;
	unsigned part; /* which event of the record is wanted */
	bool torn;     /* more of this line stands elsewhere, or nowhere */
	unsigned why;
};

static inline enum cul_verdict cul_ex_ignore(struct cul_ex *ex,
					     enum cul_ex_why why)
{
	ex->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_ex_malformed(struct cul_ex *ex,
						enum cul_ex_why why)
{
	ex->why = why;
	return CUL_MALFORMED;
}

/* ---- words.c ---- */

/* Take "1abcDE-0001fn-2R " (up to 4.96) or "1abcDE-00000001fn9-2R3k " into
 * *ret_id; false, with nothing moved, if none stands there. */
bool cul_ex_take_id(struct cul_cur *c, struct cul_sv *ret_id);

/* An address up to the blank behind it; a blank in quotes does not end it.
 * Never fails: at the end of the text it is all there is. */
struct cul_sv cul_ex_take_word(struct cul_cur *c);

/* Is each quotation in it closed? Of an address that Exim wrote it is. */
bool cul_ex_is_closed(struct cul_sv word);

/* "<address>" at the cursor, where a '>' in quotes does not end it. Sets
 * c->bad if it is not closed. */
struct cul_sv cul_ex_take_angle(struct cul_cur *c);

/* Behind the closing '"' of a text in quotes that begins at the cursor, in
 * which a backslash guards the next byte. Sets c->bad if it is not closed. */
struct cul_sv cul_ex_take_quoted(struct cul_cur *c);

/* Is it an address of which an open relay of old would make another: "u%d",
 * "d!u", "u@d" in quotes, "@a:u" (RFC 5321 appendix F.2, RFC 1123 5.2.16)? */
bool cul_ex_asks_to_relay(struct cul_sv local_part);

/* Step over one field behind a blank, " KEY=value" or a lone word, that the
 * server alone writes, or whose text is of no interest. *ret_unsure is set if
 * somebody else may have chosen its text, blanks and all, so that what seems
 * to follow may be a part of it. False if a quotation in it is not closed. */
bool cul_ex_skip_field(struct cul_cur *c, bool *ret_unsure);

/* ---- client.c ---- */

struct cul_ex_host {
	struct cul_sv name; /* as DNS has it */
	struct cul_sv helo;
	struct cul_addr addr;
	uint16_t port;
	const char *end; /* behind it in the line */
	bool replaced;   /* brackets, but no address within */
};

/* Take what host.c makes of a client: "name (helo) [addr]:port" of which only
 * the address must be there. Sets c->bad if it is none. */
void cul_ex_take_host(struct cul_cur *c, struct cul_ex_host *ret_host);

/* Does another address stand in `rest` as the end of a HELO name would? Then
 * the one that was read may be a part of that name: see client.c. */
bool cul_ex_is_doubtful(const struct cul_ex_host *h, struct cul_sv rest);

/* The same of a line that says "<=", where all that may hold such text behind
 * the client is in quotes. */
bool cul_ex_is_doubtful_arrival(const struct cul_ex_host *h,
				struct cul_sv rest);

void cul_ex_set_host(struct cul_event *ev, const struct cul_ex_host *h);

/* Take the host into the event: its client, where there is no doubt. False if
 * there is none, with the verdict in *ret_v. */
bool cul_ex_take_client(struct cul_ex *ex, enum cul_verdict *ret_v);

/* ---- receive.c, deliver.c, refuse.c, session.c ---- */

enum cul_verdict cul_ex_arrived(struct cul_ex *ex);

/* The cursor stands behind "=> ", "== " and so on; `sign` is its first byte,
 * '*' for "** ". */
enum cul_verdict cul_ex_fate(struct cul_ex *ex, char sign);

/* The cursor stands at "H=" or "U=" of whom an access list refused. */
enum cul_verdict cul_ex_refused(struct cul_ex *ex);

/* "rejected …" and "temporarily rejected …", where the command stands before
 * the client. */
enum cul_verdict cul_ex_rejected(struct cul_ex *ex);

/* "NAME authenticator failed for …": false, with nothing moved, if the line
 * is none. */
bool cul_ex_login_failed(struct cul_ex *ex, enum cul_verdict *ret_v);

/* The lines of a session that begin with words. False if it is none. */
bool cul_ex_session(struct cul_ex *ex, enum cul_verdict *ret_v);

/* As cul_ex_session, of a line that names a message. */
enum cul_verdict cul_ex_broken_off(struct cul_ex *ex);

#endif
