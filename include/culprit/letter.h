/* \summary: the letter to those a suggestion is about
 *
 * To the customer; of outsiders to the abuse contact of their network; of a
 * server of ours to its postmaster. Plain text of 72 columns, for a person to
 * read before it is sent. Nothing that strangers chose is in it but names,
 * and those as printable characters. Written by analyzer/letter.
 */
#ifndef CUL_LETTER_H
#define CUL_LETTER_H

#include "culprit/err.h"
#include "culprit/report.h"

struct cul_letters; /* who writes, and the templates */

/* Who writes; NULL or "" is not known, and worded around. */
struct cul_letter_from {
	const char *provider, *contact, *phone;
};

/* With the templates of the folder `directory` in place of the built-in ones
 * of the same name; NULL: none. On CUL_ECONF `err` has a line for each thing
 * that is wrong with them, with file and line. */
int cul_letters_new(const struct cul_letter_from *from, const char *directory,
		    struct cul_out *err, struct cul_letters **ret_letters);
void cul_letters_free(struct cul_letters **letters);
/* As they were given; lives as long as the letters. */
struct cul_letter_from cul_letters_from(const struct cul_letters *letters);

/* There is something to tell: whom is only watched gets no letter. */
bool cul_letter_is_due(const struct cul_suggestion *s);

/* If it is due. */
void cul_letter_write(const struct cul_letters *l,
		      const struct cul_suggestion *s, struct cul_out *o);

#endif
