/* \summary: which suggestion comes first, and which makes another needless */
#include "decide/decide_int.h"

/* Larger is graver: what we do ourselves, then what stops somebody. */
static unsigned action_grade(enum cul_action a)
{
	static const unsigned grade[CUL_ACTIONS_] = {
		[CUL_ACTION_FIX_SERVER] = 6, [CUL_ACTION_SUSPEND] = 5,
		[CUL_ACTION_BLOCK] = 4,      [CUL_ACTION_CONTACT] = 3,
		[CUL_ACTION_EXEMPT] = 2,     [CUL_ACTION_WATCH] = 1,
	};

	return grade[a];
}

/* A larger one explains a smaller one of the same source: the thief's bot
 * looks like a zombie, and so does a server that relays for others' bots; a
 * zombie sends what a spammer does, and either guesses mailboxes, passwords
 * and relays. */
static unsigned kind_grade(enum cul_kind k)
{
	static const unsigned grade[CUL_KINDS_] = {
		[CUL_KIND_OWN_RELAY] = 12,  [CUL_KIND_STOLEN_ACCOUNT] = 11,
		[CUL_KIND_FORM_ABUSE] = 10, [CUL_KIND_OPEN_RELAY] = 9,
		[CUL_KIND_ZOMBIE] = 8,      [CUL_KIND_SPAMMER] = 7,
		[CUL_KIND_OPEN_PROXY] = 6,  [CUL_KIND_PASSWORD_ATTACK] = 5,
		[CUL_KIND_HARVEST] = 4,     [CUL_KIND_RELAY_PROBE] = 3,
		[CUL_KIND_BACKSCATTER] = 2, [CUL_KIND_ROAMING] = 1,
	};

	return grade[k];
}

/* The same source, or an address of it. */
static bool same_who(const struct cul_suggestion *a,
		     const struct cul_suggestion *b)
{
	if (a->subject == b->subject && strcmp(a->name, b->name) == 0)
		return true;
	if (b->subject != CUL_SUBJECT_IP || b->n_addrs != 1)
		return false;
	for (unsigned i = 0; i < a->n_addrs; i++)
		if (a->subject == CUL_SUBJECT_CUSTOMER &&
		    cul_addr_eq(&a->addrs[i], &b->addrs[0]))
			return true;
	return false;
}

bool cul_decide_covers(const struct cul_suggestion *a,
		       const struct cul_suggestion *b)
{
	if (a->kind == b->kind || !same_who(a, b))
		return false;
	if (action_grade(a->action) != action_grade(b->action))
		return action_grade(a->action) > action_grade(b->action);
	return kind_grade(a->kind) > kind_grade(b->kind);
}

int cul_decide_order(const struct cul_suggestion *a,
		     const struct cul_suggestion *b)
{
	const unsigned aa = action_grade(a->action);
	const unsigned ba = action_grade(b->action);
	const unsigned ak = kind_grade(a->kind), bk = kind_grade(b->kind);
	int order;

	if (aa != ba)
		return aa > ba ? -1 : 1;
	if (ak != bk)
		return ak > bk ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	order = strcmp(a->name, b->name);
	if (order != 0)
		return order < 0 ? -1 : 1;
	if (a->first_seen_usec != b->first_seen_usec)
		return a->first_seen_usec < b->first_seen_usec ? -1 : 1;
	return 0;
}
