/* \summary: what the commands of the ledger share */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/ledger.h"
#include "app/screen.h"
#include "app/stdout.h"
#include "engine/clock.h"
#include "engine/ledger_open.h"
#include "engine/until.h"

static int status_of(int rc)
{
	if (rc == CUL_OK)
		return CUL_EXIT_DONE;
	return rc == CUL_EUSAGE || rc == CUL_ECONF ? CUL_EXIT_USAGE
						   : CUL_EXIT_FAILED;
}

int cul_work_status(const struct cul_work *w, int rc)
{
	if (rc != CUL_OK)
		cul_say("%s", cul_ledger_error(w->v.ledger));
	return status_of(rc);
}

static const char *environment(const char *name)
{
	const char *v = getenv(name);

	return v != NULL && v[0] != '\0' ? v : NULL;
}

const char *cul_work_by(const struct cul_work *w)
{
	const char *by = cul_option(&w->o, CUL_OPTION_BY);

	if (by == NULL)
		by = environment("SUDO_USER");
	if (by == NULL)
		by = environment("USER");
	if (by == NULL)
		by = environment("LOGNAME");
	if (by == NULL || by[0] == '\0')
		cul_say("who decides? Say --by NAME: it is kept with the "
			"decision");
	else if (strlen(by) >= CUL_WHO_MAX)
		cul_say("the name of who decides is longer than %d bytes",
			CUL_WHO_MAX - 1);
	else
		return by;
	return NULL;
}

bool cul_work_has_args(const struct cul_work *w, const char *what)
{
	if (w->o.n_args != 0)
		return true;
	cul_say("no %s given; --help tells how", what);
	return false;
}

bool cul_work_until(const struct cul_work *w, int64_t *ret_usec)
{
	const char *text = cul_option(&w->o, CUL_OPTION_UNTIL);

	*ret_usec = CUL_TIME_NONE;
	if (text == NULL || cul_until_read(text, w->v.now_usec, ret_usec))
		return true;
	cul_say("--until %s: not a time to come; 7d, 12h, 2w, 2026-12-24 or "
		"2026-12-24T12:00Z are understood",
		text);
	return false;
}

static int with_ledger(struct cul_work *w, const struct cul_work_plan *plan)
{
	struct cul_writer *writer = malloc(sizeof(*writer));
	struct cul_out err = cul_err_out(), out;
	int rc, status;

	if (writer == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	rc = cul_settings_ledger(&w->o.settings, w->mode, &err, &w->v.ledger);
	if (rc != CUL_OK) {
		free(writer);
		return status_of(rc);
	}
	out = cul_writer_out(writer, STDOUT_FILENO);
	w->v.o = &out;
	status = plan->do_work(w);
	status = cul_writer_end(writer, &out, status);
	cul_ledger_close(&w->v.ledger);
	free(writer);
	return status;
}

int cul_work(int argc, char **argv, const struct cul_work_plan *plan)
{
	struct cul_work w = { .v = { .now_usec = cul_clock_wall_usec() },
			      .mode = plan->mode };
	int status =
		cul_options_read(argc, argv, cul_help_takes(argv[0]), &w.o);

	w.v.style = cul_screen_style();
	w.v.json = w.o.json;
	w.v.mask = w.o.settings.mask;
	w.v.all = cul_option(&w.o, CUL_OPTION_ALL) != NULL;
	if (status == CUL_EXIT_DONE && w.o.help) {
		status = cul_help_command(argv[0]);
	} else if (status == CUL_EXIT_DONE) {
		if (plan->check != NULL)
			status = plan->check(&w);
		if (status == CUL_EXIT_DONE)
			status = with_ledger(&w, plan);
	}
	cul_options_done(&w.o);
	return status;
}
