/* \summary: all lines of an input, as one text */
#ifndef CUL_TEST_INPUT_TOLD_H
#define CUL_TEST_INPUT_TOLD_H

#include "input/input.h"
#include "scratch.h"

/* "OFFSET:TEXT\n" a line, '!' before the text of one that was cut. */
struct told {
	struct scratch_bytes text;
	size_t lines, cut;
	int rc; /* how it ended */
	uint64_t nuls, bytes;
	bool torn;
	char error[256], note[256];
};

/* Read in blocks of about `want` bytes; `peek`: looked into before. The text
 * is the caller's. */
struct told tell(const char *path, size_t want, bool peek);

/* That text and end come of it with any block size, looked into or not. */
void tells(const char *path, const char *expected, int rc);

#endif
