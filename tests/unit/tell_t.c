/* \summary: for tests of telling: a state folder, a made-up clock, the log */
#include "t.h"

#include "tell_t.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "scratch.h"

enum { PATIENCE_MSEC = 20000, FILES = 64 };

static char *files[FILES];
static size_t n_files;

static void keep_log(void *arg, int priority, const char *sentence)
{
	struct tell_t *t = arg;
	size_t len = strlen(sentence) + 4;
	char *log = realloc(t->log, t->log_len + len);

	assert_non_null(log);
	assert_null(strchr(sentence, '\n'));
	t->log = log;
	t->log_len += (size_t)snprintf(log + t->log_len, len, "%d %s\n",
				       priority, sentence);
}

int tell_t_setup(void **state)
{
	struct tell_t *t = calloc(1, sizeof(*t));

	if (t == NULL || scratch_setup(state) != 0)
		return -1;
	scratch_dir("state");
	t->plan = (struct cul_tell_plan){ .state = scratch_path("state"),
					  .host = "mx1.aurora.example",
					  .say = keep_log,
					  .say_arg = t };
	t->now = TELL_T_WALL;
	*state = t;
	return 0;
}

void tell_t_forget(void)
{
	while (n_files > 0)
		free(files[--n_files]);
}

int tell_t_teardown(void **state)
{
	struct tell_t *t = *state;

	cul_tell_free(&t->tell);
	free(t->log);
	free(t);
	tell_t_forget();
	return scratch_teardown(state);
}

void tell_t_open(struct tell_t *t)
{
	char err[CUL_TELL_ERR] = "";

	if (cul_tell_new(&t->plan, &t->tell, err) != CUL_OK)
		fail_msg("%s", err);
}

void tell_t_again(struct tell_t *t)
{
	cul_tell_free(&t->tell);
	tell_t_open(t);
}

struct cul_suggestion tell_t_suggestion(const char *id)
{
	struct cul_suggestion s = { .action = CUL_ACTION_SUSPEND,
				    .kind = CUL_KIND_ZOMBIE,
				    .subject = CUL_SUBJECT_CUSTOMER,
				    .name = "C01861",
				    .first_seen_usec = TELL_T_WALL,
				    .flagged_usec = TELL_T_WALL,
				    .last_seen_usec = TELL_T_WALL,
				    .confidence = 0.9999 };

	snprintf(s.id, sizeof(s.id), "%s", id);
	return s;
}

int tell_t_say(struct tell_t *t, const struct cul_suggestion *s,
	       enum cul_notice_what what, const char *json)
{
	struct cul_tell_notice n = { .number = ++t->said,
				     .what = what,
				     .said_usec = t->now,
				     .suggestion = s,
				     .json = json,
				     .json_len = strlen(json) };

	return cul_tell_notice(t->tell, &n);
}

void tell_t_new(struct tell_t *t, const char *id)
{
	struct cul_suggestion s = tell_t_suggestion(id);
	char json[64];

	snprintf(json, sizeof(json), "{\"id\":\"%s\"}", id);
	assert_int_equal(tell_t_say(t, &s, CUL_NOTICE_NEW, json), CUL_OK);
}

void tell_t_step(struct tell_t *t)
{
	cul_tell_step(t->tell, t->now, &t->next);
}

void tell_t_run(struct tell_t *t)
{
	struct pollfd on = { cul_tell_fd(t->tell), POLLIN, 0 };

	tell_t_step(t);
	while (tell_t_status(t).running > 0 || t->next <= t->now) {
		if (t->next > t->now)
			assert_int_equal(poll(&on, 1, PATIENCE_MSEC), 1);
		tell_t_step(t);
	}
}

void tell_t_due(struct tell_t *t)
{
	assert_true(t->next != INT64_MAX);
	if (t->next > t->now)
		t->now = t->next;
	tell_t_run(t);
}

struct cul_tell_status tell_t_status(const struct tell_t *t)
{
	struct cul_tell_status st;

	cul_tell_status(t->tell, &st);
	return st;
}

bool tell_t_logged(const struct tell_t *t, const char *text)
{
	return t->log != NULL && strstr(t->log, text) != NULL;
}

const char *tell_t_file(struct tell_t *t, const char *name)
{
	char path[512];
	size_t cap = 1 << 16, n;
	FILE *f;
	char *p;

	snprintf(path, sizeof(path), "%s/../%s", t->plan.state, name);
	f = fopen(path, "r");
	if (f == NULL)
		return "";
	assert_true(n_files < FILES);
	p = files[n_files++] = malloc(cap);
	assert_non_null(p);
	n = fread(p, 1, cap - 1, f);
	p[n] = '\0';
	fclose(f);
	return p;
}

size_t tell_t_count(const struct tell_t *t, const char *folder)
{
	char path[512];
	DIR *d;
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/%s", t->plan.state, folder);
	d = opendir(path);
	if (d == NULL)
		return 0;
	for (const struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

const char *tell_t_script(const char *name, const char *text)
{
	const char *path = scratch_text(name, text);

	assert_int_equal(chmod(path, 0755), 0);
	return path;
}

void tell_t_command(struct tell_t *t, const char *text)
{
	const char *folder = scratch_path(".");
	char whole[2048];

	snprintf(whole, sizeof(whole), "#!/bin/sh\nOUT=%s\n%s\n", folder, text);
	t->plan.exec = tell_t_script("command", whole);
	tell_t_open(t);
}

void tell_t_say_large(struct tell_t *t)
{
	struct cul_suggestion s = tell_t_suggestion("k3f9");
	size_t n = 1 << 20;
	char *json = malloc(n + 1);

	assert_non_null(json);
	memset(json, 'x', n);
	json[n] = '\0';
	tell_t_say(t, &s, CUL_NOTICE_NEW, json);
	free(json);
}

void tell_t_mail(struct tell_t *t)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "#!/bin/sh\necho \"$@\" >%s/args\ncat >>%s/mails\n"
		 "test ! -e %s/down\n",
		 scratch_path("."), scratch_path("."), scratch_path("."));
	t->plan.mail_to = "abuse@aurora.example";
	t->plan.sendmail = tell_t_script("sendmail", text);
	tell_t_open(t);
}

void tell_t_fill_disk(bool full)
{
	struct rlimit l;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	(void)signal(SIGXFSZ, full ? SIG_IGN : SIG_DFL);
	l.rlim_cur = full ? 0 : l.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}
