/* \summary: the lines of a suggestion as evidence of a XARF report */
#ifndef CUL_XARF_EVIDENCE_H
#define CUL_XARF_EVIDENCE_H

#include "culprit/suggestion.h"
#include "report/json.h"

/* The member "evidence" of the report that is being written; nothing where no
 * lines are kept. CUL_ENOMEM. */
int cul_xarf_evidence(struct cul_json *j, const struct cul_suggestion *s);

#endif
