/* \summary: files for tests, in a folder that goes away */
#ifndef CUL_TEST_SCRATCH_H
#define CUL_TEST_SCRATCH_H

#include <stdint.h>

#include "culprit/sv.h"

/* cmocka's setup and teardown of a test: make the folder, remove it. It is in
 * CULPRIT_SCRATCH, or /tmp. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

/* The path of a name in it; lasts until the teardown. */
const char *scratch_path(const char *name);

/* Write a file; returns its path. */
const char *scratch_file(const char *name, struct cul_sv bytes);
const char *scratch_text(const char *name, const char *text);
void scratch_dir(const char *name);

/* When the file was written, as it says itself. */
void scratch_mtime(const char *name, int64_t sec);

/* One gzip member (RFC 1952) after what is in `to` already; `mtime` goes into
 * its header. */
struct scratch_bytes {
	char *p;
	size_t len, cap;
};
void scratch_gzip(struct scratch_bytes *to, struct cul_sv bytes,
		  uint32_t mtime);
void scratch_append(struct scratch_bytes *to, const void *p, size_t len);

#endif
