/* \summary: zstd, xz and bzip2: members, damage, and what stands between */
#include "t.h"

#include "input_told.h"
#include "scratch.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

enum { ROOM = 1 << 20 };

static void zstd_add(struct scratch_bytes *to, struct cul_sv v)
{
	char *out = malloc(ROOM);
	ZSTD_CCtx *z = ZSTD_createCCtx();
	size_t n;

	assert_non_null(out);
	assert_non_null(z);
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	n = ZSTD_compress2(z, out, ROOM, v.ptr, v.len);
	assert_false(ZSTD_isError(n));
	scratch_append(to, out, n);
	ZSTD_freeCCtx(z);
	free(out);
}

static void xz_add(struct scratch_bytes *to, struct cul_sv v)
{
	uint8_t *out = malloc(ROOM);
	size_t n = 0;

	assert_non_null(out);
	assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL,
						 (const uint8_t *)v.ptr, v.len,
						 out, &n, ROOM),
			 LZMA_OK);
	scratch_append(to, out, n);
	free(out);
}

static void bzip2_add(struct scratch_bytes *to, struct cul_sv v)
{
	char *out = malloc(ROOM), *in = malloc(v.len + 1);
	unsigned n = ROOM;

	assert_non_null(out);
	assert_non_null(in);
	memcpy(in, v.ptr, v.len);
	assert_int_equal(
		BZ2_bzBuffToBuffCompress(out, &n, in, (unsigned)v.len, 1, 0, 0),
		BZ_OK);
	scratch_append(to, out, n);
	free(out);
	free(in);
}

static const struct form {
	const char *name;
	void (*add)(struct scratch_bytes *to, struct cul_sv v);
	size_t known; /* bytes by which it is known */
} forms[] = {
	{ "zstd", zstd_add, 4 },
	{ "xz", xz_add, 6 },
	{ "bzip2", bzip2_add, 6 },
};

enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

static struct cul_sv view(const struct scratch_bytes *b)
{
	return (struct cul_sv){ b->p, b->len };
}

static void anew(void)
{
	assert_int_equal(scratch_teardown(NULL), 0);
	assert_int_equal(scratch_setup(NULL), 0);
}

static void members_are_one_file(void **s)
{
	(void)s;
	for (size_t i = 0; i < FORMS; i++) {
		struct scratch_bytes z = { 0 };

		forms[i].add(&z, CUL_SV("one\ntw"));
		forms[i].add(&z, CUL_SV(""));
		forms[i].add(&z, CUL_SV("o\nthree\n"));
		scratch_append(&z, "\0\0\0\0", 4);
		forms[i].add(&z, CUL_SV("four\n"));
		tells(scratch_file("a", view(&z)),
		      "0:one\n4:two\n8:three\n14:four\n", 0);
		free(z.p);
		z = (struct scratch_bytes){ 0 };
		forms[i].add(&z, CUL_SV(""));
		tells(scratch_file("b", view(&z)), "", 0);
		free(z.p);
		anew();
	}
}

static void a_skippable_frame_is_skipped(void **s)
{
	struct scratch_bytes z = { 0 };

	(void)s;
	scratch_append(&z, "\x5a\x2a\x4d\x18\x03\0\0\0abc", 11);
	zstd_add(&z, CUL_SV("one\n"));
	scratch_append(&z, "\x50\x2a\x4d\x18\0\0\0\0", 8);
	zstd_add(&z, CUL_SV("two\n"));
	tells(scratch_file("a", view(&z)), "0:one\n4:two\n", 0);
	free(z.p);
}

static void what_follows_is_noted(void **s)
{
	(void)s;
	for (size_t i = 0; i < FORMS; i++) {
		struct scratch_bytes z = { 0 };
		struct told t;
		char note[128];

		forms[i].add(&z, CUL_SV("one\n"));
		snprintf(note, sizeof(note),
			 "what follows the %s data at byte %zu is no %s and "
			 "was not read",
			 forms[i].name, z.len, forms[i].name);
		scratch_append(&z, "garbage", 7);
		t = tell(scratch_file("a", view(&z)), 100, false);
		assert_int_equal(t.rc, 0);
		assert_string_equal(t.text.p, "0:one\n");
		assert_string_equal(t.note, note);
		free(t.text.p);
		free(z.p);
		anew();
	}
}

