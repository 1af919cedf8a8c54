/* \summary: a program whose output is read as it comes */
#ifndef CUL_LIVE_CHILD_H
#define CUL_LIVE_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct cul_child {
	pid_t pid;    /* 0: there is none                        */
	int out, err; /* of its output; do not block; -1         */
};

/* `argv` ends at NULL; the program is looked for in PATH, reads nothing, and
 * dies with the thread that starts it. 0 or an errno. */
int cul_child_start(char *const *argv, struct cul_child *ret);

/* End it if it has not ended: its status as of waitpid(2). Its output is
 * closed. */
int cul_child_end(struct cul_child *c);

#endif
