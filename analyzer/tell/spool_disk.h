/* \summary: folders and files of the spool, in an order that a crash survives
 */
#ifndef CUL_TELL_SPOOL_DISK_H
#define CUL_TELL_SPOOL_DISK_H

#include "culprit/err.h"
#include "culprit/sv.h"

/* STATE/spool/NAME, made where it is missing. CUL_EIO: errno says why. */
int cul_disk_folder(const char *state, const char *name, int *ret_fd);

/* `each` is called with every name in the folder, by time and number; what was
 * left half-written is removed. */
int cul_disk_list(int dir, int (*each)(void *arg, const char *name), void *arg);

/* How many files with that suffix there are. */
int cul_disk_count(int dir, const char *suffix, size_t *ret);

/* True: the file has that text, and will have it after a power cut. Otherwise
 * errno says why not. */
bool cul_disk_write(int dir, const char *name, struct cul_sv text);

/* At most `size` bytes of a file; -1, and errno. */
ssize_t cul_disk_read(int dir, const char *name, char *buf, size_t size);

#endif