/* Every prefix of two members: an error, unless it ends between them. */
static void a_cut_off_file_gives_all_before(void **s)
{
	(void)s;
	for (size_t i = 0; i < FORMS; i++) {
		struct scratch_bytes z = { 0 };
		size_t whole;

		forms[i].add(&z, CUL_SV("first\nsecond\n"));
		whole = z.len;
		forms[i].add(&z, CUL_SV("third\n"));
		for (size_t len = forms[i].known; len < z.len; len++) {
			struct told t = tell(
				scratch_file("a", (struct cul_sv){ z.p, len }),
				len % 3 == 0 ? 1 : 100, len % 2);
			bool between =
				len >= whole && len < whole + forms[i].known;

			assert_int_equal(t.rc, between ? 0 : CUL_ETRUNC);
			if (!between)
				assert_non_null(strstr(t.error, "cut off"));
			if (len >= whole)
				assert_memory_equal(t.text.p,
						    "0:first\n6:second\n", 17);
			free(t.text.p);
			anew();
		}
		free(z.p);
	}
}

/* Every byte turned over: never a crash, and an error in nearly all cases, but
 * where zstd is told to check nothing. */
static void damage_is_told_of(void **s)
{
	(void)s;
	for (size_t i = 0; i < FORMS; i++) {
		struct scratch_bytes z = { 0 };
		size_t told = 0;

		forms[i].add(&z,
			     CUL_SV("first line\nsecond line\nthird line\n"));
		for (size_t at = forms[i].known; at < z.len; at++) {
			struct told t;

			z.p[at] ^= 0x24;
			t = tell(scratch_file("a", view(&z)), 100, false);
			z.p[at] ^= 0x24;
			told += t.rc != 0;
			assert_true(t.rc == 0 || t.error[0] != '\0');
			assert_true(t.bytes < ROOM);
			free(t.text.p);
			anew();
		}
		assert_true(told * 10 > (z.len - forms[i].known) * 8);
		free(z.p);
	}
}

static struct told tell_damaged(const struct scratch_bytes *z, size_t want)
{
	return tell(scratch_file("a", view(z)), want, false);
}

/* What was before the damage is the same whatever the size of the reads. */
static void damage_does_not_depend_on_the_reads(void **s)
{
	struct scratch_bytes text = { 0 };

	(void)s;
	for (unsigned i = 0; i < 30000; i++) {
		char line[32];
		int n = snprintf(line, sizeof(line), "%u %x\n", i,
				 i * 2654435761u);

		scratch_append(&text, line, (size_t)n);
	}
	for (size_t i = 0; i < FORMS; i++) {
		struct scratch_bytes z = { 0 };
		struct told first;

		forms[i].add(&z, view(&text));
		memset(z.p + z.len * 3 / 4, 0x55, 4000);
		first = tell_damaged(&z, 1 << 18);
		assert_int_equal(first.rc, CUL_ECORRUPT);
		assert_true(first.lines > 5000);
		for (size_t want = 1000; want < 300000; want = want * 3 + 1) {
			struct told t = tell_damaged(&z, want);

			assert_int_equal(t.lines, first.lines);
			assert_string_equal(t.text.p, first.text.p);
			assert_string_equal(t.error, first.error);
			free(t.text.p);
		}
		free(first.text.p);
		free(z.p);
		anew();
	}
	free(text.p);
}

static void texts_that_begin_alike_are_texts(void **s)
{
	(void)s;
	tells(scratch_text("a", "BZhello\n"), "0:BZhello\n", 0);
	tells(scratch_text("b", "BZh9 words\n"), "0:BZh9 words\n", 0);
	tells(scratch_text("c", "BZh91A\n"), "0:BZh91A\n", 0);
	tells(scratch_text("d", "(\xb5/\n"), "0:(\xb5/\n", 0);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(members_are_one_file),
		SCRATCH(a_skippable_frame_is_skipped),
		SCRATCH(what_follows_is_noted),
		SCRATCH(a_cut_off_file_gives_all_before),
		SCRATCH(damage_is_told_of),
		SCRATCH(damage_does_not_depend_on_the_reads),
		SCRATCH(texts_that_begin_alike_are_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
