/* \summary: the lines behind the evidence: the first few and the last few
 *
 * Copied when they are read, since files rotate, pipes are gone and a packed
 * file cannot be sought in. Slots come in a few sizes and are used again.
 */
#ifndef CUL_LINES_H
#define CUL_LINES_H

#include "culprit/evidence.h"
#include "culprit/limits.h"
#include "evidence/slab.h"

struct cul_line_slot;

struct cul_line_log { /* of one source and one family */
	uint32_t n;   /* all that were offered */
	struct cul_line_slot *kept[2 * CUL_EVIDENCE_HALF];
};

/* Keep a copy, cut at CUL_EVIDENCE_LINE_MAX. A line offered twice running is
 * kept once. 0 or CUL_ENOMEM. */
int cul_line_keep(struct cul_slab *slab, struct cul_line_log *log,
		  struct cul_sv line, uint32_t file, uint64_t offset);
void cul_line_log_clear(struct cul_slab *slab, struct cul_line_log *log);
unsigned cul_line_log_count(const struct cul_line_log *log);
struct cul_evidence_line cul_line_log_at(const struct cul_line_log *log,
					 unsigned i);

#endif
