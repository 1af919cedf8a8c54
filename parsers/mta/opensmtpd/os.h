/* \summary: what the files of the OpenSMTPD parser share
 *
 * A session has an id of 16 hexadecimal digits, a message one of 8, and each
 * recipient's envelope the message's and 8 more. Events of a session carry the
 * first; those of a message the second, and the event that begins it names the
 * session in `other`.
 */
#ifndef CUL_OPENSMTPD_OS_H
#define CUL_OPENSMTPD_OS_H

#include "culprit/parser.h"

enum cul_os_why {
	/* ignored */
	CUL_OS_TLS,
	CUL_OS_OUTGOING,
	CUL_OS_NOTICE,
	CUL_OS_REMOVED,
	CUL_OS_LOGIN_REPLY,
	CUL_OS_BOUNCE,
	/* malformed */
	CUL_OS_BAD_SESSION,
	CUL_OS_BAD_MESSAGE,
	CUL_OS_BAD_LOGIN,
	CUL_OS_BAD_REFUSAL,
	CUL_OS_BAD_DELIVERY,
	CUL_OS_WHYS_
};

struct cul_os {
	struct cul_cur c; /* the words not yet read */
	struct cul_event *ev;
	struct cul_sv id; /* of the session, where the line begins with it */
	unsigned part;
	unsigned why;
};

static inline enum cul_verdict cul_os_ignore(struct cul_os *os,
					     enum cul_os_why why)
{
	os->why = why;
	return CUL_IGNORED;
}

static inline enum cul_verdict cul_os_malformed(struct cul_os *os,
						enum cul_os_why why)
{
	os->why = why;
	return CUL_MALFORMED;
}

/* Take `least` to `most` hexadecimal digits, and no digit follows; sets bad
 * if there are not so many. */
struct cul_sv cul_os_take_hex(struct cul_cur *c, size_t least, size_t most);

/* "192.0.2.1", "[2001:db8::1]", "IPv6:2001:db8::1"; false for "local" and
 * what is none. */
bool cul_os_address(struct cul_sv v, struct cul_addr *ret_addr);

/* Set the client, or say that it was a program on this host. False if `v` is
 * neither. */
bool cul_os_client(struct cul_event *ev, struct cul_sv address,
		   struct cul_sv name);

/* The words of a reply into reply, enhanced, text and outcome. */
void cul_os_reply(struct cul_event *ev, struct cul_sv words);

/* incoming.c, also for the words of old: a login with "ok", "permfail" or
 * "tempfail"; a command and what it was answered; a breach of the protocol. */
enum cul_verdict cul_os_login(struct cul_os *os, struct cul_sv result);
enum cul_verdict cul_os_refused(struct cul_os *os, struct cul_sv command,
				struct cul_sv words);
enum cul_verdict cul_os_manners(struct cul_os *os, struct cul_sv words);

/* incoming.c: after "ID smtp [event=]" and after "smtp-in: ". */
enum cul_verdict cul_os_smtp(struct cul_os *os);
enum cul_verdict cul_os_smtp_in(struct cul_os *os);

/* message.c: `c` stands after the session's id and address. */
enum cul_verdict cul_os_message(struct cul_os *os, struct cul_sv msgid);
enum cul_verdict cul_os_envelope(struct cul_os *os);

/* delivery.c: after "ID mta delivery " and the like. */
enum cul_verdict cul_os_mta(struct cul_os *os);
enum cul_verdict cul_os_mda(struct cul_os *os);
/* "relay: Ok for EVPID: …", "delivery: …": 5.x, and the queue's own lines. */
enum cul_verdict cul_os_queue(struct cul_os *os, enum cul_transport transport);
/* "smtp-out: session ID: evpid=…, status=…" (5.7 to 5.9). */
enum cul_verdict cul_os_smtp_out(struct cul_os *os);

#endif
