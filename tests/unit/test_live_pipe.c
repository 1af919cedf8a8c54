/* \summary: however a pipe's bytes come, its lines are those of a file */
#include "t.h"

#include "dice.h"
#include "input_told.h"
#include "live_t.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_readable(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static struct cul_tail *open_pipe(int ends[2], int *fd)
{
	char err[CUL_LIVE_ERR];
	struct cul_tail *t;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(cul_pipe_new(ends[0], "-", &t, fd, err), CUL_OK);
	return t;
}

static void say(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static void a_half_line_is_held_back_until_its_newline(void **s)
{
	struct heard h = { .rc = 0 };
	int ends[2], fd;
	struct cul_tail *t = open_pipe(ends, &fd);
	struct cul_tail_status st;

	(void)s;
	hear(&h, t, 100);
	assert_int_equal(h.rc, 0);
	assert_false(is_readable(fd));
	say(ends[1], "one\ntw");
	assert_true(is_readable(fd));
	hear(&h, t, 100);
	heard_is(&h, "0:one\n");
	assert_string_equal(h.piece.path, "-");
	t->ops->status(t, &st);
	assert_int_equal(st.behind_bytes, 2);
	assert_false(st.can_replay);
	assert_null(st.error);
	say(ends[1], "o\r\n\nthree");
	hear(&h, t, 100);
	heard_is(&h, "4:two\n9:\n");
	close(ends[1]);
	assert_true(is_readable(fd));
	hear(&h, t, 100);
	heard_is(&h, "10:~three\n");
	assert_int_equal(h.rc, CUL_ETRUNC);
	hear(&h, t, 100);
	assert_int_equal(h.rc, CUL_ETRUNC);
	t->ops->free(t);
	heard_done(&h);
	close(ends[0]);
}

static void the_descriptors_flags_stay(void **s)
{
	int ends[2], fd;
	struct cul_tail *t = open_pipe(ends, &fd);
	struct heard h = { .rc = 0 };

	(void)s;
	assert_int_equal(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	hear(&h, t, 100);
	assert_int_equal(h.rc, 0);
	assert_int_equal(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	t->ops->free(t);
	heard_done(&h);
	close(ends[0]);
	close(ends[1]);
}

static void a_file_as_standard_input_ends_with_it(void **s)
{
	int file = open(scratch_text("a", "one\ntwo"), O_RDONLY), fd;
	struct heard h = { .rc = 0 };
	char err[CUL_LIVE_ERR];
	struct cul_tail *t;

	(void)s;
	assert_int_equal(cul_pipe_new(file, "-", &t, &fd, err), CUL_OK);
	assert_true(is_readable(fd));
	hear(&h, t, 100);
	heard_is(&h, "0:one\n4:~two\n");
	assert_int_equal(h.rc, CUL_ETRUNC);
	t->ops->free(t);
	heard_done(&h);
	close(file);
	assert_int_equal(cul_pipe_new(file, "-", &t, &fd, err), CUL_EIO);
	assert_non_null(strstr(err, "-"));
}

/* Lines of all lengths, some too long, holes, and carriage returns. */
static void write_by_chance(struct scratch_bytes *to, uint64_t *seed)
{
	static const char bytes[] = "ab\r\0 \xff";
	size_t n_lines = dice_below(seed, 12);

	for (size_t i = 0; i < n_lines; i++) {
		uint32_t kind = dice_below(seed, 12);
		size_t len = dice_below(seed, kind < 8 ? 60 : 6000);
		char c = bytes[dice_below(seed, 6)];

		if (kind == 11)
			len = CUL_RECORD_MAX - 2 + dice_below(seed, 6);
		if (kind == 10)
			len = CUL_RECORD_MAX * (1 + dice_below(seed, 4));
		for (size_t k = 0; k < len; k++) {
			if (kind < 8)
				c = bytes[dice_below(seed, 6)];
			scratch_append(to, &c, 1);
		}
		if (i + 1 < n_lines || dice_below(seed, 2) == 0)
			scratch_append(to, "\n", 1);
	}
}

static void write_all(int fd, const struct scratch_bytes *b, struct heard *h,
		      struct cul_tail *t, uint64_t *seed)
{
	uint32_t most = 1 + dice_below(seed, dice_below(seed, 2) ? 300 : 60000);

	for (size_t at = 0; at < b->len;) {
		size_t n = 1 + dice_below(seed, most);

		if (n > b->len - at)
			n = b->len - at;
		assert_int_equal(write(fd, b->p + at, n), n);
		at += n;
		do
			hear(h, t, dice_below(seed, 30000));
		while (is_readable(h->rc >= 0 ? fd - 1 : -1));
	}
}

/* "~" is not what input_told.h tells. */
static void tilde_drop(struct heard *h)
{
	char *p = h->text.p, *to = p;

	for (size_t i = 0; i < h->text.len; i++)
		if (p[i] != '~')
			*to++ = p[i];
	h->text.len = (size_t)(to - p);
	scratch_append(&h->text, "", 1);
}

static size_t nuls_noted(struct cul_tail *t)
{
	struct cul_tail_status st;

	t->ops->status(t, &st);
	return st.note != NULL ? strtoul(st.note + strlen("-: "), NULL, 10) : 0;
}

static void any_chunks_give_the_lines_of_a_file(void **s)
{
	uint64_t seed = 7;

	(void)s;
	for (unsigned i = 0; i < 150; i++) {
		struct scratch_bytes b = { 0 };
		struct heard h = { .rc = 0 };
		int ends[2], fd;
		struct cul_tail *t;
		struct told file;

		write_by_chance(&b, &seed);
		file = tell(scratch_file("a", (struct cul_sv){ b.p, b.len }),
			    1 << 14, false);
		t = open_pipe(ends, &fd);
		assert_int_equal(ends[1], ends[0] + 1);
		write_all(ends[1], &b, &h, t, &seed);
		close(ends[1]);
		hear(&h, t, 100);
		assert_int_equal(h.rc, CUL_ETRUNC);
		tilde_drop(&h);
		assert_int_equal(h.lines, file.lines);
		assert_int_equal(h.text.len, file.text.len);
		assert_memory_equal(h.text.p, file.text.p, h.text.len);
		assert_int_equal(h.nuls + nuls_noted(t), file.nuls);
		t->ops->free(t);
		heard_done(&h);
		close(ends[0]);
		free(file.text.p);
		free(b.p);
		assert_int_equal(scratch_teardown(NULL), 0);
		assert_int_equal(scratch_setup(NULL), 0);
	}
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_half_line_is_held_back_until_its_newline),
		cmocka_unit_test(the_descriptors_flags_stay),
		SCRATCH(a_file_as_standard_input_ends_with_it),
		SCRATCH(any_chunks_give_the_lines_of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
