/* \summary: what bytes.c and gunzip.c share */
#ifndef CUL_BYTES_INT_H
#define CUL_BYTES_INT_H

#include <zlib.h>

#include "input/bytes.h"

/* Compressed bytes held at a time: one is kept for each open file. */
enum { RAW_BYTES = 64 * 1024, SENTENCE_MAX = 200 };

struct cul_bytes {
	int fd, err;
	bool own_fd, stream, gzip, done;
	uint64_t raw_done;   /* taken from fd                     */
	int64_t file_sec;    /* mtime; 0 if unknown               */
	int64_t written_sec; /* of the bytes read last            */
	unsigned char *raw;  /* RAW_BYTES; taken but not used yet */
	size_t raw_at, raw_len;
	bool raw_end; /* fd has no more                    */
	z_stream z;
	bool z_live, in_member, had_member;
	int64_t member_sec;
	char *head; /* peeked but not read yet           */
	size_t head_at, head_split, head_len;
	int64_t head_sec[2]; /* before and from head_split        */
	char error[SENTENCE_MAX], note[SENTENCE_MAX];
};

/* At least `want` raw bytes in a row, fewer only at the end of the file:
 * returns how many there are, or a negative CUL_E…. */
ssize_t cul_raw_need(struct cul_bytes *b, size_t want);

/* Note why, and never read again. Returns `err`. */
int cul_bytes_fail(struct cul_bytes *b, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

ssize_t cul_gunzip_read(struct cul_bytes *b, char *buf, size_t cap);
void cul_gunzip_done(struct cul_bytes *b);

#endif
