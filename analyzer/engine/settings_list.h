/* \summary: settings that are lists: networks and words */
#ifndef CUL_SETTINGS_LIST_H
#define CUL_SETTINGS_LIST_H

#include "engine/settings_int.h"

/* Where such a setting is kept; NULL if it has none of that sort. */
struct cul_nets *setting_nets(struct cul_settings *s, const struct setting *t);
struct cul_strings *setting_words(struct cul_settings *s,
				  const struct setting *t);

/* As setting_put. */
int setting_put_list(struct cul_settings *s, const struct setting *t,
		     const char *text, bool more, const char *dir, char *wrong);
void setting_free_list(struct cul_settings *s, const struct setting *t);

#endif
