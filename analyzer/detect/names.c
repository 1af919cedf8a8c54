/* \summary: kinds, actions, families and subjects as the JSON spells them */
#include "culprit/kind.h"

const char *cul_kind_name(enum cul_kind k)
{
	static const char *const name[CUL_KINDS_] = {
		[CUL_KIND_ZOMBIE] = "zombie",
		[CUL_KIND_SPAMMER] = "spammer",
		[CUL_KIND_STOLEN_ACCOUNT] = "stolen-account",
		[CUL_KIND_OPEN_RELAY] = "open-relay",
		[CUL_KIND_OPEN_PROXY] = "open-proxy",
		[CUL_KIND_FORM_ABUSE] = "form-abuse",
		[CUL_KIND_RELAY_PROBE] = "relay-probe",
		[CUL_KIND_HARVEST] = "harvest",
		[CUL_KIND_PASSWORD_ATTACK] = "password-attack",
		[CUL_KIND_ROAMING] = "roaming",
		[CUL_KIND_BACKSCATTER] = "backscatter",
		[CUL_KIND_OWN_RELAY] = "own-relay",
	};

	return name[k];
}

const char *cul_action_name(enum cul_action a)
{
	static const char *const name[CUL_ACTIONS_] = {
		[CUL_ACTION_NONE] = "none",
		[CUL_ACTION_WATCH] = "watch",
		[CUL_ACTION_EXEMPT] = "exempt",
		[CUL_ACTION_CONTACT] = "contact",
		[CUL_ACTION_FIX_SERVER] = "fix-server",
		[CUL_ACTION_BLOCK] = "block",
		[CUL_ACTION_SUSPEND] = "suspend",
	};

	return name[a];
}

const char *cul_family_name(enum cul_family f)
{
	static const char *const name[CUL_FAMILIES_] = {
		[CUL_FAMILY_BAD_RECIPIENTS] = "bad-recipients",
		[CUL_FAMILY_REJECTIONS] = "rejections",
		[CUL_FAMILY_DIVERSITY] = "diversity",
		[CUL_FAMILY_SPREAD] = "spread",
		[CUL_FAMILY_VOLUME] = "volume",
		[CUL_FAMILY_LOGINS] = "logins",
		[CUL_FAMILY_MANNERS] = "manners",
		[CUL_FAMILY_PACKETS] = "packets",
		[CUL_FAMILY_REPORTS] = "reports",
		[CUL_FAMILY_RELAYING] = "relaying",
	};

	return name[f];
}

const char *cul_subject_name(enum cul_subject s)
{
	static const char *const name[CUL_SUBJECTS_] = {
		[CUL_SUBJECT_IP] = "ip",
		[CUL_SUBJECT_NET] = "net",
		[CUL_SUBJECT_ACCOUNT] = "account",
		[CUL_SUBJECT_CUSTOMER] = "customer",
		[CUL_SUBJECT_LOCAL_USER] = "local-user",
		[CUL_SUBJECT_SERVER] = "server",
	};

	return name[s];
}
