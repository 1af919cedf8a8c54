/* \summary: tell_main STATE ADDRESS: three notices, mailed to that address
 *
 * Ends when the machine's sendmail has taken the mail, or after half a minute;
 * what was said to the log is on stderr.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tell/tell.h"

enum { PATIENCE_SEC = 30 };

static int64_t now_usec(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void say(void *arg, int priority, const char *sentence)
{
	(void)arg;
	fprintf(stderr, "<%d>%s\n", priority, sentence);
}

static void notice(struct cul_tell *t, uint64_t number, const char *name,
		   enum cul_notice_what what)
{
	struct cul_suggestion s = { .action = CUL_ACTION_SUSPEND,
				    .kind = CUL_KIND_STOLEN_ACCOUNT,
				    .subject = CUL_SUBJECT_ACCOUNT,
				    .first_seen_usec = now_usec(),
				    .flagged_usec = now_usec(),
				    .last_seen_usec = now_usec() };
	struct cul_tell_notice n = { .number = number,
				     .what = what,
				     .said_usec = now_usec(),
				     .suggestion = &s,
				     .json = "{}",
				     .json_len = 2 };

	snprintf(s.id, sizeof(s.id), "id%u", (unsigned)number);
	snprintf(s.name, sizeof(s.name), "%s", name);
	snprintf(s.why, sizeof(s.why), "many mails of %s were refused", name);
	if (cul_tell_notice(t, &n) != CUL_OK)
		fprintf(stderr, "notice %u was not taken\n", (unsigned)number);
}

static int run(struct cul_tell *t)
{
	int64_t end = now_usec() + PATIENCE_SEC * INT64_C(1000000), next;
	struct pollfd on = { cul_tell_fd(t), POLLIN, 0 };
	struct cul_tell_status st;

	do {
		int64_t now = now_usec(), wait;

		cul_tell_step(t, now, &next);
		wait = next == INT64_MAX ? 1000 : (next - now) / 1000 + 1;
		cul_tell_status(t, &st);
		if (st.waiting > 0)
			(void)poll(&on, 1, wait < 1000 ? (int)wait : 1000);
	} while (st.waiting > 0 && now_usec() < end);
	return st.waiting == 0 && st.failed == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct cul_tell_plan plan = { .host = "mx1.aurora.example",
				      .mail_quiet_usec = 200000,
				      .say = say };
	char err[CUL_TELL_ERR];
	struct cul_tell *t;
	int rc;

	if (argc != 3)
		return 2;
	plan.state = argv[1];
	plan.mail_to = argv[2];
	if (cul_tell_new(&plan, &t, err) != CUL_OK) {
		fprintf(stderr, "%s\n", err);
		return 2;
	}
	notice(t, 1, "anna@aurora.example", CUL_NOTICE_NEW);
	notice(t, 2, "m\xc3\xbcller\nBcc: spy@tundra.example\n\n.\nFrom x",
	       CUL_NOTICE_NEW);
	notice(t, 3, "ole@aurora.example", CUL_NOTICE_WITHDRAWN);
	rc = run(t);
	cul_tell_free(&t);
	return rc;
}
