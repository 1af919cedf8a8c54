/* \summary: who met whom on an earlier day, as far as is remembered
 *
 * Two Bloom filters (Bloom 1970) that take turns: pairs of the last four to
 * eight days of the log. At eight bits a pair and four probes 1 stranger in 40
 * is taken for an acquaintance, which speaks for a source and never against
 * it. Nothing is spent before a pair is forgotten as a contact of the day.
 */
#ifndef CUL_ACQUAINT_H
#define CUL_ACQUAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits of one filter: 64 KiB at the least, 32 MiB at the most. */
#define CUL_ACQUAINT_LEAST (UINT64_C(1) << 19)
#define CUL_ACQUAINT_MOST  (UINT64_C(1) << 28)

struct cul_acquaint_turn {
	uint64_t *words; /* NULL: nobody */
	uint64_t bits;   /* a power of two */
	uint64_t pairs;
};

struct cul_acquaint {
	struct cul_acquaint_turn turns[2]; /* the present one first */
	int64_t t_turn_usec;               /* when that began */
	uint64_t refused; /* pairs for which there was no room */
};

void cul_acquaint_done(struct cul_acquaint *a);

/* `likely`: as many pairs are about to come; read when a filter is made.
 * 0 or CUL_ENOMEM. */
int cul_acquaint_add(struct cul_acquaint *a, uint64_t pair, int64_t t_usec,
		     uint64_t likely);
bool cul_acquaint_has(const struct cul_acquaint *a, uint64_t pair);
size_t cul_acquaint_bytes(const struct cul_acquaint *a);

struct cul_state;
int cul_acquaint_state(struct cul_state *s, struct cul_acquaint *a);

#endif
