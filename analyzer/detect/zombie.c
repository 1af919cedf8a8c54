/* \summary: an infected machine that sends in strangers' names
 * why: a bot takes sender and HELO names from a list, its recipients from a
 *	bought one; a household has one or two senders and knows whom it
 *	writes to
 * misses: a bot that keeps to its owner's address (see spammer), one below
 *	a handful of messages a day, one that goes round our servers
 */
#include "detect/signals.h"

enum { K_SENDER_DOMAINS, K_HELOS, K_DOMAINS_AN_HOUR, K_RECIPIENTS };

static const struct cul_knob knobs[] = {
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "sender domains that one honest line in 10,000 "
			       "shows in a day",
			       9, 3, 1000 },
	[K_HELOS] = { "helos",
		      "HELO names that one honest line in 10,000 shows in a "
		      "day; offices have one a machine",
		      30, 3, 10000 },
	[K_DOMAINS_AN_HOUR] = { "usual_domains_an_hour",
				"recipient domains first met in the busiest "
				"hour, mean of the honest",
				5, 0.1, 1000 },
	[K_RECIPIENTS] = { "usual_recipients",
			   "distinct recipients elsewhere in a day, mean of "
			   "the honest",
			   20, 1, 1e5 },
	{ .name = NULL },
};

/* More names than one in 100 shows, and what is sent under them is dead and
 * refused more than that of one in 100. */
static bool bad_in_many_names(const struct cul_finding *f)
{
	enum { MANY_MNAT = 4605 };

	return cul_finding_score(f, CUL_FAMILY_DIVERSITY) >= MANY_MNAT &&
	       cul_finding_score(f, CUL_FAMILY_REJECTIONS) +
			       cul_finding_score(f,
						 CUL_FAMILY_BAD_RECIPIENTS) >=
		       CUL_TOGETHER_MNAT;
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_ZOMBIE);

	if (!cul_source_is_ours(s) || who == CUL_SUBJECT_LOCAL_USER ||
	    who == CUL_SUBJECT_SERVER)
		return false;
	if (!cul_signals_forge(s, knob[K_SENDER_DOMAINS], knob[K_HELOS]))
		return false;
	cul_signal_sender_domains(f, s, knob[K_SENDER_DOMAINS]);
	cul_signal_helos(f, s, knob[K_HELOS]);
	cul_signal_bad_elsewhere(f, s);
	cul_signal_bad_here(f, s);
	cul_signal_rejections(f, s);
	cul_signal_new_domains(f, s, knob[K_DOMAINS_AN_HOUR]);
	cul_signal_recipients(f, s, knob[K_RECIPIENTS]);
	cul_signal_past(f, s);
	return cul_finding_saturates(f, CUL_FAMILY_DIVERSITY) ||
	       cul_signals_bad_mail(f) || bad_in_many_names(f);
}

const struct cul_detector cul_detector_zombie = {
	.name = "zombie",
	.kind = CUL_KIND_ZOMBIE,
	.summary = "an infected machine that sends in strangers' names",
	.why = "a bot takes senders and HELO names from a list and its "
	       "recipients from a bought one; a household has one or two "
	       "senders and knows whom it writes to",
	.misses = "a bot that keeps to its owner's address (see spammer), one "
		  "below a handful of messages a day, one that goes round our "
		  "servers",
	.knobs = knobs,
	.judge = judge,
};
