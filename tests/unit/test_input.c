/* \summary: whatever a file holds, its lines come whole, once, and bounded */
#include "t.h"

#include "input/input.h"
#include "input/paths.h"
#include "input/probe.h"
#include "input_told.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void lines_are_cut_at_newlines(void **s)
{
	(void)s;
	tells(scratch_text("a", "one\ntwo\n"), "0:one\n4:two\n", 0);
	tells(scratch_text("b", "one\n\n\ntwo"), "0:one\n4:\n5:\n6:two\n", 0);
	tells(scratch_text("c", "\n"), "0:\n", 0);
	tells(scratch_text("d", ""), "", 0);
	tells(scratch_text("e", "a\r\nb\r\r\nc\rd\n"), "0:a\n3:b\r\n7:c\rd\n",
	      0);
}

static void a_last_line_without_newline_is_one(void **s)
{
	struct told t = tell(scratch_text("a", "one\ntwo"), 4, false);

	(void)s;
	assert_true(t.torn);
	assert_int_equal(t.lines, 2);
	free(t.text.p);
	t = tell(scratch_text("b", "one\ntwo\n"), 4, false);
	assert_false(t.torn);
	free(t.text.p);
}

static void nul_bytes_before_a_line_are_left_out(void **s)
{
	struct told t;
	char hole[400] = { 0 };
	struct scratch_bytes b = { 0 };

	(void)s;
	scratch_append(&b, hole, 390);
	scratch_append(&b, "one\n\0\0two\0x\n\0", 13);
	scratch_file("a", (struct cul_sv){ b.p, b.len });
	for (size_t want = 1; want < 2000; want = want * 3 + 1) {
		t = tell(scratch_path("a"), want, want % 2 != 0);
		assert_int_equal(t.lines, 2);
		assert_int_equal(t.nuls, 393);
		assert_memory_equal(t.text.p, "390:one\n396:two\0x\n", 18);
		assert_int_equal(t.bytes, b.len);
		free(t.text.p);
	}
	free(b.p);
}

static void an_over_long_line_is_cut_and_marked(void **s)
{
	size_t len = CUL_RECORD_MAX;
	char *text = malloc(3 * len + 10);
	struct told t;

	(void)s;
	assert_non_null(text);
	memset(text, 'x', 3 * len + 10);
	text[len] = '\n';             /* just fits              */
	text[2 * len + 2] = '\n';     /* one too long           */
	text[2 * len + 2 + 3] = '\n'; /* and "xx" after it      */
	scratch_file("a", (struct cul_sv){ text, 2 * len + 6 });
	for (size_t want = 1; want < 600000; want = want * 5 + 2) {
		t = tell(scratch_path("a"), want, false);
		assert_int_equal(t.lines, 3);
		assert_int_equal(t.cut, 1);
		assert_int_equal(t.bytes, 2 * len + 6);
		assert_string_equal(t.text.p + t.text.len - 11, "131075:xx\n");
		free(t.text.p);
	}
	free(text);
}

static void a_line_of_100_mb_takes_little_memory(void **s)
{
	char *piece = malloc(1 << 20);
	FILE *f = fopen(scratch_path("a"), "w");
	struct rusage before, after;
	struct told t;

	(void)s;
	assert_non_null(piece);
	assert_non_null(f);
	memset(piece, 'x', 1 << 20);
	for (int i = 0; i < 100; i++)
		assert_int_equal(fwrite(piece, 1, 1 << 20, f), 1 << 20);
	fputs("\nafter\n", f);
	assert_int_equal(fclose(f), 0);
	free(piece);
	getrusage(RUSAGE_SELF, &before);
	t = tell(scratch_path("a"), CUL_BLOCK_BYTES, true);
	getrusage(RUSAGE_SELF, &after);
	assert_int_equal(t.lines, 2);
	assert_int_equal(t.cut, 1);
	assert_int_equal(t.bytes, (100 << 20) + 7);
	assert_string_equal(t.text.p + t.text.len - 17, "104857601:after\n");
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 8 * 1024);
	free(t.text.p);
}

static void what_cannot_be_opened_says_why(void **s)
{
	struct told t = tell(scratch_path("none"), 64, false);

	(void)s;
	assert_int_equal(t.rc, CUL_EIO);
	assert_string_equal(t.error, "No such file or directory");
	free(t.text.p);
}

