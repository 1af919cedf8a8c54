/* \summary: standings, verbs and reasons to decline: their names, and labels */
#include "culprit/ledger.h"

const char *cul_standing_name(enum cul_standing s)
{
	static const char *const name[CUL_STANDINGS_] = {
		[CUL_STANDING_OPEN] = "open",
		[CUL_STANDING_ACCEPTED] = "accepted",
		[CUL_STANDING_DECLINED] = "declined",
		[CUL_STANDING_EXPIRED] = "expired",
		[CUL_STANDING_RELEASED] = "released",
		[CUL_STANDING_WITHDRAWN] = "withdrawn",
	};

	return name[s];
}

const char *cul_verb_name(enum cul_verb v)
{
	static const char *const name[CUL_VERBS_] = {
		[CUL_VERB_ACCEPT] = "accept",
		[CUL_VERB_DECLINE] = "decline",
		[CUL_VERB_RELEASE] = "release",
		[CUL_VERB_REOPEN] = "reopen",
	};

	return name[v];
}

static const struct {
	const char *name, *label;
} declines[CUL_DECLINES_] = {
	[CUL_DECLINE_NONE] = { "none", "No reason" },
	[CUL_DECLINE_FORWARDER] = { "forwarder", "Forwards mail for others" },
	[CUL_DECLINE_NEWSLETTER] = { "newsletter",
				     "A mailing that people asked for" },
	[CUL_DECLINE_SHARED] = { "shared", "Many people behind one address" },
	[CUL_DECLINE_TEST] = { "test", "A test or a monitor" },
	[CUL_DECLINE_HANDLED] = { "handled", "Known, and already seen to" },
	[CUL_DECLINE_EXPLAINED] = { "explained", "The customer explained it" },
	[CUL_DECLINE_WRONG_WHO] = { "wrong-who", "It was somebody else" },
	[CUL_DECLINE_THIN] = { "thin", "Not enough evidence" },
	[CUL_DECLINE_OTHER] = { "other", "Something else" },
};

const char *cul_decline_name(enum cul_decline d)
{
	return declines[d].name;
}

const char *cul_decline_label(enum cul_decline d)
{
	return declines[d].label;
}

bool cul_standing_of(const char *name, enum cul_standing *ret)
{
	for (int s = 0; s < CUL_STANDINGS_; s++)
		if (strcmp(name, cul_standing_name((enum cul_standing)s)) ==
		    0) {
			*ret = (enum cul_standing)s;
			return true;
		}
	return false;
}

bool cul_decline_of(const char *name, enum cul_decline *ret)
{
	for (int d = CUL_DECLINE_NONE + 1; d < CUL_DECLINES_; d++)
		if (strcmp(name, declines[d].name) == 0) {
			*ret = (enum cul_decline)d;
			return true;
		}
	return false;
}

const char *cul_filed_name(enum cul_filed f)
{
	static const char *const name[CUL_FILEDS_] = {
		[CUL_FILED_NEW] = "new",   [CUL_FILED_CHANGED] = "changed",
		[CUL_FILED_SAME] = "same", [CUL_FILED_BACK] = "back",
		[CUL_FILED_HELD] = "held", [CUL_FILED_AGAIN] = "again",
		[CUL_FILED_OLD] = "old",   [CUL_FILED_GONE] = "gone",
		[CUL_FILED_OVER] = "over",
	};

	return name[f];
}
