/* \summary: the parts of making an answer */
#ifndef CUL_ANSWER_INT_H
#define CUL_ANSWER_INT_H

#include "ledger/answer.h"

enum {
	CUL_ASKED_MAX = 8, /* things of one text that are looked up        */
	CUL_TOLD_MAX = 8,  /* cases that are told, the gravest first       */
	CUL_WHOM_MAX = 128 /* of a name in a sentence: the rest is "..."   */
};

struct answer_asked {
	bool is_addr, is_id;
	bool is_whose; /* whose one of the others is; it was not named */
	struct cul_net net;
	char text[CUL_NAME_MAX];
	char whose[CUL_NAME_MAX]; /* "": not known */
};

struct cul_answering {
	const struct cul_answer_plan *plan;
	struct cul_quoted quoted;
	struct answer_asked asked[CUL_ASKED_MAX];
	unsigned n_asked;
	/* What the ledger has of them: in force, open, then the latest. The
	 * caller's, light; `of` says of which that was asked. */
	struct cul_case *told[CUL_TOLD_MAX];
	unsigned of[CUL_TOLD_MAX], n_told;
	size_t more; /* that there was no room for */
	int rc;      /* of what was asked of the ledger meanwhile */
	char text[CUL_ANSWER_MAX];
	size_t used;
};

/* ---- finding: answer_find.c ---- */
int cul_answer_find(struct cul_answering *a);
void cul_answer_done(struct cul_answering *a);

/* ---- telling of one case: answer_case.c ---- */
enum cul_answer_is cul_answer_case_is(const struct cul_case *c);
void cul_answer_case(struct cul_answering *a, unsigned i);

/* ---- sentences: answer.c ---- */
void cul_answer_add(struct cul_answering *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void cul_answer_put(struct cul_answering *a, enum cul_answer_part kind,
		    const struct cul_case *c);
/* "20 Nov" would hide the year: "2026-11-20 04:11 UTC". */
void cul_answer_time(struct cul_answering *a, int64_t t_usec);

/* What stands beside all cases: exceptions, and what the text says. */
void cul_answer_aside(struct cul_answering *a);

/* ---- what to say of a kind, and of a refusal: answer_words.c ---- */
struct cul_answer_kind {
	const char *what; /* for the phone: what was seen      */
	const char *cure; /* and what has to be done about it  */
};
const struct cul_answer_kind *cul_answer_of_kind(enum cul_kind k);
struct cul_answer_refusal {
	const char *say;     /* for the phone */
	const char *todo[3]; /* for staff; NULL ends it */
};
const struct cul_answer_refusal *cul_answer_of_refusal(enum cul_refusal r);

#endif
