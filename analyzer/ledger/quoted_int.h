/* \summary: the parts of reading a quoted refusal */
#ifndef CUL_QUOTED_INT_H
#define CUL_QUOTED_INT_H

#include "ledger/quoted.h"

/* By its words; CUL_REFUSAL_NONE if it has none of them. */
enum cul_refusal cul_quoted_refusal(struct cul_sv text);

static inline bool cul_quoted_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool cul_quoted_alnum(char c)
{
	return cul_quoted_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Of an address, a host, a code, an id: what stands in one piece. */
static inline bool cul_quoted_token(char c)
{
	return cul_quoted_alnum(c) || c == '.' || c == ':' || c == '-' ||
	       c == '_' || (unsigned char)c >= 0x80;
}

/* Mailboxes, the block list, the server that refused: quoted_names.c */
void cul_quoted_names(struct cul_quoted *q, struct cul_sv text);
void cul_quoted_list(struct cul_quoted *q, struct cul_sv text);
void cul_quoted_server(struct cul_quoted *q, struct cul_sv text);

#endif
