/* \summary: learning from the sources themselves what is usual
 *
 * A share is fitted by maximum likelihood over a grid of means and shapes, to
 * sources of ours with some mail; then those that stand out from the fit are
 * left aside, and it is fitted again. The mean may leave the built-in one by a
 * factor of four at most: beyond that the log is not a provider's day.
 */
#include "evidence/usual.h"

#include <math.h>
#include <stdlib.h>

#include "evidence/table_int.h"

/* Of a large table a sample is enough: 1 in 200 of a share's error. */
enum { SAMPLE_MOST = 4096, CONTACTS_LEAST = 8, ROUNDS = 3 };

struct mail { /* of one source */
	double all, bad, refused;
	bool half_a_day; /* its window is so old at least */
};

struct sample {
	struct mail *v;
	size_t n;
	uint32_t stride;
	int64_t t_usec; /* now */
};

static struct cul_spread spread_of(double mean, double a)
{
	return (struct cul_spread){ a, a / mean - a };
}

static int take(void *arg, struct cul_source *s)
{
	struct sample *sm = arg;
	const uint32_t neutral = s->counts[CUL_C_out_neutral];
	const uint32_t contacts = s->counts[CUL_C_out_contacts];

	if (!s->ours || s->id % sm->stride != 0 || sm->n == SAMPLE_MOST ||
	    s->subject == CUL_SUBJECT_LOCAL_USER ||
	    s->subject == CUL_SUBJECT_SERVER || contacts == 0)
		return CUL_OK;
	sm->v[sm->n++] = (struct mail){
		.all = contacts - neutral,
		.bad = s->counts[CUL_C_out_bad_recipient],
		.refused = s->counts[CUL_C_out_content],
		.half_a_day = sm->t_usec - s->t_window >= CUL_USEC_PER_DAY / 2,
	};
	return CUL_OK;
}

/* Of the mail of one source: hits of tries. */
struct share {
	double hits, tries;
	bool aside;
};

/* lgamma() leaves its sign in a global, which threads would share. */
static double log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

static double log_beta(double a, double b)
{
	return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

static double likelihood(const struct share *v, size_t n, struct cul_spread p)
{
	const double whole = log_beta(p.a, p.b);
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!v[i].aside)
			sum += log_beta(v[i].hits + p.a,
					v[i].tries - v[i].hits + p.b) -
			       whole;
	return sum;
}

static struct cul_spread fitted(const struct share *v, size_t n,
				double built_in)
{
	static const double shapes[] = { .5, 1, 2, 4 };
	struct cul_spread best = spread_of(built_in, .5);
	double most = -INFINITY;

	for (double f = .25; f < 4.1; f *= 1.18921) { /* the fourth root of 2 */
		for (size_t k = 0; k < sizeof(shapes) / sizeof(*shapes); k++) {
			struct cul_spread p =
				spread_of(built_in * f, shapes[k]);
			double l = likelihood(v, n, p);

			if (l > most) {
				most = l;
				best = p;
			}
		}
	}
	return best;
}

/* Three standard deviations of the beta-binomial above its mean. */
static void set_aside(struct share *v, size_t n, struct cul_spread p)
{
	const double mean = cul_spread_mean(p), rho = 1 / (p.a + p.b + 1);

	for (size_t i = 0; i < n; i++) {
		const double t = v[i].tries;
		const double var = t * mean * (1 - mean) * (1 + (t - 1) * rho);

		v[i].aside = v[i].hits - t * mean > 3 * sqrt(var) + .5;
	}
}

static struct cul_spread learned(struct share *v, size_t n, double built_in)
{
	struct cul_spread p = spread_of(built_in, .5);

	for (unsigned i = 0; i < ROUNDS; i++) {
		set_aside(v, n, p);
		p = fitted(v, n, built_in);
	}
	return p;
}

static int rising(const void *av, const void *bv)
{
	const struct mail *a = av, *b = bv;

	return a->all < b->all ? -1 : a->all > b->all;
}

/* The mean of all but the largest tenth, which may be lists or bots; of those
 * who have had half a day to write. */
static double recipients_of(struct mail *v, size_t n, double before)
{
	size_t kept, old = 0;
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].half_a_day)
			v[old++] = v[i];
	if (old < CUL_USUAL_LEAST)
		return before;
	qsort(v, old, sizeof(*v), rising);
	kept = old - old / 10;
	for (size_t i = 0; i < kept; i++)
		sum += v[i].all;
	sum /= (double)kept;
	return sum < 5 ? 5 : sum > 50 ? 50 : sum;
}

static void learn(struct cul_usual *u, struct sample *sm, struct share *v)
{
	const struct cul_usual built_in = cul_usual_built_in();
	size_t n = 0;

	for (size_t i = 0; i < sm->n; i++)
		if (sm->v[i].all >= CONTACTS_LEAST)
			v[n++] = (struct share){ sm->v[i].bad, sm->v[i].all,
						 false };
	if (n < CUL_USUAL_LEAST)
		return;
	u->n_sources = (uint32_t)n;
	u->bad = learned(v, n, cul_spread_mean(built_in.bad));
	n = 0;
	for (size_t i = 0; i < sm->n; i++)
		if (sm->v[i].all >= CONTACTS_LEAST)
			v[n++] = (struct share){ sm->v[i].refused, sm->v[i].all,
						 false };
	u->rejected = learned(v, n, cul_spread_mean(built_in.rejected));
	u->recipients = recipients_of(sm->v, sm->n, u->recipients);
}

int cul_usual_learn(struct cul_table *t, int64_t t_usec)
{
	struct sample sm = {
		.t_usec = t_usec,
		.v = malloc(SAMPLE_MOST * sizeof(*sm.v)),
		.stride = t->n_ids / SAMPLE_MOST + 1,
	};
	struct share *v = malloc(SAMPLE_MOST * sizeof(*v));
	int err = CUL_ENOMEM;

	if (sm.v != NULL && v != NULL) {
		err = cul_table_each(t, take, &sm);
		if (err == CUL_OK)
			learn(&t->usual, &sm, v);
	}
	free(sm.v);
	free(v);
	return err;
}

struct cul_usual cul_table_usual(const struct cul_table *t)
{
	return t->usual;
}
