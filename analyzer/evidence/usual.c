/* \summary: learning from the sources themselves what is usual
 *
 * A share is fitted by maximum likelihood over a grid: of the honest, its mean
 * and how much they differ; and how many are guilty, who are in the log too
 * and would be taken for sloppy honest ones otherwise. The mean may leave the
 * built-in one by a factor of four at most: beyond that the log is not a
 * provider's day.
 *
 * Of outsiders it is counted how many ask us to relay at all. Each of them
 * that is not to be stopped already is taken for honest, which it seldom is:
 * so this share is too large, and errs on the side of the honest.
 */
#include "evidence/usual.h"

#include <math.h>
#include <stdlib.h>

#include "culprit/beta.h"
#include "evidence/table_int.h"

/* Of a large table a sample is enough: 1 in 200 of a share's error. */
enum { SAMPLE_MOST = 4096 };

struct mail { /* of one source */
	uint32_t all, bad, refused;
	bool half_a_day; /* its window is so old at least */
};

struct sample {
	struct mail *v;
	size_t n;
	uint32_t stride;
	uint32_t outsiders, asking;
	uint32_t lines, many_names; /* of households */
	int64_t t_usec;             /* now */
};

static struct cul_spread spread_of(double mean, double a)
{
	return (struct cul_spread){ a, a / mean - a };
}

static void take_outsider(struct sample *sm, const struct cul_source *s)
{
	sm->outsiders++;
	sm->asking +=
		s->counts[CUL_C_relay_foreign] != 0 && s->flagged >> 16 == 0;
}

static void take_line(struct sample *sm, const struct cul_source *s)
{
	sm->lines++;
	sm->many_names +=
		cul_distinct(s, CUL_D_SENDER_DOMAINS) >= CUL_NAMES_MANY &&
		!cul_source_is_guilty(s);
}

static int take(void *arg, struct cul_source *s)
{
	struct sample *sm = arg;
	const uint32_t neutral = s->counts[CUL_C_out_neutral];
	const uint32_t contacts = s->counts[CUL_C_out_contacts];

	if (!s->ours && s->subject == CUL_SUBJECT_IP)
		take_outsider(sm, s);
	if (s->ours && s->counts[CUL_C_messages] != 0 && cul_source_is_line(s))
		take_line(sm, s);
	if (!s->ours || s->id % sm->stride != 0 || sm->n == SAMPLE_MOST ||
	    s->subject == CUL_SUBJECT_LOCAL_USER ||
	    s->subject == CUL_SUBJECT_SERVER || contacts == neutral ||
	    cul_source_is_guilty(s))
		return CUL_OK;
	sm->v[sm->n++] = (struct mail){
		.all = contacts - neutral,
		.bad = s->counts[CUL_C_out_bad_recipient],
		.refused = s->counts[CUL_C_out_content],
		.half_a_day = sm->t_usec - s->t_window >= CUL_USEC_PER_DAY / 2,
	};
	return CUL_OK;
}

/* So many sources had these hits of these tries. */
struct share {
	uint32_t hits, tries;
	double sources;
	double guilty; /* likelihood of it if they are  */
};

/* Of hits in tries, but for the binomial coefficient, which all share. */
static double likelihood(const struct share *v, struct cul_spread p)
{
	return exp(cul_log_beta(v->hits + p.a, v->tries - v->hits + p.b) -
		   cul_log_beta(p.a, p.b));
}

/* Half of the guilty as a bot with a bought list (a third fails), half as one
 * that is careful (a sixth). */
static void guilt_weigh(struct share *v, size_t n)
{
	const struct cul_spread loud = { 2, 4 }, careful = { 3, 15 };

	for (size_t i = 0; i < n; i++)
		v[i].guilty =
			(likelihood(&v[i], loud) + likelihood(&v[i], careful)) /
			2;
}

/* The best share of guilty for one model of the honest. */
static double mixed(const struct share *v, size_t n, const double *honest)
{
	static const double shares[] = { 0, .002, .005, .01, .03, .1, .2 };
	double most = -HUGE_VAL;

	for (size_t k = 0; k < sizeof(shares) / sizeof(*shares); k++) {
		double sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += v[i].sources * log((1 - shares[k]) * honest[i] +
						  shares[k] * v[i].guilty);
		if (sum > most)
			most = sum;
	}
	return most;
}

