/* \summary: states in memory, for tests */
#ifndef CUL_TEST_STATE_H
#define CUL_TEST_STATE_H

#include "evidence/state.h"

struct kept {
	char *v;
	size_t n, room;
	size_t pieces, fail_at; /* the put that fails with CUL_EIO; 0: none */
};

int kept_put(void *arg, const void *bytes, size_t len);
void kept_done(struct kept *k);

/* What `walk` writes of `x`; its result goes unseen but for the end's. */
typedef void state_walk(struct cul_state *s, void *x);
void state_write(struct kept *k, state_walk *walk, void *x);
/* What the end says of reading it. */
int state_read(const struct kept *k, state_walk *walk, void *x);
bool kept_same(const struct kept *a, const struct kept *b);

#endif
