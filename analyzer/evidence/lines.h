/* \summary: the lines behind the evidence: the first few and the last few
 *
 * Where the input can be read again a line is its place in it, since copies of
 * them all took four fifths of the memory; else it is copied when it is read,
 * for pipes are gone and a packed file cannot be sought in.
 */
#ifndef CUL_LINES_H
#define CUL_LINES_H

#include "culprit/evidence.h"
#include "culprit/limits.h"
#include "evidence/slab.h"

struct cul_line_log; /* of one source and one family; NULL: none yet */

/* Keep it, cut at CUL_EVIDENCE_LINE_MAX. A line offered twice running is kept
 * once. 0 or CUL_ENOMEM. */
int cul_line_keep(struct cul_slab *slab, struct cul_line_log **log,
		  const struct cul_logged *line);
void cul_line_log_free(struct cul_slab *slab, struct cul_line_log **log);

/* How many are kept, and how many were offered. */
unsigned cul_line_log_count(const struct cul_line_log *log);
uint32_t cul_line_log_offered(const struct cul_line_log *log);
struct cul_evidence_line cul_line_log_at(const struct cul_line_log *log,
					 unsigned i);

/* What says that a line read again is the one that was kept. */
uint16_t cul_line_check(struct cul_sv line);

struct cul_state;
void cul_line_log_state(struct cul_state *s, struct cul_slab *slab,
			struct cul_line_log **log);

#endif
