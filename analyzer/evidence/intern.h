/* \summary: strings kept once, for as long as the table lives */
#ifndef CUL_INTERN_H
#define CUL_INTERN_H

#include "culprit/sv.h"
#include "evidence/flat.h"

struct cul_intern {
	struct cul_flat index;
	char *chunk; /* the arena being filled          */
	size_t used, room, bytes;
	char **chunks; /* all arenas, to free them        */
	size_t n_chunks;
	const char **strings; /* by number                       */
	size_t n_strings, strings_room;
};

void cul_intern_done(struct cul_intern *t);

/* The number of `v`, NUL-terminated copy kept; NUL bytes in it are kept as
 * they are, so the copy reads shorter. 0 or CUL_ENOMEM. */
int cul_intern(struct cul_intern *t, struct cul_sv v, uint32_t *ret_number);
const char *cul_intern_text(const struct cul_intern *t, uint32_t number);

/* The number of a text that is kept. */
uint32_t cul_intern_number(const struct cul_intern *t, const char *kept);

/* Empty when it is to be read into. */
int cul_intern_state(struct cul_state *s, struct cul_intern *t);

#endif
