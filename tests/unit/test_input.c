/* \summary: whatever a file holds, its lines come whole, once, and bounded */
#include "t.h"

#include "input/input.h"
#include "input/paths.h"
#include "input/probe.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* All lines of an input as "OFFSET:TEXT\n", '!' before the text of a cut one,
 * in blocks of about `want` bytes. */
struct told {
	struct scratch_bytes text;
	size_t lines, cut;
	int rc; /* how it ended */
	uint64_t nuls, bytes;
	bool torn;
	char error[256], note[256];
};

static void tell_line(struct told *t, const struct cul_line *l)
{
	char head[40];
	int n = snprintf(head, sizeof(head), "%llu:%s",
			 (unsigned long long)l->offset, l->cut ? "!" : "");

	scratch_append(&t->text, head, (size_t)n);
	scratch_append(&t->text, l->text.ptr, l->text.len);
	scratch_append(&t->text, "\n", 1);
	t->lines++;
	t->cut += l->cut;
	t->nuls += l->nuls;
}

static struct told tell(const char *path, size_t want, bool peek)
{
	struct cul_block b = { 0 };
	struct cul_input *in = NULL;
	struct told t = { 0 };
	struct cul_sv head;

	assert_int_equal(cul_input_open(path, &in), 0);
	if (peek)
		assert_int_equal(cul_input_peek(in, &head), 0);
	while ((t.rc = cul_input_next(in, want, &b)) > 0) {
		struct cul_line line;
		size_t at = 0;

		while (cul_block_line(&b, &at, &line))
			tell_line(&t, &line);
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

/* The same with any block size, looked into before or not. */
static void tells(const char *path, const char *expected, int rc)
{
	static const size_t wants[] = { 0, 1, 2, 3, 7, 64, 4096, 1 << 18 };

	for (size_t i = 0; i < 2 * sizeof(wants) / sizeof(wants[0]); i++) {
		struct told t = tell(path, wants[i / 2], i % 2 != 0);

		assert_string_equal(t.text.p, expected);
		assert_int_equal(t.rc, rc);
		free(t.text.p);
	}
}

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
				t.text.p, "0:first line\n11:second line\n", 29);
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

static void other_compressions_are_refused_by_name(void **s)
{
	const struct {
		struct cul_sv bytes;
		const char *says;
	} t[] = {
		{ CUL_SV("\x28\xb5\x2f\xfd\x04\x00\x59"), "zstdcat" },
		{ CUL_SV("\xfd"
			 "7zXZ\0\0\x04"),
		  "xzcat" },
		{ CUL_SV("BZh91AY&SY\x10\x20"), "bzcat" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct told r = tell(scratch_file("a", t[i].bytes), 64, true);

		assert_int_equal(r.rc, CUL_EIO);
		assert_non_null(strstr(r.error, t[i].says));
		assert_non_null(strstr(r.error, "culprit scan -"));
		free(r.text.p);
	}
	tells(scratch_text("b", "BZhello\n"), "0:BZhello\n", 0);
}

static void what_cannot_be_opened_says_why(void **s)
{
	struct told t = tell(scratch_path("none"), 64, false);

	(void)s;
	assert_int_equal(t.rc, CUL_EIO);
	assert_string_equal(t.error, "No such file or directory");
	free(t.text.p);
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
	assert_true(p.n_order > 0);
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
		SCRATCH(gzip_members_are_one_file),
		SCRATCH(what_follows_gzip_is_noted),
		SCRATCH(a_cut_off_gzip_gives_all_before),
		SCRATCH(a_long_cut_off_gzip_keeps_its_lines),
		SCRATCH(other_compressions_are_refused_by_name),
		SCRATCH(what_cannot_be_opened_says_why),
		SCRATCH(gzip_members_tell_when_they_were_written),
		cmocka_unit_test(the_beginning_tells_log_from_binary),
		SCRATCH(folders_are_read_by_name),
		SCRATCH(a_file_met_twice_is_read_once),
		cmocka_unit_test(rotated_names_have_an_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
