/* \summary: when a mail is sent: after some quiet, and not too often */
#include "tell/mail.h"

#include <errno.h>
#include <stdio.h>

#include "tell/spool_disk.h"

enum {
	QUIET_SEC = 60,
	EVERY_SEC = 3600,
	RESTLESS = 10, /* times the quiet: longer it is not waited for */
	AGAIN_SEC = 60
};

/* When the last mail was made, in the folder of the paragraphs. */
static const char stamp[] = ".last";

static bool set_from(struct cul_mail *m, const struct cul_tell_plan *plan,
		     char err[CUL_TELL_ERR])
{
	const char *host = plan->host;

	if (host == NULL || !cul_mail_host(cul_text_sv(host)))
		host = "localhost";
	snprintf(m->host, sizeof(m->host), "%s", host);
	if (plan->mail_from == NULL) {
		snprintf(m->from, sizeof(m->from), "culprit@%.240s", m->host);
		return true;
	}
	if (cul_mail_address(cul_text_sv(plan->mail_from))) {
		snprintf(m->from, sizeof(m->from), "%s", plan->mail_from);
		return true;
	}
	snprintf(err, CUL_TELL_ERR,
		 "'%.100s' is no address that mail can come from",
		 plan->mail_from);
	return false;
}

int cul_mail_init(struct cul_mail *m, const struct cul_tell_plan *plan,
		  char err[CUL_TELL_ERR])
{
	struct cul_sv bad;

	*m = (struct cul_mail){ .plan = plan, .first = -1 };
	if (!set_from(m, plan, err))
		return CUL_ECONF;
	if (cul_mail_addresses(plan->mail_to, m->to, &m->n_to, &bad))
		return CUL_OK;
	snprintf(err, CUL_TELL_ERR,
		 "'%.*s' is no mail address, or there are more than %d",
		 (int)(bad.len < 100 ? bad.len : 100), bad.ptr,
		 CUL_MAIL_TO_MAX);
	return CUL_ECONF;
}

static int64_t setting(int64_t usec, int64_t usual_sec)
{
	return usec > 0 ? usec : usual_sec * CUL_USEC_PER_SEC;
}

static int64_t every(const struct cul_mail *m)
{
	return setting(m->plan->mail_every_usec, EVERY_SEC);
}

/* How long ago, by the time of day, the last mail was made in a run before
 * this one; never less than nothing, be the clock what it may. */
static int64_t since_last(const struct cul_mail *m, int64_t wall_usec)
{
	char text[32] = "";
	ssize_t n =
		cul_disk_read(m->paragraphs->dir, stamp, text, sizeof(text));
	struct cul_cur c =
		cul_cur_over((struct cul_sv){ text, n > 0 ? (size_t)n : 0 });
	int64_t last = (int64_t)cul_take_u64(&c, INT64_MAX);

	if (c.bad)
		return INT64_MAX;
	return wall_usec > last ? wall_usec - last : 0;
}

static void begin(struct cul_mail *m, int64_t t, int64_t wall_usec)
{
	int64_t since = since_last(m, wall_usec);

	m->began = true;
	m->allowed = since < every(m) ? t + every(m) - since : t;
	if (m->paragraphs->n > 0)
		m->first = m->latest = t;
}

static int64_t due(const struct cul_mail *m)
{
	int64_t quiet = setting(m->plan->mail_quiet_usec, QUIET_SEC);
	int64_t at = m->latest + quiet, most = m->first + RESTLESS * quiet;

	at = at < most ? at : most;
	return at > m->allowed ? at : m->allowed;
}

/* FNV-1a of a name. */
static uint64_t hash(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return h;
}

static int spool(struct cul_mail *m, struct cul_sv text, int64_t wall_usec)
{
	struct cul_spool_name is = { .said_usec = wall_usec > 0 ? wall_usec : 0,
				     .number = m->paragraphs->last->is.number };
	struct cul_spool_item *item;
	int rc, why;

	/* By the file of the last that it tells, which is the last to go: made
	 * again after a crash it is the same mail, and no other is, even where
	 * the numbers begin anew because the state was lost. */
	snprintf(is.id, sizeof(is.id), "m%llu",
		 (unsigned long long)(hash(m->paragraphs->last->name) %
				      1000000000000000u));
	rc = cul_spool_add(m->post->spool, &is, text, &item);
	/* In memory it is no safer than its paragraphs on the disk are. */
	why = errno;
	if (rc == CUL_EIO && item != NULL)
		cul_spool_drop(m->post->spool, item);
	errno = why;
	return rc;
}

static int write_mail(struct cul_mail *m, int64_t wall_usec)
{
	struct cul_digest d = { m->paragraphs, m->from, m->host,
				m->to,         m->n_to, wall_usec };
	struct cul_text text = { 0 };
	int rc = cul_digest_write(&d, &text);

	if (rc == CUL_OK)
		rc = spool(m, (struct cul_sv){ text.p, text.len }, wall_usec);
	cul_text_done(&text);
	return rc;
}

static void send(struct cul_mail *m, int64_t t, int64_t wall_usec)
{
	char now[32];
	int n = snprintf(now, sizeof(now), "%lld\n", (long long)wall_usec);

	if (write_mail(m, wall_usec) != CUL_OK) {
		snprintf(m->error, sizeof(m->error),
			 "a mail could not be written: %s; it is tried again",
			 strerror(errno));
		cul_tell_say(m->plan, CUL_TELL_BAD, "%s", m->error);
		m->allowed = t + AGAIN_SEC * CUL_USEC_PER_SEC;
		return;
	}
	cul_spool_drop_all(m->paragraphs);
	(void)cul_disk_write(m->paragraphs->dir, stamp,
			     (struct cul_sv){ now, (size_t)n });
	m->error[0] = '\0';
	m->first = -1;
	m->allowed = t + every(m);
	cul_post_wake(m->post);
}

int64_t cul_mail_step(struct cul_mail *m, int64_t t, int64_t wall_usec)
{
	if (!m->began)
		begin(m, t, wall_usec);
	if (m->paragraphs->n == 0)
		return INT64_MAX;
	if (m->latest < 0) {
		m->latest = t;
		m->first = m->first < 0 ? t : m->first;
	}
	if (t >= due(m))
		send(m, t, wall_usec);
	return m->paragraphs->n > 0 ? due(m) : INT64_MAX;
}

int cul_mail_notice(struct cul_mail *m, const struct cul_tell_notice *n,
		    const struct cul_spool_name *is)
{
	struct cul_text text = { 0 };
	struct cul_spool_item *item = NULL;
	int rc = CUL_ENOMEM;

	cul_paragraph_write(&text, m->plan, n);
	if (!text.nomem)
		rc = cul_spool_add(m->paragraphs, is,
				   (struct cul_sv){ text.p, text.len }, &item);
	cul_text_done(&text);
	if (item != NULL)
		m->latest = -1; /* the next step knows the time */
	return rc;
}
