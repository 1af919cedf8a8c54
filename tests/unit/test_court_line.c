/* \summary: tests of the words of a line that was not copied */
#include "t.h"

#include <unistd.h>

#include "engine/court_int.h"
#include "evidence/lines.h"
#include "scratch.h"

static const struct cul_sv remark = {
	"(this line could not be read a second time)", 43
};

struct held {
	struct cul_court court;
	struct cul_again again;
	const char *path;
};

static void hold(struct held *h, const char *text)
{
	struct cul_bytes *b;

	*h = (struct held){ .path = scratch_text("mail.log", text) };
	assert_int_equal(cul_bytes_open(h->path, &b), 0);
	assert_int_equal(cul_again_hold(&h->again, 2, b), 0);
	cul_bytes_free(&b);
	h->court.again = &h->again;
}

static struct cul_evidence_line at(uint64_t offset, struct cul_sv line)
{
	return (struct cul_evidence_line){ .file = 2,
					   .offset = offset,
					   .len = (uint16_t)line.len,
					   .check = cul_line_check(line) };
}

static void says(const struct held *h, struct cul_evidence_line l,
		 struct cul_sv want)
{
	char buf[CUL_COURT_LINE_MAX];
	bool gone;
	struct cul_sv got = cul_court_line(&h->court, &l, buf, &gone);

	assert_true(cul_sv_eq(got, want));
	assert_int_equal(gone, cul_sv_eq(want, remark));
}

static void a_copy_is_given_as_it_is(void **st)
{
	struct held h = { .path = NULL };
	struct cul_evidence_line l = { .text = "copied", .len = 6 };

	(void)st;
	says(&h, l, CUL_SV("copied"));
}

static void a_place_is_read_again(void **st)
{
	struct held h;

	(void)st;
	hold(&h, "first\nsecond\n");
	says(&h, at(0, CUL_SV("first")), CUL_SV("first"));
	says(&h, at(6, CUL_SV("second")), CUL_SV("second"));
	says(&h, at(3, CUL_SV("")), CUL_SV(""));
	cul_again_done(&h.again);
}

static void what_was_changed_meanwhile_is_not_believed(void **st)
{
	struct held h;

	(void)st;
	hold(&h, "first\nsecond\n");
	scratch_text("mail.log", "other\nwords!\n");
	says(&h, at(6, CUL_SV("second")), remark);
	assert_int_equal(truncate(h.path, 0), 0);
	says(&h, at(0, CUL_SV("first")), remark);
	cul_again_done(&h.again);
	says(&h, at(0, CUL_SV("first")), remark);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_is_given_as_it_is),
		cmocka_unit_test_setup_teardown(
			a_place_is_read_again, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_was_changed_meanwhile_is_not_believed,
			scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
