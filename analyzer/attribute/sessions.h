/* \summary: records of sessions, put together; private to analyzer/attribute
 *
 * One row a session and prefix, or a span of time said at once. Records may
 * come in any order and more than once: all that is kept of them is the
 * smallest or the largest of a thing.
 */
#ifndef CUL_SESSIONS_H
#define CUL_SESSIONS_H

#include "attribute/leases.h"

struct cul_session_row {
	struct cul_net net; /* all zero: whatever the session has */
	uint32_t session;   /* 0: a span, which begins at `said`  */
	bool weak;          /* of a span                          */
	uint32_t customer, nas_addr, nas_name, file, line;
	int64_t said;    /* its start; INT64_MAX if it is not said         */
	int64_t counted; /* the start as reckoned from how long it lasted  */
	int64_t first;   /* first and last sign of life                    */
	int64_t last;
	int64_t end; /* INT64_MAX: not said */
};

struct cul_reset { /* all sessions of this NAS were over */
	bool by_name;
	uint32_t nas;
	int64_t t_usec;
};

struct cul_sessions {
	struct cul_session_row *v;
	size_t n, room;
	size_t merged; /* so many were left when they were last put together */
	struct cul_reset *resets;
	size_t n_resets, resets_room;
};

void cul_sessions_done(struct cul_sessions *s);
int cul_sessions_add(struct cul_sessions *s, const struct cul_lease_fact *f);

/* Put together what belongs together; in order of session and prefix. */
void cul_sessions_merge(struct cul_sessions *s);

/* Of the merged rows drop the quarter that was over first. *ret_until: the
 * latest end among them. Returns how many. */
size_t cul_sessions_forget(struct cul_sessions *s, int64_t *ret_until);

/* The last step: from rows to [said, end) of each, in place; rows of no prefix
 * and such that end before they start are left out, these counted. */
void cul_sessions_close(struct cul_sessions *s, uint64_t *ret_odd);

#endif
