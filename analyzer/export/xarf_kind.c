/* \summary: what XARF calls each kind
 *
 * schemas/v4/types of xarf-spec 4.2.0. messaging/spam over SMTP demands
 * smtp_from, which is forged, and source_port, which logs seldom have;
 * connection/login_attack demands the port, too. What would have to be made up
 * is reported as reputation/blocklist, which says what it is in words.
 */
#include "export/xarf_kind.h"

#define BLOCKLIST(what)                                                        \
	{                                                                      \
		"reputation", "blocklist", "threat_type", what, false          \
	}

static const struct cul_xarf_kind kinds[] = {
	[CUL_KIND_ZOMBIE] = { "connection", "infected_host", "bot_type",
			      "malicious", true },
	[CUL_KIND_SPAMMER] = BLOCKLIST("spam"),
	[CUL_KIND_STOLEN_ACCOUNT] = BLOCKLIST("stolen account"),
	[CUL_KIND_OPEN_RELAY] = { "vulnerability", "open_service", "service",
				  "open SMTP relay", false },
	[CUL_KIND_OPEN_PROXY] = { "vulnerability", "open_service", "service",
				  "open proxy", false },
	[CUL_KIND_FORM_ABUSE] = { "infrastructure", "compromised_server",
				  "compromise_method",
				  "web form or script that sends mail for "
				  "strangers",
				  false },
	[CUL_KIND_RELAY_PROBE] = { "connection", "vulnerability_scan",
				   "scan_type", "vulnerability_scan", true },
	[CUL_KIND_HARVEST] = BLOCKLIST("address harvesting"),
	[CUL_KIND_PASSWORD_ATTACK] = BLOCKLIST("password guessing"),
	[CUL_KIND_ROAMING] = BLOCKLIST("relaying refused"),
	[CUL_KIND_BACKSCATTER] = BLOCKLIST("backscatter"),
	[CUL_KIND_OWN_RELAY] = { "vulnerability", "open_service", "service",
				 "open SMTP relay", false },
};

const struct cul_xarf_kind *cul_xarf_kind(enum cul_kind k)
{
	return &kinds[k];
}
