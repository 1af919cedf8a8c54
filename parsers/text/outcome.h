/* \summary: what a refusal means for the one who sent the mail */
#ifndef CUL_TEXT_OUTCOME_H
#define CUL_TEXT_OUTCOME_H

#include "culprit/event.h"

/* The class of a reply by its code and its words, since neither is enough:
 * 5.7.1 says everything and nothing. `reply` is 0 and `enhanced` absent where
 * not on record; `stage` decides between an opinion of the message and one of
 * the sender. Addresses within the text are passed over, so that a mailbox
 * named after a block list is not taken for one. Looks at the first
 * CUL_OUTCOME_TEXT_MAX bytes.
 *
 * OK for 2xx. NEUTRAL where nothing is recognised, and for what is nobody's
 * fault: a full mailbox, size, quota, rate, greylisting, DNS, TLS,
 * authentication of the domain. */
enum cul_outcome cul_outcome_of(uint16_t reply, struct cul_sv enhanced,
				struct cul_sv text, enum cul_stage stage);

enum {
	/* Postfix cuts an answer at 2,000 bytes (smtp_proto.c); what the
	 * refusal is about stands in its first lines. */
	CUL_OUTCOME_TEXT_MAX = 1024
};

#endif
