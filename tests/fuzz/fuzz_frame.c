/* \summary: any bytes as a stream of syslog: the same lines however they come,
 * none forged, none too long */
#include <stdlib.h>

#include "input/live/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool ok)
{
	if (!ok)
		abort();
}

static int all_of(struct cul_sv in, size_t step, struct cul_cutter *out)
{
	struct cul_frame f = { .left = 0 };
	int rc = CUL_OK;
	bool torn;

	while (in.len > 0 && rc == CUL_OK) {
		size_t n = in.len < step ? in.len : step;

		rc = cul_frame_feed(&f, (struct cul_sv){ in.ptr, n }, out);
		in = cul_sv_from(in, n);
		hold(f.len <= CUL_RECORD_MAX + 1);
	}
	if (rc == CUL_OK)
		hold(cul_frame_end(&f, out, &torn) == CUL_OK);
	cul_frame_done(&f);
	return rc;
}

/* A line has no control character but the tab. */
static void lines_hold(struct cul_cutter *out)
{
	struct cul_block b = { .bytes = out->bytes, .len = out->len };
	struct cul_lines lines = cul_block_lines(&b);
	struct cul_line line = { .nuls = 0 };

	while (cul_lines_next(&lines, &line)) {
		hold(line.nuls == 0 && line.text.len > 0);
		for (size_t i = 0; i < line.text.len; i++)
			hold((unsigned char)line.text.ptr[i] >= ' ' ||
			     line.text.ptr[i] == '\t');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cul_sv in = { (const char *)data, size };
	struct cul_cutter one = { .len = 0 }, other = { .len = 0 };
	int rc = all_of(in, size, &one);

	hold(all_of(in, size > 0 ? 1 + data[0] % 7u : 1, &other) == rc);
	hold(one.len == other.len);
	if (one.len > 0)
		hold(memcmp(one.bytes, other.bytes, one.len) == 0);
	if (one.len > 0)
		lines_hold(&one);
	cul_cutter_done(&one);
	cul_cutter_done(&other);
	return 0;
}
