/* \summary: hash and check passwords on a thread, one at a time
 *
 * The thread has nothing but the places below, under one lock, and the work it
 * copied out of them.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "desk/password.h"

/* Nobody's: whoever is not known is checked against it, and takes as long. */
static const char nobody[] =
	"$argon2id$v=19$m=65536,t=2,p=1$Y3VscHJpdG5vYm9keQAAAA"
	"$QAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

struct text {
	bool present;
	size_t len;
	char bytes[CUL_PASSWORD_MAX];
};

struct work {
	enum { WORK_FREE, WORK_WAITS, WORK_RUNS, WORK_DONE } state;
	uint64_t order; /* in which they came                              */
	bool first, known;
	char hash[CUL_USER_HASH_MAX];
	struct text password, make;
	struct cul_hashed result; /* number is set from the beginning       */
};

struct cul_hasher {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t came;
	bool runs, stop;
	int fd;
	uint64_t last;
	struct work works[CUL_PASSWORD_QUEUE];
};

static struct cul_sv view(const struct text *t)
{
	return (struct cul_sv){ t->bytes, t->len };
}

static void do_work(struct work *w)
{
	bool asked = w->hash[0] != '\0';
	bool good = asked && cul_password_verify(view(&w->password), w->hash);

	w->result.good = good && w->known;
	if (w->make.present && (w->result.good || !asked) &&
	    cul_password_hash(view(&w->make), w->result.made) != CUL_OK)
		w->result.made[0] = '\0';
}

/* Who is known goes first, else who came first. */
static struct work *next(struct cul_hasher *h)
{
	struct work *best = NULL;

	for (size_t i = 0; i < CUL_PASSWORD_QUEUE; i++) {
		struct work *w = &h->works[i];

		if (w->state != WORK_WAITS)
			continue;
		if (best == NULL || (w->first && !best->first) ||
		    (w->first == best->first && w->order < best->order))
			best = w;
	}
	return best;
}

static void done(const struct cul_hasher *h)
{
	const uint64_t one = 1;

	while (write(h->fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

static void *run(void *arg)
{
	struct cul_hasher *h = arg;
	struct work copy, *w;

	(void)pthread_mutex_lock(&h->lock);
	while (!h->stop) {
		w = next(h);
		if (w == NULL) {
			(void)pthread_cond_wait(&h->came, &h->lock);
			continue;
		}
		w->state = WORK_RUNS;
		copy = *w;
		(void)pthread_mutex_unlock(&h->lock);
		do_work(&copy);
		(void)pthread_mutex_lock(&h->lock);
		w->result = copy.result;
		w->state = WORK_DONE;
		sodium_memzero(&copy, sizeof(copy));
		sodium_memzero(&w->password, sizeof(w->password));
		sodium_memzero(&w->make, sizeof(w->make));
		done(h);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return NULL;
}

/* Signals are for the thread that waits for them. */
static bool begin(struct cul_hasher *h)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	h->runs = pthread_create(&h->thread, NULL, run, h) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return h->runs;
}

int cul_hasher_new(struct cul_hasher **ret)
{
	struct cul_hasher *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return CUL_ENOMEM;
	(void)pthread_mutex_init(&h->lock, NULL);
	(void)pthread_cond_init(&h->came, NULL);
	h->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (h->fd < 0 || sodium_init() < 0 || !begin(h)) {
		cul_hasher_free(&h);
		return CUL_EIO;
	}
	*ret = h;
	return CUL_OK;
}

void cul_hasher_free(struct cul_hasher **hp)
{
	struct cul_hasher *h = *hp;

	if (h == NULL)
		return;
	if (h->runs) {
		(void)pthread_mutex_lock(&h->lock);
		h->stop = true;
		(void)pthread_cond_signal(&h->came);
		(void)pthread_mutex_unlock(&h->lock);
		(void)pthread_join(h->thread, NULL);
	}
	(void)pthread_cond_destroy(&h->came);
	(void)pthread_mutex_destroy(&h->lock);
	if (h->fd >= 0)
		(void)close(h->fd);
	sodium_memzero(h, sizeof(*h));
	free(h);
	*hp = NULL;
}

int cul_hasher_fd(const struct cul_hasher *h)
{
	return h->fd;
}

static bool keep(struct text *t, struct cul_sv v)
{
	*t = (struct text){ .present = cul_sv_present(v) };
	if (v.len > sizeof(t->bytes))
		return false;
	if (v.len != 0)
		memcpy(t->bytes, v.ptr, v.len);
	t->len = v.len;
	return true;
}

/* A place; NULL: there are too many of those who are not known, or of all. */
static struct work *place(struct cul_hasher *h, bool first)
{
	struct work *place = NULL;
	unsigned strangers = 0;

	for (size_t i = 0; i < CUL_PASSWORD_QUEUE; i++) {
		if (h->works[i].state == WORK_FREE)
			place = &h->works[i];
		else
			strangers += !h->works[i].first;
	}
	return first || strangers < CUL_PASSWORD_QUEUE_STRANGERS ? place : NULL;
}

/* What is too long is nobody's password, and is still checked. */
static void fill(struct work *w, const struct cul_hashing *what)
{
	const char *hash = what->hash != NULL ? what->hash : nobody;
	size_t len = strlen(hash);

	w->first = what->first;
	w->known = what->hash != NULL;
	w->result = (struct cul_hashed){ .number = what->number };
	if (!keep(&w->password, what->password))
		w->known = false;
	if (!keep(&w->make, what->make))
		w->make.present = false;
	if (len >= sizeof(w->hash)) {
		w->known = false;
		hash = nobody;
		len = sizeof(nobody) - 1;
	}
	memcpy(w->hash, hash, len);
	w->hash[len] = '\0';
}

int cul_hasher_ask(struct cul_hasher *h, const struct cul_hashing *what)
{
	struct work *w;

	(void)pthread_mutex_lock(&h->lock);
	w = place(h, what->first);
	if (w != NULL) {
		fill(w, what);
		w->order = ++h->last;
		w->state = WORK_WAITS;
		(void)pthread_cond_signal(&h->came);
	}
	(void)pthread_mutex_unlock(&h->lock);
	return w != NULL ? CUL_OK : CUL_EBUSY;
}

bool cul_hasher_take(struct cul_hasher *h, struct cul_hashed *ret)
{
	bool found = false;
	uint64_t n;

	(void)pthread_mutex_lock(&h->lock);
	for (size_t i = 0; i < CUL_PASSWORD_QUEUE && !found; i++) {
		struct work *w = &h->works[i];

		if (w->state != WORK_DONE)
			continue;
		found = true;
		*ret = w->result;
		sodium_memzero(w, sizeof(*w));
	}
	/* Quiet until the next one is done. */
	if (!found)
		(void)!read(h->fd, &n, sizeof(n));
	(void)pthread_mutex_unlock(&h->lock);
	return found;
}
