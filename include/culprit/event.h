/* \summary: what one log record says about mail, in the same words for all
 *
 * Flat on purpose: nothing here is owned, so an event is made on the stack
 * and needs no free. Views point into the record it came from. A field that
 * the record does not hold is absent: a view with ptr NULL, a zero number, an
 * address of all zeros, CUL_OUTCOME_NONE.
 */
#ifndef CUL_EVENT_H
#define CUL_EVENT_H

#include "culprit/addr.h"
#include "culprit/sv.h"

/* The enumerations are a byte each, so that an event is small. */
enum cul_event_kind {
	CUL_EV_NONE = 0,
	CUL_EV_CONNECT,      /* a client opened a session                  */
	CUL_EV_DISCONNECT,   /* it ended; n_* hold the commands            */
	CUL_EV_LOGIN,        /* account proved itself                      */
	CUL_EV_LOGIN_FAILED, /* account, or somebody in its name, did not  */
	CUL_EV_ACCEPTED,     /* a message was begun: session, client,
			      * account                                    */
	CUL_EV_LOCAL_SUBMIT, /* the same from a program on the host: uid
			      * in account, as a number or name            */
	CUL_EV_IDENTIFIED,   /* its Message-ID is known: text              */
	CUL_EV_QUEUED,       /* wholly received: sender, size, n_recipients */
	CUL_EV_REFUSED,      /* a command or message was refused, with
			      * reply and stage; `disposition` says if it
			      * was only warned, held or discarded         */
	CUL_EV_ATTEMPT,      /* a delivery begins that later lines name by its
			      * number alone: session, recipient, transport,
			      * and the number in `other`; its fate has that
			      * too, and no session                        */
	CUL_EV_DELIVERED,    /* one recipient reached                      */
	CUL_EV_DEFERRED,     /* not yet                                    */
	CUL_EV_BOUNCED,      /* refused or given up for good               */
	CUL_EV_EXPIRED,      /* the whole message was given up             */
	CUL_EV_REMOVED,      /* the queue forgot it                        */
	CUL_EV_MANNERS,      /* a client broke the protocol: text says how */
	CUL_EV_CONTENT_VERDICT, /* a filter's opinion of a message            */
	CUL_EV_FORM_POST,       /* a web form was posted                      */
	CUL_EV_SMTP_FLOW,       /* a whole session as the wire showed it      */
	CUL_EV_PROXY_REQUEST,   /* somebody asked a proxy for a connection    */
	CUL_EV_KINDS_           /* count; not a kind                          */
} __attribute__((packed));

/* Decided from code *and* text, since 5.7.1 says everything and nothing. */
enum cul_outcome {
	CUL_OUTCOME_NONE = 0,
	CUL_OUTCOME_OK,
	CUL_OUTCOME_BAD_RECIPIENT, /* the mailbox or domain does not exist   */
	CUL_OUTCOME_REPUTATION,    /* names a block list or a reputation     */
	CUL_OUTCOME_CONTENT,       /* refused as spam or virus               */
	CUL_OUTCOME_RELAY_REFUSED, /* we, or they, do not relay for him      */
	CUL_OUTCOME_NEUTRAL,       /* mailbox full, size, routing, TLS,
				    * time-out: never evidence               */
	CUL_OUTCOMES_
} __attribute__((packed));

enum cul_stage { /* where in the dialogue, RFC 5321 4.1.1 */
		 CUL_STAGE_NONE = 0,
		 CUL_STAGE_CONNECT,
		 CUL_STAGE_HELO,
		 CUL_STAGE_AUTH,
		 CUL_STAGE_MAIL,
		 CUL_STAGE_RCPT,
		 CUL_STAGE_DATA,
		 CUL_STAGE_MESSAGE, /* end of data: the whole message was seen
				     */
		 CUL_STAGES_
} __attribute__((packed));

enum cul_disposition { /* of CUL_EV_REFUSED */
		       CUL_DISP_REFUSED = 0,
		       CUL_DISP_WARNED, /* reject_warning, warn: it went through
					 */
		       CUL_DISP_HELD,
		       CUL_DISP_DISCARDED,
		       CUL_DISPS_
} __attribute__((packed));

