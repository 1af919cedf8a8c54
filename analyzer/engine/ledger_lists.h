/* \summary: what staff accepted, as a report that block lists are made of */
#ifndef CUL_ENGINE_LEDGER_LISTS_H
#define CUL_ENGINE_LEDGER_LISTS_H

#include "culprit/export.h"
#include "culprit/ledger.h"

struct cul_lists {
	struct cul_report report; /* made_usec is now       */
	struct cul_case **cases;  /* behind its suggestions */
	size_t n;
};

/* The accepted ones that are in force now, each until as long as was decided;
 * with `open` those that wait for a decision instead, for a dry run. Result of
 * the ledger; *ret is to be given to cul_lists_done whatever it is. */
int cul_lists_make(struct cul_ledger *l, bool open, int64_t now_usec,
		   struct cul_lists *ret);
void cul_lists_done(struct cul_lists *l);

/* NULL if there is no such format. */
const struct cul_export *cul_lists_format(const char *name);
/* The list, or with `undo` what takes it back. */
void cul_lists_write(const struct cul_lists *l, const struct cul_export *e,
		     bool undo, struct cul_out *o);

#endif
