/* \summary: deliver what is spooled to a command, until it ends with 0 */
#include "tell/post.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	WITHOUT_PIDFD_USEC = 100000, /* how soon an end is seen then   */
	STOP_MSEC = 20,              /* ten times, before it is killed */
	STOP_TIMES = 10
};

static int64_t sec(int64_t n)
{
	return n * CUL_USEC_PER_SEC;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void cul_post_wake(struct cul_post *p)
{
	p->next_due = INT64_MIN;
}

static void said(void *arg, struct cul_sv line)
{
	const struct cul_run *r = arg;
	struct cul_text t = { 0 };

	cul_text_strange(&t, line);
	if (!t.nomem)
		cul_tell_say(r->post->plan, CUL_TELL_INFO, "%s %s: %s%s",
			     r->post->name, r->item->is.id, t.p,
			     r->child.cut ? "..." : "");
	cul_text_done(&t);
}

/* How it ended, as a sentence goes on. */
static void how(const struct cul_run *r, char buf[64])
{
	int st = r->child.status;

	if (r->child.killed != 0)
		snprintf(buf, 64, "was ended after %d s", CUL_TELL_RUN_SEC);
	else if (WIFEXITED(st))
		snprintf(buf, 64, "ended with status %d", WEXITSTATUS(st));
	else
		snprintf(buf, 64, "was ended by signal %d", WTERMSIG(st));
}

static int64_t doubled(int64_t pause)
{
	pause = pause == 0 ? sec(CUL_TELL_PAUSE_SEC) : 2 * pause;
	return sooner(pause, sec(CUL_TELL_PAUSE_MOST_SEC));
}

static void failed(struct cul_post *p, struct cul_spool_item *i, int64_t t,
		   int64_t wall_usec, const char *why)
{
	i->running = false;
	p->n_failing += i->tries == 0;
	i->tries++;
	i->pause = doubled(i->pause);
	i->due = t + i->pause;
	snprintf(p->error, sizeof(p->error), "%s %s: %.160s %s", p->name,
		 i->is.id, p->argv[0], why);
	if (i->tries < CUL_TELL_TRIES_LEAST ||
	    wall_usec - i->is.said_usec < sec(CUL_TELL_KEEP_SEC)) {
		cul_tell_say(p->plan, CUL_TELL_WARN,
			     "%s; tried again in %lld s (try %u)", p->error,
			     (long long)(i->pause / CUL_USEC_PER_SEC),
			     i->tries);
		p->next_due = sooner(p->next_due, i->due);
		return;
	}
	p->n_failing--;
	cul_tell_say(p->plan, CUL_TELL_BAD, "%s", p->error);
	cul_spool_give_up(p->spool, i);
	cul_post_wake(p);
}

static void forget(struct cul_post *p, struct cul_spool_item *i)
{
	p->n_failing -= i->tries != 0;
	if (p->n_failing == 0)
		p->error[0] = '\0';
	cul_spool_drop(p->spool, i);
	cul_post_wake(p);
}

static void delivered(struct cul_post *p, struct cul_spool_item *i,
		      int64_t took)
{
	cul_tell_say(p->plan, CUL_TELL_INFO, "%s %s: done in %lld.%lld s",
		     p->name, i->is.id, (long long)(took / CUL_USEC_PER_SEC),
		     (long long)(took / 100000 % 10));
	forget(p, i);
}

static void say_rest(const struct cul_run *r)
{
	if (r->child.lines > CUL_TELL_SAID_LINES)
		cul_tell_say(r->post->plan, CUL_TELL_NOTE,
			     "%s %s: %u more lines of its output are not "
			     "shown",
			     r->post->name, r->item->is.id,
			     r->child.lines - CUL_TELL_SAID_LINES);
	if (r->child.stopped)
		cul_tell_say(r->post->plan, CUL_TELL_WARN,
			     "%s %s: it wrote more than %d MiB, which were "
			     "read no further",
			     r->post->name, r->item->is.id,
			     CUL_TELL_OUTPUT_MAX / 1024 / 1024);
}

static void ended(struct cul_run *r, int64_t t, int64_t wall_usec)
{
	struct cul_post *p = r->post;
	struct cul_spool_item *i = r->item;
	bool ok = r->child.killed == 0 && WIFEXITED(r->child.status) &&
		  WEXITSTATUS(r->child.status) == 0;
	char why[64];

	cul_child_read(&r->child, said, r);
	cul_child_end_line(&r->child, said, r);
	say_rest(r);
	how(r, why);
	cul_child_close(&r->child);
	r->item = NULL;
	p->n_running--;
	if (ok)
		delivered(p, i, t - r->began);
	else
		failed(p, i, t, wall_usec, why);
}

static void out_of_time(struct cul_run *r)
{
	struct cul_child *c = &r->child;
	bool first = c->killed == 0;

	cul_tell_say(r->post->plan, CUL_TELL_WARN,
		     first ? "%s %s: its time of %d s is over, it is asked to "
			     "end"
			   : "%s %s: %d s later it has not ended, it is killed",
		     r->post->name, r->item->is.id,
		     first ? CUL_TELL_RUN_SEC : CUL_TELL_GRACE_SEC);
	cul_child_signal(c, first ? SIGTERM : SIGKILL);
	c->kill_at += sec(CUL_TELL_GRACE_SEC);
}

/* Returns when it is to be looked at again. */
static int64_t look(struct cul_run *r, int64_t t, int64_t wall_usec)
{
	bool stopped = r->child.stopped;

	cul_child_read(&r->child, said, r);
	if (r->child.stopped && !stopped)
		(void)epoll_ctl(r->post->epoll, EPOLL_CTL_DEL, r->child.out,
				NULL);
	if (cul_child_reap(&r->child)) {
		ended(r, t, wall_usec);
		return INT64_MAX;
	}
	if (t >= r->child.kill_at)
		out_of_time(r);
	return r->child.pidfd >= 0
		       ? r->child.kill_at
		       : sooner(r->child.kill_at, t + WITHOUT_PIDFD_USEC);
}

static void heed(int epoll, int fd)
{
	struct epoll_event on = { .events = EPOLLIN };

	if (fd >= 0)
		(void)epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &on);
}

