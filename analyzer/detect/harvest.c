/* \summary: somebody guesses which mailboxes we have
 * why: who writes to people knows their addresses; a guesser meets one that
 *	does not exist at nearly every try, each another
 * misses: guesses spread over many addresses, a few each; guesses with the
 *	null sender, which are kept apart with the bounces
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_LEAST, K_MAILBOXES };

static const struct cul_knob knobs[] = {
	[K_LEAST] = { "least",
		      "say nothing below so many distinct unknown mailboxes",
		      10, 2, 1e4 },
	[K_MAILBOXES] = { "mailboxes",
			  "distinct unknown mailboxes for which one honest "
			  "outsider in 10,000 asks in a day",
			  25, 3, 1e5 },
	{ .name = NULL },
};

static void note_mailboxes(struct cul_finding *f, const struct cul_source *s,
			   double line)
{
	const uint32_t n = cul_count(s, CUL_C_in_bad_recipient);
	const struct cul_reason r = {
		.family = CUL_FAMILY_SPREAD,
		.signal = "distinct mailboxes it asked for that are not here",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"%u different mailboxes that are not here; usual are "
			"0 to 2, one outsider in 10,000 asks for %g",
			n, line);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_HARVEST);

	if (who == CUL_SUBJECT_LOCAL_USER || who == CUL_SUBJECT_SERVER)
		return false;
	if (cul_count(s, CUL_C_in_bad_recipient) < knob[K_LEAST])
		return false;
	cul_signal_bad_here(f, s);
	if (!cul_finding_saturates(f, CUL_FAMILY_BAD_RECIPIENTS))
		return false;
	note_mailboxes(f, s, knob[K_MAILBOXES]);
	cul_signal_fruitless(f, s);
	return true;
}

const struct cul_detector cul_detector_harvest = {
	.name = "harvest",
	.kind = CUL_KIND_HARVEST,
	.summary = "somebody guesses which mailboxes we have",
	.why = "who writes to people knows their addresses; a guesser meets "
	       "one that does not exist at nearly every try, each another",
	.misses = "guesses spread over many addresses, a few each; guesses "
		  "with the null sender, which are kept apart with the "
		  "bounces",
	.knobs = knobs,
	.judge = judge,
};
