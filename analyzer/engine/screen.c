/* \summary: the NOC screen in a thread of its own */
#include "engine/screen.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "engine/now.h"

struct cul_screen {
	pthread_t thread;
	pthread_mutex_t lock; /* of the three below */
	struct cul_now *next; /* not drawn yet; NULL: none */
	struct cul_noc_wants wants;
	bool stop;
	int to_thread, from_thread; /* event descriptors */
	struct cul_noc *noc;
	int in_fd;
	/* The thread's own. */
	struct cul_now *shown, *newest;
};

static void wake(int fd)
{
	const uint64_t one = 1;

	(void)!write(fd, &one, sizeof(one));
}

static void calm(int fd)
{
	uint64_t n;

	(void)!read(fd, &n, sizeof(n));
}

/* What has come since: shown, or while the picture stands only its detail. */
static bool take(struct cul_screen *s)
{
	struct cul_now *next;
	bool stop, pause;

	pthread_mutex_lock(&s->lock);
	next = s->next;
	s->next = NULL;
	stop = s->stop;
	pause = s->wants.pause;
	pthread_mutex_unlock(&s->lock);
	if (next != NULL && pause && s->shown != NULL) {
		if (s->newest != s->shown)
			cul_now_free(&s->newest);
		s->newest = next;
		s->shown->detail = next->detail;
		s->shown->paused = true;
	} else if (next != NULL) {
		if (s->newest != s->shown)
			cul_now_free(&s->newest);
		cul_now_free(&s->shown);
		s->shown = s->newest = next;
	}
	return !stop;
}

static void tell(struct cul_screen *s)
{
	struct cul_noc_wants wants = cul_noc_wants(s->noc);
	bool same;

	pthread_mutex_lock(&s->lock);
	same = wants.quit == s->wants.quit && wants.pause == s->wants.pause &&
	       strcmp(wants.detail_who, s->wants.detail_who) == 0;
	s->wants = wants;
	pthread_mutex_unlock(&s->lock);
	if (!same)
		wake(s->from_thread);
}

static void *run(void *arg)
{
	struct cul_screen *s = arg;
	struct pollfd fds[] = { { .fd = s->in_fd, .events = POLLIN },
				{ .fd = s->to_thread, .events = POLLIN } };

	while (take(s)) {
		if (s->shown != NULL)
			cul_noc_show(s->noc, s->shown);
		tell(s);
		(void)poll(fds, 2, 500);
		if (fds[1].revents != 0)
			calm(s->to_thread);
		(void)cul_noc_key(s->noc);
	}
	return NULL;
}

int cul_screen_start(const struct cul_noc_plan *plan,
		     struct cul_screen **ret_screen)
{
	struct cul_screen *s = calloc(1, sizeof(*s));
	int err;

	if (s == NULL)
		return CUL_ENOMEM;
	s->to_thread = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->from_thread = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->in_fd = fileno(plan->in);
	pthread_mutex_init(&s->lock, NULL);
	err = cul_noc_new(plan, &s->noc);
	if (err == CUL_OK && pthread_create(&s->thread, NULL, run, s) != 0) {
		cul_noc_free(&s->noc);
		err = CUL_EIO;
	}
	if (err == CUL_OK) {
		*ret_screen = s;
		return CUL_OK;
	}
	(void)close(s->to_thread);
	(void)close(s->from_thread);
	free(s);
	return err;
}

void cul_screen_stop(struct cul_screen **sp)
{
	struct cul_screen *s = *sp;

	if (s == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_mutex_unlock(&s->lock);
	wake(s->to_thread);
	pthread_join(s->thread, NULL);
	cul_noc_free(&s->noc);
	if (s->newest != s->shown)
		cul_now_free(&s->newest);
	cul_now_free(&s->shown);
	cul_now_free(&s->next);
	pthread_mutex_destroy(&s->lock);
	(void)close(s->to_thread);
	(void)close(s->from_thread);
	free(s);
	*sp = NULL;
}

void cul_screen_give(struct cul_screen *s, struct cul_now *now)
{
	struct cul_now *old;

	pthread_mutex_lock(&s->lock);
	old = s->next;
	s->next = now;
	pthread_mutex_unlock(&s->lock);
	cul_now_free(&old);
	wake(s->to_thread);
}

struct cul_noc_wants cul_screen_wants(struct cul_screen *s)
{
	struct cul_noc_wants wants;

	calm(s->from_thread);
	pthread_mutex_lock(&s->lock);
	wants = s->wants;
	pthread_mutex_unlock(&s->lock);
	return wants;
}

int cul_screen_fd(const struct cul_screen *s)
{
	return s->from_thread;
}
