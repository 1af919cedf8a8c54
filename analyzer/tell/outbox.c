/* \summary: mails of a program that does not stay: sent now, or the next time
 */
#include "tell/outbox.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <unistd.h>

#include "tell/message.h"

static int set_argv(struct cul_outbox *b, const char *from,
		    char err[CUL_TELL_ERR])
{
	static char i[] = "-i", f[] = "-f", t[] = "-t";
	const char *program = b->plan.sendmail != NULL ? b->plan.sendmail
						       : "/usr/sbin/sendmail";

	if (program[0] != '/' || strlen(program) >= sizeof(b->program) ||
	    strlen(from) >= sizeof(b->from)) {
		(void)snprintf(err, CUL_TELL_ERR,
			       "sendmail = %.200s is no whole path", program);
		return CUL_ECONF;
	}
	memcpy(b->program, program, strlen(program) + 1);
	memcpy(b->from, from, strlen(from) + 1);
	b->argv[0] = b->program;
	b->argv[1] = i;
	b->argv[2] = f;
	b->argv[3] = b->from;
	b->argv[4] = t;
	b->argv[5] = NULL;
	return CUL_OK;
}

int cul_outbox_open(struct cul_outbox *b, const struct cul_tell_plan *plan,
		    const char *from, char err[CUL_TELL_ERR])
{
	int rc;

	*b = (struct cul_outbox){ .plan = *plan };
	b->spool.dir = b->spool.failed_dir = -1;
	b->post.epoll = -1;
	rc = set_argv(b, from, err);
	if (rc == CUL_OK)
		rc = cul_spool_open(&b->spool, &b->plan, "night", "eml", err);
	if (rc != CUL_OK)
		return rc;
	/* Two that list one folder would both send what lies in it. */
	if (flock(b->spool.dir, LOCK_EX | LOCK_NB) != 0) {
		(void)snprintf(err, CUL_TELL_ERR,
			       "another scan is sending its mail");
		return errno == EWOULDBLOCK ? CUL_EBUSY : CUL_EIO;
	}
	b->post = (struct cul_post){ .plan = &b->plan,
				     .spool = &b->spool,
				     .name = "mail",
				     .argv = b->argv,
				     .epoll = epoll_create1(EPOLL_CLOEXEC),
				     .at_once = 1 };
	if (b->post.epoll >= 0)
		return CUL_OK;
	(void)snprintf(err, CUL_TELL_ERR, "no epoll: %s", strerror(errno));
	return CUL_EIO;
}

int cul_outbox_put(struct cul_outbox *b, struct cul_sv mail, int64_t now_usec)
{
	struct cul_spool_name is = { .said_usec = now_usec, .number = 1 };
	struct cul_spool_item *item;

	/* Two within a microsecond are told apart by their number. */
	for (const struct cul_spool_item *i = b->spool.first; i != NULL;
	     i = i->next)
		is.number = i->is.number >= is.number ? i->is.number + 1
						      : is.number;
	(void)snprintf(is.id, sizeof(is.id), "night");
	return cul_spool_add(&b->spool, &is, mail, &item);
}

bool cul_outbox_step(struct cul_outbox *b, int64_t t, int64_t now_usec,
		     int64_t *ret_next)
{
	*ret_next = cul_post_step(&b->post, t, now_usec);
	if (b->post.n_running != 0)
		return true;
	return b->spool.n != 0 && b->post.n_failing == 0 &&
	       *ret_next != INT64_MAX;
}

int cul_outbox_fd(const struct cul_outbox *b)
{
	return b->post.epoll;
}

size_t cul_outbox_left(const struct cul_outbox *b, const char **ret_why)
{
	*ret_why = b->post.error;
	return b->spool.n;
}

void cul_outbox_close(struct cul_outbox *b)
{
	cul_post_stop(&b->post);
	cul_spool_close(&b->spool);
	if (b->post.epoll >= 0)
		(void)close(b->post.epoll);
	b->post.epoll = -1;
}
