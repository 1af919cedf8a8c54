/* \summary: the set of followed logs: what to look at, and when */
#include <errno.h>
#include <stdlib.h>
#include <sys/inotify.h>

#include "input/follow/follow_int.h"

int cul_follow_new(const struct cul_follow_plan *plan,
		   struct cul_follow **ret_follow)
{
	struct cul_follow *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return CUL_ENOMEM;
	f->plan = *plan;
	f->patterns_end = &f->patterns;
	f->untaken_end = &f->untaken;
	f->rewalk = f->look_all = true;
	f->fd = plan->no_inotify ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	*ret_follow = f;
	return CUL_OK;
}

void cul_follow_free(struct cul_follow **follow)
{
	struct cul_follow *f = *follow;
	struct cul_pending *p;

	if (f == NULL)
		return;
	while (f->n_tails > 0)
		cul_ftail_free(f->tails[--f->n_tails]);
	free(f->tails);
	while ((p = f->pending) != NULL) {
		f->pending = p->next;
		free(p);
	}
	cul_watch_done(f);
	cul_glob_done(f);
	free(f);
	*follow = NULL;
}

int cul_follow_add(struct cul_follow *f, const char *pattern)
{
	return cul_glob_add(f, pattern);
}

struct cul_ftail *cul_follow_find(const struct cul_follow *f, const char *name)
{
	for (size_t i = 0; i < f->n_tails; i++)
		if (strcmp(f->tails[i]->name, name) == 0)
			return f->tails[i];
	return NULL;
}

static void go_on(struct cul_ftail *t, const struct cul_place *place)
{
	t->place = *place;
	t->has_place = true;
}

int cul_follow_resume(struct cul_follow *f, const char *name,
		      const struct cul_place *place)
{
	struct cul_ftail *t = cul_follow_find(f, name);
	struct cul_pending *p;
	size_t n = strlen(name) + 1;

	if (t != NULL) {
		if (!t->begun)
			go_on(t, place);
		return CUL_OK;
	}
	p = malloc(sizeof(*p) + n);
	if (p == NULL)
		return CUL_ENOMEM;
	p->next = f->pending;
	p->place = *place;
	memcpy(p->name, name, n);
	f->pending = p;
	return CUL_OK;
}

bool cul_follow_is_pending(const struct cul_follow *f, const char *name)
{
	for (const struct cul_pending *p = f->pending; p != NULL; p = p->next)
		if (strcmp(p->name, name) == 0)
			return true;
	return false;
}

static void take_pending(struct cul_follow *f, struct cul_ftail *t)
{
	for (struct cul_pending **p = &f->pending; *p != NULL;
	     p = &(*p)->next) {
		struct cul_pending *found = *p;

		if (strcmp(found->name, t->name) != 0)
			continue;
		go_on(t, &found->place);
		*p = found->next;
		free(found);
		return;
	}
}

int cul_follow_tail(struct cul_follow *f, const char *name,
		    struct cul_ftail **ret_tail)
{
	struct cul_ftail *t;
	int rc;

	if (f->n_tails == f->cap_tails) {
		size_t cap = f->cap_tails * 2 + 16;
		struct cul_ftail **v =
			realloc(f->tails, cap * sizeof(struct cul_ftail *));

		if (v == NULL)
			return CUL_ENOMEM;
		f->tails = v;
		f->cap_tails = cap;
	}
	rc = cul_ftail_new(f, name, &t);
	if (rc != CUL_OK)
		return rc;
	t->at = f->n_tails;
	f->tails[f->n_tails++] = t;
	*f->untaken_end = t;
	f->untaken_end = &t->next_untaken;
	take_pending(f, t);
	cul_watch_queue(t, true);
	*ret_tail = t;
	return CUL_OK;
}

struct cul_tail *cul_follow_take(struct cul_follow *f, const char **ret_name)
{
	struct cul_ftail *t = f->untaken;

	if (t == NULL)
		return NULL;
	f->untaken = t->next_untaken;
	if (f->untaken == NULL)
		f->untaken_end = &f->untaken;
	t->taken = true;
	*ret_name = t->name;
	return &t->tail;
}

void cul_follow_forget(struct cul_ftail *t)
{
	struct cul_follow *f = t->follow;

	for (struct cul_ftail **q = &f->queue; *q != NULL;
	     q = &(*q)->next_queued) {
		if (*q == t) {
			*q = t->next_queued;
			break;
		}
	}
	for (struct cul_pattern *p = f->patterns; p != NULL; p = p->next)
		if (p->tail == t)
			p->tail = NULL;
	for (struct cul_ftail **q = &f->restless; *q != NULL;
	     q = &(*q)->next_restless) {
		if (*q == t) {
			*q = t->next_restless;
			break;
		}
	}
	cul_watch_unlink(f, &t->own);
	cul_watch_unlink(f, &t->target);
	f->tails[t->at] = f->tails[--f->n_tails];
	f->tails[t->at]->at = t->at;
}

int cul_follow_fd(const struct cul_follow *f)
{
	return f->fd;
}

static int look_at_queue(struct cul_follow *f)
{
	struct cul_ftail *t;
	int rc = CUL_OK;

	while (rc == CUL_OK && (t = f->queue) != NULL) {
		bool by_name = t->by_name;

		f->queue = t->next_queued;
		t->queued = t->by_name = false;
		if (by_name)
			rc = cul_watch_target(t);
		if (rc == CUL_OK && t->taken)
			rc = cul_chain_look(t, by_name);
	}
	return rc;
}

/* How often all are looked at. */
static int64_t every_msec(const struct cul_follow *f)
{
	return f->polls && f->plan.poll_msec < CUL_SAFETY_MSEC
		       ? f->plan.poll_msec
		       : CUL_SAFETY_MSEC;
}

static int64_t next_msec(const struct cul_follow *f)
{
	int64_t all = f->all_msec + every_msec(f);
	int64_t some = f->restless_msec + CUL_RESTLESS_MSEC;

	return f->restless != NULL && some < all ? some : all;
}

static void queue_restless(struct cul_follow *f)
{
	struct cul_ftail *t = f->restless;

	f->restless_msec = f->now_msec;
	f->restless = NULL;
	while (t != NULL) {
		struct cul_ftail *next = t->next_restless;

		t->in_restless = false;
		cul_watch_queue(t, true);
		t = next;
	}
}

static void queue_by_clock(struct cul_follow *f)
{
	if (f->now_msec >= f->restless_msec + CUL_RESTLESS_MSEC)
		queue_restless(f);
	if (!f->look_all && f->now_msec < f->all_msec + every_msec(f))
		return;
	f->all_msec = f->now_msec;
	f->look_all = false;
	f->rewalk = true;
	cul_watch_again(f);
	for (size_t i = 0; i < f->n_tails; i++)
		cul_watch_queue(f->tails[i], true);
}

int cul_follow_step(struct cul_follow *f, int64_t now_msec,
		    int64_t *ret_next_msec)
{
	int rc;

	f->now_msec = now_msec;
	rc = cul_watch_events(f);
	if (rc == CUL_OK)
		queue_by_clock(f);
	if (rc == CUL_OK && f->rewalk) {
		f->rewalk = false;
		rc = cul_glob_walk(f);
	}
	if (rc == CUL_OK)
		rc = look_at_queue(f);
	f->stepped = true;
	if (rc == CUL_OK)
		*ret_next_msec = next_msec(f);
	return rc;
}
