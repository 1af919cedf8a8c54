/* \summary: the bytes of one file, as the lines of a log
 *
 * What a file is, is known by its content, never by its name. On the file
 * stand, each where it is needed:
 *
 * - decompression: gzip, zstd, xz, bzip2. Several members (frames, streams),
 *   one after the other, are one file; zero padding between them is skipped,
 *   and what follows the last one and is none is left alone, with a note. A
 *   file cut off or damaged gives all that was before, then an error.
 * - UTF-16 to UTF-8, by its byte order mark; UTF-8's mark is dropped.
 * - unwrapping: of the journal's two forms, of containers' logs and of
 *   syslog daemons' JSON, one line of syslog a record (unwrap.h).
 *
 * Offsets, and so line numbers, are those of what comes out: of unwrapped
 * input they count the lines made of its records, not the bytes of the file.
 */
#ifndef CUL_BYTES_H
#define CUL_BYTES_H

#include <sys/types.h>

#include "culprit/err.h"
#include "culprit/sv.h"

struct cul_bytes;

/* "-" is standard input. Reads the first bytes, to see what they are. Fails
 * with CUL_ENOMEM only: a file that cannot be opened says so when it is
 * read. */
int cul_bytes_open(const char *path, struct cul_bytes **ret_bytes);
void cul_bytes_free(struct cul_bytes **bytes);

/* Up to `cap` bytes, all of one reference time. 0 is the end; a negative
 * CUL_E… comes after all that could be read, and comes again. */
ssize_t cul_bytes_read(struct cul_bytes *b, char *buf, size_t cap);

/* What the next reads will bring: until it holds `lines` newlines, or `max`
 * bytes. More lines may be shown than asked for; the view lasts until the
 * next read. NUL bytes before all else are not shown and not read again;
 * *ret_nuls says how many. */
int cul_bytes_peek(struct cul_bytes *b, size_t max, unsigned lines,
		   struct cul_sv *ret_head, uint64_t *ret_nuls);

/* When the bytes read last were written, in seconds since 1970: the file's
 * modification time, or the gzip member's own if it is older. 0 if neither is
 * known, as for a pipe. */
int64_t cul_bytes_written_sec(const struct cul_bytes *b);

/* Bytes taken from the file, as it lies on disk. */
uint64_t cul_bytes_raw_done(const struct cul_bytes *b);

/* Not a regular file: closed once, it is gone. */
bool cul_bytes_is_stream(const struct cul_bytes *b);

/* The descriptor of a regular file whose bytes are what it holds, so that an
 * offset of the input is one of the file; else -1: a single byte order mark
 * that was dropped is enough. It belongs to `b`. */
int cul_bytes_plain_fd(const struct cul_bytes *b);

/* Sentences, NULL where there is nothing to say; live as long as `b`. */
const char *cul_bytes_error(const struct cul_bytes *b);
const char *cul_bytes_note(const struct cul_bytes *b);

#endif
