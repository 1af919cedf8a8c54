/* \summary: one xz stream, by liblzma */
#include <lzma.h>
#include <stdlib.h>

#include "input/unpack.h"

enum {
	MAGIC_LEN = 6,
	/* xz -9 needs 65 MiB to undo; 256 leave room for larger dictionaries,
	 * and none for a file that would take the machine. */
	MEMORY_MIB = 256
};

static bool begins(const unsigned char *p, size_t n)
{
	static const unsigned char magic[MAGIC_LEN] = { 0xfd, '7', 'z',
							'X',  'Z', 0 };

	return n >= MAGIC_LEN && memcmp(p, magic, MAGIC_LEN) == 0;
}

/* Again for each stream: liblzma keeps its memory, and starts anew. */
static int start(struct cul_unpack *u, const unsigned char *head)
{
	static const lzma_stream empty = LZMA_STREAM_INIT;
	lzma_stream *z = u->state;

	(void)head;
	if (z == NULL) {
		z = malloc(sizeof(*z));
		if (z == NULL)
			return CUL_ENOMEM;
		*z = empty;
		u->state = z;
	}
	return lzma_stream_decoder(z, (uint64_t)MEMORY_MIB << 20, 0) == LZMA_OK
		       ? 0
		       : CUL_ENOMEM;
}

static const char *reason(lzma_ret rc)
{
	return rc == LZMA_MEMLIMIT_ERROR  ? "needs more than 256 MiB to undo"
	       : rc == LZMA_OPTIONS_ERROR ? "made with unknown options"
	       : rc == LZMA_FORMAT_ERROR  ? "not the form of xz"
					  : "its check or its codes are wrong";
}

static int step(struct cul_unpack *u, char *to, size_t room, size_t *ret_made,
		const char **ret_why)
{
	lzma_stream *z = u->state;
	lzma_ret rc;

	z->avail_in = cul_tap_need(&u->in, 1);
	z->next_in = (const uint8_t *)u->in.bytes + u->in.at;
	z->next_out = (uint8_t *)to;
	z->avail_out = room;
	rc = lzma_code(z, LZMA_RUN);
	u->in.at = u->in.len - z->avail_in;
	*ret_made = room - z->avail_out;
	if (rc == LZMA_STREAM_END)
		return 1;
	if (rc == LZMA_OK || rc == LZMA_BUF_ERROR)
		return 0;
	*ret_why = reason(rc);
	return rc == LZMA_MEM_ERROR ? CUL_ENOMEM : CUL_ECORRUPT;
}

static void done(void *state)
{
	lzma_end(state);
	free(state);
}

const struct cul_codec cul_unxz = {
	.name = "xz",
	.head = MAGIC_LEN,
	.begins = begins,
	.start = start,
	.step = step,
	.done = done,
};
