/* \summary: the rotations of a log that lie in its directory, in order */
#ifndef CUL_FOLLOW_SIBLINGS_H
#define CUL_FOLLOW_SIBLINGS_H

#include "input/follow/gen.h"
#include "input/follow/names.h"

struct cul_sib {
	char *path;
	struct cul_rotation rotation;
	uint64_t dev, ino, size;
	int64_t written_sec;
};

struct cul_sibs { /* oldest first */
	size_t n, cap;
	struct cul_sib *v;
};

/* Of `base` in `dir`, "" is here; `below`: in the directories inside, where
 * some have them moved to. A file that is there plain and packed is taken
 * plain: its packing is under way. What is renamed meanwhile is looked for
 * again until it stands still. */
int cul_sibs_list(const char *dir, const char *base, bool below,
		  struct cul_sibs *ret_sibs);
void cul_sibs_done(struct cul_sibs *s);

/* Which of them is the file of the mark: of equal beginning, if possible of
 * equal inode; -1: none. An open file is `sure` by its inode alone. */
int cul_sibs_find(const struct cul_sibs *s, const struct cul_file_mark *m,
		  bool sure, ptrdiff_t *ret_at);

/* Whether their names still lead to them: else one that was not found may have
 * been renamed while it was looked for. */
bool cul_sibs_stand(const struct cul_sibs *s);

/* Whether the file at `path` begins as the mark says. CUL_ENOMEM, or not. */
int cul_path_fits(const char *path, bool may_unpack,
		  const struct cul_file_mark *m, bool *ret_fits);

/* `dir` and `name`, in new memory. */
char *cul_path_join(const char *dir, const char *name);

#endif
