/* \summary: a customer away from home, refused relaying
 * why: a mail client set up for home sends as its owner, to his few friends,
 *	and tries again every few minutes; a prober seldom names a mailbox
 *	that exists
 * misses: a customer whose address is at another provider; one refused once
 */
#include "detect/score.h"
#include "detect/signals.h"

enum { K_RECIPIENTS, K_SENDERS };

static const struct cul_knob knobs[] = {
	[K_RECIPIENTS] = { "recipients",
			   "a person away writes to so many in a day at most",
			   20, 1, 1000 },
	[K_SENDERS] = { "senders",
			"sender addresses behind one such address at most", 4,
			1, 100 },
	{ .name = NULL },
};

/* One probe in 5 names a sender in a domain of ours, one in 25 one whose
 * mailbox exists; one in 5 comes again like a mail client's outbox; hardly any
 * can log in. The tries of one prober are not independent of each other, so
 * this is generous; but only a call hangs on it. */
static void note_owner(struct cul_finding *f, const struct cul_source *s)
{
	const double ours = 1609, known = 3219, again = 1609;
	const uint32_t n = cul_count(s, CUL_C_relay_contacts);
	const uint32_t mailbox = cul_count(s, CUL_C_relay_local_sender);
	const uint32_t tries = cul_count(s, CUL_C_refused_relay);
	const bool patient = tries >= 3 * n;
	const bool proved = cul_distinct(s, CUL_D_ACCOUNTS) != 0 ||
			    cul_count(s, CUL_C_logins) != 0;
	const struct cul_reason r = {
		.family = CUL_FAMILY_RELAYING,
		.signal = "distinct recipients refused to a sender of ours",
		.observed = n,
		.usual = 0,
		.score_mnat =
			cul_score_clip(known * mailbox + ours * (n - mailbox) +
				       (patient ? again * n : 0) +
				       (proved ? CUL_SATURATED_MNAT : 0)),
	};

	cul_finding_add(f, &r,
			"recipients refused: %u, in tries: %u, each time to a "
			"sender in a domain of ours; the mailbox is known "
			"here: %u%s",
			n, tries, mailbox,
			proved ? "; a login from there succeeded" : "");
}

static bool judge(const struct cul_source *s, const double knob[],
		  struct cul_finding *ret_finding)
{
	const uint32_t n = cul_count(s, CUL_C_relay_contacts);
	struct cul_finding *const f =
		cul_finding_begin(ret_finding, CUL_KIND_ROAMING);

	if (cul_source_is_ours(s) || cul_source_subject(s) != CUL_SUBJECT_IP)
		return false;
	if (n == 0 || n > knob[K_RECIPIENTS] ||
	    cul_count(s, CUL_C_relay_local_sender) > n ||
	    cul_count(s, CUL_C_relay_foreign) != 0 ||
	    cul_count(s, CUL_C_relay_tricks) != 0 ||
	    cul_distinct(s, CUL_D_SENDERS) > knob[K_SENDERS])
		return false;
	note_owner(f, s);
	if (!cul_finding_saturates(f, CUL_FAMILY_RELAYING))
		return false;
	return true;
}

const struct cul_detector cul_detector_roaming = {
	.name = "roaming",
	.kind = CUL_KIND_ROAMING,
	.summary = "a customer away from home, refused relaying",
	.why = "a mail client set up for home sends as its owner, to his few "
	       "friends, and tries again every few minutes; a prober seldom "
	       "names a mailbox that exists",
	.misses = "a customer whose address is at another provider; one "
		  "refused once",
	.knobs = knobs,
	.judge = judge,
};
