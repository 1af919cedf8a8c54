/* \summary: the loop of the desk */
#include "engine/desk.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "desk/desk.h"
#include "engine/clock.h"
#include "engine/ledger_open.h"
#include "engine/letters.h"
#include "engine/notify.h"
#include "engine/version.h"

/* What other processes write is seen after this at the latest. */
enum { LOOK_MSEC = 1000 };

struct serving {
	struct cul_desk *desk;
	struct cul_web *web;
	struct cul_letters *letters;
	struct cul_notify *notify;
	int signal_fd;
};

static int signals(struct serving *s, struct cul_out *err)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	/* Before there is any thread, so that none takes them. */
	if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
		s->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (s->signal_fd >= 0)
		return CUL_OK;
	cul_out_fmt(err, "signals: %s\n", strerror(errno));
	return CUL_EIO;
}

/* It is made where there is none. One that is busy, locked or damaged is said
 * and served all the same: the page says so too, until it is mended. */
static int try_ledger(const struct cul_settings *s, struct cul_out *err)
{
	struct cul_ledger *l = NULL;
	int rc = cul_settings_ledger(s, CUL_LEDGER_CREATE, err, &l);

	cul_ledger_close(&l);
	return rc == CUL_ECONF || rc == CUL_ENOMEM ? rc : CUL_OK;
}

static int open_web(struct serving *s, const struct cul_settings *set,
		    struct cul_out *err)
{
	const struct cul_web_plan plan = {
		.listen = set->desk_listen,
		.url = set->desk_url,
		.certificate = set->desk_certificate,
		.key = set->desk_key,
		.handler = cul_desk_handle,
		.arg = s->desk,
	};
	char why[CUL_WEB_ERR];
	int rc = cul_web_new(&plan, &s->web, why);

	if (rc != CUL_OK) {
		cul_out_str(err, why);
		cul_out_str(err, "\n");
	}
	return rc;
}

static int least(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int loop(struct serving *s)
{
	struct pollfd fds[] = { { s->signal_fd, POLLIN, 0 },
				{ cul_web_fd(s->web), POLLIN, 0 },
				{ cul_desk_fd(s->desk), POLLIN, 0 } };
	struct signalfd_siginfo info;

	for (;;) {
		const int wait = least(
			cul_web_timeout_msec(s->web, cul_clock_mono_usec()),
			LOOK_MSEC);

		if (poll(fds, 3, wait) < 0 && errno != EINTR)
			return CUL_EIO;
		if (read(s->signal_fd, &info, sizeof(info)) == sizeof(info))
			return CUL_OK;
		cul_desk_at(s->desk, cul_clock_wall_usec());
		cul_web_run(s->web, cul_clock_mono_usec());
		cul_desk_run(s->desk, s->web);
	}
}

static int serve(struct serving *s, const struct cul_desk_run *run,
		 const struct cul_desk_plan *plan, struct cul_out *err)
{
	int rc = signals(s, err);

	if (rc == CUL_OK)
		rc = try_ledger(run->settings, err);
	if (rc == CUL_OK)
		rc = cul_desk_new(plan, &s->desk);
	if (rc == CUL_OK)
		rc = open_web(s, run->settings, err);
	if (rc != CUL_OK)
		return rc;
	if (cul_notify_new(run->notify_socket, &s->notify) == CUL_OK)
		(void)cul_notify_send(s->notify, "READY=1");
	run->ready(run->arg, cul_web_url(s->web));
	rc = loop(s);
	(void)cul_notify_send(s->notify, "STOPPING=1");
	return rc;
}

int cul_desk_serve(const struct cul_desk_run *run, struct cul_out *err)
{
	const struct cul_settings *set = run->settings;
	struct serving s = { .signal_fd = -1 };
	struct cul_desk_plan plan = { .path = set->ledger_path,
				      .n_networks = set->networks.n,
				      .networks = set->networks.v,
				      .mask = set->mask,
				      .version = cul_version() };
	int rc = cul_settings_letters(set, err, &s.letters);

	plan.letters = s.letters;
	if (rc == CUL_OK)
		rc = serve(&s, run, &plan, err);
	cul_web_free(&s.web);
	cul_desk_free(&s.desk);
	cul_letters_free(&s.letters);
	cul_notify_free(&s.notify);
	if (s.signal_fd >= 0)
		(void)close(s.signal_fd);
	return rc;
}
