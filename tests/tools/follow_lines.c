/* \summary: follow one log and append its lines to a file, exactly once even
 * if it is killed: follow_lines [-p] [-e] OUT STATE NAME
 *
 * -p: by the clock, -e: from the end. STATE has the place of what is not in
 * OUT as yet, and how much of OUT stands.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "input/follow.h"

struct state {
	struct cul_place place;
	uint64_t out_len;
};

struct run {
	const char *state_path;
	char state_new[4096];
	int out, state;
	struct state now;
	bool known;
};

static volatile sig_atomic_t ends;

static void on_term(int sig)
{
	(void)sig;
	ends = 1;
}

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "follow_lines: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t msec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What was begun after this is done again after a crash. */
static void save(struct run *r, const struct cul_place *place)
{
	int fd;

	if (r->known && memcmp(&r->now.place, place, sizeof(*place)) == 0)
		return;
	r->now.place = *place;
	r->known = true;
	fd = open(r->state_new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, &r->now, sizeof(r->now)) != sizeof(r->now) ||
	    close(fd) != 0 || rename(r->state_new, r->state_path) != 0)
		die(r->state_path);
}

static void put(struct run *r, const char *p, size_t n)
{
	if (write(r->out, p, n) != (ssize_t)n)
		die("writing");
	r->now.out_len += n;
}

static void put_lines(struct run *r, const struct cul_block *b)
{
	struct cul_lines lines = cul_block_lines(b);
	struct cul_line line;
	char *text = malloc(b->len + 1), *to = text;

	if (text == NULL)
		die("memory");
	while (cul_lines_next(&lines, &line)) {
		memcpy(to, line.text.ptr, line.text.len);
		to += line.text.len;
		*to++ = '\n';
	}
	put(r, text, (size_t)(to - text));
	free(text);
}

static void read_all(struct run *r, struct cul_tail *t, struct cul_piece *p)
{
	int rc = 0;

	while (!ends && (rc = t->ops->next(t, CUL_BLOCK_BYTES, p)) > 0) {
		save(r, &p->place);
		put_lines(r, &p->block);
	}
	if (rc < 0)
		die("next");
	if (!ends)
		save(r, &p->place);
}

static void open_files(struct run *r, const char *out, const char *state)
{
	int fd = open(state, O_RDONLY | O_CLOEXEC);

	r->state_path = state;
	snprintf(r->state_new, sizeof(r->state_new), "%s.new", state);
	r->known =
		fd >= 0 && read(fd, &r->now, sizeof(r->now)) == sizeof(r->now);
	if (fd >= 0)
		close(fd);
	r->out = open(out, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (r->out < 0 || ftruncate(r->out, (off_t)r->now.out_len) != 0)
		die(out);
}

static void follow(struct run *r, struct cul_follow *f)
{
	struct cul_tail *t = NULL;
	struct cul_piece p = { 0 };
	struct cul_tail_status s;
	const char *name;
	int64_t next = 0;

	while (!ends) {
		struct pollfd fd = { cul_follow_fd(f), POLLIN, 0 };
		int64_t now = msec();

		if (cul_follow_step(f, now, &next) != 0)
			die("step");
		if (t == NULL)
			t = cul_follow_take(f, &name);
		if (t != NULL)
			read_all(r, t, &p);
		now = msec();
		if (next > now)
			(void)poll(&fd, fd.fd >= 0, (int)(next - now));
	}
	if (t == NULL)
		return;
	t->ops->status(t, &s);
	fprintf(stderr, "restarts %llu, behind %llu%s%s\n",
		(unsigned long long)s.restarts,
		(unsigned long long)s.behind_bytes,
		s.note != NULL ? ", note: " : "", s.note != NULL ? s.note : "");
	t->ops->free(t);
	free(p.block.bytes);
}

int main(int argc, char **argv)
{
	struct cul_follow_plan plan = { .poll_msec = 50, .linger_msec = 2000 };
	struct sigaction act = { .sa_handler = on_term };
	struct cul_follow *f;
	struct run r = { 0 };
	int opt;

	while ((opt = getopt(argc, argv, "pe")) != -1) {
		plan.no_inotify |= opt == 'p';
		plan.from_end |= opt == 'e';
	}
	if (argc - optind != 3)
		return 2;
	sigaction(SIGTERM, &act, NULL);
	open_files(&r, argv[optind], argv[optind + 1]);
	if (cul_follow_new(&plan, &f) != 0 ||
	    cul_follow_add(f, argv[optind + 2]) != 0)
		die("new");
	if (r.known &&
	    cul_follow_resume(f, argv[optind + 2], &r.now.place) != 0)
		die("resume");
	follow(&r, f);
	cul_follow_free(&f);
	return 0;
}