/* The mean from a quarter of the built-in one to four times as much, by the
 * third root of 2. */
enum { MEANS = 13 };

static struct cul_spread fitted(const struct share *v, size_t n,
				double built_in, double *honest)
{
	static const double shapes[] = { .5, 1.5, 4, 12 };
	struct cul_spread best = spread_of(built_in, .5);
	double most = -HUGE_VAL;

	for (unsigned m = 0; m < MEANS; m++) {
		const double mean = built_in / 4 * exp2(m / 3.0);

		for (size_t k = 0; k < sizeof(shapes) / sizeof(*shapes); k++) {
			struct cul_spread p = spread_of(mean, shapes[k]);
			double l;

			for (size_t i = 0; i < n; i++)
				honest[i] = likelihood(&v[i], p);
			l = mixed(v, n, honest);
			if (l > most) {
				most = l;
				best = p;
			}
		}
	}
	return best;
}

static int by_share(const void *av, const void *bv)
{
	const struct share *a = av, *b = bv;

	if (a->tries != b->tries)
		return a->tries < b->tries ? -1 : 1;
	return a->hits < b->hits ? -1 : a->hits > b->hits;
}

/* Most sources are small, so that many have the same share. */
static size_t grouped(struct share *v, size_t n)
{
	size_t kept = 0;

	qsort(v, n, sizeof(*v), by_share);
	for (size_t i = 1; i < n; i++) {
		if (by_share(&v[kept], &v[i]) == 0)
			v[kept].sources++;
		else
			v[++kept] = v[i];
	}
	return n != 0 ? kept + 1 : 0;
}

/* A large source is as sure as any of so many tries, and no likelihood of it
 * is too small for a double. */
enum { TRIES_MOST = 200 };

static struct share share_of(uint32_t hits, uint32_t tries)
{
	if (tries > TRIES_MOST) {
		hits = (uint32_t)((uint64_t)hits * TRIES_MOST / tries);
		tries = TRIES_MOST;
	}
	return (struct share){ hits, tries, 1, 0 };
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

struct room {
	struct share v[SAMPLE_MOST];
	double honest[SAMPLE_MOST];
};

static struct cul_spread learned(const struct sample *sm, struct room *r,
				 bool of_refused, double built_in)
{
	size_t n = 0;

	for (; n < sm->n; n++)
		r->v[n] = share_of(of_refused ? sm->v[n].refused : sm->v[n].bad,
				   sm->v[n].all);
	n = grouped(r->v, n);
	guilt_weigh(r->v, n);
	return fitted(r->v, n, built_in, r->honest);
}

/* One more, who has not shown it yet. */
static void learn_seen(struct cul_seen *seen, uint32_t many, uint32_t of)
{
	if (of >= CUL_USUAL_LEAST)
		*seen = (struct cul_seen){ (many + 1.0) / (of + 1.0), of };
}

static void learn(struct cul_usual *u, struct sample *sm, struct room *r)
{
	const struct cul_usual built_in = cul_usual_built_in();

	/* One more, who has not asked yet. */
	if (sm->outsiders >= CUL_USUAL_LEAST) {
		u->n_outsiders = sm->outsiders;
		u->asking = (sm->asking + 1.0) / (sm->outsiders + 1.0);
	}
	learn_seen(&u->names, sm->many_names, sm->lines);
	if (sm->n < CUL_USUAL_LEAST)
		return;
	u->n_sources = (uint32_t)sm->n;
	u->bad = learned(sm, r, false, cul_spread_mean(built_in.bad));
	u->rejected = learned(sm, r, true, cul_spread_mean(built_in.rejected));
	u->recipients = recipients_of(sm->v, sm->n, u->recipients);
}

int cul_usual_learn(struct cul_table *t, int64_t t_usec)
{
	struct sample sm = {
		.t_usec = t_usec,
		.v = malloc(SAMPLE_MOST * sizeof(*sm.v)),
		.stride = t->n_ids / SAMPLE_MOST + 1,
	};
	struct room *r = malloc(sizeof(*r));
	int err = CUL_ENOMEM;

	if (sm.v != NULL && r != NULL) {
		err = cul_table_each(t, take, &sm);
		if (err == CUL_OK)
			learn(&t->usual, &sm, r);
	}
	free(sm.v);
	free(r);
	return err;
}

struct cul_usual cul_table_usual(const struct cul_table *t)
{
	return t->usual;
}
