/* \summary: the ledger as the shell shows it: lists, one case, exceptions
 *
 * Results are those of the ledger, whose cul_ledger_error has the sentence.
 */
#ifndef CUL_ENGINE_LEDGER_VIEW_H
#define CUL_ENGINE_LEDGER_VIEW_H

#include "culprit/ledger.h"
#include "culprit/letter.h"

struct cul_ledger_view {
	struct cul_ledger *ledger;
	struct cul_out *o;
	struct cul_style style;
	bool json, mask;
	bool all; /* of one case all its lines */
	int64_t now_usec;
	const struct cul_letters *letters; /* NULL: none are shown */
};

/* Those that `q` asks for, and what the ledger holds; as JSON lines the last
 * is the summary. */
int cul_ledger_view_list(const struct cul_ledger_view *v,
			 const struct cul_case_query *q);
/* One, whole: with what was decided and noted, and others of the same. */
int cul_ledger_view_case(const struct cul_ledger_view *v, const char *id);
/* Its letter; *ret_none where there is none to write. */
int cul_ledger_view_letter(const struct cul_ledger_view *v, const char *id,
			   bool *ret_none);
/* Those that stand; with `all` those that stood, too. */
int cul_ledger_view_exceptions(const struct cul_ledger_view *v, bool all);

#endif
