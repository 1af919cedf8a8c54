/* \summary: what a watch follows: files, pipes, sockets, the journal */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/watch_int.h"
#include "input/live.h"

/* Without a file system that tells, files are looked at so often; and one
 * that was rotated away may get a line of a slow writer for so long. */
enum { POLL_MSEC = 250, LINGER_MSEC = 10 * 1000 };

static int resume(struct cul_watch *w)
{
	const struct cul_place *place;
	const char *name;
	int err = CUL_OK;

	for (size_t i = 0;
	     err == CUL_OK && cul_live_resumes(w->live, i, &name, &place); i++)
		err = cul_follow_resume(w->follow, name, place);
	return err;
}

/* A folder stands for the files inside, also those that are to come. */
static int follow_one(struct cul_watch *w, const char *name)
{
	struct stat st;
	char *inside;
	int err;

	if (stat(name, &st) != 0 || !S_ISDIR(st.st_mode))
		return cul_follow_add(w->follow, name);
	if (asprintf(&inside, "%s/*", name) < 0)
		return CUL_ENOMEM;
	err = cul_follow_add(w->follow, inside);
	free(inside);
	return err;
}

static int follow(struct cul_watch *w, const char *const *names, size_t n)
{
	const struct cul_follow_plan plan = {
		.from_end = w->plan->from_end,
		.no_inotify = !w->settings->watch_inotify,
		.poll_msec = POLL_MSEC,
		.linger_msec = LINGER_MSEC,
	};
	int err = cul_follow_new(&plan, &w->follow);

	for (size_t i = 0; i < n && err == CUL_OK; i++)
		if (strcmp(names[i], "-") != 0)
			err = follow_one(w, names[i]);
	if (err == CUL_OK)
		err = resume(w);
	if (err == CUL_OK && cul_follow_fd(w->follow) >= 0)
		err = cul_watch_listen(w, cul_follow_fd(w->follow));
	return err;
}

static int take(struct cul_watch *w, int err, struct cul_tail *tail, int fd,
		const char *name, const char *why)
{
	if (err != CUL_OK) {
		cul_out_fmt(w->err, "%.500s\n", why);
		return err;
	}
	err = cul_live_add(w->live, tail, name, false);
	return err == CUL_OK ? cul_watch_listen(w, fd) : err;
}

static int pipe_open(struct cul_watch *w)
{
	char why[CUL_LIVE_ERR] = "";
	struct cul_tail *tail = NULL;
	int fd = -1;
	int err = cul_pipe_new(STDIN_FILENO, "-", &tail, &fd, why);

	return take(w, err, tail, fd, "-", why);
}

static int sockets_open(struct cul_watch *w)
{
	const struct cul_strings *v = &w->settings->watch_sockets;
	int err = CUL_OK;

	for (size_t i = 0; i < v->n && err == CUL_OK; i++) {
		char why[CUL_LIVE_ERR] = "";
		struct cul_tail *tail = NULL;
		int fd = -1;

		err = cul_socket_new(v->v[i], -1, &tail, &fd, why);
		err = take(w, err, tail, fd, v->v[i], why);
	}
	return err;
}

/* Those that systemd listens at for us. */
static int passed_open(struct cul_watch *w)
{
	const struct cul_watch_plan *p = w->plan;
	struct cul_passed passed[CUL_PASSED_MAX];
	int n = cul_listen_fds(p->listen_pid, p->listen_fds, p->listen_fdnames,
			       getpid(), passed);
	int err = CUL_OK;

	if (n < 0) {
		cul_out_str(w->err, "LISTEN_FDS: the descriptors that it "
				    "speaks of are not there\n");
		return n;
	}
	for (int i = 0; i < n && err == CUL_OK; i++) {
		char why[CUL_LIVE_ERR] = "", name[CUL_PASSED_NAME + 16];
		struct cul_tail *tail = NULL;
		int fd = -1;

		(void)snprintf(name, sizeof(name), "systemd:%s",
			       passed[i].name);
		err = cul_socket_new(name, passed[i].fd, &tail, &fd, why);
		err = take(w, err, tail, fd, name, why);
	}
	return err;
}

static const struct cul_place *place_of(const struct cul_live *l,
					const char *wanted)
{
	const struct cul_place *place;
	const char *name;

	for (size_t i = 0; cul_live_resumes(l, i, &name, &place); i++)
		if (strcmp(name, wanted) == 0)
			return place;
	return NULL;
}

static int journal_open(struct cul_watch *w)
{
	const struct cul_strings *v = &w->settings->watch_journal;
	bool all = v->n == 1 && strcmp(v->v[0], "all") == 0;
	const char **argv = calloc(v->n + 2, sizeof(*argv));
	char why[CUL_LIVE_ERR] = "";
	struct cul_tail *tail = NULL;
	int fd = -1, err;

	if (argv == NULL)
		return CUL_ENOMEM;
	argv[0] = "journalctl";
	for (size_t i = 0; i < v->n && !all; i++)
		argv[i + 1] = v->v[i];
	err = cul_journal_new(argv, place_of(w->live, "journal"),
			      w->plan->from_end, &tail, &fd, why);
	free(argv);
	return take(w, err, tail, fd, "journal", why);
}

int cul_watch_open(struct cul_watch *w)
{
	const struct cul_strings *set = &w->settings->watch_files;
	const char *const *names = w->plan->files;
	size_t n = w->plan->n_files;
	bool from_pipe = false;
	int err = CUL_OK;

	if (n == 0) {
		names = (const char *const *)set->v;
		n = set->n;
	}
	for (size_t i = 0; i < n; i++)
		from_pipe |= strcmp(names[i], "-") == 0;
	if (n > (size_t)from_pipe)
		err = follow(w, names, n);
	if (err == CUL_OK && from_pipe)
		err = pipe_open(w);
	if (err == CUL_OK)
		err = sockets_open(w);
	if (err == CUL_OK)
		err = passed_open(w);
	if (err == CUL_OK && w->settings->watch_journal.n != 0)
		err = journal_open(w);
	return err;
}

int cul_watch_look(struct cul_watch *w)
{
	const char *name;
	struct cul_tail *tail;
	int err;

	if (w->follow == NULL)
		return CUL_OK;
	err = cul_follow_step(w->follow, cul_clock_mono_usec() / 1000,
			      &w->follow_next_msec);
	while (err == CUL_OK &&
	       (tail = cul_follow_take(w->follow, &name)) != NULL) {
		err = cul_live_add(w->live, tail, name, true);
		if (err == CUL_OK)
			cul_watch_log(w, CUL_PRIORITY_INFO,
				      "%.500s is followed", name);
	}
	return err;
}

/* A pipe is through at its end; files, when they have no more now. */
bool cul_watch_is_through(const struct cul_watch *w)
{
	struct cul_live_tail t;

	/* A log may come to be there, or come to have a line. */
	if (w->follow != NULL && !w->plan->until_end)
		return false;
	if (cul_live_is_over(w->live))
		return true;
	if (!w->plan->until_end || !cul_live_is_idle(w->live))
		return false;
	for (size_t i = 0; cul_live_tail(w->live, i, &t); i++)
		if (strcmp(t.status.name, "-") == 0 && !t.ended)
			return false;
	return true;
}
