/* \summary: what filing a report came to: below the table, and in a mail */
#ifndef CUL_REPORT_FILED_H
#define CUL_REPORT_FILED_H

#include "culprit/filed.h"
#include "report/json.h"
#include "report/wrap.h"

/* "3 new, 1 changed, 2 gone"; "nothing new". Returns buf. */
enum { CUL_FILED_WORDS = 160 };
const char *cul_filed_words(const struct cul_filed_list *l,
			    char buf[CUL_FILED_WORDS]);

/* A section of the table; nothing where the report was not filed. */
void cul_table_filed(const struct cul_term *t, const struct cul_report *r);
void cul_jsonl_filed(struct cul_json *j, const struct cul_report *r);

/* What a mail says: plain text of 72 columns, and a page of HTML that needs
 * nothing beside it. `host` is where the scan ran. */
struct cul_filed_mail {
	const struct cul_report *report;
	const char *host;
	int64_t now_usec;
};
void cul_filed_text(const struct cul_filed_mail *m, struct cul_out *o);
void cul_filed_html(const struct cul_filed_mail *m, struct cul_out *o);

#endif
