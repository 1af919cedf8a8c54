/* \summary: names as the user gave them, to the files they stand for
 *
 * A directory stands for the files inside, at any depth, by name; names that
 * begin with a dot are left out. Inside a directory only regular files count,
 * and links to them; anything else there is listed with a note. A file met
 * twice is read once.
 */
#ifndef CUL_PATHS_H
#define CUL_PATHS_H

#include "culprit/err.h"
#include "culprit/sv.h"

struct cul_path {
	char *name;        /* to open it by, and to show                   */
	char *error;       /* why it cannot be read; NULL if it can        */
	char *note;        /* why it is left out; NULL if it is not        */
	uint64_t size;     /* 0 if it is not a regular file                */
	uint64_t dev, ino; /* both 0 if it is not a regular file           */
};

struct cul_paths {
	size_t n, cap;
	struct cul_path *v;
};

int cul_paths_expand(const char *const *names, size_t n_names,
		     struct cul_paths *ret_paths);
void cul_paths_done(struct cul_paths *paths);

/* For files of one first stamp: which was written first. "mail.log.3.gz" is
 * before ".2", that before ".1", that before "mail.log"; of the dated names
 * of logrotate's dateext, the later date later. Smaller is older; 0 is a name
 * that was not rotated. */
int64_t cul_paths_age(const char *name);

/* The length of a name without the suffix of a compression. */
size_t cul_paths_unpacked(const char *name);

#endif
