/* \summary: putting a finding together, reason by reason */
#ifndef CUL_FINDING_H
#define CUL_FINDING_H

#include "culprit/detector.h"

/* A reason weaker than ln(2), what every other honest source shows, is not
 * worth a line in a report. */
enum { CUL_REASON_LEAST_MNAT = 693 };

/* Empty, but for `quiet`, which is the caller's. Returns `f`. */
static inline struct cul_finding *cul_finding_begin(struct cul_finding *f,
						    enum cul_kind kind)
{
	f->kind = kind;
	f->n_reasons = 0;
	f->looked = 0;
	return f;
}

/* Adds a reason with its sentence; drops one that is too weak. */
void cul_finding_add(struct cul_finding *f, const struct cul_reason *r,
		     const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The strongest reason of that family; 0 if there is none. */
int32_t cul_finding_score(const struct cul_finding *f, enum cul_family family);

static inline bool cul_finding_saturates(const struct cul_finding *f,
					 enum cul_family family)
{
	return cul_finding_score(f, family) >= CUL_SATURATED_MNAT;
}

#endif
