/* \summary: what forgers write: hostile strings, and other servers' lines */
#ifndef CUL_TESTS_PARSERS_FORGE_TEXTS_H
#define CUL_TESTS_PARSERS_FORGE_TEXTS_H

#include "holes.h"

struct forge_texts {
	const char **v;
	unsigned n, n_own; /* the first n_own are hostile strings, the others
			    * lines of the templates' files, in which the
			    * client is the forger's                     */
};

/* What a host name found in DNS may be. */
extern const char *const forge_dns[];
extern const unsigned forge_n_dns;

void forge_texts_make(char **files, int n_files, struct forge_texts *to);
void forge_texts_done(struct forge_texts *to);

#endif
