/* \summary: a reply's words made plain, so that phrases can be compared */
#ifndef CUL_TEXT_PLAIN_H
#define CUL_TEXT_PLAIN_H

#include "text/outcome.h"

enum {
	CUL_PLAIN_BLOCK = 64, /* bytes, one for each bit of a mask */
	CUL_PLAIN_BLOCKS = CUL_OUTCOME_TEXT_MAX / CUL_PLAIN_BLOCK
};

/* Letters in lower case, digits, bytes above 0x7f; one blank for each run of
 * others between them. A blank at b[n] and zeros follow, so that a phrase of
 * up to CUL_PLAIN_BLOCK bytes can be compared at any word. */
struct cul_plain {
	char b[CUL_OUTCOME_TEXT_MAX + CUL_PLAIN_BLOCK];
	size_t n;
	/* Where words begin, up to n: a bit for each byte. */
	uint64_t starts[CUL_PLAIN_BLOCKS];
};

/* Addresses, and reply codes that later lines repeat, count as blanks. Looks
 * at the first CUL_OUTCOME_TEXT_MAX bytes. */
void cul_plain_make(struct cul_plain *out, struct cul_sv text, uint16_t reply);

#endif
