/* \summary: what letters are written with, as configured */
#ifndef CUL_ENGINE_LETTERS_H
#define CUL_ENGINE_LETTERS_H

#include "culprit/letter.h"
#include "engine/settings.h"

/* As cul_letters_new. */
int cul_settings_letters(const struct cul_settings *s, struct cul_out *err,
			 struct cul_letters **ret_letters);

/* It is about that source: by its name, customer, one of its addresses (the
 * /64 of an IPv6 one), or by the id of the suggestion. */
bool cul_suggestion_is_about(const struct cul_suggestion *s, const char *who);

#endif
