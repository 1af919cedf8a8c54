/* \summary: one generation of a followed log: one open file
 *
 * Plain ones may grow and are read as they lie on disk, whatever is in them; a
 * rotated one may be packed, and is then whole.
 */
#ifndef CUL_FOLLOW_GEN_H
#define CUL_FOLLOW_GEN_H

#include "input/cut.h"
#include "input/follow/mark.h"
#include "input/layer.h"

struct cul_gen {
	struct cul_cut_from from; /* first: what reads casts back           */
	struct cul_cut cut;
	struct cul_gen *next; /* the younger one                            */
	const char *path;     /* interned with its tail                     */
	int fd;               /* -1: of what is gone, its rest alone        */
	bool packed;
	bool fresh;   /* may have bytes that were not read              */
	bool whole;   /* a copy: nobody writes to it any more           */
	bool doubt;   /* it was found to be another: to be looked at    */
	bool said;    /* what is wrong with it                          */
	bool leaving; /* the next one has begun: read to its end        */
	struct cul_file_mark mark; /* but for the offset                    */
	uint64_t size;             /* as last seen; on disk                 */
	int64_t mtime_nsec;        /* likewise, its part below a second     */
	uint64_t head_at;          /* NULs before all else                  */
	uint64_t at;               /* where the next read of disk begins    */
	int64_t since_msec;        /* it is in the chain                    */
	int64_t until_msec;        /* it is looked at, if rotated away      */
	struct cul_layer disk;
	struct cul_told told;
	struct cul_tap tap; /* over disk, where packed                      */
};

/* Open what should be a regular file; `may_unpack`: packed by its bytes is
 * unpacked. CUL_OK; CUL_ENOMEM; CUL_EIO with errno; CUL_EUSAGE: it is no
 * regular file. Never waits for anybody. */
int cul_gen_open(const char *path, bool may_unpack, struct cul_gen **ret_gen);
void cul_gen_free(struct cul_gen **g);

/* What was read of a file that was then cut short, as a generation without a
 * file; `g` begins anew. */
int cul_gen_split(struct cul_gen *g, struct cul_gen **ret_rest);

/* Let the rest go on in `file`, a copy of what it was: takes its file. True if
 * there is more in it than was read. */
bool cul_gen_adopt(struct cul_gen *rest, struct cul_gen **file);

/* Go on there; at a place that is in the midst of a line, with the next one.
 * Where the file is shorter, at its end; *ret_missing says how much there was
 * once. Before any read. */
int cul_gen_seek(struct cul_gen *g, uint64_t offset, uint64_t *ret_missing);

/* To the end, after the last newline. */
void cul_gen_seek_end(struct cul_gen *g);

/* Look at a plain one: false if it is not any more what it was: cut short, or
 * written anew. */
bool cul_gen_look(struct cul_gen *g);

/* As cul_cut_next. */
int cul_gen_next(struct cul_gen *g, size_t want, bool grows,
		 struct cul_block *b);

/* The first bytes after NULs, unpacked; how many. */
size_t cul_gen_head(struct cul_gen *g, char head[CUL_HEAD_MAX]);

/* With the offset of the next line. */
struct cul_file_mark cul_gen_mark(const struct cul_gen *g);

/* There, and not given as yet; of a packed one, as it lies on disk. */
uint64_t cul_gen_behind(const struct cul_gen *g);

#endif
