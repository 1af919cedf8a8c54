/* \summary: the mail of the last hours as a row of small bars */
#ifndef CUL_NOC_SPARK_H
#define CUL_NOC_SPARK_H

#include "culprit/now.h"

enum cul_flow {
	CUL_FLOW_ACCEPTED,
	CUL_FLOW_DELIVERED,
	CUL_FLOW_DEFERRED,
	CUL_FLOW_BOUNCED,
	CUL_FLOW_REFUSED,
	CUL_FLOWS_
};

const char *cul_flow_word(enum cul_flow f);

enum {
	CUL_SPARK_MAX = 144, /* bars in a row               */
	CUL_SPARK_BYTES = CUL_SPARK_MAX * 3 + 1
};

/* The minutes that count: the last one is not over, and would look like a
 * fall; it counts once it is the higher. */
size_t cul_spark_end(const struct cul_now *now, enum cul_flow f);

/* What came in the `minutes` before `end`. */
uint64_t cul_spark_sum(const struct cul_now *now, enum cul_flow f, size_t end,
		       size_t minutes);

/* `n` sums of `each` minutes, the last of which ends at `end`; 0 where
 * nothing is known. */
void cul_spark_bins(const struct cul_now *now, enum cul_flow f, size_t end,
		    unsigned each, unsigned n, uint64_t *bins);

/* A bar a bin: as high as its share of the largest, which is seven eighths of
 * a row; any that is not 0 is seen. ASCII: " .:-=+*#". `buf` holds
 * CUL_SPARK_BYTES; returns it. */
const char *cul_spark_print(const uint64_t *bins, unsigned n, bool utf8,
			    char *buf);

/* The last ten minutes against the hour before them. */
enum cul_trend {
	CUL_TREND_UNKNOWN, /* fewer than ten minutes before them           */
	CUL_TREND_STEADY,  /* within a quarter, or within what chance does */
	CUL_TREND_UP,
	CUL_TREND_DOWN,
	CUL_TREND_FIRST /* there was none before */
};

enum cul_trend cul_spark_trend(const struct cul_now *now, enum cul_flow f,
			       size_t end, double *ret_times);

#endif
