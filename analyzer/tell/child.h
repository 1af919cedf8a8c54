/* \summary: a command that runs beside us, bounded in time and in output */
#ifndef CUL_TELL_CHILD_H
#define CUL_TELL_CHILD_H

#include <sys/types.h>

#include "culprit/limits.h"
#include "culprit/sv.h"

struct cul_child {
	pid_t pid; /* 0: none */
	int pidfd; /* -1: the kernel has none (before 5.2) */
	int out;   /* what it writes; -1: the end was seen */
	int64_t kill_at;
	int killed; /* the last signal it was sent, or 0 */
	int status; /* as of waitpid */
	uint64_t bytes;
	unsigned lines; /* that were given to the log */
	bool stopped;   /* nothing more is read of it */
	bool cut;       /* this line is longer than what is kept of it */
	size_t len;
	char line[CUL_TELL_SAID_BYTES];
};

struct cul_child_plan {
	char *const *argv;
	char *const *envp;
	const char *path; /* where argv[0] is looked for, as PATH */
	int in;           /* its standard input; stays the caller's */
};

/* It has its own process group, no other descriptor than the three, no signal
 * blocked or ignored, the folder / and a death with ours. 0, or the errno that
 * says why not: of looking for the program, or of the kernel. */
int cul_child_start(struct cul_child *c, const struct cul_child_plan *plan);

/* Read what it has written, a bounded piece of it; `line` is called with each
 * whole line that is to be told, and at the end with the last; `cut` says
 * meanwhile whether it was longer. */
void cul_child_read(struct cul_child *c,
		    void (*line)(void *arg, struct cul_sv text), void *arg);
/* The same with the begun line, where more is not waited for. */
void cul_child_end_line(struct cul_child *c,
			void (*line)(void *arg, struct cul_sv text), void *arg);

/* True once it has ended: `status` is then set, and the pid is nobody's. */
bool cul_child_reap(struct cul_child *c);
void cul_child_signal(struct cul_child *c, int sig); /* to all of its group */
void cul_child_close(struct cul_child *c);

#endif
