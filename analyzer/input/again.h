/* \summary: the plain files of a run, held open to read a line once more
 *
 * An open file stays what it is when logrotate renames or removes it. One that
 * was emptied in place (copytruncate) gives other bytes, or none: whoever reads
 * again must know what he looks for.
 */
#ifndef CUL_AGAIN_H
#define CUL_AGAIN_H

#include <stdint.h>

#include "culprit/limits.h"
#include "input/bytes.h"

struct cul_again {
	int *fds; /* by input; -1: it cannot be read again */
	uint32_t room, open;
};

/* Hold on to this input if it is a plain regular file. 0 or CUL_ENOMEM. */
int cul_again_hold(struct cul_again *a, uint32_t file,
		   const struct cul_bytes *bytes);
void cul_again_done(struct cul_again *a);

static inline bool cul_again_can(const struct cul_again *a, uint32_t file)
{
	return file < a->room && a->fds[file] >= 0;
}

/* `len` bytes at `offset`; false if they are not to be had any more. */
bool cul_again_read(const struct cul_again *a, uint32_t file, uint64_t offset,
		    char *buf, size_t len);

#endif
