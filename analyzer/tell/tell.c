/* \summary: what happens with each notice of a live watch */
#include "tell/tell.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tell/mail.h"
#include "tell/plan.h"
#include "tell/words.h"

enum { SENDMAIL_ARGS = 6, HELD_AGAIN_SEC = 10 };

struct cul_tell {
	struct cul_tell_plan plan;
	int epoll;
	uint64_t number; /* the last that was made here */

	/* A clock that never goes back, made of one that may jump. */
	int64_t t, last_usec, next_usec;
	bool stepped;
	int64_t held_again; /* when what is held is written once more */

	struct cul_spool exec_spool, paragraphs, mail_spool;
	char *exec_argv[CUL_TELL_WORDS_MAX + 1];
	char *mail_argv[SENDMAIL_ARGS];
	struct cul_post exec, post;
	struct cul_mail mail;
};

static int new_exec(struct cul_tell *t, char err[CUL_TELL_ERR])
{
	const char *why;
	int rc = cul_tell_split(t->plan.exec, t->exec_argv, &why);

	if (rc == CUL_OK && strchr(t->exec_argv[0], '/') != NULL &&
	    t->exec_argv[0][0] != '/') {
		why = "its program needs a whole path";
		rc = CUL_ECONF;
	}
	if (rc == CUL_ECONF)
		snprintf(err, CUL_TELL_ERR, "the command '%.200s': %s",
			 t->plan.exec, why);
	if (rc != CUL_OK)
		return rc;
	t->exec = (struct cul_post){ .plan = &t->plan,
				     .spool = &t->exec_spool,
				     .name = "exec",
				     .argv = t->exec_argv,
				     .epoll = t->epoll,
				     .at_once = CUL_TELL_AT_ONCE };
	return cul_spool_open(&t->exec_spool, &t->plan, "exec", "json", err);
}

/* The addresses are those of the head (-t), which were looked at. */
static int sendmail_argv(struct cul_tell *t, char err[CUL_TELL_ERR])
{
	const char *program = t->plan.sendmail;
	const char *const argv[SENDMAIL_ARGS - 1] = {
		program != NULL ? program : "/usr/sbin/sendmail", "-i", "-f",
		t->mail.from, "-t"
	};

	if (argv[0][0] != '/') {
		snprintf(err, CUL_TELL_ERR,
			 "sendmail = %.200s is no whole path", argv[0]);
		return CUL_ECONF;
	}
	for (size_t i = 0; i < SENDMAIL_ARGS - 1; i++) {
		t->mail_argv[i] = strdup(argv[i]);
		if (t->mail_argv[i] == NULL)
			return CUL_ENOMEM;
	}
	return CUL_OK;
}

/* A hardened service, where the usual sendmail fails in a way that is hard to
 * understand: it hands mail to a program that is set-gid. */
