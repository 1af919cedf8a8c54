/* \summary: commands and mails for what a watch says */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/watch_int.h"

static void say(void *arg, int priority, const char *sentence)
{
	cul_watch_log(arg, (enum cul_priority)priority, "%s", sentence);
}

int cul_watch_tell_open(struct cul_watch *w)
{
	const struct cul_settings *s = w->settings;
	char host[256] = "localhost", why[CUL_TELL_ERR] = "";
	struct cul_tell_plan plan = {
		.state = s->watch_state,
		.exec = s->watch_exec,
		.mail_to = s->watch_mail,
		.sendmail = s->watch_sendmail,
		.mail_every_usec = (int64_t)(s->watch_mail_sec * 1e6),
		.host = host,
		.config = s->path,
		.n_named = w->plan->n_files,
		.named = w->plan->files,
		.path = w->plan->path,
		.lang = w->plan->lang,
		.say = say,
		.say_arg = w,
	};
	int err;

	if (s->watch_exec == NULL && s->watch_mail == NULL)
		return CUL_OK;
	if (s->watch_state == NULL) {
		cul_out_str(w->err, "exec and mail need a state folder, where "
				    "what could not be delivered waits: name "
				    "one with --state\n");
		return CUL_ECONF;
	}
	if (gethostname(host, sizeof(host) - 1) != 0)
		(void)snprintf(host, sizeof(host), "localhost");
	err = cul_tell_new(&plan, &w->tell, why);
	if (err != CUL_OK) {
		cul_out_fmt(w->err, "%.500s\n", why);
		return err;
	}
	return cul_watch_listen(w, cul_tell_fd(w->tell));
}

static int put(void *arg, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, arg) == len ? CUL_OK : CUL_EIO;
}

void cul_watch_tell(struct cul_watch *w, enum cul_notice_what what,
		    const struct cul_suggestion *s)
{
	struct cul_tell_notice notice = {
		.what = what,
		.said_usec = cul_clock_wall_usec(),
		.suggestion = s,
	};
	struct cul_out o = { put, NULL, 0 };
	char *json = NULL;

	if (w->tell == NULL)
		return;
	for (unsigned i = 0; i < 3; i++)
		notice.number += cul_notices_said(w->notices)[i];
	o.arg = open_memstream(&json, &notice.json_len);
	if (o.arg == NULL)
		return;
	cul_jsonl_notice(&w->report, what, s, &o);
	if (fclose(o.arg) == 0) {
		notice.json = json;
		(void)cul_tell_notice(w->tell, &notice);
		w->tell_due_usec = 0;
	}
	free(json);
}

/* When there is something to do again, on the machine's clock. */
void cul_watch_tell_step(struct cul_watch *w)
{
	struct cul_tell_status st;

	if (w->tell == NULL)
		return;
	cul_tell_step(w->tell, cul_clock_wall_usec(), &w->tell_due_usec);
	cul_tell_status(w->tell, &st);
	w->tell_error[0] = '\0';
	if (st.error != NULL)
		(void)snprintf(w->tell_error, sizeof(w->tell_error), "%.250s",
			       st.error);
}
