/* \summary: an input that grows: a followed log, a journal, a syslog socket
 *
 * The engine asks each tail for its next block whenever something may have
 * come; a tail never blocks. What a line is, is the same as for files that
 * are whole (block.h): a last line without its newline is held back until the
 * newline comes, or until it is certain that none will (the file was rotated
 * away and its successor is being written, the peer hung up); it then comes
 * without a newline, torn.
 */
#ifndef CUL_TAIL_H
#define CUL_TAIL_H

#include "culprit/err.h"
#include "input/block.h"

enum {
	CUL_HEAD_MAX = 1024,  /* bytes by which a file is known again       */
	CUL_CURSOR_MAX = 256, /* a cursor of systemd 252 has some 130 bytes */
	CUL_GONE_MAX = 2      /* rotated files that still may get a line    */
};

/* A file, known again after it was renamed or packed. */
struct cul_file_mark {
	uint64_t dev, ino;   /* 0: of no file                                */
	uint64_t head_hash;  /* of its first head_len bytes, unpacked        */
	uint32_t head_len;   /* at most CUL_HEAD_MAX; 0: it was empty        */
	uint64_t offset;     /* of the next line, unpacked                   */
	int64_t written_sec; /* its mtime then: what was written later is
			      * in another file                             */
};

/* Where a block begins, so that reading can go on from there after the end of
 * the process. All zero: at the beginning of all there is. Plain bytes: may be
 * written to disk as it is. */
struct cul_place {
	struct cul_file_mark file;
	/* Of files rotated away just now, which are looked at a while longer;
	 * `offset` is where they end so far. */
	struct cul_file_mark gone[CUL_GONE_MAX];
	char cursor[CUL_CURSOR_MAX]; /* of a journal: the record before; ""  */
};

/* One piece of a tail. */
struct cul_piece {
	struct cul_block block; /* block.offset: in the file `path`          */
	const char *path;       /* where its bytes are from, as a user would
				 * name it; lives as long as the tail        */
	struct cul_place place; /* of block.bytes[0]                         */
};

struct cul_tail_status {
	const char *name;      /* as the user named it                       */
	uint64_t behind_bytes; /* there, and not given as yet                */
	uint64_t lost;         /* lines that the kernel says it dropped      */
	uint64_t restarts;     /* rotations, truncations, reconnections      */
	bool can_replay;       /* a place leads back to what was not read    */
	const char *error;     /* NULL, or what is wrong now, a sentence     */
	const char *note;      /* NULL, or what was lost or doubtful         */
};

struct cul_tail;

struct cul_tail_ops {
	/* A piece of whole lines, of about `want` bytes at most but for one
	 * long line: 1. Nothing now: 0, an empty block, and the place where
	 * the next one will begin. At the end, after which nothing comes
	 * (stdin was closed): CUL_ETRUNC. Else CUL_ENOMEM. `p` is the
	 * caller's, its block's memory is grown as needed and kept. */
	int (*next)(struct cul_tail *t, size_t want, struct cul_piece *p);
	/* Valid until the next call of any kind. */
	void (*status)(const struct cul_tail *t, struct cul_tail_status *ret);
	void (*free)(struct cul_tail *t);
};

struct cul_tail { /* the first member of each kind */
	const struct cul_tail_ops *ops;
};

#endif
