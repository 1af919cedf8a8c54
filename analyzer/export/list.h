/* \summary: what the block lists have in common
 *
 * A list is a view of the suggestions that stop mail: block, which speaks of
 * outsiders, and suspend, which speaks of ours. It depends on them alone, so
 * the same suggestions give the same bytes.
 */
#ifndef CUL_LIST_H
#define CUL_LIST_H

#include "culprit/export.h"

/* Block or suspend; a server of ours is repaired, not listed. */
bool cul_list_wants(const struct cul_suggestion *s);

/* The comment at the top of a list: which it is, of which run, what time of
 * the log, when its first entry expires, how many there are. */
struct cul_list_head {
	const char *name, *usage; /* usage: how a server is told of it */
	size_t n;
	int64_t expires_usec; /* of the entry that expires first */
};
void cul_list_head(struct cul_out *o, const struct cul_report *r,
		   const struct cul_list_head *h);

/* The run, 16 hexadecimal digits: from the ids, actions and expiry of what
 * it suggested and the span of its log. `buf` holds 17. */
void cul_list_run_id(const struct cul_report *r, char *buf);

/* "stolen-account, account x, id k3f9": into a comment, on one line, ASCII,
 * whatever the name holds. */
void cul_list_comment(struct cul_out *o, const struct cul_suggestion *s);

/* What a refused client reads, from the kind and the id alone: nothing that
 * a stranger wrote. */
void cul_list_refusal(struct cul_out *o, const struct cul_suggestion *s);

#endif
