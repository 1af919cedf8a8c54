/* \summary: start journalctl, and start it again */
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input/live/journal_int.h"

enum { SAID_READS = 64 };

static void timer_set(struct journal_tail *t, time_t sec)
{
	const struct itimerspec in = { .it_value.tv_sec = sec };

	(void)timerfd_settime(t->timer, 0, &in, NULL);
}

/* "-f" alone begins ten records before the end. */
static void options_set(struct journal_tail *t)
{
	snprintf(t->options[0], CUL_JOURNAL_OPTION_MAX, "--output=export");
	snprintf(t->options[1], CUL_JOURNAL_OPTION_MAX, "--follow");
	if (t->last[0] != '\0' || !t->from_now)
		snprintf(t->options[2], CUL_JOURNAL_OPTION_MAX, "--no-tail");
	else
		snprintf(t->options[2], CUL_JOURNAL_OPTION_MAX, "--lines=0");
	for (size_t i = 0; i < CUL_JOURNAL_OPTIONS; i++)
		t->args[t->n_args + i] = t->options[i];
}

int cul_journal_watch(struct journal_tail *t, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	return epoll_ctl(t->ep, EPOLL_CTL_ADD, fd, &e) < 0 ? errno : 0;
}

/* 0 or an errno. */
int cul_journal_start(struct journal_tail *t)
{
	char after[CUL_CURSOR_MAX + 16];
	int why;

	options_set(t);
	snprintf(after, sizeof(after), "--after-cursor=%s", t->last);
	t->args[t->n_args + CUL_JOURNAL_OPTIONS] =
		t->last[0] != '\0' ? after : NULL;
	why = cul_follower_start(t->args, &t->child);
	t->args[t->n_args + CUL_JOURNAL_OPTIONS] = NULL;
	if (why == 0)
		why = cul_journal_watch(t, t->child.out);
	if (why == 0)
		why = cul_journal_watch(t, t->child.err);
	if (why != 0)
		(void)cul_follower_end(&t->child);
	t->said_len = 0;
	t->said_end = false;
	if (why == 0)
		timer_set(t, CUL_JOURNAL_PAUSE_MIN_SEC + 1);
	return why;
}

static void pause_begin(struct journal_tail *t)
{
	timer_set(t, t->pause_sec);
	t->pause_sec *= 2;
	if (t->pause_sec > CUL_JOURNAL_PAUSE_MAX_SEC)
		t->pause_sec = CUL_JOURNAL_PAUSE_MAX_SEC;
}

/* The time that the timer was set to has come. */
void cul_journal_time_came(struct journal_tail *t)
{
	uint64_t n;
	int why;

	if (read(t->timer, &n, sizeof(n)) != (ssize_t)sizeof(n))
		return;
	if (t->child.pid != 0) {
		t->pause_sec = CUL_JOURNAL_PAUSE_MIN_SEC;
		t->error[0] = '\0';
		return;
	}
	t->restarts++;
	if (t->last[0] == '\0' && t->from_now)
		snprintf(t->note, sizeof(t->note),
			 "%s was started again before it gave a record: what "
			 "was logged meanwhile is not read",
			 t->args[0]);
	why = cul_journal_start(t);
	if (why == 0)
		return;
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
		if (t->said_len + 1 < CUL_JOURNAL_SAID_MAX)
			t->said[t->said_len++] =
				(char)(c < ' ' || c == 0x7f ? '?' : c);
	}
	t->said[t->said_len] = '\0';
}

void cul_journal_said_read(struct journal_tail *t)
{
	char buf[CUL_JOURNAL_SAID_MAX];
	ssize_t n = read(t->child.err, buf, sizeof(buf));
	bool said = n > 0;

	for (unsigned i = 0; n > 0 && i < SAID_READS; i++) {
		said_add(t, buf, (size_t)n);
		n = read(t->child.err, buf, sizeof(buf));
	}
	if (said)
		snprintf(t->note, sizeof(t->note), "%s: %s", t->args[0],
			 t->said);
	/* At its end it would be readable for ever. */
	if (n == 0)
		(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.err, NULL);
}

/* A record that it had begun comes again. */
static int child_end(struct journal_tail *t)
{
	(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.out, NULL);
	(void)epoll_ctl(t->ep, EPOLL_CTL_DEL, t->child.err, NULL);
	cul_export_reset(&t->export);
	return cul_follower_end(&t->child);
}

void cul_journal_again(struct journal_tail *t)
{
	(void)child_end(t);
	snprintf(t->note, sizeof(t->note),
		 "%s gave a record without its text: it is asked for again",
		 t->args[0]);
	timer_set(t, CUL_JOURNAL_PAUSE_MIN_SEC);
}

void cul_journal_child_over(struct journal_tail *t)
{
	char how[32];
	int status;

	cul_journal_said_read(t);
	status = child_end(t);
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
	pause_begin(t);
}
