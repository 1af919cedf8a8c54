/* \summary: deliver what is spooled to a command, until it ends with 0 */
#ifndef CUL_TELL_POST_H
#define CUL_TELL_POST_H

#include "tell/child.h"
#include "tell/spool.h"

struct cul_post;

struct cul_run { /* one command that runs */
	struct cul_child child;
	struct cul_spool_item *item; /* NULL: a free place */
	struct cul_post *post;
	int64_t began;
};

struct cul_post {
	const struct cul_tell_plan *plan; /* not owned, as is all of these */
	struct cul_spool *spool;
	const char *name;  /* for the log: "exec" */
	char *const *argv; /* ends at NULL */
	int epoll;
	unsigned at_once; /* at most CUL_TELL_AT_ONCE */

	struct cul_run run[CUL_TELL_AT_ONCE];
	unsigned n_running;
	int64_t next_due;    /* no item that waits is due before */
	int64_t hold, pause; /* the program cannot be started: until when */
	size_t n_failing;    /* items that were tried and still wait */
	char error[320];     /* "", or what was wrong the last time */
};

/* What is due at `t`, on a clock that never goes back; `wall_usec` is the time
 * of day. Returns when it is to be called next. */
int64_t cul_post_step(struct cul_post *p, int64_t t, int64_t wall_usec);

/* Something was added to the spool. */
void cul_post_wake(struct cul_post *p);

/* Ends all that runs. */
void cul_post_stop(struct cul_post *p);

/* The environment of a command (post_env.c): CUL_POST_ENV pointers into
 * `text`, and NULL. */
enum { CUL_POST_ENV = 8, CUL_POST_ENV_BYTES = 4096 };
void cul_post_env(const struct cul_tell_plan *plan,
		  const struct cul_spool_name *is,
		  char text[CUL_POST_ENV_BYTES], char *envp[CUL_POST_ENV]);
const char *cul_post_path(const struct cul_tell_plan *plan);

#endif
