/* \summary: hides who was written to, in lines of evidence
 *
 * The local part of every mailbox in a line becomes its first letter and "…",
 * be it in to=<>, in orig_to=<>, in a refusal or in what a server far away
 * said. What a line says of the sender (from=, message-id=, user=, sasl_…=)
 * stays, unless the same mailbox is also a recipient of that line, or the
 * local part holds '=', as VERP, SRS and BATV do to carry a mailbox along.
 */
#ifndef CUL_MASK_H
#define CUL_MASK_H

#include "culprit/report.h"

#define CUL_MASK_TEXT "\xe2\x80\xa6" /* U+2026 */

enum { CUL_MASK_MAX = 3 * CUL_EVIDENCE_LINE_MAX + 1 };

/* Mask `line` into `buf` of CUL_MASK_MAX; cut there. Returns what was
 * written. */
struct cul_sv cul_mask(struct cul_sv line, char *buf);

/* The line of a quote and the text of a sample as the report may show them:
 * masked into `buf` if the report is to be masked, else as it stands. */
struct cul_sv cul_quote_text(const struct cul_report *r,
			     const struct cul_quote *q, char *buf);
struct cul_sv cul_sample_text(const struct cul_report *r,
			      const struct cul_sample *s, char *buf);

#endif
