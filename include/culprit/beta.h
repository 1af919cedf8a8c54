/* \summary: logarithms of the gamma and beta functions */
#ifndef CUL_BETA_H
#define CUL_BETA_H

#include <math.h>

/* lgamma() leaves its sign in a global, which threads would share. */
static inline double cul_log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

static inline double cul_log_beta(double a, double b)
{
	return cul_log_gamma(a) + cul_log_gamma(b) - cul_log_gamma(a + b);
}

#endif
