/* \summary: somebody asks our servers to relay between strangers
 * why: a mail server has no business asking us to pass on mail that is
 *	neither from nor to us, and nobody writes u%d@host or @a:u@b by
 *	accident; a prober tries it and never gets anything else
 * misses: a prober with one try a day; one that names an existing mailbox of
 *	ours as sender (taken for roaming); without test syntax also one that
 *	writes to us as well, or keeps to one or two target domains
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_PAIRS, K_SERVERS, K_SENDER_DOMAINS };

static const struct cul_knob knobs[] = {
	[K_PAIRS] = { "pairs",
		      "recipients that one honest outsider in 10,000 wants "
		      "reached through us for a stranger; in test syntax "
		      "each counts twice",
		      3, 2, 100 },
	[K_SERVERS] = { "servers",
			"servers of ours to which one honest outsider in "
			"10,000 turns",
			8, 2, 100 },
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "sender domains that one refused honest client "
			       "in 10,000 shows",
			       4, 2, 100 },
	{ .name = NULL },
};

static void note_pairs(struct cul_finding *f, const struct cul_source *s,
		       double line)
{
	const uint32_t foreign = cul_count(s, CUL_C_relay_foreign);
	const uint32_t tricks = cul_count(s, CUL_C_relay_tricks);
	/* Nobody writes test syntax by accident: it counts twice.
	 * Where the
	 * log names no sender (OpenSMTPD's refusals) it may be one of ours on
	 * his way: a recipient in plain counts half. */
	const bool unnamed = cul_distinct(s, CUL_D_SENDERS) == 0;
	const double plain =
		(double)foreign - (tricks < foreign ? tricks : foreign);
	const double n = (double)foreign + tricks - (unnamed ? plain / 2 : 0);
	const struct cul_reason r = {
		.family = CUL_FAMILY_RELAYING,
		.signal = "distinct recipients it wanted relayed to for "
			  "strangers",
		.observed = foreign > tricks ? foreign : tricks,
		.usual = 0,
		.score_mnat = cul_score_rare(n, 0, line),
	};

	cul_finding_add(f, &r,
			"recipients it wanted reached for a sender outside "
			"our domains: %u; in test syntax: %u; usual are 0",
			foreign, tricks);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const enum cul_subject who = cul_source_subject(s);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_RELAY_PROBE);

	if (who == CUL_SUBJECT_LOCAL_USER || who == CUL_SUBJECT_SERVER ||
	    who == CUL_SUBJECT_ACCOUNT)
		return false;
	if (cul_count(s, CUL_C_relay_foreign) +
		    cul_count(s, CUL_C_relay_tricks) ==
	    0)
		return false;
	note_pairs(f, s, knob[K_PAIRS]);
	cul_signal_fruitless(f, s);
	/* A server whose mail we take brings it from many domains and to each
	 * of our servers rightly. Of others each new name for the same question
	 * says that it is a test. */
	if (!cul_source_granted(s)) {
		cul_signal_sender_domains(f, s, knob[K_SENDER_DOMAINS]);
		cul_signal_servers(f, s, knob[K_SERVERS]);
	}
	return cul_finding_saturates(f, CUL_FAMILY_RELAYING) ||
	       (cul_count(s, CUL_C_relay_foreign) >= 2 &&
		cul_finding_saturates(f, CUL_FAMILY_DIVERSITY));
}

const struct cul_detector cul_detector_relay_probe = {
	.name = "relay-probe",
	.kind = CUL_KIND_RELAY_PROBE,
	.summary = "somebody asks our servers to relay between strangers",
	.why = "a mail server has no business asking us to pass on mail that "
	       "is neither from nor to us, and nobody writes u%d@host or "
	       "@a:u@b by accident; a prober tries it and never gets anything "
	       "else",
	.misses = "a prober with one try a day; one that names an existing "
		  "mailbox of ours as sender (taken for roaming); without test "
		  "syntax also one that writes to us as well, or keeps to one "
		  "or two target domains",
	.knobs = knobs,
	.judge = judge,
};
