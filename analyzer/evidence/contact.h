/* \summary: who met whom in the last 24 hours
 *
 * The first-contact rule (Jung et al. 2004, judged on mail): a pair counts
 * once in 24 hours, so retries and loops are one observation. Pairs are kept
 * as 64-bit hashes: at n pairs in memory a new one is taken for old with
 * chance n/2^64.
 */
#ifndef CUL_CONTACT_H
#define CUL_CONTACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/acquaint.h"

/* Slots it begins with, whatever `most` says: 1 MiB. */
enum { CUL_CONTACTS_LEAST = 64 * 1024 };

struct cul_contact_slot {
	uint64_t pair;  /* 0: empty                     */
	int64_t t_usec; /* of the contact that counted  */
};

struct cul_contacts {
	struct cul_contact_slot *slots;
	size_t mask, used;
	unsigned shift;   /* as in flat.h                           */
	int64_t t_oldest; /* none in it is older                   */
	size_t most;      /* slots at the most; 0: CUL_CONTACTS_MAX */
	uint64_t evicted;
	struct cul_acquaint acquaint; /* of earlier days */
};

void cul_contacts_done(struct cul_contacts *c);

/* What a contact is: the pair is remembered as of now. */
enum cul_met {
	CUL_MET_TODAY,  /* within the 24 hours before         */
	CUL_MET_BEFORE, /* first in 24 hours, not first of all */
	CUL_MET_NEVER
};

/* 0 or CUL_ENOMEM. */
int cul_contact(struct cul_contacts *c, uint64_t pair, int64_t t_usec,
		enum cul_met *ret_met);
/* Ask for the memory that this pair will want. */
void cul_contact_prefetch(const struct cul_contacts *c, uint64_t pair);
size_t cul_contacts_bytes(const struct cul_contacts *c);

/* All but `most`. */
int cul_contacts_state(struct cul_state *s, struct cul_contacts *c);

#endif
