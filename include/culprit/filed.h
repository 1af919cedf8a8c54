/* \summary: what filing a report into the ledger came to, to be told */
#ifndef CUL_FILED_H
#define CUL_FILED_H

#include "culprit/ledger.h"

/* A night that has more news than these is told by its numbers. */
enum { CUL_FILED_MOST = 1000 };

struct cul_filed_case {
	enum cul_filed what; /* new, changed, back, gone or again */
	char id[CUL_ID_MAX];
	enum cul_action action;
	enum cul_kind kind;
	enum cul_subject subject;
	char name[CUL_NAME_MAX], customer[CUL_NAME_MAX];
	int64_t first_seen_usec, last_seen_usec;
	unsigned before; /* accepted so often earlier */
	char why[CUL_WHY_MAX], back[CUL_TEXT_MAX];
};

struct cul_filed_list {
	const char *ledger; /* its path */
	uint64_t counts[CUL_FILEDS_];
	uint64_t open; /* in all the ledger, after this */
	size_t n;      /* at most CUL_FILED_MOST; in the order it was told */
	const struct cul_filed_case *v;
};

/* Is there anything to tell anybody? The same log filed twice has nothing. */
static inline bool cul_filed_is_news(const struct cul_filed_list *l)
{
	return l->counts[CUL_FILED_NEW] + l->counts[CUL_FILED_CHANGED] +
		       l->counts[CUL_FILED_BACK] + l->counts[CUL_FILED_GONE] !=
	       0;
}

#endif
