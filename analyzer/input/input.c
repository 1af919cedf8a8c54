/* \summary: one input: the bytes of a file, and what cuts them */
#include <stdlib.h>

#include "input/cut.h"
#include "input/input.h"

struct cul_input {
	struct cul_cut_from from; /* first: read_bytes casts back */
	struct cul_bytes *bytes;
	struct cul_cut cut;
};

static ssize_t read_bytes(struct cul_cut_from *from, char *buf, size_t cap)
{
	struct cul_input *in = (struct cul_input *)from;
	ssize_t n = cul_bytes_read(in->bytes, buf, cap);

	from->written_sec = cul_bytes_written_sec(in->bytes);
	return n;
}

int cul_input_open(const char *path, struct cul_input **ret_input)
{
	struct cul_input *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return CUL_ENOMEM;
	if (cul_bytes_open(path, &in->bytes) < 0) {
		free(in);
		return CUL_ENOMEM;
	}
	in->from.read = read_bytes;
	*ret_input = in;
	return 0;
}

void cul_input_free(struct cul_input **input)
{
	struct cul_input *in = *input;

	if (in == NULL)
		return;
	cul_bytes_free(&in->bytes);
	cul_cut_done(&in->cut);
	free(in);
	*input = NULL;
}

int cul_input_peek(struct cul_input *in, struct cul_sv *ret_head)
{
	uint64_t nuls;
	int rc = cul_bytes_peek(in->bytes, CUL_PROBE_BYTES, CUL_PROBE_LINES,
				ret_head, &nuls);

	if (rc < 0)
		return rc;
	in->cut.done += nuls;
	in->cut.nuls += nuls;
	return 0;
}

int cul_input_next(struct cul_input *in, size_t want, struct cul_block *b)
{
	return cul_cut_next(&in->cut, &in->from, want, false, b);
}

const struct cul_bytes *cul_input_bytes(const struct cul_input *in)
{
	return in->bytes;
}

uint64_t cul_input_done(const struct cul_input *in)
{
	return in->cut.done;
}

uint64_t cul_input_nuls(const struct cul_input *in)
{
	return in->cut.nuls;
}

bool cul_input_is_torn(const struct cul_input *in)
{
	return in->cut.torn;
}
