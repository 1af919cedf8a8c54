/* \summary: a command line, split into words without a shell */
#ifndef CUL_TELL_WORDS_H
#define CUL_TELL_WORDS_H

#include "culprit/err.h"

enum { CUL_TELL_WORDS_MAX = 64 };

/* Blanks, tabs and newlines part words. Within 'single' quotes all is as it
 * stands; within "double" quotes a backslash takes the special meaning of
 * " and \ alone; elsewhere that of any character. Nothing is expanded: $ * ~
 * and ` mean themselves.
 *
 * `argv` gets the words and NULL, in memory at argv[0] that is freed with it.
 * CUL_ECONF: *ret_why says what is wrong; CUL_ENOMEM. */
int cul_tell_split(const char *text, char *argv[CUL_TELL_WORDS_MAX + 1],
		   const char **ret_why);

#endif
