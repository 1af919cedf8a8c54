/* \summary: the phrases by which servers say why they refuse */
#ifndef CUL_TEXT_PHRASES_H
#define CUL_TEXT_PHRASES_H

#include "text/plain.h"

enum {
	CUL_SAYS_LIMIT = 1 << 0, /* full, too large, over quota             */
	CUL_SAYS_WAIT = 1 << 1,  /* greylisting, rates                      */
	CUL_SAYS_AUTH = 1 << 2,  /* DMARC, SPF, DKIM, reverse DNS           */
	CUL_SAYS_RELAY = 1 << 3,
	CUL_SAYS_BAD = 1 << 4, /* no such mailbox or domain               */
	CUL_SAYS_REPUTATION = 1 << 5,
	CUL_SAYS_CONTENT = 1 << 6,
	CUL_SAYS_SENDER = 1 << 7, /* the sender's name is refused           */
	CUL_SAYS_DENIED = 1 << 8  /* bad with x.4.1 (Exchange Online), else
				   * an access list (Postfix)               */
};

/* Lower case, four bytes at least; one blank stands for any run of bytes that
 * are no letter and no digit; a blank at the end says that the word ends
 * there. */
struct cul_phrase {
	uint16_t says;
	uint8_t len;
	char text[45];
};

/* The phrases with this first and this fourth letter, up to one whose length
 * is 0; or NULL if there are none. Few words that begin like a phrase also
 * have its fourth letter, so that most are told by one look. */
const struct cul_phrase *cul_phrases_of(char first, char fourth);

/* All that the words say, as CUL_SAYS_* bits. */
unsigned cul_phrases_say(const struct cul_plain *t);

#endif
