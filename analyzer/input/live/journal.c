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
#include <unistd.h>

#include "input/live/journal_int.h"

enum { READ_MIN = 4096 };

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

/* journalctl may read a record while that is being written, and give it
 * without the fields that are written last (systemd 252). */
static bool is_half(struct journal_tail *t)
{
	struct cul_sv cursor = cul_export_get(&t->export, CUL_EXPORT_CURSOR);

	if (cul_export_get(&t->export, CUL_EXPORT_MESSAGE).ptr != NULL ||
	    cursor.len == 0 || cursor.len >= sizeof(t->doubted) ||
	    t->believed == CUL_JOURNAL_BELIEVED_MAX ||
	    (t->last[0] == '\0' && t->from_now))
		return false;
	if (cursor.len == strlen(t->doubted) &&
	    memcmp(cursor.ptr, t->doubted, cursor.len) == 0) {
		t->believed++;
		return false;
	}
	memcpy(t->doubted, cursor.ptr, cursor.len);
	t->doubted[cursor.len] = '\0';
	return true;
}

static int records_read(struct journal_tail *t, struct cul_sv p)
{
	while (p.len > 0) {
		bool line;

		p = cul_sv_from(p, cul_export_feed(&t->export, p, 0, &line));
		if (line && is_half(t)) {
			cul_journal_again(t);
			return CUL_OK;
		}
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
		room = want - held < CUL_JOURNAL_READ_MAX
			       ? want - held
			       : CUL_JOURNAL_READ_MAX;
	n = read(t->child.out, t->buf, room);
	if (n < 0 && errno == EINTR)
		return 1;
	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n <= 0) {
		cul_journal_child_over(t);
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
			cul_journal_time_came(t);
		else if (e[i].data.fd == t->child.err)
			cul_journal_said_read(t);
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

	(void)cul_follower_end(&t->child);
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
	t->args = calloc(n + CUL_JOURNAL_OPTIONS + 2, sizeof(*t->args));
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
	return cul_journal_watch(t, t->timer);
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
		t->pause_sec = CUL_JOURNAL_PAUSE_MIN_SEC;
		why = set_up(t, argv);
	}
	if (why == 0 && place != NULL)
		resume(t, place);
	if (why == 0)
		why = cul_journal_start(t);
	if (why != 0) {
		snprintf(err, CUL_LIVE_ERR,
			 "%s cannot be started: %s; the journal is read "
			 "through systemd's journalctl",
			 argv[0], strerror(why));
		if (t != NULL)
			journal_free(&t->tail);
		return why == ENOMEM ? CUL_ENOMEM : CUL_EIO;
	}
	*ret_fd = t->ep;
	*ret_tail = &t->tail;
	return CUL_OK;
}
