/* \summary: what a source did on past days, as explain tells it */
#include "engine/court_int.h"

void cul_court_explain_past(const struct cul_source *s, struct cul_out *o)
{
	const struct cul_habit h = cul_source_habit(s);

	if (h.days == 0)
		return;
	cul_out_fmt(o,
		    "\nIts past\n"
		    "  wrote on %u days before, to %.1f distinct recipients "
		    "elsewhere a day; shape %.2f\n",
		    h.days, h.mean, h.shape);
	if (h.from_ledger == h.days)
		cul_out_str(o, "  all of them are from the ledger\n");
	else if (h.from_ledger != 0)
		cul_out_fmt(o,
			    "  %u of them are from the ledger, %u are in "
			    "what was read\n",
			    h.from_ledger, h.days - h.from_ledger);
}
