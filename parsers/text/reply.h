/* \summary: an SMTP reply as logs quote it: code, enhanced code, words */
#ifndef CUL_TEXT_REPLY_H
#define CUL_TEXT_REPLY_H

#include "culprit/event.h"

struct cul_reply {
	uint16_t code;          /* 200..599, or 0                            */
	struct cul_sv enhanced; /* "5.1.1" (RFC 3463), absent if not given   */
	struct cul_sv text;     /* what follows both                         */
};

/* "550 5.1.1 <x>: …", "550-5.1.1 …", "550 …", "5.7.1 …", or "… (#5.1.1)" as
 * qmail writes it. Never fails: what is not there stays absent. */
struct cul_reply cul_reply_read(struct cul_sv text);

/* The enhanced code at the very start of `text`, absent if there is none. */
struct cul_sv cul_enhanced_read(struct cul_sv text);

/* What a client that asked logs of another server's answer. `stage` and
 * `said` are set from the words that frame it. */
struct cul_said {
	bool said; /* it is a server's answer, not our own words  */
	enum cul_stage stage;
	struct cul_sv words; /* the answer from its code on; all of the text
			      * if nobody said it                           */
};

/* "host mx1.x[203.0.113.9] said: 550 … (in reply to RCPT TO command)", "host
 * … refused to talk to me: 554 …", or a bare "250 2.0.0 Ok". */
struct cul_said cul_said_read(struct cul_sv text);

/* An answer put into an event: code, enhanced code, words if there are any,
 * and their class at the event's stage. */
void cul_event_answer(struct cul_event *ev, struct cul_sv words);

#endif
