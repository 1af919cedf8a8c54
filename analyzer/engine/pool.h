/* \summary: jobs done by other threads, or by whoever cannot wait
 *
 * Whoever waits for a job does it himself if it has not been begun, and others
 * while it is being done; so with no threads at all everything is done in the
 * caller's, without a lock. One thread alone submits and waits.
 */
#ifndef CUL_POOL_H
#define CUL_POOL_H

struct cul_pool;

/* Part of what is to be done; the caller's. */
struct cul_job {
	void (*run)(struct cul_job *job);
	struct cul_job *prev, *next;
	enum { CUL_JOB_IDLE, CUL_JOB_QUEUED, CUL_JOB_RUNNING } state;
};

/* `threads` beside the caller's; fewer if the system gives no more. */
int cul_pool_new(unsigned threads, struct cul_pool **ret_pool);
/* No job may be on its way. */
void cul_pool_free(struct cul_pool **pool);

/* The job must be idle. */
void cul_pool_submit(struct cul_pool *p, struct cul_job *job);
/* Returns when it has been done. */
void cul_pool_wait(struct cul_pool *p, struct cul_job *job);
/* Returns when it has been done, or taken from the queue before it was. */
void cul_pool_cancel(struct cul_pool *p, struct cul_job *job);

#endif
