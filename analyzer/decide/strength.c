/* \summary: how much a finding says: two kinds of evidence, and the rest */
#include <math.h>

#include "decide/decide_int.h"

/* Spread and volume are both about how much was sent, and fail together. */
static unsigned kind_of(unsigned family)
{
	return family == CUL_FAMILY_VOLUME ? (unsigned)CUL_FAMILY_SPREAD
					   : family;
}

static int32_t capped(double mnat)
{
	return mnat < CUL_FAMILY_MOST_MNAT ? (int32_t)lround(mnat)
					   : CUL_FAMILY_MOST_MNAT;
}

/* Fisher's method: the sum of n scores of families that fail independently has
 * an Erlang tail. */
static double together(double sum_mnat, unsigned n)
{
	const double x = sum_mnat / 1000;
	double term = 1, tail = 1;

	for (unsigned i = 1; i < n; i++) {
		term *= x / i;
		tail += term;
	}
	return n == 0 ? 0 : sum_mnat - 1000 * log(tail);
}

struct cul_strength cul_strength_of(const struct cul_finding *f)
{
	int32_t best[CUL_FAMILIES_] = { 0 };
	unsigned looked = 0, strongest = 0, others = 0;
	struct cul_strength st = { 0, 0, 0 };
	double sum = 0, joint;

	for (unsigned i = 0; i < CUL_FAMILIES_; i++)
		looked |= (f->looked >> i & 1) << kind_of(i);
	for (unsigned i = 0; i < f->n_reasons; i++) {
		const struct cul_reason *r = &f->reasons[i];
		int32_t *b = &best[kind_of(r->family)];

		if (r->score_mnat > *b)
			*b = r->score_mnat;
	}
	for (unsigned i = 1; i < CUL_FAMILIES_; i++)
		if (best[i] > best[strongest])
			strongest = i;
	for (unsigned i = 0; i < CUL_FAMILIES_; i++) {
		if (i == strongest)
			continue;
		others += looked >> i & 1;
		sum += best[i];
		if (best[i] > st.second)
			st.second = best[i];
	}
	if (st.second >= CUL_EACH_LEAST_MNAT)
		st.all = (int32_t)lround(
			together(sum + best[strongest], others + 1));
	joint = together(sum, others);
	st.first = capped(best[strongest]);
	st.second = capped(joint > st.second ? joint : st.second);
	return st;
}

/* Of the smallest fleet. */
static const int32_t needed_least = CUL_SATURATED_MNAT + CUL_SECOND_LEAST_MNAT;

int32_t cul_strength_needed(double sources, double false_per_year)
{
	const double nats = log(sources * 365 / false_per_year);

	return nats * 1000 > needed_least ? (int32_t)lround(nats * 1000)
					  : needed_least;
}

bool cul_strength_speaks(struct cul_strength st)
{
	return st.first >= CUL_SATURATED_MNAT || st.all >= needed_least;
}

bool cul_strength_stops(struct cul_strength st, int32_t needed_mnat)
{
	if (st.first < CUL_SATURATED_MNAT)
		return st.all >= needed_least && st.all >= needed_mnat;
	return st.second >= CUL_SECOND_LEAST_MNAT &&
	       st.first + st.second >= needed_mnat;
}