/* Who took the recipient, of delivered, deferred and bounced. */
enum cul_transport {
	CUL_TRANSPORT_NONE = 0,
	CUL_TRANSPORT_LOCAL,  /* a mailbox, pipe or LMTP store of ours       */
	CUL_TRANSPORT_REMOTE, /* another mail server                         */
	CUL_TRANSPORT_FILTER, /* a content filter on loopback: not a fate    */
	CUL_TRANSPORT_NOWHERE /* error, retry, discard: never left           */
} __attribute__((packed));

/* How the lines of a server that tell of one thing hang together. */
enum {
	/* It logs such a line in two places: where both lead to one log, the
	 * next one that is the same within a second tells of the same thing. */
	CUL_MARK_TWICE = 1 << 0,
	/* Of CUL_EV_REFUSED: whom, and whose mail, is told by a later event of
	 * the same session that names a client. */
	CUL_MARK_WAITS = 1 << 1,
	/* Of a fate: the recipient may be what an alias of ours led to, of
	 * which the server says nothing. */
	CUL_MARK_ALIASED = 1 << 2,
	/* Of CUL_EV_LOGIN_FAILED: said by whom the server asked about the
	 * login, whose name is in `relay`; others that it asked, and the
	 * server itself, may tell of the same attempt. */
	CUL_MARK_ASKED = 1 << 3
};

/* In the order of use: what the sequential part asks of every event stands in
 * the first 64 bytes. */
struct cul_event {
	enum cul_event_kind kind;
	enum cul_outcome outcome;
	enum cul_stage stage;
	enum cul_disposition disposition;
	enum cul_transport transport;
	uint8_t marks;  /* CUL_MARK_*                                */
	uint16_t reply; /* SMTP reply code                           */
	int64_t t_usec; /* UTC; set by the engine from the stamp     */
	/* Hashes of (host, session), client, recipient, sender and the domains
	 * of both, account, and of the account as a source: made by the engine
	 * on the worker that parsed the line, so that the sequential part need
	 * not, and can ask for its memory ahead of time. 0: absent. */
	uint64_t session_key, client_key;
	uint64_t recipient_key, recipient_domain_key;
	uint64_t sender_key, sender_domain_key;
	uint64_t account_key, login_key;
	struct cul_sv host;     /* log host: scope of `session`              */
	struct cul_sv session;  /* queue id, or session id where a server
				 * has those                                 */
	struct cul_addr client; /* as the server itself wrote it             */
	struct cul_sv client_name; /* its verified name; "unknown" is absent  */
	struct cul_sv account; /* SASL user name, or local user             */
	struct cul_sv sender;  /* envelope sender, forged at will; the null
				* sender is present and empty               */
	struct cul_sv recipient;
	struct cul_sv text;    /* reply text, or what the kind says         */
	struct cul_sv service; /* "smtp", "submission", "postscreen" …      */
	struct cul_sv relay;   /* who was tried: name or socket             */
	struct cul_addr relay_addr;
	struct cul_sv enhanced; /* "5.1.1", RFC 3463                         */
	struct cul_sv other;    /* the other queue id of the same message:
				 * orig_queue_id=, "queued as …"; of ACCEPTED
				 * without client, or in a session that a
				 * CONNECT or LOGIN named by its `session`: that
				 * session. CONNECT and ACCEPTED with transport
				 * LOCAL: from a program on the host */
	struct cul_sv helo;     /* forged at will                            */
	struct cul_sv orig_recipient;
	uint64_t size_bytes;
	uint32_t n_recipients;
	uint32_t pid; /* of the server process: (host, service,
		       * pid) is a session where there is no id    */
	uint16_t client_port;
	uint16_t next_part; /* the record tells of more: where, as the parser
			     * alone understands it (any place in a record
			     * fits); 0: that was all                       */
	/* of CUL_EV_DISCONNECT: commands that succeeded, and all; of
	 * CUL_EV_LOGIN_FAILED, n_auth_all: attempts, where it is not one */
	uint16_t n_mail, n_mail_all, n_rcpt, n_rcpt_all, n_auth, n_auth_all;
};

/* "login-failed"; names as design and `culprit parse` spell them. */
const char *cul_event_kind_name(enum cul_event_kind k);
const char *cul_outcome_name(enum cul_outcome o);
const char *cul_stage_name(enum cul_stage s);
const char *cul_disposition_name(enum cul_disposition d);
const char *cul_transport_name(enum cul_transport t);

#endif
