/* \summary: what --help says of each command */
#ifndef CUL_HELP_TEXTS_H
#define CUL_HELP_TEXTS_H

struct cul_help_text {
	const char *command;
	const char *takes; /* letters of options.c */
	const char *more;
};

/* NULL if there is no such command. */
const struct cul_help_text *cul_help_text(const char *command);

#endif
