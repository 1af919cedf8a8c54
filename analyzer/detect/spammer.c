/* \summary: a customer who sends advertisements to a bought list
 * why: own domain and steady machines, so nothing is forged; but the mail is
 *	refused as spam, or much of the list is dead, at many strangers
 * misses: a list so fresh that nobody refuses it; who pauses at every
 *	hundred; forged senders (see zombie)
 */
#include "detect/signals.h"

enum { K_SENDER_DOMAINS, K_HELOS, K_DOMAINS_AN_HOUR, K_RECIPIENTS };

static const struct cul_knob knobs[] = {
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "with so many sender domains or more, and no "
			       "more than ten messages each, it is the "
			       "zombie's case",
			       9, 3, 1000 },
	[K_HELOS] = { "helos",
		      "with so many HELO names or more it is the zombie's case",
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

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_SPAMMER);

	if (!cul_source_is_ours(s) || who == CUL_SUBJECT_LOCAL_USER ||
	    who == CUL_SUBJECT_SERVER)
		return false;
	if (cul_signals_forge(s, knob[K_SENDER_DOMAINS], knob[K_HELOS]))
		return false;
	cul_signal_rejections(f, s);
	cul_signal_bad_elsewhere(f, s);
	cul_signal_bad_here(f, s);
	cul_signal_new_domains(f, s, knob[K_DOMAINS_AN_HOUR]);
	cul_signal_recipients(f, s, knob[K_RECIPIENTS]);
	cul_signal_past(f, s);
	return cul_signals_bad_mail(f);
}

const struct cul_detector cul_detector_spammer = {
	.name = "spammer",
	.kind = CUL_KIND_SPAMMER,
	.summary = "a customer who sends advertisements to a bought list",
	.why = "own domain and steady machines, so nothing is forged; but the "
	       "mail is refused as spam, or much of the list is dead, at many "
	       "strangers",
	.misses = "a list so fresh that nobody refuses it; who pauses at "
		  "every hundred; forged senders (see zombie)",
	.knobs = knobs,
	.judge = judge,
};
