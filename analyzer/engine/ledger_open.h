/* \summary: the ledger that the configuration names */
#ifndef CUL_ENGINE_LEDGER_OPEN_H
#define CUL_ENGINE_LEDGER_OPEN_H

#include "culprit/ledger.h"
#include "engine/settings.h"

/* Opens [ledger] path, as of now. CUL_ECONF where none is set; else as
 * cul_ledger_open. What went wrong is a sentence on `err`, and a newline. */
int cul_settings_ledger(const struct cul_settings *s, enum cul_ledger_mode mode,
			struct cul_out *err, struct cul_ledger **ret_ledger);

#endif
