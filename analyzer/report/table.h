/* \summary: the parts of the terminal table */
#ifndef CUL_TABLE_H
#define CUL_TABLE_H

#include "report/wrap.h"

/* What was read, guessed and not counted. */
void cul_table_summary(const struct cul_term *t, const struct cul_report *r);

/* What to do next: commands that can be copied. */
void cul_table_next(const struct cul_term *t, const struct cul_report *r);

#endif
