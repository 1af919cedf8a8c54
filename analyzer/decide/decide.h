/* \summary: from findings to a suggestion: vetoes, never-touch, policy, words
 */
#ifndef CUL_DECIDE_H
#define CUL_DECIDE_H

#include "culprit/suggestion.h"

/* What policy needs to know beside the evidence. */
struct cul_policy {
	/* What two kinds of evidence must come to in sum to stop anybody:
	 * cul_strength_needed. */
	int32_t needed_mnat;
	/* Never-touch: true if nothing may be suggested about this source. */
	bool (*never)(void *arg, const struct cul_source *s);
	void *arg;
};

/* No family is believed beyond one in a million; a second kind of evidence
 * that one honest source in 20 shows is the weakest that counts. Where no kind
 * is saturated there is nothing for a second to stand beside: there all say it
 * together, if two of them are as rare as 1 honest source in 100 each, so that
 * a sum of trifles with one kind behind it stops nobody. */
enum {
	CUL_FAMILY_MOST_MNAT = 13816, /* 1 in 1,000,000 */
	CUL_SECOND_LEAST_MNAT = 2996, /* 1 in 20 */
	CUL_EACH_LEAST_MNAT = 4605    /* 1 in 100 */
};

/* The strongest family; and the next one, or all others together if they say
 * more (Fisher's method over the families in which the detector looked). */
struct cul_strength {
	int32_t first, second;
	int32_t all; /* all families together, if two of them are shown by
		      * one honest source in 100 each; else 0            */
};
struct cul_strength cul_strength_of(const struct cul_finding *f);

/* Two kinds at 1 in 10,000 each, or what the budget asks for if that is more:
 * each of n sources is judged once a day, so n * 365 * e^-sum wrong ones a
 * year are expected where the two are independent. */
int32_t cul_strength_needed(double sources, double false_per_year);
/* It is worth a word: a family is saturated, or all together say as much as
 * the strongest one could. */
bool cul_strength_speaks(struct cul_strength st);
bool cul_strength_stops(struct cul_strength st, int32_t needed_mnat);

/* It stops mail: two kinds of evidence are needed. */
bool cul_action_stops(enum cul_action a);

/* What cul_decide would suggest, without the words; CUL_ACTION_NONE if
 * nothing. */
enum cul_action cul_decide_action(const struct cul_source *s,
				  const struct cul_finding *f,
				  const struct cul_policy *policy);

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

/* What a suggestion counts of its source's window. */
struct cul_counts cul_decide_counts(const struct cul_source *s);

/* Where one source earns several suggestions, which one says it all: true if
 * `a` makes `b` superfluous (a zombie's probing, a stolen account's volume). */
bool cul_decide_covers(const struct cul_suggestion *a,
		       const struct cul_suggestion *b);

/* Gravest first, then by subject and name: a total order. */
int cul_decide_order(const struct cul_suggestion *a,
		     const struct cul_suggestion *b);

#endif
