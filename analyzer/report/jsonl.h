/* \summary: the members of the summary line, but for those not accused */
#ifndef CUL_JSONL_H
#define CUL_JSONL_H

#include "report/json.h"

void cul_jsonl_summary(struct cul_json *j, const struct cul_report *r);

#endif
