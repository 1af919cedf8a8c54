/* \summary: ledgers for tests, and suggestions to file into them */
#ifndef LEDGER_T_H
#define LEDGER_T_H

#include "culprit/ledger.h"

/* 26 November 2026, six days after the fixture's day. */
#define LEDGER_T_NOW (INT64_C(1795651200) * CUL_USEC_PER_SEC)

/* Opened in the scratch folder, or the test fails. */
struct cul_ledger *ledger_t_open(const char *name, enum cul_ledger_mode mode);

/* A report of `n` suggestions of distinct customers, each with two reasons,
 * four lines and a whole day's hours; in words of its own, so that it may be
 * changed. */
struct ledger_t_report {
	struct cul_report report;
	struct cul_suggestion *s;
	struct cul_quote *quotes;
	char *lines;
	struct cul_input_count input;
};
struct ledger_t_report *ledger_t_report(size_t n);
void ledger_t_report_free(struct ledger_t_report **r);

/* File it, or the test fails. */
void ledger_t_file(struct cul_ledger *l, const struct cul_report *r,
		   int64_t now_usec, uint64_t counts[CUL_FILEDS_]);
/* What filing one suggestion alone came to; not as all there is. */
enum cul_filed ledger_t_file_one(struct cul_ledger *l,
				 const struct cul_suggestion *s,
				 int64_t now_usec);

/* The case, or the test fails. */
struct cul_case *ledger_t_case(struct cul_ledger *l, const char *id,
			       int64_t now_usec);
enum cul_standing ledger_t_standing(struct cul_ledger *l, const char *id,
				    int64_t now_usec);

/* One decision, as ann makes it; until, why, text and answers are made up. */
int ledger_t_decide(struct cul_ledger *l, const char *id, enum cul_verb verb,
		    int64_t now_usec);

/* File it at LEDGER_T_NOW and bring it to where it stands so; the time by then.
 */
int64_t ledger_t_reach(struct cul_ledger *l, const struct cul_suggestion *s,
		       enum cul_standing standing);

/* All of the tables as text; the caller's. */
char *ledger_t_dump(struct cul_ledger *l);

#endif
