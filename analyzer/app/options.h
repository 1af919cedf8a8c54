/* \summary: the options that commands share, and what they lead to */
#ifndef CUL_OPTIONS_H
#define CUL_OPTIONS_H

#include <stdio.h>

#include "engine/settings.h"

struct cul_options {
	struct cul_settings settings;
	const struct cul_sink *sink; /* --format; the first by default */
	const char *dir;             /* -o; NULL                       */
	bool letter;                 /* --letter                      */
	bool from_end, until_end;    /* of watch                      */
	bool json, list, list_formats, list_detectors, help;
	int n_args; /* after the options              */
	char **args;
};

/* One letter an option a command takes, as in cul_option_table: "cso…".
 * CUL_EXIT_DONE, or the status to leave with: said why. *ret is to be freed
 * whichever it is. */
int cul_options_read(int argc, char **argv, const char *takes,
		     struct cul_options *ret);
void cul_options_done(struct cul_options *o);

/* One line an option that `takes` names, for --help. */
void cul_options_help(FILE *f, const char *takes);

#endif
