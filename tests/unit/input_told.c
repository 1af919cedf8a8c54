/* \summary: read an input and tell its lines */
#include "t.h"

#include "input_told.h"

#include <stdio.h>
#include <stdlib.h>

static void tell_line(struct told *t, const struct cul_block *b,
		      const struct cul_line *l)
{
	char head[40];
	int n = snprintf(head, sizeof(head), "%llu:%s",
			 (unsigned long long)cul_block_offset(b, l->text),
			 l->cut ? "!" : "");

	scratch_append(&t->text, head, (size_t)n);
	scratch_append(&t->text, l->text.ptr, l->text.len);
	scratch_append(&t->text, "\n", 1);
	t->lines++;
	t->cut += l->cut;
	t->nuls += l->nuls;
}

struct told tell(const char *path, size_t want, bool peek)
{
	struct cul_block b = { 0 };
	struct cul_input *in = NULL;
	struct told t = { 0 };
	struct cul_sv head;

	assert_int_equal(cul_input_open(path, &in), 0);
	if (peek)
		assert_int_equal(cul_input_peek(in, &head), 0);
	while ((t.rc = cul_input_next(in, want, &b)) > 0) {
		struct cul_lines lines = cul_block_lines(&b);
		struct cul_line line;

		while (cul_lines_next(&lines, &line))
			tell_line(&t, &b, &line);
	}
	scratch_append(&t.text, "", 1);
	t.nuls += cul_input_nuls(in);
	t.bytes = cul_input_done(in);
	t.torn = cul_input_is_torn(in);
	if (cul_bytes_error(cul_input_bytes(in)) != NULL)
		snprintf(t.error, sizeof(t.error), "%s",
			 cul_bytes_error(cul_input_bytes(in)));
	if (cul_bytes_note(cul_input_bytes(in)) != NULL)
		snprintf(t.note, sizeof(t.note), "%s",
			 cul_bytes_note(cul_input_bytes(in)));
	cul_input_free(&in);
	free(b.bytes);
	return t;
}

void tells(const char *path, const char *expected, int rc)
{
	static const size_t wants[] = { 0, 1, 2, 3, 7, 64, 4096, 1 << 18 };

	for (size_t i = 0; i < 2 * sizeof(wants) / sizeof(wants[0]); i++) {
		struct told t = tell(path, wants[i / 2], i % 2 != 0);

		assert_string_equal(t.text.p, expected);
		assert_int_equal(t.rc, rc);
		free(t.text.p);
	}
}
