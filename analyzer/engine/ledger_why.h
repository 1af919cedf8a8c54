/* \summary: the answer to somebody who was blocked, for the shell */
#ifndef CUL_ENGINE_LEDGER_WHY_H
#define CUL_ENGINE_LEDGER_WHY_H

#include "engine/ledger_view.h"
#include "engine/settings.h"

/* Of `text` (culprit why), by the networks and customers of the settings. As
 * of the ledger; CUL_ECONF if the file of customers is wrong, with words on
 * `err`. */
int cul_ledger_view_why(const struct cul_ledger_view *v,
			const struct cul_settings *s, struct cul_out *err,
			struct cul_sv text);

#endif
