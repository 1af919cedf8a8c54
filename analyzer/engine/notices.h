/* \summary: suggestions as they arise, change and fall, while logs are followed
 *
 * A source that was judged and is suspect is looked at soon after: at once when
 * something new was found against it, else at most once a second, since each
 * line of a flood would change its numbers. What is said of it is what a scan
 * would say if the log ended there. Each suggestion is known by its id.
 */
#ifndef CUL_NOTICES_H
#define CUL_NOTICES_H

#include "culprit/now.h"
#include "engine/court.h"
#include "engine/files.h"

struct cul_notices;

struct cul_notices_plan {
	struct cul_court *court;
	const struct cul_files *files;
	/* Something is new, has changed so that a person should know, or is
	 * suggested no more (`s` is then as it was said last, but without its
	 * lines and reasons). */
	void (*say)(void *arg, enum cul_notice_what what,
		    const struct cul_suggestion *s);
	void *arg;
};

int cul_notices_new(const struct cul_notices_plan *plan,
		    struct cul_notices **ret_notices);
void cul_notices_free(struct cul_notices **n);

/* For cul_court_suspects; `arg` is the notices. */
void cul_notices_suspect(void *arg, const struct cul_source *s);

/* Look at those that are due, for about `most_usec` of the machine's time.
 * *ret_wake_usec: when the next is due; INT64_MAX: none waits. */
int cul_notices_step(struct cul_notices *n, int64_t now_usec, int64_t most_usec,
		     int64_t *ret_wake_usec);
/* All against which there is anything are due: once in a while, since what
 * speaks for a source, or against it, may come without a deed of its own. */
void cul_notices_review(struct cul_notices *n);
/* The same of those of whom something was said, who are few. */
void cul_notices_review_said(struct cul_notices *n);

/* Gravest and newest first, withdrawn ones last; at most `room`. */
size_t cul_notices_list(const struct cul_notices *n, size_t room,
			struct cul_now_notice *ret);
/* Of the source of that name: the gravest that stands, or NULL. */
const struct cul_now_notice *cul_notices_of(const struct cul_notices *n,
					    uint64_t source_key);
const uint64_t *cul_notices_said(const struct cul_notices *n);
void cul_notices_standing(const struct cul_notices *n,
			  uint64_t ret_kinds[CUL_KINDS_]);

/* Of each that is known, by place: what was said of it last, and of which
 * source; NULL past the last. */
const struct cul_now_notice *cul_notices_at(const struct cul_notices *n,
					    size_t i, uint64_t *ret_source_key);
/* Grows when places have changed. */
uint64_t cul_notices_moves(const struct cul_notices *n);

void cul_notices_state(struct cul_state *s, struct cul_notices *n);

#endif
