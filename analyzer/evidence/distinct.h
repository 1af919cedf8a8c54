/* \summary: how many different things: exact when few, estimated when many
 *
 * Up to CUL_DISTINCT_EXACT the hashes themselves are kept, a single one in the
 * set itself (most sources have one sender domain, one server); beyond, a
 * HyperLogLog of 4,096 registers, standard error 1.04/sqrt(4096) = 1.6 %
 * (Flajolet, Fusy, Gandouet, Meunier 2007). Two sets merge to the set of
 * their union.
 */
#ifndef CUL_DISTINCT_H
#define CUL_DISTINCT_H

#include "culprit/limits.h"

#include "evidence/slab.h"

struct cul_sketch; /* registers and their running sums */

struct cul_distinct_set {
	uint32_t n;    /* exact count; CUL_DISTINCT_EXACT + 1: sketch */
	uint32_t room; /* of `exact`                                  */
	union {
		uint64_t one; /* room 0, n 1 */
		uint64_t *exact;
		struct cul_sketch *sketch;
	} u;
};

/* Memory comes from `slab`, the same for all calls about one set. */
void cul_distinct_done(struct cul_slab *slab, struct cul_distinct_set *d);
void cul_distinct_clear(struct cul_slab *slab, struct cul_distinct_set *d);

/* Add one; *ret_new is true if it was surely not there before (beyond the
 * exact range: if it changed the estimate). 0 or CUL_ENOMEM. */
int cul_distinct_add(struct cul_slab *slab, struct cul_distinct_set *d,
		     uint64_t hash, bool *ret_new);
int cul_distinct_merge(struct cul_slab *slab, struct cul_distinct_set *into,
		       const struct cul_distinct_set *from);
uint32_t cul_distinct_count(const struct cul_distinct_set *d);
size_t cul_distinct_bytes(const struct cul_distinct_set *d);

/* Cleared when it is to be read into. */
struct cul_state;
void cul_distinct_state(struct cul_state *s, struct cul_slab *slab,
			struct cul_distinct_set *d);

#endif
