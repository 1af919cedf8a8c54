/* \summary: ask a tail for its pieces and tell their lines */
#include "t.h"

#include "live_t.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATIENCE_MSEC = 20000 };

static void hear_piece(struct heard *h)
{
	const struct cul_block *b = &h->piece.block;
	struct cul_lines lines = cul_block_lines(b);
	struct cul_line line;

	h->pieces++;
	while (cul_lines_next(&lines, &line)) {
		char head[40];
		int n = snprintf(
			head, sizeof(head), "%llu:%s",
			(unsigned long long)cul_block_offset(b, line.text),
			line.cut    ? "!"
			: line.torn ? "~"
				    : "");

		scratch_append(&h->text, head, (size_t)n);
		scratch_append(&h->text, line.text.ptr, line.text.len);
		scratch_append(&h->text, "\n", 1);
		h->lines++;
		h->nuls += line.nuls;
	}
}

void hear(struct heard *h, struct cul_tail *t, size_t want)
{
	while ((h->rc = t->ops->next(t, want, &h->piece)) > 0)
		hear_piece(h);
}

void hear_lines(struct heard *h, struct cul_tail *t, int fd, size_t lines)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (h->lines < lines) {
		assert_int_equal(poll(&p, 1, PATIENCE_MSEC), 1);
		hear(h, t, CUL_BLOCK_BYTES);
		assert_true(h->rc == 0 || h->rc == CUL_ETRUNC);
	}
	assert_int_equal(h->lines, lines);
}

void heard_is(struct heard *h, const char *text)
{
	scratch_append(&h->text, "", 1);
	assert_string_equal(h->text.p, text);
	h->text.len = 0;
	h->lines = 0;
}

void heard_lines_are(struct heard *h, const char *lines)
{
	struct scratch_bytes bare = { 0 };
	const char *p, *lf;

	scratch_append(&h->text, "", 1);
	for (p = h->text.p; (lf = strchr(p, '\n')) != NULL; p = lf + 1) {
		const char *from = strchr(p, ':') + 1;

		scratch_append(&bare, from, (size_t)(lf + 1 - from));
	}
	scratch_append(&bare, "", 1);
	assert_string_equal(bare.p, lines);
	free(bare.p);
	h->text.len = 0;
	h->lines = 0;
}

void heard_done(struct heard *h)
{
	free(h->text.p);
	free(h->piece.block.bytes);
}
