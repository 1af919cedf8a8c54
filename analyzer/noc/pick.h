/* \summary: which suggestions and sources are listed, and in which order */
#ifndef CUL_NOC_PICK_H
#define CUL_NOC_PICK_H

#include "culprit/now.h"

enum {
	CUL_PICK_MAX = 2 * CUL_NOW_TOP > CUL_NOW_NOTICES ? 2 * CUL_NOW_TOP
							 : CUL_NOW_NOTICES
};

enum cul_notice_sort {
	CUL_SORT_GRAVEST, /* as the snapshot has them: newest first in each */
	CUL_SORT_NEWEST,  /* by when it was said                            */
	CUL_SORT_LONGEST, /* by when it began                               */
	CUL_SORT_NAME,
	CUL_NOTICE_SORTS_
};

enum cul_source_sort {
	CUL_SORT_MESSAGES,
	CUL_SORT_REFUSED,
	CUL_SORT_BOUNCED,
	CUL_SORT_LOGINS,
	CUL_SORT_LAST_SEEN,
	CUL_SOURCE_SORTS_
};

const char *cul_notice_sort_word(enum cul_notice_sort s);
const char *cul_source_sort_word(enum cul_source_sort s);

/* All refusals of it, failed logins aside. */
uint64_t cul_source_refusals(const struct cul_now_source *s);

/* Pointers into the snapshot; `rows` holds CUL_PICK_MAX. Taken are those with
 * `filter` in their name, customer, kind or action, ASCII case folded; "" is
 * in all. Withdrawn suggestions are last in every order. A source on both
 * lists of the snapshot is listed once. Returns how many. */
size_t cul_pick_notices(const struct cul_now *now, const char *filter,
			enum cul_notice_sort sort,
			const struct cul_now_notice **rows);
size_t cul_pick_sources(const struct cul_now *now, const char *filter,
			enum cul_source_sort sort,
			const struct cul_now_source **rows);

/* The suggestion that stands of a name, else one withdrawn, else NULL. */
const struct cul_now_notice *cul_pick_of(const struct cul_now *now,
					 const char *name);

/* Suggestions that stand, by what they ask of a person. */
struct cul_standing {
	size_t stop, talk, watch, exempt, all;
};
struct cul_standing cul_pick_standing(const struct cul_now *now);

#endif
