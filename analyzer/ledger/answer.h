/* \summary: what to answer somebody who was blocked
 *
 * Of a rejection he quotes, or of an address, account, customer or id: what it
 * is, whether it was us, why in words for the phone, and what to do. In parts,
 * for whoever shows them; the text of a part may hold what strangers wrote and
 * is for the shower to escape.
 */
#ifndef CUL_ANSWER_H
#define CUL_ANSWER_H

#include "culprit/ledger.h"
#include "ledger/quoted.h"

enum cul_answer_part {
	CUL_ANSWER_HEAD, /* whom this is about, and whether it was us       */
	CUL_ANSWER_CASE, /* a case behind it: `c` is set; the text its why  */
	CUL_ANSWER_TEXT, /* what staff should know                          */
	CUL_ANSWER_SAY,  /* for the phone: to be read out as it is          */
	CUL_ANSWER_DO,   /* a step, in order                                */
	CUL_ANSWER_PARTS_
};
/* "head", "case", "know", "say", "do". */
const char *cul_answer_part_name(enum cul_answer_part p);

enum cul_answer_is {                     /* what it comes to */
		     CUL_ANSWER_NOTHING, /* nothing is known of it, and the text
					    says little */
		     CUL_ANSWER_NOT_US,  /* nothing of ours stops it  */
		     CUL_ANSWER_OPEN, /* suggested, and nobody has decided    */
		     CUL_ANSWER_US, /* accepted, in force: our lists stop it */
		     CUL_ANSWERS_
};
const char *cul_answer_name(enum cul_answer_is a); /* "us" */

enum { CUL_ANSWER_MAX = 2048 }; /* bytes of a part, with NUL */

struct cul_answer_plan {
	struct cul_ledger *ledger;
	int64_t now_usec;
	size_t n_networks; /* ours, as configured; 0: not known */
	const struct cul_net *networks;
	/* Whose an address, or else a login, is as a rule; false: not known, as
	 * where this is NULL. */
	bool (*whose)(void *whose_arg, const struct cul_addr *addr,
		      const char *login, char ret[CUL_NAME_MAX]);
	void *whose_arg;
	bool shell; /* steps name commands; else what the desk's page offers */
	void (*part)(void *arg, enum cul_answer_part kind, const char *text,
		     const struct cul_case *c);
	void *arg;
};

/* CUL_OK and *ret_is, or what the ledger returned. A head comes first, and
 * another for each that is asked about. */
int cul_answer(const struct cul_answer_plan *plan, struct cul_sv text,
	       enum cul_answer_is *ret_is);

#endif
