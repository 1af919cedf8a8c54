/* \summary: worker threads over one queue of jobs */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "culprit/err.h"
#include "engine/pool.h"

struct cul_pool {
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	struct cul_job *first, *last;
	bool stop;
	unsigned n;
	pthread_t threads[];
};

static void unlink_job(struct cul_pool *p, struct cul_job *job)
{
	if (job->prev != NULL)
		job->prev->next = job->next;
	else
		p->first = job->next;
	if (job->next != NULL)
		job->next->prev = job->prev;
	else
		p->last = job->prev;
	job->prev = job->next = NULL;
}

/* Do a job of the queue. The lock is held, and let go meanwhile. */
static void do_job(struct cul_pool *p, struct cul_job *job)
{
	unlink_job(p, job);
	job->state = CUL_JOB_RUNNING;
	pthread_mutex_unlock(&p->lock);
	job->run(job);
	pthread_mutex_lock(&p->lock);
	job->state = CUL_JOB_IDLE;
}

static void *worker(void *arg)
{
	struct cul_pool *p = arg;

	pthread_mutex_lock(&p->lock);
	while (p->first != NULL || !p->stop) {
		if (p->first == NULL) {
			pthread_cond_wait(&p->work, &p->lock);
			continue;
		}
		do_job(p, p->first);
		pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

int cul_pool_new(unsigned threads, struct cul_pool **ret_pool)
{
	struct cul_pool *p =
		calloc(1, sizeof(*p) + threads * sizeof(p->threads[0]));

	if (p == NULL)
		return CUL_ENOMEM;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->done, NULL);
	while (p->n < threads &&
	       pthread_create(&p->threads[p->n], NULL, worker, p) == 0)
		p->n++;
	*ret_pool = p;
	return 0;
}

void cul_pool_free(struct cul_pool **pool)
{
	struct cul_pool *p = *pool;

	if (p == NULL)
		return;
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->n; i++)
		pthread_join(p->threads[i], NULL);
	pthread_cond_destroy(&p->done);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	free(p);
	*pool = NULL;
}

void cul_pool_submit(struct cul_pool *p, struct cul_job *job)
{
	assert(job->state == CUL_JOB_IDLE);
	if (p->n == 0) {
		job->state = CUL_JOB_QUEUED;
		return;
	}
	pthread_mutex_lock(&p->lock);
	job->state = CUL_JOB_QUEUED;
	job->next = NULL;
	job->prev = p->last;
	if (p->last != NULL)
		p->last->next = job;
	else
		p->first = job;
	p->last = job;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
}

void cul_pool_wait(struct cul_pool *p, struct cul_job *job)
{
	if (p->n == 0) {
		if (job->state == CUL_JOB_QUEUED)
			job->run(job);
		job->state = CUL_JOB_IDLE;
		return;
	}
	pthread_mutex_lock(&p->lock);
	while (job->state != CUL_JOB_IDLE) {
		/* While another does the job: one of those after it. To wait
		 * would leave all the work to the others. */
		if (job->state == CUL_JOB_QUEUED)
			do_job(p, job);
		else if (p->first != NULL)
			do_job(p, p->first);
		else
			pthread_cond_wait(&p->done, &p->lock);
	}
	pthread_mutex_unlock(&p->lock);
}

void cul_pool_cancel(struct cul_pool *p, struct cul_job *job)
{
	if (p->n == 0) {
		job->state = CUL_JOB_IDLE;
		return;
	}
	pthread_mutex_lock(&p->lock);
	if (job->state == CUL_JOB_QUEUED) {
		unlink_job(p, job);
		job->state = CUL_JOB_IDLE;
	}
	while (job->state != CUL_JOB_IDLE)
		pthread_cond_wait(&p->done, &p->lock);
	pthread_mutex_unlock(&p->lock);
}
