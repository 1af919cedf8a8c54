/* \summary: decisions from the shell, and what is said of them */
#ifndef CUL_ENGINE_LEDGER_ACT_H
#define CUL_ENGINE_LEDGER_ACT_H

#include "engine/ledger_view.h"

/* Decide as `d` says, of the case whose id begins with `id`; written and on
 * disk when this returns 0, and then told in a line. */
int cul_ledger_act(const struct cul_ledger_view *v, const char *id,
		   const struct cul_decision *d);
int cul_ledger_act_note(const struct cul_ledger_view *v, const char *id,
			const char *by, const char *text);
int cul_ledger_act_except(const struct cul_ledger_view *v,
			  const struct cul_exception *e, const char *by);
int cul_ledger_act_unexcept(const struct cul_ledger_view *v, int64_t number,
			    const char *by);
/* In a few lines, whom a release is of, and whether it has been clean since:
 * to look at before it is answered for. */
int cul_ledger_act_before(const struct cul_ledger_view *v, const char *id);

#endif
