/* \summary: tests of reading a line once more, and of files that changed */
#include "t.h"

#include <stdlib.h>
#include <unistd.h>

#include "input/again.h"
#include "scratch.h"

static struct cul_bytes *opened(const char *path)
{
	struct cul_bytes *b;

	assert_int_equal(cul_bytes_open(path, &b), 0);
	return b;
}

static void hold(struct cul_again *a, uint32_t file, const char *path)
{
	struct cul_bytes *b = opened(path);

	assert_int_equal(cul_again_hold(a, file, b), 0);
	cul_bytes_free(&b);
}

static void reads_what_stood_there_though_the_name_is_gone(void **st)
{
	struct cul_again a = { 0 };
	const char *path = scratch_text("mail.log", "first\nsecond\n");
	char buf[8];

	(void)st;
	hold(&a, 3, path);
	assert_false(cul_again_can(&a, 0));
	assert_false(cul_again_can(&a, 4));
	assert_true(cul_again_can(&a, 3));
	assert_int_equal(unlink(path), 0);
	assert_true(cul_again_read(&a, 3, 6, buf, 6));
	assert_memory_equal(buf, "second", 6);
	assert_false(cul_again_read(&a, 3, 9, buf, 6));
	cul_again_done(&a);
}

static void a_packed_file_cannot_be_read_again(void **st)
{
	struct cul_again a = { 0 };
	struct scratch_bytes z = { 0 };

	(void)st;
	scratch_gzip(&z, CUL_SV("line\n"), 0);
	hold(&a, 0, scratch_file("mail.log.gz", (struct cul_sv){ z.p, z.len }));
	free(z.p);
	assert_false(cul_again_can(&a, 0));
	cul_again_done(&a);
}

static void beyond_the_most_open_files_none_is_held(void **st)
{
	struct cul_again a = { 0 };
	const char *path = scratch_text("mail.log", "line\n");
	struct cul_bytes *b = opened(path);

	(void)st;
	for (uint32_t i = 0; i < CUL_AGAIN_MAX + 5; i++)
		assert_int_equal(cul_again_hold(&a, i, b), 0);
	assert_true(cul_again_can(&a, CUL_AGAIN_MAX - 1));
	assert_false(cul_again_can(&a, CUL_AGAIN_MAX));
	cul_bytes_free(&b);
	cul_again_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			reads_what_stood_there_though_the_name_is_gone,
			scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			a_packed_file_cannot_be_read_again, scratch_setup,
			scratch_teardown),
		cmocka_unit_test_setup_teardown(
			beyond_the_most_open_files_none_is_held, scratch_setup,
			scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
