/* \summary: a run over archived logs, held against the cases of a ledger */
#include "engine/replay_cases.h"

struct holding {
	const struct cul_scan *scan;
	struct cul_replay *replay;
	int err;
};

static bool hold(void *arg, const struct cul_case *c)
{
	struct holding *h = arg;
	const bool heard = cul_scan_heard_of(h->scan, c->s.subject, c->s.name);

	h->err = cul_replay_hold(h->replay, c, heard);
	return h->err == CUL_OK;
}

int cul_replay_cases(const struct cul_scan *scan, struct cul_ledger *l,
		     int64_t now_usec, struct cul_replay **ret_replay)
{
	const struct cul_case_query q = {
		.standings = (1u << CUL_STANDINGS_) - 1,
		.order = CUL_CASES_OLDEST,
		.now_usec = now_usec,
	};
	struct holding h = { scan, NULL, CUL_OK };
	int64_t from, to;
	int err;

	cul_scan_span(scan, &from, &to);
	if (from == CUL_TIME_NONE)
		return CUL_ETRUNC;
	err = cul_replay_new(cul_scan_report(scan), from, to, &h.replay);
	if (err != CUL_OK)
		return err;
	err = cul_ledger_cases(l, &q, hold, &h, NULL);
	if (err == CUL_OK)
		err = h.err;
	if (err != CUL_OK) {
		cul_replay_free(&h.replay);
		return err;
	}
	cul_replay_end(h.replay);
	*ret_replay = h.replay;
	return CUL_OK;
}
