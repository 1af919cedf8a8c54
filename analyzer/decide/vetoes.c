/* \summary: the honest doubles, in the order in which they are looked at */
#include <stdio.h>

#include "decide/decide_int.h"

#define KIND(k)   (1u << CUL_KIND_##k)
#define SENDS     (KIND(ZOMBIE) | KIND(SPAMMER))
#define SENDS_ANY (SENDS | KIND(FORM_ABUSE))

const struct cul_veto_rule cul_veto_rules[] = {
	{ "cron-loop", SENDS_ANY, CUL_VETO_CLEARS, cul_double_cron_loop },
	{ "forwarder", SENDS, CUL_VETO_CLEARS, cul_double_forwarder },
	{ "newsletter", SENDS, CUL_VETO_CLEARS, cul_double_newsletter },
	{ "nat-office", SENDS, CUL_VETO_CLEARS, cul_double_nat_office },
	{ "mail-server", SENDS, CUL_VETO_CLEARS, cul_double_mail_server },
	{ "shop", KIND(FORM_ABUSE), CUL_VETO_CLEARS, cul_double_shop },
	{ "open-relay", KIND(ZOMBIE) | KIND(HARVEST), CUL_VETO_LESSENS,
	  cul_double_open_relay },
	{ "serves-many", KIND(OPEN_RELAY), CUL_VETO_CLEARS,
	  cul_double_serves_many },
	{ "infected", KIND(OPEN_RELAY), CUL_VETO_CLEARS, cul_double_infected },
	{ "receipts", KIND(BACKSCATTER), CUL_VETO_CLEARS, cul_double_receipts },
	{ "stale-list", KIND(SPAMMER), CUL_VETO_LESSENS,
	  cul_double_stale_list },
	{ "passes-on", KIND(ZOMBIE), CUL_VETO_LESSENS, cul_double_passes_on },
	{ "worn-list", SENDS_ANY, CUL_VETO_LESSENS, cul_double_worn_list },
	{ "traveller", KIND(STOLEN_ACCOUNT), CUL_VETO_LESSENS,
	  cul_double_traveller },
	{ "monitor", KIND(RELAY_PROBE) | KIND(HARVEST) | KIND(PASSWORD_ATTACK),
	  CUL_VETO_CLEARS, cul_double_monitor },
	{ "roaming", KIND(RELAY_PROBE), CUL_VETO_CLEARS, cul_double_roaming },
	{ "remote-server", KIND(RELAY_PROBE) | KIND(HARVEST), CUL_VETO_CLEARS,
	  cul_double_remote_server },
	{ "misconfigured", KIND(RELAY_PROBE), CUL_VETO_LESSENS,
	  cul_double_misconfigured },
	{ "moved-domain", KIND(RELAY_PROBE), CUL_VETO_LESSENS,
	  cul_double_moved_domain },
	{ "perhaps-bounces", KIND(HARVEST), CUL_VETO_CLEARS,
	  cul_double_perhaps_bounces },
	{ "backscatter", KIND(HARVEST), CUL_VETO_LESSENS,
	  cul_double_backscatter },
	{ "old-password", KIND(PASSWORD_ATTACK), CUL_VETO_CLEARS,
	  cul_double_old_password },
	{ "shared-address", KIND(PASSWORD_ATTACK), CUL_VETO_CLEARS,
	  cul_double_shared_address },
	{ "many-people", KIND(PASSWORD_ATTACK), CUL_VETO_LESSENS,
	  cul_double_many_people },
	/* The last: another rule may clear it, and whatever lessens it, an
	 * address that may be the one's or the other's is watched. */
	{ "ambiguous-holder", ~0u, CUL_VETO_LESSENS, cul_double_ambiguous },
	{ .name = NULL },
};

bool cul_double_ambiguous(const struct cul_source *s, char *text)
{
	if (!cul_source_is_ambiguous(s))
		return false;
	(void)snprintf(text, CUL_TEXT_MAX,
		       "who held the address is ambiguous: it passed from one "
		       "customer to another at about that time");
	return true;
}

enum cul_veto_effect cul_veto_find(const struct cul_source *s, enum cul_kind k,
				   struct cul_veto *ret_veto)
{
	struct cul_veto v = { .name = NULL };

	for (const struct cul_veto_rule *r = cul_veto_rules; r->name; r++) {
		if (!(r->protects & 1u << k) || !r->holds(s, v.text))
			continue;
		v.name = r->name;
		*ret_veto = v;
		return r->effect;
	}
	return CUL_VETO_NONE;
}
