/* \summary: decide from code and words what a refusal says of the sender */
#include "text/outcome.h"

#include "text/phrases.h"

static unsigned words_say(struct cul_sv text, uint16_t reply)
{
	struct cul_plain t;

	cul_plain_make(&t, text, reply);
	return cul_phrases_say(&t);
}

/* RFC 3463: x.1.1 bad mailbox, x.1.2 bad system, x.1.3 bad syntax, x.1.6
 * moved, x.1.10 null MX (RFC 7505); 5.2.1 a mailbox that is switched off for
 * good, 4.2.1 one that may come back. */
static bool code_is_bad_recipient(struct cul_sv e)
{
	static const struct cul_sv bad[] = {
		{ ".1.1", 4 }, { ".1.2", 4 },  { ".1.3", 4 },
		{ ".1.6", 4 }, { ".1.10", 5 },
	};

	if (e.len < 5)
		return false;
	if (cul_sv_eq(e, CUL_SV("5.2.1")))
		return true;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (cul_sv_eq(cul_sv_from(e, 1), bad[i]))
			return true;
	return false;
}

/* OpenSMTPD's answer where an address of a virtual domain leads to no mailbox;
 * nobody else says 524. */
static bool leads_nowhere(uint16_t reply, struct cul_sv enhanced)
{
	return reply == 524 && cul_sv_eq(enhanced, CUL_SV("5.2.4"));
}

/* RFC 3463: x.1.7 and x.1.8 are of the sender's mailbox and system. */
static bool code_is_sender(struct cul_sv e)
{
	return cul_sv_ends(e, CUL_SV(".1.7")) || cul_sv_ends(e, CUL_SV(".1.8"));
}

/* RFC 3463: x.2.2 mailbox full, x.2.3 and x.3.4 too large. */
static bool code_is_limit(struct cul_sv e)
{
	struct cul_sv v = cul_sv_from(e, 1);

	return cul_sv_eq(v, CUL_SV(".2.2")) || cul_sv_eq(v, CUL_SV(".2.3")) ||
	       cul_sv_eq(v, CUL_SV(".3.4"));
}

static bool is_temporary(uint16_t reply, struct cul_sv enhanced)
{
	if (reply != 0)
		return reply < 500;
	return enhanced.len != 0 && enhanced.ptr[0] == '4';
}

enum cul_outcome cul_outcome_of(uint16_t reply, struct cul_sv enhanced,
				struct cul_sv text, enum cul_stage stage)
{
	bool bad_code = code_is_bad_recipient(enhanced) ||
			leads_nowhere(reply, enhanced);
	unsigned says;

	if (reply / 100 == 2)
		return CUL_OUTCOME_OK;
	if (enhanced.len != 0 && code_is_limit(enhanced))
		return CUL_OUTCOME_NEUTRAL;
	says = words_say(text, reply);
	if (says & CUL_SAYS_DENIED && cul_sv_ends(enhanced, CUL_SV(".4.1")))
		says |= CUL_SAYS_BAD;
	if (code_is_sender(enhanced))
		says |= CUL_SAYS_SENDER;
	if (says & CUL_SAYS_LIMIT)
		return CUL_OUTCOME_NEUTRAL;
	if (says & CUL_SAYS_RELAY)
		return CUL_OUTCOME_RELAY_REFUSED;
	if (says & CUL_SAYS_WAIT && is_temporary(reply, enhanced))
		return CUL_OUTCOME_NEUTRAL;
	if (says & CUL_SAYS_BAD && !(says & CUL_SAYS_SENDER) &&
	    (bad_code || !(says & CUL_SAYS_REPUTATION)))
		return CUL_OUTCOME_BAD_RECIPIENT;
	if (says & CUL_SAYS_REPUTATION)
		return CUL_OUTCOME_REPUTATION;
	if (says & CUL_SAYS_AUTH)
		return CUL_OUTCOME_NEUTRAL;
	/* "spam" said before a message was seen is said of the client. */
	if (says & CUL_SAYS_CONTENT)
		return stage == CUL_STAGE_NONE || stage >= CUL_STAGE_DATA
			       ? CUL_OUTCOME_CONTENT
			       : CUL_OUTCOME_REPUTATION;
	if (bad_code && !(says & CUL_SAYS_SENDER))
		return CUL_OUTCOME_BAD_RECIPIENT;
	return CUL_OUTCOME_NEUTRAL;
}
