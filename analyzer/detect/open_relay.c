/* \summary: a customer's mail server that relays for strangers
 * why: it writes as its own domain all day, and beside that as many domains
 *	that come once or twice and never again, to people who do not exist
 *	or refuse it as spam
 * misses: a relay whose owner does not write; one that strangers use under
 *	a few domains for hours (see spammer); while it is new to them, the
 *	first dozen of messages
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_SENDER_DOMAINS, K_STEADY_HOURS };

static const struct cul_knob knobs[] = {
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "sender domains seen in one or two hours that "
			       "one honest line in 10,000 shows in a day",
			       9, 3, 1000 },
	[K_STEADY_HOURS] = { "steady_hours",
			     "hours of the day in which the owner's own domain "
			     "is seen at the least",
			     6, 3, 24 },
	{ .name = NULL },
};

static void note_strangers(struct cul_finding *f,
			   const struct cul_sender_mix *m, double line)
{
	const struct cul_reason r = {
		.family = CUL_FAMILY_DIVERSITY,
		.signal = "sender domains beside its own, seen in one or two "
			  "hours",
		.observed = m->strangers,
		.usual = 1,
		.score_mnat = cul_score_rare(m->strangers, 1, line),
	};

	cul_finding_add(f, &r,
			"one domain in %u hours of the day, and beside it %u "
			"that were seen in one or two; one line in 10,000 "
			"shows %g",
			m->hours, m->strangers, line);
}

/* A domain is one opinion, however much it wrote: an old list of one customer
 * of a server for many is one domain. So the share of domains is held against
 * what honest senders show, or tested by Wald's walk at once, with the shares
 * that [walk.bad-recipient] has by default. */
static void note_dead(struct cul_finding *f, const struct cul_sender_mix *m)
{
	const double up = 1098.6, down = -693.1; /* ln(.6/.2), ln(.4/.8) */
	const int32_t walk =
		cul_score_clip(up * m->dead + down * (m->strangers - m->dead));
	const int32_t share = cul_score_spread(m->dead, m->strangers,
					       cul_usual_built_in().bad);
	const struct cul_reason r = {
		.family = CUL_FAMILY_BAD_RECIPIENTS,
		.signal = "of these domains, with a recipient that does not "
			  "exist",
		.observed = m->dead,
		.of = m->strangers,
		.usual = .0437,
		.score_mnat = walk > share ? walk : share,
	};

	cul_finding_add(f, &r,
			"%u of these %u domains wrote to somebody who does not "
			"exist; usual are 4 in 100",
			m->dead, m->strangers);
}

static void note_refused(struct cul_finding *f, const struct cul_sender_mix *m)
{
	const struct cul_reason r = {
		.family = CUL_FAMILY_REJECTIONS,
		.signal = "of these domains, refused as spam",
		.observed = m->refused,
		.of = m->strangers,
		.usual = .005,
		.score_mnat = cul_score_spread(m->refused, m->strangers,
					       cul_usual_built_in().rejected),
	};

	cul_finding_add(f, &r,
			"%u of these %u domains were refused as spam; usual "
			"are 5 in 1,000",
			m->refused, m->strangers);
}

/* What strangers send through it is bad by one measure, or by both a little:
 * only a call hangs on it, and a server for many is told by a veto. */
static bool bad_together(const struct cul_finding *f)
{
	const int32_t dead = cul_finding_score(f, CUL_FAMILY_BAD_RECIPIENTS);
	const int32_t refused = cul_finding_score(f, CUL_FAMILY_REJECTIONS);

	return dead >= CUL_SATURATED_MNAT || refused >= CUL_SATURATED_MNAT ||
	       (dead != 0 && refused != 0 &&
		dead + refused >= CUL_TOGETHER_MNAT);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_OPEN_RELAY);
	struct cul_sender_mix m;

	if (!cul_source_is_ours(s) ||
	    (who != CUL_SUBJECT_IP && who != CUL_SUBJECT_CUSTOMER) ||
	    cul_distinct(s, CUL_D_SENDER_DOMAINS) <= knob[K_SENDER_DOMAINS])
		return false;
	m = cul_source_sender_mix(s);
	if (m.hours < knob[K_STEADY_HOURS])
		return false;
	note_strangers(f, &m, knob[K_SENDER_DOMAINS]);
	if (!cul_finding_saturates(f, CUL_FAMILY_DIVERSITY))
		return false;
	note_dead(f, &m);
	note_refused(f, &m);
	return bad_together(f);
}

const struct cul_detector cul_detector_open_relay = {
	.name = "open-relay",
	.kind = CUL_KIND_OPEN_RELAY,
	.summary = "a customer's mail server that relays for strangers",
	.why = "it writes as its own domain all day, and beside that as many "
	       "domains that come once or twice and never again, to people "
	       "who do not exist or refuse it as spam",
	.misses = "a relay whose owner does not write; one that strangers use "
		  "under a few domains for hours (see spammer); while it is "
		  "new to them, the first dozen of messages",
	.knobs = knobs,
	.judge = judge,
};
