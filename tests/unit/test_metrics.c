/* \summary: metrics: inputs that are many or alike, an exposition that ends */
#include "t.h"

#include <stdio.h>

#include "culprit/err.h"
#include "now_fixture.h"
#include "report_fixture.h"
#include "serve/metrics.h"

static struct fixture_text text;

static const char *written(const struct cul_now *now)
{
	struct cul_out o = fixture_out(&text);

	cul_metrics_write(now, &o);
	assert_int_equal(o.err, 0);
	assert_true(text.len > 6);
	assert_string_equal(text.ptr + text.len - 6, "# EOF\n");
	return text.ptr;
}

static size_t count(const char *in, const char *what)
{
	size_t n = 0;

	while ((in = strstr(in, what)) != NULL) {
		in += strlen(what);
		n++;
	}
	return n;
}

static void many_inputs_are_a_hundred_and_the_others(void **st)
{
	static char names[1000][16];
	static struct cul_now_input in[1000];
	struct cul_now now = now_fixture_copy();
	const char *t;

	(void)st;
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(names[i], sizeof(names[i]), "log.%u", i);
		in[i] = (struct cul_now_input){ .name = names[i],
						.lines = i,
						.silent_usec = 1000000 - i };
	}
	now.inputs = in;
	now.n_inputs = 1000;
	t = written(&now);
	assert_int_equal(count(t, "culprit_input_lines_total{"),
			 CUL_METRICS_INPUTS + 1);
	assert_non_null(strstr(t, "lines_total{input=\"log.99\"} 99\n"));
	assert_null(strstr(t, "log.100"));
	/* 100 + 101 + … + 999 */
	assert_non_null(strstr(t, "lines_total{input=\"(others)\"} 494550\n"));
	assert_non_null(
		strstr(t, "silent_seconds{input=\"(others)\"} 0.999001\n"));
	fixture_text_free(&text);
}

static void inputs_that_look_alike_are_told_apart(void **st)
{
	static const struct cul_now_input in[] = {
		{ .name = "a\x01", .lines = 1, .silent_usec = -1 },
		{ .name = "a\\x01", .lines = 2, .silent_usec = -1 },
		{ .name = "a\xff", .lines = 3, .silent_usec = -1 },
		{ .name = "a\xc3\xbf", .lines = 4, .silent_usec = -1 },
		{ .name = "a\x01", .lines = 10, .silent_usec = -1 },
	};
	struct cul_now now = now_fixture_copy();
	const char *t;

	(void)st;
	now.inputs = in;
	now.n_inputs = 5;
	t = written(&now);
	assert_int_equal(count(t, "culprit_input_lines_total{"), 4);
	assert_non_null(strstr(t, "lines_total{input=\"a\\\\x01\"} 11\n"));
	assert_non_null(strstr(t, "lines_total{input=\"a\\\\x5cx01\"} 2\n"));
	assert_non_null(strstr(t, "lines_total{input=\"a\\\\xff\"} 3\n"));
	assert_non_null(strstr(t, "lines_total{input=\"a\xc3\xbf\"} 4\n"));
	assert_null(strstr(t, "culprit_input_silent_seconds{"));
	fixture_text_free(&text);
}

static void what_is_not_known_is_not_there(void **st)
{
	struct cul_now now = now_fixture_copy();
	const char *t;

	(void)st;
	now.event_usec = CUL_TIME_NONE;
	now.checkpoint_usec = 0;
	now.lag_usec = -1500001;
	now.version = NULL;
	t = written(&now);
	assert_null(strstr(t, "last_event"));
	assert_null(strstr(t, "checkpoint_age"));
	assert_non_null(strstr(t, "culprit_checkpoints_total 240\n"));
	assert_non_null(strstr(t, "culprit_lag_seconds -1.500001\n"));
	assert_non_null(strstr(t, "culprit_build_info{version=\"\"} 1\n"));
	fixture_text_free(&text);
}

static void no_source_is_named(void **st)
{
	static const struct cul_now_source who = {
		.subject = CUL_SUBJECT_ACCOUNT,
		.name = "ines.vidal@aurora.example",
		.customer = "C01861",
	};
	static const struct cul_now_notice notice = {
		.id = "k3f9aaaaaaaaaaaa",
		.name = "100.96.3.7",
		.customer = "C01861",
	};
	struct cul_now now = now_fixture_copy();
	const char *t;

	(void)st;
	now.volume = now.refused = &who;
	now.n_volume = now.n_refused = 1;
	now.notices = &notice;
	now.n_notices = 1;
	now.trouble = "ines.vidal";
	t = written(&now);
	assert_null(strstr(t, "vidal"));
	assert_null(strstr(t, "C01861"));
	assert_null(strstr(t, "100.96"));
	assert_null(strstr(t, "k3f9"));
	assert_non_null(strstr(t, "culprit_trouble 1\n"));
	fixture_text_free(&text);
}

static int full(void *arg, const char *bytes, size_t len)
{
	(void)arg;
	(void)bytes;
	(void)len;
	return CUL_ENOMEM;
}

static void an_error_of_the_output_sticks(void **st)
{
	struct cul_out o = { full, NULL, 0 };

	(void)st;
	cul_metrics_write(now_fixture(), &o);
	assert_int_equal(o.err, CUL_ENOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_inputs_are_a_hundred_and_the_others),
		cmocka_unit_test(inputs_that_look_alike_are_told_apart),
		cmocka_unit_test(what_is_not_known_is_not_there),
		cmocka_unit_test(no_source_is_named),
		cmocka_unit_test(an_error_of_the_output_sticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
