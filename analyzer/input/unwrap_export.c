/* \summary: the layer that makes lines of the journal's export format */
#include <stdlib.h>

#include "input/unwrap_int.h"

/* More of the input; false at its end. */
static bool chunk_read(struct cul_unwrap *u)
{
	ssize_t n =
		cul_tap_read(&u->in, u->chunk, CUL_TAP_BYTES, &u->chunk_sec);

	u->chunk_at = 0;
	u->chunk_len = n > 0 ? (size_t)n : 0;
	return n > 0;
}

bool cul_unwrap_export(struct cul_unwrap *u, bool wait)
{
	bool line = false;

	for (;;) {
		struct cul_sv rest = { u->chunk + u->chunk_at,
				       u->chunk_len - u->chunk_at };

		u->chunk_at +=
			cul_export_feed(&u->export, rest, u->chunk_sec, &line);
		if (line || u->chunk_at < u->chunk_len)
			break;
		if (!wait)
			return false;
		if (!chunk_read(u)) {
			line = cul_export_end(&u->export);
			break;
		}
	}
	u->out_sec = u->export.out_sec;
	return line;
}

bool cul_unwrap_export_init(struct cul_unwrap *u)
{
	u->chunk = malloc(CUL_TAP_BYTES);
	return u->chunk != NULL && cul_export_init(&u->export, &u->out) == 0;
}