static void warn_of_privileges(const struct cul_tell *t)
{
	if (geteuid() != 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		cul_tell_say(&t->plan, CUL_TELL_WARN,
			     "mail: no program of ours may gain privileges "
			     "(NoNewPrivileges); the sendmail of Postfix, Exim "
			     "and others needs them: name one that does not, "
			     "or allow it");
}

static int new_mail(struct cul_tell *t, char err[CUL_TELL_ERR])
{
	int rc = cul_mail_init(&t->mail, &t->plan, err);

	if (rc == CUL_OK)
		rc = sendmail_argv(t, err);
	if (rc == CUL_OK)
		rc = cul_spool_open(&t->paragraphs, &t->plan, "digest", "txt",
				    err);
	if (rc == CUL_OK)
		rc = cul_spool_open(&t->mail_spool, &t->plan, "mail", "eml",
				    err);
	t->post = (struct cul_post){ .plan = &t->plan,
				     .spool = &t->mail_spool,
				     .name = "mail",
				     .argv = t->mail_argv,
				     .epoll = t->epoll,
				     .at_once = 1 };
	warn_of_privileges(t);
	t->mail.paragraphs = &t->paragraphs;
	t->mail.post = &t->post;
	return rc;
}

static int set_up(struct cul_tell *t, char err[CUL_TELL_ERR])
{
	int rc = CUL_OK;

	if (t->plan.exec == NULL && t->plan.mail_to == NULL)
		return CUL_OK;
	t->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (t->epoll < 0) {
		snprintf(err, CUL_TELL_ERR, "no epoll: %s", strerror(errno));
		return CUL_EIO;
	}
	if (t->plan.exec != NULL)
		rc = new_exec(t, err);
	if (rc == CUL_OK && t->plan.mail_to != NULL)
		rc = new_mail(t, err);
	return rc;
}

int cul_tell_new(const struct cul_tell_plan *plan, struct cul_tell **ret,
		 char err[CUL_TELL_ERR])
{
	struct cul_tell *t = calloc(1, sizeof(*t));
	int rc;

	snprintf(err, CUL_TELL_ERR, "out of memory");
	if (t == NULL || !cul_tell_plan_copy(plan, &t->plan)) {
		free(t);
		return CUL_ENOMEM;
	}
	t->epoll = -1;
	t->exec_spool.dir = t->exec_spool.failed_dir = -1;
	t->paragraphs.dir = t->paragraphs.failed_dir = -1;
	t->mail_spool.dir = t->mail_spool.failed_dir = -1;
	if (t->plan.exec_what == 0)
		t->plan.exec_what = 1u << CUL_NOTICE_NEW;
	rc = set_up(t, err);
	if (rc != CUL_OK) {
		cul_tell_free(&t);
		return rc;
	}
	*ret = t;
	return CUL_OK;
}

static uint64_t newest(const struct cul_spool *s)
{
	uint64_t most = 0;

	for (const struct cul_spool_item *i = s->first; i != NULL; i = i->next)
		if (i->is.number > most)
			most = i->is.number;
	return most;
}

/* Of a notice that has none: the time, and more than any before it. */
static uint64_t make_number(struct cul_tell *t, int64_t said_usec)
{
	uint64_t n = said_usec > 0 ? (uint64_t)said_usec : 1;

	if (t->number == 0) {
		uint64_t exec = newest(&t->exec_spool);
		uint64_t mail = newest(&t->paragraphs);

		t->number = exec > mail ? exec : mail;
	}
	t->number = n > t->number ? n : t->number + 1;
	return t->number;
}

static int to_command(struct cul_tell *t, const struct cul_tell_notice *n,
		      const struct cul_spool_name *is)
{
	struct cul_text text = { 0 };
	struct cul_spool_item *item;
	int rc = CUL_ENOMEM;

	cul_text_put(&text, n->json, n->json_len);
	if (n->json_len == 0 || n->json[n->json_len - 1] != '\n')
		cul_text_str(&text, "\n");
	if (!text.nomem)
		rc = cul_spool_add(&t->exec_spool, is,
				   (struct cul_sv){ text.p, text.len }, &item);
	cul_text_done(&text);
	cul_post_wake(&t->exec);
	return rc;
}

static int worse(int a, int b)
{
	return a == CUL_ENOMEM || b == CUL_OK ? a : b;
}

int cul_tell_notice(struct cul_tell *t, const struct cul_tell_notice *n)
{
	const struct cul_suggestion *s = n->suggestion;
	struct cul_spool_name is = { .said_usec = n->said_usec > 0
							  ? n->said_usec
							  : 0,
				     .number = n->number,
				     .of_notice = true,
				     .what = n->what,
				     .action = s->action,
				     .kind = s->kind };
	int rc = CUL_OK;

	memcpy(is.id, s->id, sizeof(is.id));
	if (is.number == 0)
		is.number = make_number(t, n->said_usec);
	if (t->plan.exec != NULL && (t->plan.exec_what >> n->what & 1) != 0)
		rc = to_command(t, n, &is);
	if (t->plan.mail_to != NULL && n->what != CUL_NOTICE_UPDATED)
		rc = worse(rc, cul_mail_notice(&t->mail, n, &is));
	return rc;
}

/* Where the clock goes back, `t` stands; where it leaps ahead, `t` goes on to
 * what was due and a second more, for who calls a little late. */
static void pass(struct cul_tell *t, int64_t now_usec)
{
	int64_t gone = now_usec - t->last_usec, most = INT64_MAX;

	if (t->next_usec != INT64_MAX)
		most = t->next_usec - t->last_usec + CUL_USEC_PER_SEC;
	if (t->stepped && gone > 0)
		t->t += gone < most ? gone : most;
	t->stepped = true;
	t->last_usec = now_usec;
}

static void write_held(struct cul_tell *t)
{
	bool all;

	if (t->exec_spool.n_held + t->paragraphs.n_held +
			    t->mail_spool.n_held ==
		    0 ||
	    t->t < t->held_again)
		return;
	all = cul_spool_write_held(&t->exec_spool);
	all = cul_spool_write_held(&t->paragraphs) && all;
	all = cul_spool_write_held(&t->mail_spool) && all;
	t->held_again = t->t + HELD_AGAIN_SEC * CUL_USEC_PER_SEC;
	if (all)
		cul_tell_say(&t->plan, CUL_TELL_NOTE,
			     "the spool can be written again: all that was "
			     "kept in memory lies there now");
}

void cul_tell_step(struct cul_tell *t, int64_t now_usec, int64_t *ret_next_usec)
{
	int64_t next = INT64_MAX, n;

	pass(t, now_usec);
	write_held(t);
	if (t->plan.mail_to != NULL) {
		next = cul_mail_step(&t->mail, t->t, now_usec);
		n = cul_post_step(&t->post, t->t, now_usec);
		next = n < next ? n : next;
	}
	if (t->plan.exec != NULL) {
		n = cul_post_step(&t->exec, t->t, now_usec);
		next = n < next ? n : next;
	}
	if (t->exec_spool.n_held + t->paragraphs.n_held + t->mail_spool.n_held >
	    0)
		next = t->held_again < next ? t->held_again : next;
	if (next != INT64_MAX)
		next = now_usec + (next > t->t ? next - t->t : 0);
	t->next_usec = next;
	*ret_next_usec = next;
}

int cul_tell_fd(const struct cul_tell *t)
{
	return t->epoll;
}

static const char *first_error(const struct cul_tell *t)
{
	const char *const all[] = { t->exec_spool.error, t->paragraphs.error,
				    t->mail_spool.error, t->exec.error,
				    t->post.error,       t->mail.error };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i][0] != '\0')
			return all[i];
	return NULL;
}

