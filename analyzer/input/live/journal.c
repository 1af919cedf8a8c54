/* \summary: the systemd journal, through journalctl as a child
 *
 * In a process of its own because a journal file that is rotated while it is
 * mapped can kill who reads it (SIGBUS, systemd 252). A record becomes the
 * line that a scan of `journalctl -o export` makes of it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input/export.h"
#include "input/live.h"
#include "input/live/child.h"
#include "input/live/cutter.h"

enum {
	READ_MAX = 64 * 1024,
	READ_MIN = 4096,
	OPTIONS = 3,
	OPTION_MAX = CUL_CURSOR_MAX + 16,
	/* Between two starts, doubled at each that fails; who has lived so
	 * long is thought to be well. */
	PAUSE_MIN_SEC = 1,
	PAUSE_MAX_SEC = 60,
	SAID_MAX = 200 /* of the last line that a child complains */
};

struct journal_tail {
	struct cul_tail tail;
	char **args; /* the program, what the user asks of it, and options */
	size_t n_args;
	char options[OPTIONS][OPTION_MAX];
	bool from_now;
	struct cul_child child;
	int ep, timer;
	time_t pause_sec; /* before the next start */
	uint64_t restarts;
	struct cul_export export;
	struct cul_made made;
	struct cul_cutter lines;
	/* Of the record before those that are held; of the last one. */
	char given[CUL_CURSOR_MAX], last[CUL_CURSOR_MAX];
	int64_t first_sec, last_sec;
	char said[SAID_MAX];
	size_t said_len;
	bool said_end;
	char error[CUL_LIVE_ERR], note[CUL_LIVE_ERR];
	char buf[READ_MAX];
};

static void timer_set(struct journal_tail *t, time_t sec)
{
	const struct itimerspec in = { .it_value.tv_sec = sec };

	(void)timerfd_settime(t->timer, 0, &in, NULL);
}

/* "-f" alone begins ten records before the end. */
static void options_set(struct journal_tail *t)
{
	snprintf(t->options[0], OPTION_MAX, "--output=export");
	snprintf(t->options[1], OPTION_MAX, "--follow");
	if (t->last[0] != '\0' || !t->from_now)
		snprintf(t->options[2], OPTION_MAX, "--no-tail");
	else
		snprintf(t->options[2], OPTION_MAX, "--lines=0");
	for (size_t i = 0; i < OPTIONS; i++)
		t->args[t->n_args + i] = t->options[i];
}

static int watch(struct journal_tail *t, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(t->ep, EPOLL_CTL_ADD, fd, &e) < 0 ? errno : 0;
}

/* 0 or an errno. */
static int start(struct journal_tail *t)
{
	char after[CUL_CURSOR_MAX + 16];
	int why;

	options_set(t);
	snprintf(after, sizeof(after), "--after-cursor=%s", t->last);
	t->args[t->n_args + OPTIONS] = t->last[0] != '\0' ? after : NULL;
	why = cul_child_start(t->args, &t->child);
	t->args[t->n_args + OPTIONS] = NULL;
	if (why == 0)
		why = watch(t, t->child.out);
	if (why == 0)
		why = watch(t, t->child.err);
	if (why != 0)
		(void)cul_child_end(&t->child);
	t->said_len = 0;
	t->said_end = false;
	return why;
}

static void pause_begin(struct journal_tail *t)
{
	timer_set(t, t->pause_sec);
	t->pause_sec *= 2;
	if (t->pause_sec > PAUSE_MAX_SEC)
		t->pause_sec = PAUSE_MAX_SEC;
}

/* The time that the timer was set to has come. */
static void time_came(struct journal_tail *t)
{
	uint64_t n;
	int why;

	if (read(t->timer, &n, sizeof(n)) != (ssize_t)sizeof(n))
		return;
	if (t->child.pid != 0) {
		t->pause_sec = PAUSE_MIN_SEC;
		t->error[0] = '\0';
		return;
	}
	t->restarts++;
	if (t->last[0] == '\0' && t->from_now)
		snprintf(t->note, sizeof(t->note),
			 "%s was started again before it gave a record: what "
			 "was logged meanwhile is not read",
			 t->args[0]);
	why = start(t);
	if (why == 0) {
		timer_set(t, PAUSE_MIN_SEC + 1);
		return;
	}
	snprintf(t->error, sizeof(t->error),
		 "%s cannot be started: %s; it is tried again in %lld s",
		 t->args[0], strerror(why), (long long)t->pause_sec);
	pause_begin(t);
}

