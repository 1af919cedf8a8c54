/* \summary: a run over archived logs, held against the cases of a ledger */
#ifndef CUL_REPLAY_CASES_H
#define CUL_REPLAY_CASES_H

#include "culprit/ledger.h"
#include "engine/replay.h"
#include "engine/scan.h"

/* `scan` ran in CUL_PAST_REPLAY and must outlive the result. 0, or what the
 * ledger said; CUL_ETRUNC: no line of the logs has a time. The ledger is only
 * read. */
int cul_replay_cases(const struct cul_scan *scan, struct cul_ledger *l,
		     int64_t now_usec, struct cul_replay **ret_replay);

#endif
