/* \summary: names of verdicts, event kinds, outcomes, stages and the like */
#include "culprit/parser.h"

/* A value that no enumerator has comes from a bug, but is printable. */
#define NAME_OF(table, i)                                                      \
	((size_t)(i) < sizeof(table) / sizeof((table)[0]) ? (table)[i] : "?")

const char *cul_verdict_name(enum cul_verdict v)
{
	static const char *const name[CUL_VERDICTS_] = {
		[CUL_EVENT] = "event",
		[CUL_IGNORED] = "ignored",
		[CUL_NOT_MINE] = "not-mine",
		[CUL_MALFORMED] = "malformed",
	};

	return NAME_OF(name, v);
}

const char *cul_event_kind_name(enum cul_event_kind k)
{
	static const char *const name[CUL_EV_KINDS_] = {
		[CUL_EV_NONE] = "none",
		[CUL_EV_CONNECT] = "connect",
		[CUL_EV_DISCONNECT] = "disconnect",
		[CUL_EV_LOGIN] = "login",
		[CUL_EV_LOGIN_FAILED] = "login-failed",
		[CUL_EV_ACCEPTED] = "accepted",
		[CUL_EV_LOCAL_SUBMIT] = "local-submit",
		[CUL_EV_IDENTIFIED] = "identified",
		[CUL_EV_QUEUED] = "queued",
		[CUL_EV_REFUSED] = "refused",
		[CUL_EV_ATTEMPT] = "attempt",
		[CUL_EV_DELIVERED] = "delivered",
		[CUL_EV_DEFERRED] = "deferred",
		[CUL_EV_BOUNCED] = "bounced",
		[CUL_EV_EXPIRED] = "expired",
		[CUL_EV_REMOVED] = "removed",
		[CUL_EV_MANNERS] = "manners",
		[CUL_EV_CONTENT_VERDICT] = "content-verdict",
		[CUL_EV_FORM_POST] = "form-post",
		[CUL_EV_SMTP_FLOW] = "smtp-flow",
		[CUL_EV_PROXY_REQUEST] = "proxy-request",
	};

	return NAME_OF(name, k);
}

const char *cul_outcome_name(enum cul_outcome o)
{
	static const char *const name[CUL_OUTCOMES_] = {
		[CUL_OUTCOME_NONE] = "none",
		[CUL_OUTCOME_OK] = "ok",
		[CUL_OUTCOME_BAD_RECIPIENT] = "bad-recipient",
		[CUL_OUTCOME_REPUTATION] = "reputation",
		[CUL_OUTCOME_CONTENT] = "content",
		[CUL_OUTCOME_RELAY_REFUSED] = "relay-refused",
		[CUL_OUTCOME_NEUTRAL] = "neutral",
	};

	return NAME_OF(name, o);
}

const char *cul_stage_name(enum cul_stage s)
{
	static const char *const name[CUL_STAGES_] = {
		[CUL_STAGE_NONE] = "none", [CUL_STAGE_CONNECT] = "connect",
		[CUL_STAGE_HELO] = "helo", [CUL_STAGE_AUTH] = "auth",
		[CUL_STAGE_MAIL] = "mail", [CUL_STAGE_RCPT] = "rcpt",
		[CUL_STAGE_DATA] = "data", [CUL_STAGE_MESSAGE] = "message",
	};

	return NAME_OF(name, s);
}

const char *cul_disposition_name(enum cul_disposition d)
{
	static const char *const name[CUL_DISPS_] = {
		[CUL_DISP_REFUSED] = "refused",
		[CUL_DISP_WARNED] = "warned",
		[CUL_DISP_HELD] = "held",
		[CUL_DISP_DISCARDED] = "discarded",
	};

	return NAME_OF(name, d);
}

const char *cul_transport_name(enum cul_transport t)
{
	static const char *const name[] = {
		[CUL_TRANSPORT_NONE] = "none",
		[CUL_TRANSPORT_LOCAL] = "local",
		[CUL_TRANSPORT_REMOTE] = "remote",
		[CUL_TRANSPORT_FILTER] = "filter",
		[CUL_TRANSPORT_NOWHERE] = "nowhere",
	};

	return NAME_OF(name, t);
}