static void the_beginning_tells_log_from_binary(void **s)
{
	char junk[4096];
	struct cul_probe p;
	uint32_t x = 1;

	(void)s;
	for (size_t i = 0; i < sizeof(junk); i++) {
		x = x * 1664525u + 1013904223u;
		junk[i] = (char)(x >> 24);
	}
	cul_probe((struct cul_sv){ junk, sizeof(junk) }, &p);
	assert_true(p.binary);
	cul_probe(CUL_SV("N\0o\0v\0 \0\r\0\n\0"), &p);
	assert_true(p.binary);
	cul_probe(CUL_SV("no stamp here\n\nnor \t here\xc3\xa4\n"), &p);
	assert_false(p.binary);
	assert_int_equal(p.stamp.form, CUL_STAMP_ABSENT);
	cul_probe(CUL_SV("\0\0\0\0\0\0\0\0\nx\n\0\0"
			 "Nov 20 04:11:09 mx1 postfix/smtpd[1]: "
			 "connect from a[192.0.2.1]\n"),
		  &p);
	assert_false(p.binary);
	assert_int_equal(p.stamp.form, CUL_STAMP_YEARLESS);
}

static void folders_are_read_by_name(void **s)
{
	static const char *const in_order[] = { "d/a", "d/b", "d/sub/x",
						"d/z" };
	const char *names[2];
	struct cul_paths p;

	(void)s;
	scratch_dir("d");
	scratch_dir("d/sub");
	scratch_dir("e");
	for (size_t i = 4; i-- > 0;)
		scratch_text(in_order[i], "x\n");
	scratch_text("d/.hidden", "x\n");
	names[0] = scratch_path("d");
	names[1] = scratch_path("e");
	assert_int_equal(cul_paths_expand(names, 2, &p), 0);
	assert_int_equal(p.n, 5);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(p.v[i].name, scratch_path(in_order[i]));
		assert_null(p.v[i].note);
		assert_int_equal(p.v[i].size, 2);
	}
	assert_string_equal(p.v[4].note, "no file in it");
	cul_paths_done(&p);
}

static void a_file_met_twice_is_read_once(void **s)
{
	const char *names[3];
	struct cul_paths p;

	(void)s;
	names[0] = scratch_text("a", "x\n");
	names[1] = scratch_path("link");
	assert_int_equal(symlink(names[0], names[1]), 0);
	names[2] = scratch_path("none");
	assert_int_equal(cul_paths_expand(names, 3, &p), 0);
	assert_null(p.v[0].note);
	assert_non_null(strstr(p.v[1].note, names[0]));
	assert_string_equal(p.v[2].error, "No such file or directory");
	cul_paths_done(&p);
}

static void rotated_names_have_an_age(void **s)
{
	static const char *const t[] = {
		"mail.log.10.gz", "mail.log.3.gz", "mail.log.2.gz",
		"mail.log.1",     "mail.log",
	};
	static const char *const dated[] = {
		"mail.log-20251231.gz",
		"mail.log-20261120.gz",
		"mail.log-20261121",
		"mail.log",
	};

	(void)s;
	for (size_t i = 1; i < sizeof(t) / sizeof(t[0]); i++)
		assert_true(cul_paths_age(t[i - 1]) < cul_paths_age(t[i]));
	for (size_t i = 1; i < sizeof(dated) / sizeof(dated[0]); i++)
		assert_true(cul_paths_age(dated[i - 1]) <
			    cul_paths_age(dated[i]));
	assert_int_equal(cul_paths_age("7"), 0);
	assert_int_equal(cul_paths_age("mx1"), 0);
	assert_int_equal(cul_paths_age("log.12345678901234567890"), 0);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(lines_are_cut_at_newlines),
		SCRATCH(a_last_line_without_newline_is_one),
		SCRATCH(nul_bytes_before_a_line_are_left_out),
		SCRATCH(an_over_long_line_is_cut_and_marked),
		SCRATCH(a_line_of_100_mb_takes_little_memory),
		SCRATCH(what_cannot_be_opened_says_why),
		cmocka_unit_test(the_beginning_tells_log_from_binary),
		SCRATCH(folders_are_read_by_name),
		SCRATCH(a_file_met_twice_is_read_once),
		cmocka_unit_test(rotated_names_have_an_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
