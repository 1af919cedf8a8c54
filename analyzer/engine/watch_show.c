/* \summary: what others see of a watch: the screen, metrics, health */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/screen.h"
#include "engine/watch_int.h"
#include "serve/health.h"
#include "serve/metrics.h"

/* Answers are made when they are asked for, and not more often than this. */
enum { ANSWER_USEC = 250 * 1000, LATE_USEC = 500 * 1000 };

static void answer(void *arg, const char *path);

static int serve_open(struct cul_watch *w)
{
	const char *address = w->settings->watch_metrics;
	char why[CUL_SERVE_ERR] = "";
	int err;

	if (address == NULL)
		return CUL_OK;
	err = cul_serve_new(address, &w->serve, why);
	if (err != CUL_OK) {
		cul_out_fmt(w->err, "%.500s\n", why);
		return err;
	}
	cul_serve_on_ask(w->serve, answer, w);
	answer(w, "/metrics");
	cul_watch_log(w, CUL_PRIORITY_NOTICE,
		      "metrics and health at http://%s/metrics and /healthz",
		      cul_serve_address(w->serve));
	return cul_watch_listen(w, cul_serve_fd(w->serve));
}

static int screen_open(struct cul_watch *w)
{
	const struct cul_noc_plan plan = {
		.in = w->plan->screen_in,
		.out = w->plan->screen_out,
		.ascii = w->plan->ascii,
		.mono = w->plan->mono,
	};
	int err;

	if (w->plan->screen_out == NULL)
		return CUL_OK;
	err = cul_screen_start(&plan, &w->screen);
	if (err == CUL_EIO)
		cul_out_str(w->err, "this terminal cannot show a screen; "
				    "--json prints lines instead\n");
	return err == CUL_OK ? cul_watch_listen(w, cul_screen_fd(w->screen))
			     : err;
}

int cul_watch_show_open(struct cul_watch *w)
{
	int err = serve_open(w);

	return err == CUL_OK ? screen_open(w) : err;
}

void cul_watch_show_done(struct cul_watch *w)
{
	cul_screen_stop(&w->screen);
	cul_serve_free(&w->serve);
}

/* Does more wait than was read since the last look? Where lines come all the
 * time there are always some that were written just now; and those of several
 * logs wait for each other for a while. */
static bool is_behind(const struct cul_watch *w, int64_t wall_usec)
{
	const int64_t since = cul_live_waits_since(w->live);
	const int64_t patience =
		(int64_t)(w->settings->watch_settle_sec * 1e6) + LATE_USEC;
	uint64_t waiting = 0;
	struct cul_live_tail t;

	if (since != 0 && wall_usec - since > patience)
		return true;
	for (size_t i = 0; cul_live_tail(w->live, i, &t); i++)
		waiting += t.status.behind_bytes;
	return waiting > cul_live_bytes(w->live) - w->looked_bytes;
}

/* For how long we have been behind. */
static int64_t lag_of(struct cul_watch *w, int64_t wall_usec)
{
	if (!is_behind(w, wall_usec) || w->caught_up_usec == 0)
		w->caught_up_usec = wall_usec;
	if (wall_usec < w->looked_usec ||
	    wall_usec - w->looked_usec >= ANSWER_USEC) {
		w->looked_usec = wall_usec;
		w->looked_bytes = cul_live_bytes(w->live);
	}
	return wall_usec - w->caught_up_usec;
}

/* The second number of /proc/self/statm, in pages. */
static uint64_t memory_bytes(void)
{
	char text[128];
	FILE *f = fopen("/proc/self/statm", "re");
	const char *second = NULL;

	if (f == NULL)
		return 0;
	if (fgets(text, sizeof(text), f) != NULL)
		second = strchr(text, ' ');
	(void)fclose(f);
	return second != NULL ? strtoull(second, NULL, 10) *
					(uint64_t)sysconf(_SC_PAGESIZE)
			      : 0;
}

static int put(void *arg, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, arg) == len ? CUL_OK : CUL_EIO;
}

static void metrics_put(struct cul_watch *w, const struct cul_now *now)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	struct cul_out o = { put, f, 0 };

	if (f == NULL)
		return;
	cul_metrics_write(now, &o);
	if (fclose(f) == 0)
		(void)cul_serve_put(w->serve, "/metrics", 200, CUL_METRICS_TYPE,
				    text, len);
	free(text);
}

static void health_put(struct cul_watch *w, const struct cul_now *now)
{
	const struct cul_health_plan plan = {
		.lag_limit_sec = w->settings->watch_lag_sec,
	};
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	struct cul_out o = { put, f, 0 };
	bool well;

	if (f == NULL)
		return;
	well = cul_health(now, &plan, &o);
	if (fclose(f) == 0)
		(void)cul_serve_put(w->serve, "/healthz", well ? 200 : 503,
				    "text/plain; charset=utf-8", text, len);
	free(text);
}

static const char *trouble_of(const struct cul_watch *w)
{
	if (w->trouble[0] != '\0')
		return w->trouble;
	if (w->ledger_error[0] != '\0')
		return w->ledger_error;
	if (w->past_error[0] != '\0')
		return w->past_error;
	return w->tell_error[0] != '\0' ? w->tell_error : NULL;
}

static int snapshot(struct cul_watch *w, const char *detail,
		    struct cul_now **ret_now)
{
	const struct cul_now_sources from = {
		.book = w->book,
		.court = w->court,
		.live = w->live,
		.notices = w->notices,
		.sum = &w->report.summary,
		.detail = detail,
	};

	w->given.wall_usec = cul_clock_wall_usec();
	w->given.lag_usec = lag_of(w, w->given.wall_usec);
	w->given.bytes = cul_live_bytes(w->live) + w->run0_bytes;
	w->given.run_lines = w->report.summary.lines - w->run0_lines;
	w->given.run_bytes = cul_live_bytes(w->live);
	w->given.memory_bytes = memory_bytes();
	w->given.memory_most_bytes = w->settings->memory_bytes;
	w->given.trouble = trouble_of(w);
	return cul_now_make(&from, &w->given, ret_now);
}

static void answer(void *arg, const char *path)
{
	struct cul_watch *w = arg;
	const int64_t now_usec = cul_clock_mono_usec();
	struct cul_now *now;

	(void)path; /* both are made of one snapshot */
	if (now_usec < w->answer_due_usec || snapshot(w, "", &now) != CUL_OK)
		return;
	w->answer_due_usec = now_usec + ANSWER_USEC;
	metrics_put(w, now);
	health_put(w, now);
	cul_now_free(&now);
}

int cul_watch_show(struct cul_watch *w)
{
	struct cul_now *now;
	int err;

	(void)lag_of(w, cul_clock_wall_usec());
	if (w->screen == NULL)
		return CUL_OK;
	err = snapshot(w, w->asked, &now);
	if (err == CUL_OK)
		cul_screen_give(w->screen, now);
	return err;
}

void cul_watch_show_heard(struct cul_watch *w)
{
	struct cul_noc_wants wants;

	if (w->serve != NULL)
		cul_serve_run(w->serve);
	if (w->screen == NULL)
		return;
	wants = cul_screen_wants(w->screen);
	w->stop |= wants.quit;
	if (strcmp(wants.detail_who, w->asked) != 0) {
		memcpy(w->asked, wants.detail_who, sizeof(w->asked));
		w->tick_due_usec = 0; /* he waits for it */
	}
}
