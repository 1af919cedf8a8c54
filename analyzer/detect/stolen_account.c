/* \summary: a login that others use as well as its owner
 * why: thieves hand one password to many machines; an owner has a home, an
 *	office and a phone
 * misses: a thief who sits in our own networks and uses one machine, which is
 *	judged as zombie or spammer by account; a log without client addresses
 *	of submissions
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_NETS, K_SENDER_DOMAINS, K_DOMAINS_AN_HOUR, K_RECIPIENTS };

static const struct cul_knob knobs[] = {
	[K_NETS] = { "nets",
		     "networks (/24, /48; by [network] mmdb ASNs) from which "
		     "one "
		     "honest account in 10,000 logs in within a day",
		     6, 2, 100 },
	[K_SENDER_DOMAINS] = { "sender_domains",
			       "sender domains that one honest account in "
			       "10,000 shows in a day",
			       9, 3, 1000 },
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

static void note_nets(struct cul_finding *f, const struct cul_source *s,
		      double line)
{
	const uint32_t n = cul_distinct(s, CUL_D_LOGIN_NETS);
	const struct cul_reason r = {
		.family = CUL_FAMILY_LOGINS,
		.signal = "networks it was used from",
		.observed = n,
		.usual = 1,
		.score_mnat = cul_score_rare(n, 1, line),
	};

	cul_finding_add(f, &r,
			"the login was used from %u networks in a day; usual "
			"are 1 to 3, one account in 10,000 shows %g",
			n, line);
}

/* Two networks are what many show. But who sends spam by a login from more than
 * one place, or from a place that is not ours, is hardly its owner: his
 * machine stands where he is. Then what the mail itself shows decides, and
 * where the logins come from gives it its name. */
static bool in_other_hands(const struct cul_source *s)
{
	return cul_distinct(s, CUL_D_LOGIN_NETS) > 1 ||
	       (cul_source_networks_known(s) &&
		cul_source_logins_outside(s) != 0);
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_STOLEN_ACCOUNT);

	if (cul_source_subject(s) != CUL_SUBJECT_ACCOUNT)
		return false;
	note_nets(f, s, knob[K_NETS]);
	if (!cul_finding_saturates(f, CUL_FAMILY_LOGINS) && !in_other_hands(s))
		return false;
	cul_signal_bad_elsewhere(f, s);
	cul_signal_rejections(f, s);
	cul_signal_sender_domains(f, s, knob[K_SENDER_DOMAINS]);
	cul_signal_new_domains(f, s, knob[K_DOMAINS_AN_HOUR]);
	cul_signal_recipients(f, s, knob[K_RECIPIENTS]);
	cul_signal_past(f, s);
	return cul_finding_saturates(f, CUL_FAMILY_LOGINS) ||
	       cul_finding_saturates(f, CUL_FAMILY_DIVERSITY) ||
	       cul_signals_bad_mail(f);
}

const struct cul_detector cul_detector_stolen_account = {
	.name = "stolen-account",
	.kind = CUL_KIND_STOLEN_ACCOUNT,
	.summary = "a login that others use as well as its owner",
	.why = "thieves hand one password to many machines; an owner has a "
	       "home, an office and a phone",
	.misses = "a thief who sits in our own networks and uses one machine, "
		  "which is judged as zombie or spammer by account; a log "
		  "without client addresses of submissions",
	.knobs = knobs,
	.judge = judge,
};
