/* \summary: what letters are written with, as configured */
#include "engine/letters.h"

int cul_settings_letters(const struct cul_settings *s, struct cul_out *err,
			 struct cul_letters **ret_letters)
{
	const struct cul_letter_from from = { s->letter_provider,
					      s->letter_contact,
					      s->letter_phone };

	return cul_letters_new(&from, s->letter_directory, err, ret_letters);
}

static bool has_addr(const struct cul_suggestion *s, const char *who)
{
	const struct cul_sv text = { who, strlen(who) };
	struct cul_addr addr, mine;

	if (!cul_addr_parse(text, &addr))
		return false;
	addr = cul_net_of(&addr, 32, 64).base;
	for (unsigned i = 0; i < s->n_addrs; i++) {
		mine = cul_net_of(&s->addrs[i], 32, 64).base;
		if (cul_addr_eq(&mine, &addr))
			return true;
	}
	return false;
}

bool cul_suggestion_is_about(const struct cul_suggestion *s, const char *who)
{
	return strcmp(s->name, who) == 0 || strcmp(s->id, who) == 0 ||
	       (who[0] != '\0' && strcmp(s->customer, who) == 0) ||
	       has_addr(s, who);
}
