/* \summary: the members of a suggestion, and of the summary line */
#ifndef CUL_JSONL_H
#define CUL_JSONL_H

#include "report/json.h"

/* The members of a suggestion but for "v", into an object that is open; without
 * `whole` no reasons, evidence and vetoes. `r` says whether to mask. */
void cul_jsonl_suggestion(struct cul_json *j, const struct cul_report *r,
			  const struct cul_suggestion *s, bool whole);

void cul_jsonl_summary(struct cul_json *j, const struct cul_report *r);

#endif