/* 0, or the errno that says why it did not begin. */
static int begin(struct cul_post *p, struct cul_run *r,
		 struct cul_spool_item *i, int in)
{
	char text[CUL_POST_ENV_BYTES];
	char *envp[CUL_POST_ENV];
	struct cul_child_plan plan = { .argv = p->argv,
				       .envp = envp,
				       .path = cul_post_path(p->plan),
				       .in = in };
	int rc;

	cul_post_env(p->plan, &i->is, text, envp);
	rc = cul_child_start(&r->child, &plan);
	if (rc != 0)
		return rc;
	heed(p->epoll, r->child.out);
	heed(p->epoll, r->child.pidfd);
	i->running = true;
	r->item = i;
	r->post = p;
	p->n_running++;
	p->pause = 0;
	return 0;
}

/* Its file cannot be read: taken away by somebody who did not want it run, or
 * the disk fails. */
static void unreadable(struct cul_post *p, struct cul_spool_item *i, int64_t t,
		       int64_t wall_usec)
{
	char why[128];

	if (errno != ENOENT) {
		snprintf(why, sizeof(why), "is not run: spool/%s: %s",
			 p->spool->name, strerror(errno));
		failed(p, i, t, wall_usec, why);
		return;
	}
	cul_tell_say(p->plan, CUL_TELL_NOTE,
		     "%s %s: somebody has taken it out of the spool", p->name,
		     i->is.id);
	forget(p, i);
}

static void start(struct cul_post *p, struct cul_spool_item *i, int64_t t,
		  int64_t wall_usec)
{
	int in = cul_spool_read(p->spool, i);
	struct cul_run *r = p->run;
	char why[128];
	int rc;

	if (in < 0) {
		unreadable(p, i, t, wall_usec);
		return;
	}
	while (r->item != NULL)
		r++;
	rc = begin(p, r, i, in);
	close(in);
	if (rc != 0) {
		snprintf(why, sizeof(why), "cannot be started: %s",
			 strerror(rc));
		/* So it would be with all others. */
		p->pause = doubled(p->pause);
		p->hold = t + p->pause;
		failed(p, i, t, wall_usec, why);
		return;
	}
	r->began = t;
	r->child.kill_at = t + sec(CUL_TELL_RUN_SEC);
}

/* The first that may run now, else NULL and in next_due when one may. */
static struct cul_spool_item *first_due(struct cul_post *p, int64_t t)
{
	p->next_due = INT64_MAX;
	for (struct cul_spool_item *i = p->spool->first; i != NULL;
	     i = i->next) {
		if (i->running || i->behind)
			continue;
		if (i->due <= t) {
			p->next_due = t;
			return i;
		}
		p->next_due = sooner(p->next_due, i->due);
	}
	return NULL;
}

int64_t cul_post_step(struct cul_post *p, int64_t t, int64_t wall_usec)
{
	int64_t next = INT64_MAX;
	struct cul_spool_item *i;

	for (unsigned k = 0; k < CUL_TELL_AT_ONCE; k++)
		if (p->run[k].item != NULL)
			(void)look(&p->run[k], t, wall_usec);
	while (p->n_running < p->at_once && t >= p->hold && t >= p->next_due &&
	       (i = first_due(p, t)) != NULL)
		start(p, i, t, wall_usec);
	for (unsigned k = 0; k < CUL_TELL_AT_ONCE; k++)
		if (p->run[k].item != NULL)
			next = sooner(next, look(&p->run[k], t, wall_usec));
	if (p->n_running < p->at_once && p->next_due != INT64_MAX) {
		int64_t due = p->hold > p->next_due ? p->hold : p->next_due;

		next = sooner(next, due);
	}
	return next;
}

/* All of them at once, so that their time is not added up. */
void cul_post_stop(struct cul_post *p)
{
	for (unsigned k = 0; k < CUL_TELL_AT_ONCE; k++)
		if (p->run[k].item != NULL)
			cul_child_signal(&p->run[k].child, SIGTERM);
	for (int n = 0; n <= STOP_TIMES && p->n_running > 0; n++) {
		if (n > 0)
			(void)poll(NULL, 0, STOP_MSEC);
		for (unsigned k = 0; k < CUL_TELL_AT_ONCE; k++) {
			struct cul_run *r = &p->run[k];

			if (r->item == NULL)
				continue;
			if (n == STOP_TIMES)
				cul_child_signal(&r->child, SIGKILL);
			if (n < STOP_TIMES && !cul_child_reap(&r->child))
				continue;
			if (r->child.pid != 0)
				(void)waitpid(r->child.pid, NULL, 0);
			cul_child_close(&r->child);
			r->item->running = false;
			r->item = NULL;
			p->n_running--;
		}
	}
}
