/* \summary: the table of settings and what works on it */
#ifndef CUL_SETTINGS_INT_H
#define CUL_SETTINGS_INT_H

#include "engine/settings.h"

enum setting_type {
	SETTING_NETS,
	SETTING_WORDS,
	SETTING_DOMAINS, /* words, in lower case    */
	SETTING_NEVER,   /* nets and words together */
	SETTING_PATHS,   /* a list of them         */
	SETTING_PATH,
	SETTING_TEXT, /* a line of it, blanks and all */
	SETTING_REAL,
	SETTING_ZONE,
	SETTING_YEAR,
	SETTING_SIZE,
	SETTING_WORKERS,
	SETTING_SWITCH,
	SETTING_TYPES_
};

struct setting {
	const char *section, *key;
	enum setting_type type;
	size_t offset;    /* in struct cul_settings                  */
	double min, max;  /* of numbers                              */
	const char *dflt; /* as it would be written in the file     */
	const char *help;
};

enum {
	SETTING_TEXT_MAX = 48,   /* of a section, a number            */
	SETTING_WRONG_MAX = 400, /* of a sentence that says what is wrong */
	SETTINGS_MAX =
		24 + 2 * CUL_WALKS_ + CUL_DETECTORS_MAX * (CUL_KNOBS_MAX + 1)
};

/* Lives for ever; NULL past the last. */
const struct setting *setting_at(size_t i);
const struct setting *setting_find(const char *section, const char *key,
				   size_t *ret_i);
bool setting_section_known(const char *section);
bool setting_is_list(const struct setting *t);

/* The nearest section, and the nearest key, of that section if there is such
 * a one; of a key elsewhere *ret_section says where. */
const char *setting_near_section(const char *section);
const char *setting_near_key(const char *section, const char *key,
			     const char **ret_section);

/* Take a value: `text` is one of the type, or part of a list that is to be
 * added to if `more`. Relative paths begin at `dir`. On CUL_ECONF `wrong`, of
 * SETTING_WRONG_MAX bytes, says what is wrong. */
int setting_put(struct cul_settings *s, const struct setting *t,
		const char *text, bool more, const char *dir, char *wrong);
/* Settings that contradict each other, seen from one of them. */
int setting_agrees(const struct cul_settings *s, const struct setting *t,
		   char *wrong);
void setting_free(struct cul_settings *s, const struct setting *t);

int settings_strings_add(struct cul_strings *l, const char *p, size_t len);
/* Text that is a network, or is not, or should be one and is wrong. */
enum settings_net { SETTINGS_NET, SETTINGS_NO_NET, SETTINGS_WRONG_NET };
enum settings_net settings_net_read(struct cul_sv word,
				    struct cul_net *ret_net);

#endif
