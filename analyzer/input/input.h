/* \summary: one input, cut into blocks of whole lines
 *
 * Memory is bounded whatever the file holds: of an over-long line the rest is
 * read over up to its newline.
 */
#ifndef CUL_INPUT_H
#define CUL_INPUT_H

#include "input/block.h"
#include "input/bytes.h"

struct cul_input;

/* "-" is standard input. Fails with CUL_ENOMEM only; what cannot be opened
 * says so at the first read. */
int cul_input_open(const char *path, struct cul_input **ret_input);
void cul_input_free(struct cul_input **input);

/* The beginning, for cul_probe: at least CUL_PROBE_LINES lines, where there
 * are so many in the first CUL_PROBE_BYTES. Before the first block, once; the
 * blocks bring it again. */
int cul_input_peek(struct cul_input *in, struct cul_sv *ret_head);

/* The next block, of about `want` bytes, more where one line needs it. The
 * block's memory is grown as needed and is the caller's to free. Returns 1, 0
 * at the end, or a negative CUL_E…, after all that could be read. */
int cul_input_next(struct cul_input *in, size_t want, struct cul_block *b);

/* The file below: its errors, notes and position. */
const struct cul_bytes *cul_input_bytes(const struct cul_input *in);

/* Bytes read so far, after decompression; NUL bytes left out that no line of
 * a block tells of; whether the last line has no newline. */
uint64_t cul_input_done(const struct cul_input *in);
uint64_t cul_input_nuls(const struct cul_input *in);
bool cul_input_is_torn(const struct cul_input *in);

#endif
