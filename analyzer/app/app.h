/* \summary: the commands, and how they end */
#ifndef CUL_APP_H
#define CUL_APP_H

#include <stdio.h>

#include "culprit/report.h"

enum cul_exit {
	CUL_EXIT_DONE = 0,
	CUL_EXIT_FAILED = 1,
	CUL_EXIT_USAGE = 2, /* or the configuration is wrong            */
	CUL_EXIT_PARTLY = 3 /* done, but some input could not be read   */
};

struct cul_cmd {
	const char *name, *args, *summary;
	/* argv[0] is the command's name. */
	int (*run)(int argc, char **argv);
};

/* Ends at a NULL name. */
extern const struct cul_cmd cul_cmds[];

int cul_cmd_scan(int argc, char **argv);
int cul_cmd_watch(int argc, char **argv);
int cul_cmd_parse(int argc, char **argv);
int cul_cmd_explain(int argc, char **argv);
int cul_cmd_desk(int argc, char **argv);
int cul_cmd_replay(int argc, char **argv);
int cul_cmd_check(int argc, char **argv);
int cul_cmd_list(int argc, char **argv);
int cul_cmd_show(int argc, char **argv);
int cul_cmd_accept(int argc, char **argv);
int cul_cmd_decline(int argc, char **argv);
int cul_cmd_release(int argc, char **argv);
int cul_cmd_reopen(int argc, char **argv);
int cul_cmd_note(int argc, char **argv);
int cul_cmd_except(int argc, char **argv);
int cul_cmd_why(int argc, char **argv);
int cul_cmd_export(int argc, char **argv);
int cul_cmd_help(int argc, char **argv);

/* On stderr, as "culprit: …" and a newline; control characters become '?'. */
void cul_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same with `prefix` before all else, and a sentence as it is. */
void cul_say_as(const char *prefix, const char *text);

/* What engine functions write their errors to: stderr. */
struct cul_out cul_err_out(void);

#endif
