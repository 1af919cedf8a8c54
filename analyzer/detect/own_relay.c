/* \summary: a server of ours passes on mail between strangers
 * why: mail that came from outside without a login and left for elsewhere
 *	can only have been relayed; it is our own fault and spreads fast
 * misses: everything while our networks are not configured; a relay that
 *	only a trick in the address opens and that logs it as local
 */
#include "detect/finding.h"
#include "detect/score.h"

enum { K_RECIPIENTS };

static const struct cul_knob knobs[] = {
	[K_RECIPIENTS] = { "recipients",
			   "recipients relayed for strangers that one sound "
			   "server in 10,000 shows, by an exception nobody "
			   "told us of",
			   4, 1, 1e6 },
	{ .name = NULL },
};

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const uint32_t n = cul_count(s, CUL_C_relayed_strangers);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_OWN_RELAY);
	const struct cul_reason r = {
		.family = CUL_FAMILY_RELAYING,
		.signal = "recipients elsewhere served for outsiders without "
			  "a login",
		.observed = n,
		.usual = 0,
		.score_mnat = cul_score_rare(n, 0, knob[K_RECIPIENTS]),
	};

	if (cul_source_subject(s) != CUL_SUBJECT_SERVER ||
	    !cul_source_networks_known(s))
		return false;
	cul_finding_add(f, &r,
			"%u recipients elsewhere were served for outsiders "
			"without a login; usual are 0",
			n);
	if (!cul_finding_saturates(f, CUL_FAMILY_RELAYING))
		return false;
	return true;
}

const struct cul_detector cul_detector_own_relay = {
	.name = "own-relay",
	.kind = CUL_KIND_OWN_RELAY,
	.summary = "a server of ours passes on mail between strangers",
	.why = "mail that came from outside without a login and left for "
	       "elsewhere can only have been relayed; it is our own fault and "
	       "spreads fast",
	.misses = "everything while our networks are not configured; a relay "
		  "that only a trick in the address opens and that logs it as "
		  "local",
	.knobs = knobs,
	.judge = judge,
};
