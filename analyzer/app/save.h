/* \summary: a folder with every format: scan -o DIR */
#ifndef CUL_SAVE_H
#define CUL_SAVE_H

#include "culprit/report.h"

/* Each file is written beside and renamed over, so that no reader sees half
 * of one. The folder is made. False, and said why, if one failed. */
bool cul_save(const struct cul_report *r, const char *dir);

#endif
