/* \summary: the options that commands share, and what they lead to */
#ifndef CUL_OPTIONS_H
#define CUL_OPTIONS_H

#include <stdio.h>

#include "engine/settings.h"

/* Options that are a text, or there or not, and no more: by their letters in
 * the table of options.c. */
enum cul_option {
	CUL_OPTION_BY = 'b',
	CUL_OPTION_UNTIL = 'U',
	CUL_OPTION_WHY = 'y',
	CUL_OPTION_TEXT = 'T',
	CUL_OPTION_HOW = 'H',
	CUL_OPTION_DONE = 'd',
	CUL_OPTION_SAYS = 'z',
	CUL_OPTION_OWNER = 'O',
	CUL_OPTION_LIST = 'i',
	CUL_OPTION_REMOVE = 'r',
	CUL_OPTION_ALL = 'a',
	CUL_OPTION_EVERY = 'V',
	CUL_OPTION_STANDING = 'G',
	CUL_OPTION_KIND = 'K',
	CUL_OPTION_ACTION = 'A',
	CUL_OPTION_CUSTOMER = 'C',
	CUL_OPTION_SORT = 'B',
	CUL_OPTION_MOST = 'n',
	CUL_OPTION_FILE = 'E',
	CUL_OPTION_OPEN = 'P',
	CUL_OPTION_UNDO = 'Q',
	CUL_OPTION_ROLE = 'R'
};

struct cul_options {
	struct cul_settings settings;
	const struct cul_sink *sink; /* --format; the first by default */
	const char *dir;             /* -o; NULL                       */
	bool letter;                 /* --letter                      */
	bool from_end, until_end;    /* of watch                      */
	bool json, list, list_formats, list_detectors, help;
	const char *given[128]; /* by cul_option; NULL: not given  */
	int n_args;             /* after the options              */
	char **args;
};

/* One letter an option a command takes, as in cul_option_table: "cso…".
 * CUL_EXIT_DONE, or the status to leave with: said why. *ret is to be freed
 * whichever it is. */
int cul_options_read(int argc, char **argv, const char *takes,
		     struct cul_options *ret);
void cul_options_done(struct cul_options *o);

/* What was given, "" where it takes no value; NULL: it was not. */
const char *cul_option(const struct cul_options *o, enum cul_option which);

/* One line an option that `takes` names, for --help. */
void cul_options_help(FILE *f, const char *takes);

#endif
