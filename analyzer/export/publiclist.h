/* \summary: what the public page says of each kind */
#ifndef CUL_PUBLICLIST_H
#define CUL_PUBLICLIST_H

#include "culprit/suggestion.h"

struct cul_public_words {
	const char *title; /* "infected machine" */
	const char *what;  /* what it is, for somebody who has never heard it */
	const char *mend;  /* what to do about it                             */
};

const struct cul_public_words *cul_public_words(enum cul_kind k);

#endif
