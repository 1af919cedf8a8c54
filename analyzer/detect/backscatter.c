/* \summary: a server that answers forged mail with bounces
 * why: a bounce goes to somebody who wrote; who takes spam first and refuses
 *	it afterwards sends bounces to whomever the spammer named, who never
 *	wrote or does not exist
 * misses: one that sends no more than a handful here; forged names of people
 *	who also wrote that day; everything but mailboxes that do not exist
 *	in the first half day, and where the log of what we send is not read;
 *	those too where the log names no sender of what it refuses
 */
#include "detect/score.h"
#include "detect/signals.h"

#include <math.h>

enum { K_LEAST, K_HONEST, K_GUILTY };

static const struct cul_knob knobs[] = {
	[K_LEAST] = { "least", "say nothing below so many distinct mailboxes",
		      9, 2, 1e4 },
	[K_HONEST] = { "honest_share",
		       "share of an honest server's bounces that no mail in "
		       "the log explains",
		       0.3, .01, .9 },
	[K_GUILTY] = { "guilty_share",
		       "the same of one that answers forged mail", 0.9, .02,
		       .99 },
	{ .name = NULL },
};

/* Wald's test over distinct mailboxes, all at once: the mail that a bounce
 * answers may be told of later. */
static void note_ours(struct cul_finding *f, const struct cul_bounces *b,
		      const double knob[])
{
	const double t0 = knob[K_HONEST], t1 = knob[K_GUILTY];
	const uint32_t never = b->unknown + b->never;
	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "mailboxes of ours it sent bounces to that never "
			  "wrote",
		.observed = never,
		.of = never + b->matched,
		.usual = t0,
		.score_mnat = cul_score_clip(
			1000 * (never * log(t1 / t0) +
				b->matched * log((1 - t1) / (1 - t0)))),
	};

	cul_finding_add(f, &r,
			"bounces to %u mailboxes that never wrote, %u of "
			"which are not here, and to %u that did write; usual "
			"are %g of 100",
			never, b->unknown, b->matched, 100 * t0);
}

/* What it sent elsewhere for one of ours: people who wrote to it exist. */
static void note_elsewhere(struct cul_finding *f, const struct cul_bounces *b)
{
	const struct cul_reason dead = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "addresses elsewhere it sent bounces to that do not "
			  "exist",
		.observed = b->out_dead,
		.of = b->out,
		.usual = .0437,
		.score_mnat = cul_score_spread(b->out_dead, b->out,
					       cul_usual_built_in().bad),
	};
	const struct cul_reason refused = {
		.family = CUL_FAMILY_REJECTIONS,
		.signal = "addresses elsewhere whose servers refused its "
			  "bounces as spam",
		.observed = b->out_refused,
		.of = b->out,
		.usual = .005,
		.score_mnat = cul_score_spread(b->out_refused, b->out,
					       cul_usual_built_in().rejected),
	};

	cul_finding_add(f, &dead,
			"bounces to %u addresses elsewhere, of which %u do not "
			"exist; usual are 4 in 100",
			b->out, b->out_dead);
	cul_finding_add(f, &refused,
			"bounces to %u addresses elsewhere, of which %u were "
			"refused as spam; usual are 5 in 1,000",
			b->out, b->out_refused);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	const struct cul_bounces b = cul_source_bounces(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_BACKSCATTER);

	if (who != CUL_SUBJECT_IP && who != CUL_SUBJECT_CUSTOMER)
		return false;
	if (b.unknown + b.never >= knob[K_LEAST])
		note_ours(f, &b, knob);
	if (cul_source_is_ours(s) && b.out >= knob[K_LEAST])
		note_elsewhere(f, &b);
	return cul_finding_saturates(f, CUL_FAMILY_BAD_RECIPIENTS) ||
	       cul_finding_saturates(f, CUL_FAMILY_REJECTIONS);
}

const struct cul_detector cul_detector_backscatter = {
	.name = "backscatter",
	.kind = CUL_KIND_BACKSCATTER,
	.summary = "a server that answers forged mail with bounces",
	.why = "a bounce goes to somebody who wrote; who takes spam first and "
	       "refuses it afterwards sends bounces to whomever the spammer "
	       "named, who never wrote or does not exist",
	.misses = "one that sends no more than a handful here; forged names "
		  "of people who also wrote that day; everything but mailboxes "
		  "that do not exist in the first half day, and where the log "
		  "of what we send is not read; those too where the log names "
		  "no sender of what it refuses",
	.knobs = knobs,
	.judge = judge,
};
