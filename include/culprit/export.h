/* \summary: the contract of what makes block lists
 *
 * One format, one file in analyzer/export. A list is a view of suggestions and
 * depends on the report alone: of a scan all that would stop somebody, of the
 * ledger those that staff accepted. Sorted, so that the order in which
 * suggestions arose changes no byte.
 */
#ifndef CUL_EXPORT_H
#define CUL_EXPORT_H

#include "culprit/report.h"

struct cul_export {
	const char *name; /* "postfix-cidr": culprit export NAME        */
	const char *file; /* its usual name, in -o DIR; NULL: not there */
	const char *summary;
	/* Takes the suggestions whose action stops mail and whose subject the
	 * format has a word for; names the others in a comment, where the
	 * format has comments. */
	void (*write)(const struct cul_report *r, struct cul_out *o);
	/* What takes back what write() put into the consumer, for formats that
	 * are commands (nft, ipset, cscli). NULL: to load an empty list is to
	 * undo it, and that is what --undo writes. */
	void (*undo)(const struct cul_report *r, struct cul_out *o);
	/* NULL, or it says what has to be configured before write() can, as a
	 * sentence; NULL where nothing is lacking. To write nevertheless is
	 * CUL_ECONF, and -o DIR leaves the file out. */
	const char *(*lacks)(const struct cul_report *r);
};

extern const struct cul_export *const cul_exports[]; /* ends at NULL */

#endif
