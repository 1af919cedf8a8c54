/* \summary: which action, for how long, and how it is taken back */
#include <stdio.h>

#include "decide/decide_int.h"

enum cul_action cul_policy_action(enum cul_kind k, const struct cul_source *s)
{
	const bool ours = cul_source_is_ours(s);
	/* Somebody who has been refused for eight hours from one address and
	 * never logged in lives there; others are on their way. */
	const bool settled =
		cul_source_last_usec(s) - cul_source_first_usec(s) >=
		8 * CUL_USEC_PER_HOUR;
	const bool logs_in = cul_count(s, CUL_C_logins) != 0 ||
			     cul_distinct(s, CUL_D_ACCOUNTS) != 0;

	switch (k) {
	case CUL_KIND_ZOMBIE:
	case CUL_KIND_SPAMMER:
	case CUL_KIND_STOLEN_ACCOUNT:
	case CUL_KIND_FORM_ABUSE:
		return CUL_ACTION_SUSPEND;
	case CUL_KIND_RELAY_PROBE:
		/* One of ours has a program set up wrongly, most often. */
		return ours ? CUL_ACTION_CONTACT : CUL_ACTION_BLOCK;
	case CUL_KIND_HARVEST:
		return ours ? CUL_ACTION_SUSPEND : CUL_ACTION_BLOCK;
	case CUL_KIND_PASSWORD_ATTACK:
		/* The account is the victim. */
		if (cul_source_subject(s) == CUL_SUBJECT_ACCOUNT)
			return CUL_ACTION_CONTACT;
		return ours ? CUL_ACTION_SUSPEND : CUL_ACTION_BLOCK;
	case CUL_KIND_ROAMING:
		return settled && !logs_in ? CUL_ACTION_EXEMPT
					   : CUL_ACTION_CONTACT;
	case CUL_KIND_OWN_RELAY:
		return CUL_ACTION_FIX_SERVER;
	case CUL_KIND_OPEN_PROXY:
		return cul_source_subject(s) == CUL_SUBJECT_SERVER
			       ? CUL_ACTION_FIX_SERVER
			       : CUL_ACTION_CONTACT;
	case CUL_KIND_OPEN_RELAY:
	case CUL_KIND_BACKSCATTER:
		return CUL_ACTION_CONTACT;
	case CUL_KINDS_:
		break;
	}
	return CUL_ACTION_WATCH;
}

bool cul_action_stops(enum cul_action a)
{
	return a == CUL_ACTION_BLOCK || a == CUL_ACTION_SUSPEND;
}

int64_t cul_action_lasts_usec(enum cul_action a, enum cul_kind k)
{
	switch (a) {
	case CUL_ACTION_BLOCK:
		/* Tomorrow the address may be somebody else's. */
		return CUL_USEC_PER_DAY;
	case CUL_ACTION_WATCH:
		return 2 * CUL_USEC_PER_DAY;
	case CUL_ACTION_EXEMPT:
		return 90 * CUL_USEC_PER_DAY;
	case CUL_ACTION_CONTACT:
		return (k == CUL_KIND_ROAMING ? 7 : 14) * CUL_USEC_PER_DAY;
	case CUL_ACTION_SUSPEND:
	case CUL_ACTION_FIX_SERVER:
	case CUL_ACTION_NONE:
	case CUL_ACTIONS_:
		break;
	}
	return 7 * CUL_USEC_PER_DAY;
}

struct frame { /* what stands before and after the name */
	const char *before, *after;
};

static struct frame suspended(enum cul_subject subject)
{
	if (subject == CUL_SUBJECT_ACCOUNT)
		return (struct frame){ "let ",
				       " send again once its password is new; "
				       "its inbox was never closed" };
	if (subject == CUL_SUBJECT_LOCAL_USER)
		return (struct frame){ "let programs of ",
				       " send again once the script is "
				       "mended" };
	return (struct frame){ "let ",
			       " send again once the machine is clean; mail "
			       "that was held can be looked at and let go" };
}

static struct frame undoing(const struct cul_suggestion *sug)
{
	switch (sug->action) {
	case CUL_ACTION_BLOCK:
		return (struct frame){ "take ",
				       " off the block list; it falls off by "
				       "itself after a day" };
	case CUL_ACTION_SUSPEND:
		return suspended(sug->subject);
	case CUL_ACTION_CONTACT:
		return (struct frame){ "nothing was closed: close the case of ",
				       "" };
	case CUL_ACTION_EXEMPT:
		return (struct frame){ "take ", " out of the exceptions" };
	case CUL_ACTION_FIX_SERVER:
		return (struct frame){ "none needed: the case of ",
				       " ends when it relays no more" };
	case CUL_ACTION_WATCH:
	case CUL_ACTION_NONE:
	case CUL_ACTIONS_:
		break;
	}
	return (struct frame){ "nothing was closed: strike ", " off the list" };
}

void cul_undo_write(struct cul_suggestion *sug)
{
	const struct frame f = undoing(sug);

	/* A name can be longer than the sentence; the end is dispensable. */
	(void)snprintf(sug->undo, sizeof(sug->undo), "%s%.120s%s", f.before,
		       sug->name, f.after);
}
