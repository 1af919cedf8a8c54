/* \summary: of compressed files, whole or damaged, no line is lost */
#include "t.h"

#include "input_told.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void gzip_members_are_one_file(void **s)
{
	struct scratch_bytes z = { 0 };

	(void)s;
	scratch_gzip(&z, CUL_SV("one\ntw"), 0);
	scratch_gzip(&z, CUL_SV(""), 0);
	scratch_gzip(&z, CUL_SV("o\nthree\n"), 0);
	tells(scratch_file("a.gz", (struct cul_sv){ z.p, z.len }),
	      "0:one\n4:two\n8:three\n", 0);
	/* zero padding, as tape blocks leave it */
	scratch_append(&z, "\0\0\0\0\0", 5);
	scratch_gzip(&z, CUL_SV("four\n"), 0);
	scratch_append(&z, "\0\0\0\0\0", 5);
	tells(scratch_file("b", (struct cul_sv){ z.p, z.len }),
	      "0:one\n4:two\n8:three\n14:four\n", 0);
	free(z.p);
}

static void what_follows_gzip_is_noted(void **s)
{
	struct scratch_bytes z = { 0 };
	struct told t;

	(void)s;
	scratch_gzip(&z, CUL_SV("one\n"), 0);
	scratch_append(&z, "garbage", 7);
	t = tell(scratch_file("a", (struct cul_sv){ z.p, z.len }), 100, false);
	assert_int_equal(t.rc, 0);
	assert_string_equal(t.text.p, "0:one\n");
	assert_non_null(strstr(t.note, "no gzip"));
	free(t.text.p);
	free(z.p);
}

/* Every prefix of a gzip file: an error unless it ends between members, and
 * never a line that was not there. */
static void a_cut_off_gzip_gives_all_before(void **s)
{
	static const char text[] = "first line\nsecond line\nthird line\n";
	struct scratch_bytes z = { 0 };
	size_t whole;

	(void)s;
	scratch_gzip(&z, CUL_SV("first line\nsecond line\n"), 0);
	whole = z.len;
	scratch_gzip(&z, CUL_SV("third line\n"), 0);
	for (size_t len = 2; len < z.len; len++) {
		struct cul_sv part = { z.p, len };
		struct told t = tell(scratch_file("a", part), 100, len % 2);
		bool between = len == whole || len == whole + 1;

		assert_int_equal(t.rc, between ? 0 : CUL_ETRUNC);
		if (!between)
			assert_non_null(strstr(t.error, "cut off"));
		if (len >= whole)
			assert_memory_equal(
				t.text.p, "0:first line\n11:second line\n", 28);
		assert_true(t.bytes < sizeof(text));
		free(t.text.p);
		assert_int_equal(unlink(scratch_path("a")), 0);
		(void)scratch_teardown(NULL);
		(void)scratch_setup(NULL);
	}
	free(z.p);
}

static void a_long_cut_off_gzip_keeps_its_lines(void **s)
{
	struct scratch_bytes text = { 0 }, z = { 0 };
	struct told t;

	(void)s;
	for (unsigned i = 0; i < 20000; i++) {
		char line[32];
		int n = snprintf(line, sizeof(line), "%u %x\n", i,
				 i * 2654435761u);

		scratch_append(&text, line, (size_t)n);
	}
	scratch_gzip(&z, (struct cul_sv){ text.p, text.len }, 0);
	t = tell(scratch_file("a", (struct cul_sv){ z.p, z.len / 2 }),
		 CUL_BLOCK_BYTES, false);
	assert_int_equal(t.rc, CUL_ETRUNC);
	assert_in_range(t.lines, 8000, 12000);
	assert_non_null(strstr(t.error, "at byte"));
	free(t.text.p);
	/* a byte turned over in the middle: what was before is not lost */
	z.p[z.len / 2] ^= 0x55;
	t = tell(scratch_file("b", (struct cul_sv){ z.p, z.len }),
		 CUL_BLOCK_BYTES, false);
	assert_int_equal(t.rc, CUL_ECORRUPT);
	assert_true(t.lines > 8000);
	free(t.text.p);
	free(z.p);
	free(text.p);
}

/* A line belongs to the gzip member in which it begins. */
static void gzip_members_tell_when_they_were_written(void **s)
{
	struct scratch_bytes z = { 0 };
	struct cul_block b = { 0 };
	struct cul_input *in;

	(void)s;
	scratch_gzip(&z, CUL_SV("one\nbeg"), 1000);
	scratch_gzip(&z, CUL_SV("un\ntwo\n"), 2000);
	scratch_gzip(&z, CUL_SV("three\n"), 0);
	scratch_file("a", (struct cul_sv){ z.p, z.len });
	scratch_mtime("a", 5000);
	assert_int_equal(cul_input_open(scratch_path("a"), &in), 0);
	assert_int_equal(cul_input_next(in, 1 << 16, &b), 1);
	assert_int_equal(b.len, 4);
	assert_int_equal(b.written1_sec, 1000);
	assert_int_equal(cul_input_next(in, 1 << 16, &b), 1);
	assert_memory_equal(b.bytes, "begun\ntwo\n", 10);
	assert_int_equal(b.written1_sec, 1000);
	assert_int_equal(b.written_sec, 2000);
	assert_int_equal(cul_input_next(in, 1 << 16, &b), 1);
	assert_memory_equal(b.bytes, "three\n", 6);
	assert_int_equal(b.written1_sec, 5000);
	assert_int_equal(cul_input_next(in, 1 << 16, &b), 0);
	cul_input_free(&in);
	free(b.bytes);
	free(z.p);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(gzip_members_are_one_file),
		SCRATCH(what_follows_gzip_is_noted),
		SCRATCH(a_cut_off_gzip_gives_all_before),
		SCRATCH(a_long_cut_off_gzip_keeps_its_lines),
		SCRATCH(gzip_members_tell_when_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
