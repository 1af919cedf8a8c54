/* \summary: the desk: the pages on which staff work the ledger
 *
 * It has one ledger, one thread and no clock: whoever runs it says what time
 * it is. A ledger that is away, locked or damaged gives a page that says so
 * and what to do; it is opened anew with the next request.
 */
#ifndef CUL_DESK_H
#define CUL_DESK_H

#include "culprit/account.h"
#include "culprit/addr.h"
#include "culprit/ledger.h"
#include "culprit/letter.h"
#include "serve/web.h"

struct cul_desk;

struct cul_desk_plan {
	const char *path;                  /* of the ledger                  */
	const struct cul_letters *letters; /* NULL: no letters are shown     */
	size_t n_networks;                 /* ours; 0: not known             */
	const struct cul_net *networks;
	bool mask;           /* recipients in lines of evidence             */
	const char *version; /* of culprit                                  */
};

/* The plan and what it points to is the caller's, and lives as long. */
int cul_desk_new(const struct cul_desk_plan *plan, struct cul_desk **ret);
void cul_desk_free(struct cul_desk **d);

/* A cul_web_handler; `desk` is its arg. */
void cul_desk_handle(void *desk, const struct cul_web_request *q,
		     struct cul_web_answer *a);

/* What time it is from now on; before each cul_web_run. */
void cul_desk_at(struct cul_desk *d, int64_t now_usec);

/* Readable when cul_desk_run has something to do; it wants to be run once a
 * second beside that, for what other processes write to the ledger. */
int cul_desk_fd(const struct cul_desk *d);
void cul_desk_run(struct cul_desk *d, struct cul_web *w);

#endif
