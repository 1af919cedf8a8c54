/* \summary: templates, their placeholders, and what is written for them */
#ifndef LETTER_TEMPLATE_H
#define LETTER_TEMPLATE_H

#include "culprit/letter.h"
#include "letter/fill.h"

struct letter_template { /* built in */
	const char *name, *text;
};

extern const struct letter_template letter_templates[]; /* ends at NULL */

enum { LETTER_TEMPLATES_MAX = 32 };

struct cul_letters {
	char *provider, *contact, *phone;
	char *own[LETTER_TEMPLATES_MAX]; /* in place of the built-in; NULL */
};

struct letter { /* one that is being written */
	const struct cul_letters *l;
	const struct cul_suggestion *s;
	struct letter_fill fill;
};

struct letter_word {
	const char *name;
	void (*write)(struct letter *t);
};

/* A placeholder by the text between its braces; NULL if there is none. */
const struct letter_word *letter_word_find(struct cul_sv name);
extern const struct letter_word letter_words[]; /* ends at a NULL name */

/* The length of a placeholder that `text` begins with, its braces included,
 * and its name; 0: none begins here. An open one has no end and no name. */
size_t letter_word_at(struct cul_sv text, struct cul_sv *ret_name);

/* It stands in a line of its own, and becomes a list. */
#define LETTER_REASONS "{reasons}"
void letter_reasons(struct letter *t);

/* Templates of a folder; as cul_letters_new. */
int letter_read_folder(struct cul_letters *l, const char *directory,
		       struct cul_out *err);

#endif
