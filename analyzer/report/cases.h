/* \summary: cases of the ledger, as text and as JSON
 *
 * Rows of a list; a page of one; members of JSON objects. Nothing is asked of
 * the ledger here: all that is shown is given.
 */
#ifndef CUL_CASES_H
#define CUL_CASES_H

#include "culprit/case.h"
#include "report/json.h"
#include "report/wrap.h"

/* Letters of an id in a list: one in 10^12 is like another. Any beginning that
 * is unique will do as an id. */
enum { CUL_CASE_ID_SHOWN = 8 };

/* "open", "accepted by anna until 2026-12-24 10:00", in words for a list. */
void cul_case_standing(const struct cul_case *c, char *buf, size_t size);
/* "customer C01861"; an address speaks for itself. */
enum { CUL_CASE_WHO_MAX = CUL_NAME_MAX + 16 };
void cul_case_who(const struct cul_suggestion *s, char buf[CUL_CASE_WHO_MAX]);

/* ---- a list: case_list.c ---- */

struct cul_case_columns { /* all zero at first */
	unsigned action, kind, who;
	bool standings; /* they differ: each is shown */
};
/* Make room for this one. */
void cul_case_fit(const struct cul_term *t, const struct cul_case *c,
		  struct cul_case_columns *w);
void cul_case_headings(const struct cul_term *t,
		       const struct cul_case_columns *w);
void cul_case_row(const struct cul_term *t, const struct cul_case_columns *w,
		  const struct cul_case *c);

/* ---- one, whole: case_page.c, case_past.c ---- */

/* With `all` all its lines, else the first few of each kind of evidence. */
void cul_case_page(const struct cul_term *t, const struct cul_report *r,
		   const struct cul_case *c, bool all);
void cul_case_decision(const struct cul_term *t, const struct cul_decision *d);
void cul_case_note(const struct cul_term *t, const struct cul_note *n);
void cul_case_episode(const struct cul_term *t, int64_t first_usec,
		      int64_t last_usec, int32_t score_mnat);
/* Has it gone on since it was decided? A sentence, or "". */
void cul_case_clean(const struct cul_case *c, char *buf, size_t size);
void cul_case_exception(const struct cul_term *t, const struct cul_exception *e,
			int64_t now_usec);

/* ---- members of JSON: case_json.c ---- */

void cul_case_json(struct cul_json *j, const struct cul_report *r,
		   const struct cul_case *c, bool whole);
void cul_case_json_decision(struct cul_json *j, const struct cul_decision *d);
void cul_case_json_note(struct cul_json *j, const struct cul_note *n);
void cul_case_json_exception(struct cul_json *j, const struct cul_exception *e);

#endif
