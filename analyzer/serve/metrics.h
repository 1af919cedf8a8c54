/* \summary: what is going on, for Prometheus and its kin: OpenMetrics 1.0
 *
 * Label values are names of ours (parsers, kinds, fates) and the inputs as the
 * user named them, the first CUL_METRICS_INPUTS of them: never a source's
 * name or address, which would be private, and without end.
 */
#ifndef CUL_METRICS_H
#define CUL_METRICS_H

#include "culprit/now.h"

#define CUL_METRICS_TYPE                                                       \
	"application/openmetrics-text; version=1.0.0; charset=utf-8"

enum {
	/* Inputs with a line of their own: a glob may find thousands; the
	 * rest are summed up as "(others)". */
	CUL_METRICS_INPUTS = 100
};

/* Totals count since the state began, and go on after a restart. Beside `now`
 * it reads what the kernel says of this process, but no clock. */
void cul_metrics_write(const struct cul_now *now, struct cul_out *o);

#endif