void cul_tell_status(const struct cul_tell *t, struct cul_tell_status *ret)
{
	const struct cul_spool *const all[] = { &t->exec_spool, &t->paragraphs,
						&t->mail_spool };

	*ret = (struct cul_tell_status){ 0 };
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		ret->waiting += all[i]->n;
		ret->failed += all[i]->n_failed;
		ret->held += all[i]->n_held;
		ret->lost += all[i]->lost;
	}
	ret->running = t->exec.n_running + t->post.n_running;
	ret->error = first_error(t);
}

void cul_tell_free(struct cul_tell **tell)
{
	struct cul_tell *t = *tell;

	*tell = NULL;
	if (t == NULL)
		return;
	cul_post_stop(&t->exec);
	cul_post_stop(&t->post);
	(void)cul_spool_write_held(&t->exec_spool);
	(void)cul_spool_write_held(&t->paragraphs);
	(void)cul_spool_write_held(&t->mail_spool);
	cul_spool_close(&t->exec_spool);
	cul_spool_close(&t->paragraphs);
	cul_spool_close(&t->mail_spool);
	free(t->exec_argv[0]);
	for (size_t i = 0; i < SENDMAIL_ARGS; i++)
		free(t->mail_argv[i]);
	if (t->epoll >= 0)
		close(t->epoll);
	cul_tell_plan_done(&t->plan);
	free(t);
}
