/* \summary: a scan's report goes into the ledger, and the news to the desk */
#ifndef CUL_ENGINE_FILING_H
#define CUL_ENGINE_FILING_H

#include "culprit/filed.h"
#include "engine/settings.h"

struct cul_filing_done { /* what came of it */
	struct cul_filed_list list;
	struct cul_filed_case *v; /* of the list */
	char *path;               /* of the list */
	size_t room;
	bool mailed; /* a mail was made and sendmail has it */
};

/* File the report of a scan into the ledger of the settings, which is made if
 * it is not there, prune what is older than retention, and set report->filed.
 * Nothing where no ledger is named. An error has a sentence on `err`, and
 * nothing is filed. To be undone by cul_filing_free whatever it is. */
int cul_filing_scan(const struct cul_settings *s, struct cul_report *report,
		    struct cul_out *err, struct cul_filing_done *ret);
void cul_filing_free(struct cul_filing_done *d);

/* Mail the news of it to [ledger] mail, if there is any and an address is set;
 * and what an earlier scan could not send. `path`: PATH, for sendmail; or NULL.
 * What sendmail did not take is sent the next time: CUL_EIO, and said on `err`.
 */
int cul_filing_mail(const struct cul_settings *s,
		    const struct cul_report *report, const char *path,
		    struct cul_out *err, struct cul_filing_done *d);

#endif
