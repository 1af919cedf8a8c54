/* \summary: the state directory: lock, checkpoint, the one before
 *
 * A checkpoint is written by a child made by fork(), which has the memory as
 * it was at that moment, while we go on; what stops us is the fork alone. The
 * file is written beside, synced, and put in place by rename, so that at any
 * moment there is a whole one: `state`, and `state.1`, which was it before.
 */
#ifndef CUL_CHECKPOINT_H
#define CUL_CHECKPOINT_H

#include "culprit/report.h"
#include "evidence/state.h"

struct cul_checkpoint;

/* Makes the directory if need be (its parents must be there), and locks it:
 * CUL_ECONF, with a sentence that names the other process, where another
 * watches with it; CUL_EIO with one where it cannot be written. */
int cul_checkpoint_open(const char *dir, struct cul_out *err,
			struct cul_checkpoint **ret_checkpoint);
void cul_checkpoint_free(struct cul_checkpoint **c);

/* `load` is called with each file that could be one, the newest first, until
 * one is whole; it must begin anew each time, and return what cul_state_end
 * said. 1: there is one now. 0: there was none, or none that could be used.
 * What is wrong with a file is told to `say`. */
int cul_checkpoint_load(struct cul_checkpoint *c,
			int (*load)(void *arg, struct cul_state *s),
			void (*say)(void *arg, const char *sentence),
			void *arg);

/* Write one. Returns at once; CUL_EIO if there is no process to be had, or
 * CUL_OK. One at a time: not while cul_checkpoint_runs. */
int cul_checkpoint_start(struct cul_checkpoint *c,
			 void (*save)(void *arg, struct cul_state *s),
			 void *arg);
bool cul_checkpoint_runs(const struct cul_checkpoint *c);
/* Readable when the child has ended; -1: none runs. Changes with each. */
int cul_checkpoint_fd(const struct cul_checkpoint *c);

struct cul_checkpoint_result {
	int err; /* CUL_OK, or CUL_EIO with `why`, an errno   */
	int why;
	uint64_t bytes;
	int64_t paused_usec; /* for which the caller stood still          */
	int64_t took_usec;   /* in all                                    */
};
/* True, once, when one has ended. `wait`: until it has. */
bool cul_checkpoint_end(struct cul_checkpoint *c, bool wait,
			struct cul_checkpoint_result *ret);

/* The one that runs, if any, is given up: the last whole one stays. */
void cul_checkpoint_cancel(struct cul_checkpoint *c);

#endif
