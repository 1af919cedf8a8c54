/* \summary: suggestions as a table for spreadsheets (RFC 4180) */
#ifndef CUL_CSV_H
#define CUL_CSV_H

#include "culprit/report.h"

/* The names of the columns. */
void cul_csv_head(struct cul_out *o);
void cul_csv_row(struct cul_out *o, size_t rank,
		 const struct cul_suggestion *s);

#endif
