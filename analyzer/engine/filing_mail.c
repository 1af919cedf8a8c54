/* \summary: the news of a scan goes to the desk by mail */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/filing.h"
#include "report/filed.h"
#include "tell/message.h"
#include "tell/outbox.h"

enum {
	PATIENCE_USEC =
		90 * 1000 * 1000, /* longer than one sendmail may take */
	AGAIN_MSEC = 200,
	HOST_MAX = 256
};

struct mailing {
	const struct cul_report *report;
	struct cul_out *err;
	struct cul_sv to[CUL_MAIL_TO_MAX];
	size_t n_to;
	char host[HOST_MAX], from[HOST_MAX + 16];
	char *folder; /* in which the ledger lies */
};

static int text_put(void *arg, const char *bytes, size_t len)
{
	struct cul_text *t = arg;

	cul_text_put(t, bytes, len);
	return t->nomem ? CUL_ENOMEM : CUL_OK;
}

static bool is_ascii(const struct cul_text *t)
{
	for (size_t i = 0; i < t->len; i++)
		if ((unsigned char)t->p[i] > 0x7e)
			return false;
	return true;
}

static int write_mail(const struct mailing *m, int64_t now_usec,
		      struct cul_text *mail)
{
	const struct cul_filed_mail what = { m->report, m->host, now_usec };
	struct cul_text text = { 0 }, html = { 0 };
	struct cul_out to_text = { text_put, &text, 0 };
	struct cul_out to_html = { text_put, &html, 0 };
	char words[CUL_FILED_WORDS], subject[CUL_FILED_WORDS + 16];
	struct cul_mail_head h = { .from = m->from,
				   .to = m->to,
				   .n_to = m->n_to,
				   .host = m->host,
				   .subject = subject,
				   .wall_usec = now_usec,
				   .number = 1,
				   .name = "culprit scan" };

	cul_filed_text(&what, &to_text);
	cul_filed_html(&what, &to_html);
	(void)snprintf(subject, sizeof(subject), "culprit: %s",
		       cul_filed_words(m->report->filed, words));
	h.ascii = is_ascii(&text);
	if (!text.nomem && !html.nomem)
		cul_mail_alternative(mail, &h,
				     (struct cul_sv){ text.p, text.len },
				     (struct cul_sv){ html.p, html.len });
	mail->nomem |= text.nomem || html.nomem;
	cul_text_done(&text);
	cul_text_done(&html);
	return mail->nomem ? CUL_ENOMEM : CUL_OK;
}

static int address(struct mailing *m, const struct cul_settings *s)
{
	struct cul_sv bad;

	if (gethostname(m->host, sizeof(m->host) - 1) != 0 ||
	    !cul_mail_host(cul_text_sv(m->host)))
		(void)snprintf(m->host, sizeof(m->host), "localhost");
	(void)snprintf(m->from, sizeof(m->from), "culprit@%s", m->host);
	if (cul_mail_addresses(s->ledger_mail, m->to, &m->n_to, &bad))
		return CUL_OK;
	cul_out_fmt(m->err,
		    "[ledger] mail: '%.*s' is no mail address, or there are "
		    "more than %d\n",
		    (int)(bad.len < 100 ? bad.len : 100), bad.ptr,
		    CUL_MAIL_TO_MAX);
	return CUL_ECONF;
}

static void say(void *arg, int priority, const char *sentence)
{
	const struct mailing *m = arg;

	/* That it is tried again is not for this run. */
	if (priority <= CUL_TELL_BAD)
		cul_out_fmt(m->err, "%s\n", sentence);
}

/* Another scan may be sending: it is soon done. */
static int open_box(struct cul_outbox *b, const struct cul_tell_plan *plan,
		    const struct mailing *m)
{
	const int64_t until = cul_clock_mono_usec() + PATIENCE_USEC;
	char why[CUL_TELL_ERR] = "";
	int rc;

	for (;;) {
		rc = cul_outbox_open(b, plan, m->from, why);
		if (rc != CUL_EBUSY || cul_clock_mono_usec() >= until)
			break;
		cul_outbox_close(b);
		(void)poll(NULL, 0, AGAIN_MSEC);
	}
	if (rc != CUL_OK)
		cul_out_fmt(m->err, "mail: %.480s\n", why);
	return rc;
}

static int deliver(struct cul_outbox *b, const struct mailing *m)
{
	const int64_t until = cul_clock_mono_usec() + PATIENCE_USEC;
	struct pollfd on = { cul_outbox_fd(b), POLLIN, 0 };
	int64_t next, now = cul_clock_mono_usec();
	const char *why;
	size_t left;

	while (now < until &&
	       cul_outbox_step(b, now, cul_clock_wall_usec(), &next)) {
		const int64_t wait = next < until ? next - now : until - now;

		(void)poll(&on, 1, wait > 0 ? (int)(wait / 1000) + 1 : 0);
		now = cul_clock_mono_usec();
	}
	left = cul_outbox_left(b, &why);
	if (left == 0)
		return CUL_OK;
	cul_out_fmt(m->err,
		    "%zu mail%s could not be sent and wait%s in %s/spool/night "
		    "for the next scan%s%.300s\n",
		    left, left == 1 ? "" : "s", left == 1 ? "s" : "", m->folder,
		    why[0] != '\0' ? ": " : "", why);
	return CUL_EIO;
}

static int post(struct mailing *m, const struct cul_settings *s,
		const char *path, bool news)
{
	const struct cul_tell_plan plan = {
		.state = m->folder,
		.sendmail = s->watch_sendmail,
		.host = m->host,
		.path = path,
		.say = say,
		.say_arg = m,
	};
	const int64_t now = cul_clock_wall_usec();
	struct cul_text mail = { 0 };
	struct cul_outbox b;
	int rc = open_box(&b, &plan, m);

	if (rc == CUL_OK && news) {
		rc = write_mail(m, now, &mail);
		if (rc == CUL_OK)
			rc = cul_outbox_put(
				&b, (struct cul_sv){ mail.p, mail.len }, now);
		if (rc != CUL_OK)
			cul_out_fmt(m->err, "mail: %s\n",
				    rc == CUL_ENOMEM ? "out of memory"
						     : strerror(errno));
	}
	if (rc == CUL_OK)
		rc = deliver(&b, m);
	cul_outbox_close(&b);
	cul_text_done(&mail);
	return rc;
}

/* What an earlier scan left lies there. */
static bool has_left(const struct mailing *m)
{
	char *path = NULL;
	bool has;

	if (asprintf(&path, "%s/spool/night", m->folder) < 0)
		return true;
	has = access(path, F_OK) == 0;
	free(path);
	return has;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

int cul_filing_mail(const struct cul_settings *s,
		    const struct cul_report *report, const char *path,
		    struct cul_out *err, struct cul_filing_done *d)
{
	struct mailing m = { .report = report, .err = err };
	const bool news =
		report->filed != NULL && cul_filed_is_news(report->filed);
	int rc;

	if (s->ledger_mail == NULL || s->ledger_path == NULL)
		return CUL_OK;
	rc = address(&m, s);
	if (rc != CUL_OK)
		return rc;
	m.folder = folder_of(s->ledger_path);
	if (m.folder == NULL)
		return CUL_ENOMEM;
	if (news || has_left(&m))
		rc = post(&m, s, path, news);
	d->mailed = rc == CUL_OK && news;
	free(m.folder);
	return rc;
}
