/* \summary: what notices are made of; private to analyzer/engine */
#ifndef CUL_NOTICES_INT_H
#define CUL_NOTICES_INT_H

#include "engine/notices.h"
#include "evidence/flat.h"

/* As many as an abuse desk may have to see at a time, and a day's work to
 * read; beyond it the oldest that fell go first, then the oldest. */
enum { CUL_NOTICES_MOST = 16384 };

struct cul_notice_entry {
	struct cul_now_notice now;
	uint64_t source_key;
	uint64_t reasons;     /* which signals: a hash                 */
	uint64_t deeds;       /* of the counts, when it was said       */
	int64_t expires_usec; /* of the log's time                     */
	uint64_t turn;        /* of the last look that found it        */
};

/* A source that is suspect. */
struct cul_notice_watched {
	uint64_t key;
	int64_t looked_usec; /* 0: not yet                        */
	uint32_t said;       /* suggestions, of all its windows   */
	uint32_t flags;      /* cul_source_flags when it was due  */
	bool due;
};

struct cul_notices {
	struct cul_notices_plan plan;
	struct cul_flat by_id, by_source; /* of v; of watched */
	struct cul_notice_entry *v;
	size_t n, room;
	struct cul_notice_watched *watched;
	size_t n_watched, watched_room;
	uint32_t *queue; /* of watched that are due: a ring of its room */
	size_t first, n_due;
	uint64_t said[3], turn;
	uint64_t moves; /* of v: a place is another's since */
	int err;
};

/* Look at this source from now on, and soon; at once if its flags are others
 * than at the last look. notices.c */
int cul_notices_watch(struct cul_notices *n, uint64_t key, uint32_t flags);

/* What a look at a source found stands; what of its window was not found
 * (its turn is not this one's) falls. notices_stand.c */
int cul_notices_stands(struct cul_notices *n, uint64_t source_key,
		       const struct cul_suggestion *s, int64_t now_usec);
void cul_notices_falls(struct cul_notices *n, uint64_t source_key,
		       int64_t window_usec, int64_t now_usec);
int cul_notices_index(struct cul_notices *n);

#endif
