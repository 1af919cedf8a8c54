/* \summary: a program whose output is read as it comes */
#ifndef CUL_LIVE_CHILD_H
#define CUL_LIVE_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct cul_follower {
	pid_t pid;    /* 0: there is none                        */
	int out, err; /* of its output; do not block; -1         */
};

/* `argv` ends at NULL; the program is looked for in PATH, reads nothing, and
 * dies with the thread that starts it. 0 or an errno. */
int cul_follower_start(char *const *argv, struct cul_follower *ret);

/* End it if it has not ended: its status as of waitpid(2). Its output is
 * closed. */
int cul_follower_end(struct cul_follower *c);

#endif
