/* \summary: what the files of the PowerMTA parser share */
#ifndef CUL_POWERMTA_PM_H
#define CUL_POWERMTA_PM_H

#include "text/csv.h"

enum cul_pm_column {
	CUL_PM_TYPE = CUL_CSV_POWERMTA,
	CUL_PM_LOGGED,
	CUL_PM_ORIG,
	CUL_PM_RCPT,
	CUL_PM_ORCPT,
	CUL_PM_DSN_STATUS,
	CUL_PM_DSN_DIAG,
	CUL_PM_DSN_MTA,
	CUL_PM_BOUNCE_CAT,
	CUL_PM_SRC_TYPE,
	CUL_PM_SRC_MTA,
	CUL_PM_DLV_TYPE,
	CUL_PM_DLV_TO,
	CUL_PM_DLV_SIZE,
	/* these are looked at where no header names them */
	CUL_PM_QUEUED,
	CUL_PM_DSN_ACTION,
	CUL_PM_DLV_FROM,
	CUL_PM_END
};

enum { CUL_PM_COLUMNS_ = CUL_PM_END - CUL_CSV_POWERMTA };

struct cul_pm_row {
	struct cul_sv f[CUL_PM_COLUMNS_];
};

static inline struct cul_sv cul_pm_get(const struct cul_pm_row *r,
				       enum cul_pm_column c)
{
	return r->f[c - CUL_CSV_POWERMTA];
}

/* The columns of a delivery or a bounce on which no header stands, if it is in
 * an order that PowerMTA uses where none is configured; or NULL. */
const struct cul_columns *cul_pm_columns_of(struct cul_sv line);

#endif
