/* \summary: names of the files that lines come from, by number */
#ifndef CUL_FILES_H
#define CUL_FILES_H

#include <stddef.h>
#include <stdint.h>

/* All zero: empty. A name once given keeps its number. */
struct cul_files {
	size_t n, room;
	char **v;
	uint32_t latest;
};

/* 0 or CUL_ENOMEM. */
int cul_files_index(struct cul_files *f, const char *path, uint32_t *ret_index);
void cul_files_done(struct cul_files *f);

#endif
