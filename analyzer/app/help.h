/* \summary: usage, version, and the way out of a mistyped command */
#ifndef CUL_HELP_H
#define CUL_HELP_H

#include <stdio.h>

/* Each returns the status to leave with. */
int cul_help_version(void);
int cul_help_command(const char *name); /* NULL: all of them */

void cul_help_usage(FILE *f);
void cul_help_unknown(const char *name);

/* The letters of options.c that a command takes. */
const char *cul_help_takes(const char *command);

#endif
