/* \summary: logs that are followed by name, across every way of rotating
 *
 * One set for all files: one inotify descriptor, on the directories. Each name
 * is one tail, whatever files have stood behind it: a tail may begin in
 * mail.log.3.gz and go on through .2.gz and .1 into mail.log, and from there
 * into each that comes after it.
 *
 * A file that was renamed or removed is read to its end once its successor has
 * a byte, or after linger_msec, and may get late lines for as long again. One
 * that is shorter than what was read of it, or begins otherwise, was cut short
 * (copytruncate): what its copy has beyond that comes first. Rotations are
 * looked for beside the log and one folder below. What nobody can tell: a file
 * that was empty when it was looked at, and was filled, copied and cut short
 * before the next look.
 */
#ifndef CUL_FOLLOW_H
#define CUL_FOLLOW_H

#include "input/tail.h"

struct cul_follow;

struct cul_follow_plan {
	bool from_end;   /* of files without a place: only what comes now    */
	bool no_inotify; /* look at the clock instead, as where a file system
			  * cannot tell (NFS, FUSE are found out by statfs)  */
	int64_t poll_msec;   /* how often files are looked at without inotify */
	int64_t linger_msec; /* how long one rotated away may get a line      */
};

int cul_follow_new(const struct cul_follow_plan *plan,
		   struct cul_follow **ret_follow);
void cul_follow_free(struct cul_follow **f);

/* A file, which need not exist as yet, or a glob, whose matches are found now
 * and whenever one appears. Where a name and rotations of it are both given
 * (mail.log and mail.log.1, .2.gz, -20261127.xz), the rotations are read first,
 * oldest first, and are no tails of their own. CUL_OK or CUL_ENOMEM. */
int cul_follow_add(struct cul_follow *f, const char *pattern);

/* Where to go on with the tail of this name, told before it is taken: the file
 * is found again by inode or by its head, be it renamed or packed meanwhile,
 * and all that was rotated since is read. */
int cul_follow_resume(struct cul_follow *f, const char *name,
		      const struct cul_place *place);

/* The next tail that was not taken yet, or NULL: to be asked for after each
 * step. It belongs to the caller, and is freed before the set. *ret_name
 * lives as long as it. */
struct cul_tail *cul_follow_take(struct cul_follow *f, const char **ret_name);

/* Readable when something happened; -1: there is none. */
int cul_follow_fd(const struct cul_follow *f);

/* Look at what happened; next() of the tails gives what was there by then.
 * Called when the descriptor is readable, and when the
 * time has come that the last call gave: *ret_next_msec, on the caller's clock,
 * which only goes up. CUL_OK or CUL_ENOMEM. */
int cul_follow_step(struct cul_follow *f, int64_t now_msec,
		    int64_t *ret_next_msec);

#endif
