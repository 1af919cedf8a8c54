/* \summary: how unlikely an honest source is to show a number, in milli-nats
 *
 * A score is -1000 ln P(an honest source shows this much or more) under a
 * stated model: 9,210 is one honest source in 10,000, 0 is everybody. Scores
 * stop at CUL_SCORE_MOST, since no model is to be believed further out.
 */
#ifndef CUL_SCORE_H
#define CUL_SCORE_H

#include "culprit/usual.h"

enum { CUL_SCORE_MOST = 20000 };

/* For numbers whose tail falls by a constant factor, as of things that each
 * may or may not come one more: P(n or more) is 1 at `first` and 1 in 10,000
 * at `line`, geometric between and beyond. */
int32_t cul_score_rare(double n, double first, double line);

/* Negative binomial with that mean and shape, P(n or more): for volumes.
 * Mail is over-dispersed; for one in 10^8 over a mean of 5 Poisson gives 23,
 * shape 2 gives 64. */
int32_t cul_score_volume(double n, double mean, double shape);

/* Beta-binomial, P(k or more of n): sources differ in their true share, which
 * is Beta(a, b) over the honest; within a source it is constant. */
int32_t cul_score_share(double k, double n, double a, double b);
int32_t cul_score_spread(double k, double n, struct cul_spread honest);

/* What was learned is believed of 99 in 100 sources; the last may be as the
 * built-in model says. */
int32_t cul_score_mixed(int32_t learned_mnat, int32_t built_in_mnat);

/* As cul_score_rare from 1 on. But how rare `many` are is seen in the log, and
 * each further one is as rare as the line says. The guilty who have not been
 * found yet are among those seen, so that the share is too large, if anything:
 * where it says less than the line does, it says nothing. */
int32_t cul_score_seen(double n, double many, double line,
		       struct cul_seen seen);

/* A likelihood ratio as a score. */
int32_t cul_score_clip(double mnat);

#endif
