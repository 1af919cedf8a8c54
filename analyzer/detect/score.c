/* \summary: tails of the geometric, negative and beta-binomial */
#include "detect/score.h"

#include <math.h>

#include "culprit/beta.h"

/* Beyond so many tries the tail hardly moves, but has ever more terms: a
 * source with a million recipients is judged as one with as many as this of
 * the same share. */
static const double tries_most = 4096;

/* A tail's terms fall; below this share of the sum the rest is nothing. */
static const double enough = 1e-9;

int32_t cul_score_clip(double mnat)
{
	if (!(mnat > 0))
		return 0;
	return mnat < CUL_SCORE_MOST ? (int32_t)lround(mnat) : CUL_SCORE_MOST;
}

int32_t cul_score_rare(double n, double first, double line)
{
	if (n <= first || line <= first)
		return 0;
	return cul_score_clip(1000 * log(1e4) * (n - first) / (line - first));
}

int32_t cul_score_volume(double n, double mean, double shape)
{
	const double p = mean / (mean + shape);
	double first, sum = 1, term = 1;

	if (n <= mean || mean <= 0 || shape <= 0)
		return 0;
	/* ln P(X=n), then the ratio of each term to the one before. */
	first = cul_log_gamma(n + shape) - cul_log_gamma(shape) -
		cul_log_gamma(n + 1) + shape * log1p(-p) + n * log(p);
	for (double k = n; term > sum * enough; k++) {
		term *= p * (k + shape) / (k + 1);
		sum += term;
	}
	return cul_score_clip(-1000 * (first + log(sum)));
}

int32_t cul_score_mixed(int32_t learned_mnat, int32_t built_in_mnat)
{
	if (learned_mnat <= built_in_mnat)
		return learned_mnat;
	return cul_score_clip(-1000 * log(.99 * exp(-learned_mnat / 1000.0) +
					  .01 * exp(-built_in_mnat / 1000.0)));
}

int32_t cul_score_seen(double n, double many, double line, struct cul_seen seen)
{
	const int32_t set = cul_score_rare(n, 1, line);
	int32_t score;

	if (n < many || seen.of == 0)
		return set;
	score = cul_score_clip(set - cul_score_rare(many, 1, line) -
			       1000 * log(seen.share));
	return score > set ? cul_score_mixed(score, set) : set;
}

int32_t cul_score_share(double k, double n, double a, double b)
{
	double first, sum = 1, term = 1;

	if (n <= 0 || k > n || k <= n * a / (a + b))
		return 0;
	if (n > tries_most) {
		k *= tries_most / n;
		n = tries_most;
	}
	first = cul_log_gamma(n + 1) - cul_log_gamma(k + 1) -
		cul_log_gamma(n - k + 1) + cul_log_beta(k + a, n - k + b) -
		cul_log_beta(a, b);
	for (double i = k; i < n && term > sum * enough; i++) {
		term *= (n - i) / (i + 1) * (i + a) / (n - i - 1 + b);
		sum += term;
	}
	return cul_score_clip(-1000 * (first + log(sum)));
}

int32_t cul_score_spread(double k, double n, struct cul_spread honest)
{
	return cul_score_share(k, n, honest.a, honest.b);
}
