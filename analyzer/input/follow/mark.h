/* \summary: by what a file is known again: the hash of its first bytes */
#ifndef CUL_FOLLOW_MARK_H
#define CUL_FOLLOW_MARK_H

#include "input/tail.h"

/* 64-bit FNV-1a; goes on from a hash, begins with CUL_HEAD_SEED. */
#define CUL_HEAD_SEED 0xcbf29ce484222325u
uint64_t cul_head_hash(uint64_t hash, const char *p, size_t len);

/* Hold the first bytes of a file after NULs, `len` of them, CUL_HEAD_MAX at
 * most, to what is known of them: false if they are others. What is new is
 * added. */
bool cul_mark_head(struct cul_file_mark *m, const char *head, size_t len);

/* Whether a file that begins so is the one of the mark; false where the mark
 * knows nothing. */
bool cul_mark_fits(const struct cul_file_mark *m, const char *head, size_t len);

/* Where what is not NUL begins: behind the hole that copytruncate leaves under
 * a daemon that does not append. 0 also if that is not found. */
uint64_t cul_data_start(int fd);

static inline bool cul_mark_is(const struct cul_file_mark *m, uint64_t dev,
			       uint64_t ino)
{
	return m->ino != 0 && m->ino == ino && m->dev == dev;
}

#endif
