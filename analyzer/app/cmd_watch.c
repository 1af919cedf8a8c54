/* \summary: culprit watch: follow logs as they grow */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"
#include "app/save.h"
#include "app/screen.h"
#include "app/stdout.h"
#include "engine/watch.h"

enum { HELD_MOST = 64 * 1024 };

/* Settings read again; the watch may hold on to any of them. */
struct again {
	struct cul_options options;
	struct again *before;
};

/* What the callbacks of one run share. */
struct show {
	const struct cul_options *o;
	char **argv;
	int argc;
	struct again *again; /* the latest; NULL: there was no SIGHUP */
	struct cul_writer *out;
	bool failed;  /* not all could be written to standard output */
	bool screen;  /* the terminal is not for lines             */
	bool journal; /* standard error is read by the journal     */
	char *held;   /* what is to be said when the screen is gone */
};

/* While the screen is up, what went wrong waits until it is gone; the screen
 * itself shows what is wrong now. */
static void hold(struct show *show, const char *text)
{
	char *both;

	if (asprintf(&both, "%sculprit: %.1400s\n",
		     show->held != NULL ? show->held : "", text) < 0)
		return;
	if (strlen(both) > HELD_MOST) {
		free(both);
		return;
	}
	free(show->held);
	show->held = both;
}

static void log_line(void *arg, enum cul_priority priority, const char *text)
{
	struct show *show = arg;

	if (!show->screen)
		cul_say_as(cul_priority_prefix(show->journal, priority), text);
	else if (priority <= CUL_PRIORITY_WARNING)
		hold(show, text);
}

/* Each line goes out at once: somebody waits for it. A full disk may have room
 * again; a reader that left does not come back. */
static bool say(void *arg, enum cul_notice_what what,
		const struct cul_suggestion *s, const struct cul_report *r)
{
	struct show *show = arg;
	struct cul_out out = cul_writer_out(show->out, STDOUT_FILENO);

	cul_jsonl_notice(r, what, s, &out);
	if (cul_writer_end(show->out, &out, CUL_EXIT_DONE) == CUL_EXIT_DONE)
		return true;
	show->failed = true;
	if (show->out->why != EPIPE)
		return true;
	log_line(show, CUL_PRIORITY_ERROR,
		 "standard output: nobody reads it any more");
	return false;
}

static int report(void *arg, const struct cul_report *r)
{
	const struct show *show = arg;
	const char *dir = show->o->dir;

	if (dir == NULL)
		dir = show->o->settings.watch_report;
	return dir == NULL || cul_save(r, dir) ? CUL_OK : CUL_EIO;
}

/* The command line over the files as they are now. */
static const struct cul_settings *reload(void *arg, struct cul_out *err)
{
	struct show *show = arg;
	struct again *a = calloc(1, sizeof(*a));

	(void)err;
	if (a == NULL)
		return NULL;
	if (cul_options_read(show->argc, show->argv, cul_help_takes("watch"),
			     &a->options) != CUL_EXIT_DONE) {
		cul_options_done(&a->options);
		free(a);
		return NULL;
	}
	a->before = show->again;
	show->again = a;
	return &a->options.settings;
}

static void again_free(struct again *a)
{
	while (a != NULL) {
		struct again *before = a->before;

		cul_options_done(&a->options);
		free(a);
		a = before;
	}
}

static bool has_input(const struct cul_options *o)
{
	const struct cul_settings *s = &o->settings;

	if (o->n_args != 0 || s->watch_files.n != 0 ||
	    s->watch_sockets.n != 0 || s->watch_journal.n != 0 ||
	    getenv("LISTEN_FDS") != NULL)
		return true;
	cul_say("nothing to follow: name a FILE, or set [watch] files; "
		"culprit help watch tells how");
	return false;
}

static bool reads_journal(void)
{
	struct stat st;

	return fstat(STDERR_FILENO, &st) == 0 &&
	       cul_is_journal(getenv("JOURNAL_STREAM"), st.st_dev, st.st_ino);
}

static int watch(struct show *show)
{
	const struct cul_options *o = show->o;
	const struct cul_style style = cul_screen_style();
	const struct cul_watch_plan plan = {
		.settings = &o->settings,
		.n_files = (size_t)o->n_args,
		.files = (const char *const *)o->args,
		.until_end = o->until_end,
		.from_end = o->from_end,
		.screen_in = show->screen ? stdin : NULL,
		.screen_out = show->screen ? stdout : NULL,
		.ascii = !style.utf8,
		.mono = !style.colour,
		.path = getenv("PATH"),
		.lang = getenv("LANG"),
		.notify_socket = getenv("NOTIFY_SOCKET"),
		.watchdog_usec = getenv("WATCHDOG_USEC"),
		.watchdog_pid = getenv("WATCHDOG_PID"),
		.listen_pid = getenv("LISTEN_PID"),
		.listen_fds = getenv("LISTEN_FDS"),
		.listen_fdnames = getenv("LISTEN_FDNAMES"),
		.arg = show,
		.say = show->screen ? NULL : say,
		.log = log_line,
		.report = o->dir != NULL || o->settings.watch_report != NULL
				  ? report
				  : NULL,
		.reload = reload,
	};
	struct cul_out err = cul_err_out();

	return cul_watch_run(&plan, &err);
}

static int run(struct show *show)
{
	int rc;

	show->out = malloc(sizeof(*show->out));
	if (show->out == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	show->journal = reads_journal();
	show->screen = !show->o->json && !show->o->until_end &&
		       isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	rc = watch(show);
	if (show->held != NULL)
		(void)fputs(show->held, stderr);
	free(show->held);
	free(show->out);
	again_free(show->again);
	if (rc == CUL_ECONF || rc == CUL_EUSAGE)
		return CUL_EXIT_USAGE;
	if (rc == CUL_ETRUNC)
		return CUL_EXIT_PARTLY;
	return rc != CUL_OK || show->failed ? CUL_EXIT_FAILED : CUL_EXIT_DONE;
}

int cul_cmd_watch(int argc, char **argv)
{
	struct cul_options o;
	int status = cul_options_read(argc, argv, cul_help_takes("watch"), &o);
	struct show show = { .o = &o, .argc = argc, .argv = argv };

	if (status == CUL_EXIT_DONE && o.help)
		status = cul_help_command("watch");
	else if (status == CUL_EXIT_DONE && !has_input(&o))
		status = CUL_EXIT_USAGE;
	else if (status == CUL_EXIT_DONE)
		status = run(&show);
	cul_options_done(&o);
	return status;
}
