/* \summary: from findings to a suggestion: vetoes, never-touch, policy, words
 */
#ifndef CUL_DECIDE_H
#define CUL_DECIDE_H

#include "culprit/suggestion.h"

/* What policy needs to know beside the evidence. */
struct cul_policy {
	/* Score a family needs to count towards stopping anybody. */
	int32_t saturated_mnat;
	/* Never-touch: true if nothing may be suggested about this source. */
	bool (*never)(void *arg, const struct cul_source *s);
	void *arg;
};

enum cul_ruling {
	CUL_RULING_NOTHING, /* the finding does not hold               */
	CUL_RULING_SUGGEST, /* *ret_suggestion is filled               */
	CUL_RULING_CLEARED  /* a veto or never-touch: *ret_veto says so */
};

/* Rule on one finding of one source. Pure but for policy->never. Does not
 * set id, flagged_usec, quotes (the engine's), sets all else; allocates
 * nothing. */
enum cul_ruling cul_decide(const struct cul_source *s,
			   const struct cul_finding *f,
			   const struct cul_policy *policy,
			   struct cul_suggestion *ret_suggestion,
			   struct cul_veto *ret_veto);

/* Where one source earns several suggestions, which one says it all: true if
 * `a` makes `b` superfluous (a zombie's probing, a stolen account's volume). */
bool cul_decide_covers(const struct cul_suggestion *a,
		       const struct cul_suggestion *b);

/* Gravest first, then by subject and name: a total order. */
int cul_decide_order(const struct cul_suggestion *a,
		     const struct cul_suggestion *b);

#endif
