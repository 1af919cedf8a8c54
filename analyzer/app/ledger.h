/* \summary: what the commands of the ledger share
 *
 * Options are read, the ledger is opened, work is done on it, and what went
 * wrong is said.
 */
#ifndef CUL_APP_LEDGER_H
#define CUL_APP_LEDGER_H

#include "app/options.h"
#include "engine/ledger_view.h"

struct cul_work {
	struct cul_options o;
	struct cul_ledger_view v;  /* ledger and o are set before do_work */
	enum cul_ledger_mode mode; /* of the plan; check may change it   */
};

struct cul_work_plan {
	enum cul_ledger_mode mode;
	/* What is wrong with the command line, before the ledger is touched:
	 * CUL_EXIT_DONE, or the status to leave with, said why. May be NULL. */
	int (*check)(struct cul_work *w);
	/* Returns the status to leave with. */
	int (*do_work)(struct cul_work *w);
};

int cul_work(int argc, char **argv, const struct cul_work_plan *plan);

/* Says what the ledger has against it; the status that means. */
int cul_work_status(const struct cul_work *w, int rc);

/* Who decides: --by, else who is behind the shell; NULL, and said, if nobody
 * knows. */
const char *cul_work_by(const struct cul_work *w);

/* False, and said, where there are no arguments; `what` is what is wanted. */
bool cul_work_has_args(const struct cul_work *w, const char *what);

/* --until, of which `ret_usec` is CUL_TIME_NONE where it is not given. */
bool cul_work_until(const struct cul_work *w, int64_t *ret_usec);

#endif
