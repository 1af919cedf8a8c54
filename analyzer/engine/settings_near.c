/* \summary: the known word nearest to one that is not known */
#include "engine/near.h"
#include "engine/settings_int.h"

const char *setting_near_section(const char *section)
{
	const struct setting *t;
	const char *best = NULL;
	unsigned least_d = UINT32_MAX;

	for (size_t i = 0; (t = setting_at(i)) != NULL; i++) {
		unsigned d = cul_near_distance(section, t->section);

		if (best == NULL || d < least_d) {
			best = t->section;
			least_d = d;
		}
	}
	return best;
}

const char *setting_near_key(const char *section, const char *key,
			     const char **ret_section)
{
	const struct setting *t, *best = NULL;
	unsigned least_d = UINT32_MAX;

	for (size_t i = 0; (t = setting_at(i)) != NULL; i++) {
		unsigned d = cul_near_distance(key, t->key);

		/* elsewhere it must be better by far: each section has its
		 * own meaning of "enabled" */
		if (strcmp(t->section, section) != 0)
			d = d == 0 ? 2 : d + 4;
		if (best == NULL || d < least_d) {
			best = t;
			least_d = d;
		}
	}
	if (best == NULL)
		return NULL;
	*ret_section = best->section;
	return best->key;
}
