/* \summary: putting a finding together, reason by reason */
#include "detect/finding.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void cul_finding_add(struct cul_finding *f, const struct cul_reason *r,
		     const char *fmt, ...)
{
	struct cul_reason *to;
	va_list ap;

	f->looked |= 1u << r->family;
	if (r->score_mnat < CUL_REASON_LEAST_MNAT)
		return;
	assert(f->n_reasons < CUL_REASONS_MAX);
	to = &f->reasons[f->n_reasons++];
	if (f->quiet) {
		to->family = r->family;
		to->score_mnat = r->score_mnat;
		return;
	}
	*to = *r;
	va_start(ap, fmt);
	(void)vsnprintf(to->text, sizeof(to->text), fmt, ap);
	va_end(ap);
}

int32_t cul_finding_score(const struct cul_finding *f, enum cul_family family)
{
	int32_t most = 0;

	for (unsigned i = 0; i < f->n_reasons; i++)
		if (f->reasons[i].family == family &&
		    f->reasons[i].score_mnat > most)
			most = f->reasons[i].score_mnat;
	return most;
}
