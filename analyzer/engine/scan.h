/* \summary: one batch run: inputs to a report */
#ifndef CUL_SCAN_H
#define CUL_SCAN_H

#include "culprit/letter.h"
#include "engine/court.h"
#include "engine/past.h"
#include "engine/pipeline.h"

struct cul_scan;

/* `past`: what is done with the ledger's past days; by [ledger] path.
 * Returns 0, CUL_ETRUNC (done, but some input could not be read: the
 * summary's inputs say which), or a worse error with `err` saying why; *ret
 * is set in the first two cases. */
int cul_scan_run(const struct cul_settings *s, enum cul_past_mode past,
		 const char *const *paths, size_t n_paths,
		 struct cul_progress progress, struct cul_out *err,
		 struct cul_scan **ret_scan);
/* Opened to be kept: the days of the log go into the ledger. On an error
 * cul_scan_trouble says what it is. */
int cul_scan_file_days(struct cul_scan *scan);
/* What went wrong with past days; NULL: nothing. */
const char *cul_scan_trouble(const struct cul_scan *scan);
const struct cul_report *cul_scan_report(const struct cul_scan *scan);
/* As of the court. */
void cul_scan_span(const struct cul_scan *scan, int64_t *ret_from_usec,
		   int64_t *ret_to_usec);
bool cul_scan_heard_of(const struct cul_scan *scan, enum cul_subject subject,
		       const char *name);
bool cul_scan_explain(const struct cul_scan *scan, const char *who,
		      struct cul_out *o);
/* The letters of the suggestions about one source, named as for
 * cul_scan_explain or by the id of one; an empty line between two. Returns how
 * many. */
size_t cul_scan_letters(const struct cul_scan *scan, const char *who,
			struct cul_out *o);
void cul_scan_free(struct cul_scan **scan);

#endif