/* Keep the last line that has something. */
static void said_add(struct journal_tail *t, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c == '\n') {
			t->said_end = true;
			continue;
		}
		if (t->said_end)
			t->said_len = 0;
		t->said_end = false;
		if (t->said_len + 1 < SAID_MAX)
			t->said[t->said_len++] =
				(char)(c < ' ' || c == 0x7f ? '?' : c);
	}
	t->said[t->said_len] = '\0';
}

static void said_read(struct journal_tail *t)
{
	char buf[SAID_MAX];
	ssize_t n = read(t->child.err, buf, sizeof(buf));

	if (n > 0) {
		said_add(t, buf, (size_t)n);
		snprintf(t->note, sizeof(t->note), "%s: %s", t->args[0],
			 t->said);
	}
	/* At its end it would be readable for ever. */
	if (n == 0)
		(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.err, NULL);
}

/* A record that it had begun comes again. */
static void child_over(struct journal_tail *t)
{
	char how[32];
	int status;

	said_read(t);
	(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.out, NULL);
	(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.err, NULL);
	status = cul_child_end(&t->child);
	if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "was ended by signal %d",
			 WTERMSIG(status));
	else
		snprintf(how, sizeof(how), "ended with status %d",
			 WEXITSTATUS(status));
	snprintf(t->error, sizeof(t->error),
		 "%s %s%s%s; it is started again in %lld s", t->args[0], how,
		 t->said_len > 0 ? ": " : "", t->said_len > 0 ? t->said : "",
		 (long long)t->pause_sec);
	cul_export_reset(&t->export);
	pause_begin(t);
}

static int64_t record_sec(const struct cul_export *x)
{
	struct cul_sv v = cul_export_get(x, CUL_EXPORT_TIME);
	struct cul_cur c = cul_cur_over(v);
	uint64_t usec = cul_take_u64(&c, INT64_MAX);

	return c.bad ? 0 : (int64_t)(usec / CUL_USEC_PER_SEC);
}

static int record_keep(struct journal_tail *t)
{
	struct cul_sv cursor = cul_export_get(&t->export, CUL_EXPORT_CURSOR);
	int64_t sec = record_sec(&t->export);
	char *to;

	if (t->lines.len == 0)
		t->first_sec = sec;
	t->last_sec = sec;
	if (cul_cutter_room(&t->lines, t->made.len, &to) < 0)
		return CUL_ENOMEM;
	memcpy(to, t->made.bytes, t->made.len);
	cul_cutter_added(&t->lines, t->made.len);
	if (cursor.len > 0 && cursor.len < sizeof(t->last) &&
	    memchr(cursor.ptr, '\0', cursor.len) == NULL) {
		memcpy(t->last, cursor.ptr, cursor.len);
		t->last[cursor.len] = '\0';
	}
	return CUL_OK;
}

static int records_read(struct journal_tail *t, struct cul_sv p)
{
	while (p.len > 0) {
		bool line;

		p = cul_sv_from(p, cul_export_feed(&t->export, p, 0, &line));
		if (line && record_keep(t) < 0)
			return CUL_ENOMEM;
	}
	return CUL_OK;
}

/* 1 if bytes came; 0: none now. */
static int output_read(struct journal_tail *t, size_t want, size_t *turn)
{
	size_t held = t->lines.len, room = READ_MIN;
	ssize_t n;

	if (want > held + READ_MIN)
		room = want - held < READ_MAX ? want - held : READ_MAX;
	n = read(t->child.out, t->buf, room);
	if (n < 0 && errno == EINTR)
		return 1;
	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n <= 0) {
		child_over(t);
		return 0;
	}
	*turn += (size_t)n;
	n = records_read(t, (struct cul_sv){ t->buf, (size_t)n });
	return n < 0 ? (int)n : 1;
}

/* What is there beside the output. */
static void others_look(struct journal_tail *t)
{
	struct epoll_event e[3];
	int n = epoll_wait(t->ep, e, 3, 0);

	for (int i = 0; i < n; i++) {
		if (e[i].data.fd == t->timer)
			time_came(t);
		else if (e[i].data.fd == t->child.err)
			said_read(t);
	}
}

