/* \summary: what is remembered, to disk and back, by one description of it
 *
 * Each module that remembers something has one function that walks over all of
 * it, and is called to write as well as to read, so that the two cannot come
 * apart. Memory is written as it lies: a file is for the machine and the
 * version that wrote it (its header says so), and for no other; what leaves
 * the machine is a suggestion.
 */
#ifndef CUL_STATE_H
#define CUL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "culprit/err.h"

/* The first error sticks; after it nothing is written, and all that is read is
 * zero, so that no caller need look before its end. */
struct cul_state;

/* Takes all bytes or returns a negative CUL_E…. */
typedef int cul_state_put(void *arg, const void *bytes, size_t len);

int cul_state_writer(cul_state_put *put, void *arg, struct cul_state **ret);
/* Bytes that cul_state_end has written; they are borrowed. Checks the header
 * and the checksum first: CUL_ECORRUPT, or CUL_ECONF for those of another
 * version or machine. */
int cul_state_reader(const void *bytes, size_t len, struct cul_state **ret);
/* Writes the end, or says whether all was read: CUL_OK, or the first error. */
int cul_state_end(struct cul_state **s);

bool cul_state_is_reading(const struct cul_state *s);
int cul_state_err(const struct cul_state *s);
void cul_state_fail(struct cul_state *s, int err);

/* n bytes at p, as they lie. */
void cul_state_raw(struct cul_state *s, void *p, size_t n);
#define CUL_STATE(s, lvalue) cul_state_raw((s), &(lvalue), sizeof(lvalue))

/* The same of what may not be read into: for a writer alone. */
void cul_state_write(struct cul_state *s, const void *p, size_t n);

/* The same of what is zeros for the most part: their words take a bit each. */
void cul_state_sparse(struct cul_state *s, void *p, size_t n);

/* A number that memory will be taken for: more than `most` is CUL_ECORRUPT. */
void cul_state_count(struct cul_state *s, size_t *n, size_t most);

/* Is there no error, and when read so much left as n things of `size` bytes
 * take? If not it is CUL_ECORRUPT. For whoever takes memory for them first. */
bool cul_state_holds(struct cul_state *s, size_t n, size_t size);

/* What was read is wrong unless `ok`: CUL_ECORRUPT. False after any error. */
bool cul_state_check(struct cul_state *s, bool ok);

/* Is each of n bytes a bool? What lies there is not looked at as one. */
bool cul_state_are_bools(const void *p, size_t n);

/* A NUL-terminated string on the heap; NULL stays NULL. When read, what was
 * there is not freed. */
void cul_state_string(struct cul_state *s, char **p, size_t most);

/* Here begins the part of that name: on reading, what is not there is
 * CUL_ECORRUPT. Finds where two descriptions have come apart. */
void cul_state_part(struct cul_state *s, const char *name);

/* What the parts that follow look like in memory, as one number: where it is
 * another on reading they are not to be understood, CUL_ECONF. The evidence's
 * own number is in the header. */
void cul_state_layout(struct cul_state *s, uint64_t number);
uint64_t cul_state_layout_add(uint64_t number, const char *name, size_t size);
uint64_t cul_state_layout_evidence(void);

/* A writer or reader that goes by another version than this program's. For
 * tests. */
int cul_state_writer_of(const char *version, cul_state_put *put, void *arg,
			struct cul_state **ret);

#endif
