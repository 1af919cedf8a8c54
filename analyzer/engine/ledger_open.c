/* \summary: the ledger that the configuration names */
#include "engine/ledger_open.h"

#include "engine/clock.h"

int cul_settings_ledger(const struct cul_settings *s, enum cul_ledger_mode mode,
			struct cul_out *err, struct cul_ledger **ret_ledger)
{
	char why[CUL_LEDGER_ERR] = "";
	int rc;

	if (s->ledger_path == NULL) {
		cul_out_str(err, "no ledger is named: set [ledger] path in the "
				 "configuration, or give --ledger FILE\n");
		return CUL_ECONF;
	}
	rc = cul_ledger_open(s->ledger_path, mode, cul_clock_wall_usec(),
			     ret_ledger, why);
	if (rc != CUL_OK)
		cul_out_fmt(err, "%s\n", why);
	return rc;
}