static int journal_next(struct cul_tail *tail, size_t want, struct cul_piece *p)
{
	struct journal_tail *t = (struct journal_tail *)tail;
	size_t turn = 0;
	int rc = 1;

	others_look(t);
	while (rc > 0 && t->child.pid != 0 && turn < CUL_TURN_BYTES) {
		rc = output_read(t, want, &turn);
		if (t->lines.len >= want && t->lines.len > 0)
			break;
	}
	if (rc < 0)
		return rc;
	rc = cul_cutter_all(&t->lines, &p->block);
	if (rc <= 0)
		return rc;
	p->block.written1_sec = t->first_sec;
	p->block.written_sec = t->last_sec;
	p->path = t->args[0];
	memset(&p->place, 0, sizeof(p->place));
	p->place.file.offset = p->block.offset;
	memcpy(p->place.cursor, t->given, sizeof(t->given));
	memcpy(t->given, t->last, sizeof(t->given));
	return rc;
}

static void journal_status(const struct cul_tail *tail,
			   struct cul_tail_status *ret)
{
	const struct journal_tail *t = (const struct journal_tail *)tail;
	int there = 0;

	*ret = (struct cul_tail_status){ .name = t->args[0],
					 .restarts = t->restarts,
					 .can_replay = true };
	if (t->child.pid != 0 && ioctl(t->child.out, FIONREAD, &there) == 0)
		ret->behind_bytes = (uint64_t)there;
	ret->behind_bytes += t->lines.len;
	ret->error = t->error[0] != '\0' ? t->error : NULL;
	ret->note = t->note[0] != '\0' ? t->note : NULL;
}

static void journal_free(struct cul_tail *tail)
{
	struct journal_tail *t = (struct journal_tail *)tail;

	(void)cul_child_end(&t->child);
	if (t->ep >= 0)
		close(t->ep);
	if (t->timer >= 0)
		close(t->timer);
	cul_export_done(&t->export);
	cul_cutter_done(&t->lines);
	free(t->made.bytes);
	for (size_t i = 0; t->args != NULL && i < t->n_args; i++)
		free(t->args[i]);
	free(t->args);
	free(t);
}

static bool args_copy(struct journal_tail *t, const char *const *argv)
{
	size_t n = 0;

	while (argv[n] != NULL)
		n++;
	t->args = calloc(n + OPTIONS + 2, sizeof(*t->args));
	if (t->args == NULL)
		return false;
	for (; t->n_args < n; t->n_args++) {
		t->args[t->n_args] = strdup(argv[t->n_args]);
		if (t->args[t->n_args] == NULL)
			return false;
	}
	return true;
}

static int set_up(struct journal_tail *t, const char *const *argv)
{
	t->made.bytes = malloc(CUL_OUT_MAX + 2);
	if (t->made.bytes == NULL || !args_copy(t, argv) ||
	    cul_export_init(&t->export, &t->made) < 0)
		return ENOMEM;
	t->ep = epoll_create1(EPOLL_CLOEXEC);
	/* It is waited for, never read. */
	t->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (t->ep < 0 || t->timer < 0)
		return errno;
	return watch(t, t->timer);
}

static void resume(struct journal_tail *t, const struct cul_place *place)
{
	size_t len = strnlen(place->cursor, sizeof(t->last) - 1);

	memcpy(t->last, place->cursor, len);
	memcpy(t->given, t->last, sizeof(t->given));
	t->lines.offset = place->file.offset;
}

int cul_journal_new(const char *const *argv, const struct cul_place *place,
		    bool from_now, struct cul_tail **ret_tail, int *ret_fd,
		    char err[CUL_LIVE_ERR])
{
	static const struct cul_tail_ops ops = { journal_next, journal_status,
						 journal_free };
	struct journal_tail *t = calloc(1, sizeof(*t));
	int why = ENOMEM;

	if (t != NULL) {
		t->tail.ops = &ops;
		t->ep = t->timer = t->child.out = t->child.err = -1;
		t->from_now = from_now;
		t->pause_sec = PAUSE_MIN_SEC;
		why = set_up(t, argv);
	}
	if (why == 0 && place != NULL)
		resume(t, place);
	if (why == 0)
		why = start(t);
	if (why != 0) {
		snprintf(err, CUL_LIVE_ERR,
			 "%s cannot be started: %s; the journal is read "
			 "through systemd's journalctl",
			 argv[0], strerror(why));
		if (t != NULL)
			journal_free(&t->tail);
		return why == ENOMEM ? CUL_ENOMEM : CUL_EIO;
	}
	timer_set(t, PAUSE_MIN_SEC + 1);
	*ret_fd = t->ep;
	*ret_tail = &t->tail;
	return CUL_OK;
}
