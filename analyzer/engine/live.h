/* \summary: inputs that grow to items in one order
 *
 * The same as pipeline.h for tails: within a tail as lines stand, between
 * tails by time. A tail that has nothing now does not hold up the others for
 * ever: what is later than `settle` before now, by its stamp and by when it
 * was read, waits that long for earlier lines of others. Lines older than
 * that (a backlog, an archive) are merged as whole files are.
 */
#ifndef CUL_ENGINE_LIVE_H
#define CUL_ENGINE_LIVE_H

#include "engine/files.h"
#include "engine/pipeline.h"
#include "evidence/state.h"
#include "input/tail.h"

struct cul_live;

/* `plan` as for cul_pipeline_run, without `again`; copied. Fills and keeps
 * counting in `sum`, whose arrays live as long as the result. */
int cul_live_new(const struct cul_pipeline_plan *plan, int64_t settle_usec,
		 struct cul_summary *sum, struct cul_live **ret_live);
void cul_live_free(struct cul_live **live);

/* A tail, which is taken whatever is returned. `seekable`: its places name
 * lines, not records. */
int cul_live_add(struct cul_live *l, struct cul_tail *tail, const char *name,
		 bool seekable);

/* Hand out what there is, up to about `lines_most` lines: 1 if there may be
 * more at once, 0 if not until something comes, or until *ret_wake_usec (of
 * the machine's clock; INT64_MAX: nothing waits); or a worse error. */
int cul_live_step(struct cul_live *l, int64_t now_usec, uint64_t lines_most,
		  int64_t *ret_wake_usec);

/* All tails have come to an end. */
bool cul_live_is_over(const struct cul_live *l);
/* No tail had anything when it was asked last. */
bool cul_live_is_idle(const struct cul_live *l);
/* Stamps that came so late that others had gone before, by tails. */
uint64_t cul_live_late(const struct cul_live *l);

const struct cul_files *cul_live_files(const struct cul_live *l);
/* Bytes read, of all tails. */
uint64_t cul_live_bytes(const struct cul_live *l);

/* One tail as it is now; false past the last. `at_usec`: when its last piece
 * came, on the machine's clock; 0: none yet. */
struct cul_live_tail {
	struct cul_tail_status status;
	uint64_t lines, bytes;
	int64_t at_usec;
	bool ended;
};
bool cul_live_tail(const struct cul_live *l, size_t i,
		   struct cul_live_tail *ret_tail);

/* When the oldest line that was read and waits was read; 0: none waits. */
int64_t cul_live_waits_since(const struct cul_live *l);

/* The inputs and samples for a report, at the end: nothing is read after. */
int cul_live_report(struct cul_live *l);

/* Make every tail stand at a place; before cul_live_state writes. */
int cul_live_settle(struct cul_live *l);
/* Where each tail stands, and what was counted. Read into a new one before
 * tails are added: those of the same name then go on. */
void cul_live_state(struct cul_state *s, struct cul_live *l);
/* The places that were read, for whoever opens the tails; false past the
 * last. */
bool cul_live_resumes(const struct cul_live *l, size_t i, const char **ret_name,
		      const struct cul_place **ret);

#endif
