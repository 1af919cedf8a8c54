/* \summary: culprit replay: archived logs under other settings, held against
 * what staff decided */
#include "app/app.h"
#include "app/inputs.h"
#include "app/ledger.h"
#include "engine/replay_cases.h"

static int show(const struct cul_work *w, const struct cul_scan *scan)
{
	struct cul_replay *r = NULL;
	int rc = cul_replay_cases(scan, w->v.ledger, w->v.now_usec, &r);

	if (rc == CUL_ETRUNC) {
		cul_say("no line of these logs has a time: there is nothing to "
			"hold against decisions");
		return CUL_EXIT_FAILED;
	}
	if (rc != CUL_OK)
		return cul_work_status(w, rc);
	if (w->v.json)
		cul_replay_json(r, w->v.o);
	else
		cul_replay_show(r, &w->v.style, w->v.o);
	cul_replay_free(&r);
	return CUL_EXIT_DONE;
}

static int do_work(struct cul_work *w)
{
	struct cul_scan *scan = NULL;
	int shown, status = cul_inputs_judge(&w->o, 0, "replay",
					     CUL_PAST_REPLAY, &scan);

	if (status != CUL_EXIT_DONE)
		return status;
	status = cul_inputs_say(&cul_scan_report(scan)->summary, true);
	status = cul_inputs_past(scan, status);
	shown = show(w, scan);
	cul_scan_free(&scan);
	return shown != CUL_EXIT_DONE ? shown : status;
}

int cul_cmd_replay(int argc, char **argv)
{
	static const struct cul_work_plan plan = { CUL_LEDGER_READ, NULL,
						   do_work };

	return cul_work(argc, argv, &plan);
}
