/* \summary: what the judging went by, in sentences */
#ifndef CUL_JUDGED_H
#define CUL_JUDGED_H

#include "culprit/report.h"

enum { CUL_JUDGED_MAX = 512 };

/* What had to be seen to stop somebody, and how many wrong ones of that kind
 * are expected; what was usual. Each returns `text`, of CUL_JUDGED_MAX. */
const char *cul_judged_budget(const struct cul_judged *j, char *text);
const char *cul_judged_usual(const struct cul_judged *j, char *text);

#endif
