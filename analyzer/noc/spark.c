/* \summary: the mail of the last hours as a row of small bars */
#include "noc/spark.h"

enum { RECENT = 10, BEFORE = 60, BEFORE_LEAST = 10, LEVELS = 7 };

const char *cul_flow_word(enum cul_flow f)
{
	static const char *const words[CUL_FLOWS_] = { "accepted", "delivered",
						       "deferred", "bounced",
						       "refused" };

	return (unsigned)f < CUL_FLOWS_ ? words[f] : "?";
}

static uint32_t of_minute(const struct cul_now_minute *m, enum cul_flow f)
{
	switch (f) {
	case CUL_FLOW_ACCEPTED:
		return m->accepted;
	case CUL_FLOW_DELIVERED:
		return m->delivered;
	case CUL_FLOW_DEFERRED:
		return m->deferred;
	case CUL_FLOW_BOUNCED:
		return m->bounced;
	case CUL_FLOW_REFUSED:
		return m->refused;
	case CUL_FLOWS_:
		break;
	}
	return 0;
}

size_t cul_spark_end(const struct cul_now *now, enum cul_flow f)
{
	const size_t n = now->n_minutes;
	const struct cul_now_minute *m = now->minutes;

	if (n < 2 || of_minute(&m[n - 1], f) > of_minute(&m[n - 2], f))
		return n;
	return n - 1;
}

uint64_t cul_spark_sum(const struct cul_now *now, enum cul_flow f, size_t end,
		       size_t minutes)
{
	size_t from = minutes < end ? end - minutes : 0;
	uint64_t sum = 0;

	for (size_t i = from; i < end; i++)
		sum += of_minute(&now->minutes[i], f);
	return sum;
}

void cul_spark_bins(const struct cul_now *now, enum cul_flow f, size_t end,
		    unsigned each, unsigned n, uint64_t *bins)
{
	for (unsigned i = 0; i < n; i++) {
		size_t back = (size_t)each * (n - 1 - i);

		bins[i] = back < end ? cul_spark_sum(now, f, end - back, each)
				     : 0;
	}
}

/* 0 for none, else 1 to LEVELS, rounded up. */
static unsigned level(uint64_t v, uint64_t most)
{
	double share = (double)v / (double)most * LEVELS;
	unsigned whole = (unsigned)share;

	if (v == 0)
		return 0;
	if (share > whole)
		whole++;
	return whole > LEVELS ? LEVELS : whole;
}

const char *cul_spark_print(const uint64_t *bins, unsigned n, bool utf8,
			    char *buf)
{
	static const char plain[] = " .:-=+*#";
	uint64_t most = 1;
	size_t len = 0;

	for (unsigned i = 0; i < n; i++)
		if (bins[i] > most)
			most = bins[i];
	for (unsigned i = 0; i < n; i++) {
		unsigned l = level(bins[i], most);

		if (!utf8 || l == 0) {
			buf[len++] = plain[l];
			continue;
		}
		/* U+2581 to U+2587: a full block would touch the row above. */
		buf[len++] = '\xe2';
		buf[len++] = '\x96';
		buf[len++] = (char)(0x80 + l);
	}
	buf[len] = '\0';
	return buf;
}

enum cul_trend cul_spark_trend(const struct cul_now *now, enum cul_flow f,
			       size_t end, double *ret_times)
{
	size_t before = end > RECENT ? end - RECENT : 0;
	double recent = (double)cul_spark_sum(now, f, end, RECENT);
	double usual, apart;

	if (before > BEFORE)
		before = BEFORE;
	if (before < BEFORE_LEAST)
		return CUL_TREND_UNKNOWN;
	usual = (double)cul_spark_sum(now, f, end - RECENT, before) * RECENT /
		(double)before;
	if (usual <= 0)
		return recent > 0 ? CUL_TREND_FIRST : CUL_TREND_STEADY;
	*ret_times = recent / usual;
	apart = recent - usual;
	/* Chance moves a count by about its root; three times that is news. */
	if (apart * apart < 9 * usual ||
	    (*ret_times < 1.25 && *ret_times > 0.8))
		return CUL_TREND_STEADY;
	return apart > 0 ? CUL_TREND_UP : CUL_TREND_DOWN;
}
