/* \summary: what the block lists have in common
 *
 * A list is a view of the suggestions that stop mail: block, which speaks of
 * outsiders, and suspend, which speaks of ours. It depends on them and on
 * made_usec alone, so the same suggestions give the same bytes. nets.h and
 * accounts.h collect whom they speak of.
 */
#ifndef CUL_LIST_H
#define CUL_LIST_H

#include "culprit/export.h"

/* Block or suspend; a server of ours is repaired, not listed. What is over when
 * the list is made (made_usec of the report) is on no list. */
bool cul_list_wants(const struct cul_report *r, const struct cul_suggestion *s);

/* Of two expiries; CUL_TIME_NONE is never, and later than all. */
bool cul_list_is_later(int64_t expires_usec, int64_t than_usec);

/* A list that cannot be made: the first error sticks. */
void cul_list_failed(struct cul_out *o, int err);

/* The comment at the top of a list: which it is, of which run, what time of
 * the log, when it was made, when its first entry expires, how many there
 * are. */
struct cul_list_head {
	const char *name, *usage; /* usage: how a server is told of it */
	size_t n;
	int64_t expires_usec; /* of the entry that expires first; CUL_TIME_NONE:
			       * none does */
	const char *mark;     /* what begins a comment; NULL: "#" */
};
void cul_list_head(struct cul_out *o, const struct cul_report *r,
		   const struct cul_list_head *h);

/* The run, 16 hexadecimal digits: from the ids, actions and expiry of what
 * it suggested and the span of its log. `buf` holds 17. */
void cul_list_run_id(const struct cul_report *r, char *buf);

/* "stolen-account, account x, id k3f9": into a comment, on one line, ASCII,
 * whatever the name holds. */
void cul_list_comment(struct cul_out *o, const struct cul_suggestion *s);

/* The id, whatever it holds: '?' for all but letters and digits. */
void cul_list_id(struct cul_out *o, const struct cul_suggestion *s);

/* What a refused client reads, from the kind and the id alone: nothing that
 * a stranger wrote. */
void cul_list_refusal(struct cul_out *o, const struct cul_suggestion *s);

#endif
