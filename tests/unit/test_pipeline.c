/* \summary: the order of items depends on the bytes, and on nothing else */
#include "t.h"

#include "pipeline_told.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Lines of all sorts, plain or gzip by the seed. */
static void make_log(const char *name, unsigned seed, unsigned n)
{
	struct scratch_bytes b = { 0 };
	unsigned sec = seed % 97;

	for (unsigned i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		sec += seed >> 30;
		switch (seed >> 24 & 7) {
		case 0:
			told_add(&b, "no stamp at all %u\n", i);
			break;
		case 1:
			told_add(&b, "Nov 20 %02u:%02u:%02u mx1 sshd[7]: %u\n",
				 sec / 3600, sec / 60 % 60, sec % 60, i);
			break;
		case 2:
			told_add(&b,
				 "Nov 20 %02u:%02u:%02u mx1 postfix/qmgr[1]: "
				 "%u: nonsense\r\n",
				 sec / 3600, sec / 60 % 60, sec % 60, i);
			break;
		default:
			told_add(&b,
				 "Nov 20 %02u:%02u:%02u mx1 postfix/smtpd[%u]: "
				 "connect from unknown[192.0.2.%u]\n",
				 sec / 3600, sec / 60 % 60, sec % 60, i + 1,
				 seed >> 8 & 255);
		}
	}
	if (seed & 1)
		b.len--; /* the last line has no newline */
	if (seed & 2) {
		struct scratch_bytes z = { 0 };
		struct cul_sv half = { b.p, b.len / 2 };

		scratch_gzip(&z, half, 0);
		scratch_gzip(
			&z, (struct cul_sv){ b.p + half.len, b.len - half.len },
			0);
		free(b.p);
		b = z;
	}
	scratch_file(name, (struct cul_sv){ b.p, b.len });
	scratch_mtime(name, 1795305600); /* 2026-11-22 */
	free(b.p);
}

static void same(const struct told *a, const struct told *b)
{
	assert_int_equal(a->rc, b->rc);
	assert_int_equal(a->n, b->n);
	assert_string_equal(a->text.p, b->text.p);
	assert_string_equal(a->clients.p, b->clients.p);
	assert_int_equal(a->sum.lines, b->sum.lines);
	assert_int_equal(a->sum.bytes, b->sum.bytes);
	assert_int_equal(a->sum.events, b->sum.events);
	assert_int_equal(a->sum.no_stamp_lines, b->sum.no_stamp_lines);
	assert_int_equal(a->sum.unowned_lines, b->sum.unowned_lines);
	assert_int_equal(a->sum.t_first_usec, b->sum.t_first_usec);
	assert_int_equal(a->sum.t_last_usec, b->sum.t_last_usec);
	assert_int_equal(a->sum.n_parsers, b->sum.n_parsers);
	assert_memory_equal(a->sum.parsers, b->sum.parsers,
			    a->sum.n_parsers * sizeof(*a->sum.parsers));
	assert_int_equal(a->sum.n_samples, b->sum.n_samples);
	for (size_t i = 0; i < a->sum.n_samples; i++) {
		assert_int_equal(a->sum.samples[i].file,
				 b->sum.samples[i].file);
		assert_int_equal(a->sum.samples[i].offset,
				 b->sum.samples[i].offset);
		assert_string_equal(a->sum.samples[i].text,
				    b->sum.samples[i].text);
	}
}

/* Each way of reading the files gives what the first does. */
static void all_ways_are_the_same(const char *const *paths, size_t n,
				  size_t least)
{
	static const unsigned workers[] = { 1, 2, 3, 8 };
	static const size_t blocks[] = { 64, 700, 8192, 1 << 20, 0 };

	for (int all = 0; all < 2; all++) {
		struct cul_pipeline_plan plan = { .workers = 1,
						  .want_all = all != 0 };
		struct told first = run(plan, paths, n);

		assert_int_equal(first.rc, 0);
		assert_true(first.n > least);
		for (size_t i = 0; i < 20; i++) {
			struct told t;

			plan.workers = workers[i / 5];
			plan.block_bytes = blocks[i % 5];
			t = run(plan, paths, n);
			same(&first, &t);
			told_done(&t);
		}
		told_done(&first);
	}
}

static void workers_and_blocks_change_nothing(void **s)
{
	const char *paths[6];

	(void)s;
	for (unsigned i = 0; i < 6; i++) {
		char name[16];

		snprintf(name, sizeof(name), "log.%u", i);
		make_log(name, i * 2654435761u + 11, 100 + 60 * i);
		paths[i] = scratch_path(name);
	}
	all_ways_are_the_same(paths, 6, 500);
}

/* A header names the columns of the rows behind it, up to the next. */
static void nor_do_they_where_headers_name_columns(void **s)
{
	static const char *const heads[] = {
		"#Fields: date time c-ip cs-username s-sitename s-computername "
		"cs-method cs-uri-query sc-status",
		"#Fields: date time cs-method cs-uri-query c-ip sc-status "
		"s-sitename s-computername cs-username",
	};
	struct scratch_bytes b = { 0 };
	const char *path;

	(void)s;
	for (unsigned i = 0; i < 300; i++) {
		char row[120];
		int n;

		if (i % 70 == 0)
			told_add(&b, "%s\n", heads[i / 70 % 2]);
		n = i / 70 % 2 == 0
			    ? snprintf(row, sizeof(row),
				       "198.51.100.%u pc%u SMTPSVC1 MX1 RCPT "
				       "+TO:<r%u@far.example> 550",
				       i % 200, i, i)
			    : snprintf(row, sizeof(row),
				       "RCPT +TO:<r%u@far.example> "
				       "198.51.100.%u 550 SMTPSVC1 MX1 pc%u",
				       i, i % 200, i);
		assert_in_range(n, 1, (int)sizeof(row) - 1);
		told_add(&b, "2026-11-20 04:%02u:%02u %s\n", i / 60, i % 60,
			 row);
	}
	path = scratch_file("w3c.log", (struct cul_sv){ b.p, b.len });
	free(b.p);
	all_ways_are_the_same(&path, 1, 250);
}

/* Of a line cut off by its length or by the end of the file the client is not
 * believed, however much of it a block holds. */
static void nor_where_lines_are_cut_off(void **s)
{
	enum { LONG = 70000 };
	static const char head[] =
		"Nov 20 04:11:09 mx1 postfix/smtpd[1]: warning: "
		"unknown[192.0.2.7]: SASL LOGIN authentication failed: ";
	struct scratch_bytes b = { 0 };
	char *words = malloc(LONG);
	const char *path;

	(void)s;
	assert_non_null(words);
	memset(words, 'x', LONG);
	for (unsigned i = 0; i < 9; i++) {
		told_add(&b, LINE("Nov 20 04:11:08", 7));
		scratch_append(&b, head, sizeof(head) - 1);
		scratch_append(&b, words, LONG);
		scratch_append(&b, "\n", i < 8);
	}
	free(words);
	path = scratch_file("long.log", (struct cul_sv){ b.p, b.len });
	free(b.p);
	all_ways_are_the_same(&path, 1, 10);
}

static void naming_inputs_in_another_order_changes_nothing(void **s)
{
	struct cul_pipeline_plan plan = { .workers = 2, .want_all = true };
	const char *paths[3], *back[3];
	struct told a, b;

	(void)s;
	make_log("x", 5, 300);
	make_log("y", 6, 300);
	make_log("z", 7, 300);
	back[2] = paths[0] = scratch_path("x");
	back[1] = paths[1] = scratch_path("y");
	back[0] = paths[2] = scratch_path("z");
	a = run(plan, paths, 3);
	b = run(plan, back, 3);
	same(&a, &b);
	told_done(&a);
	told_done(&b);
}

static void what_was_read_is_counted(void **s)
{
	const char *paths[1];
	struct told t;

	(void)s;
	paths[0] =
		scratch_text("a", LINE("Nov 20 10:00:01", 1) "hello\n\n" LINE(
					  "Nov 20 10:00:03", 2) "bye\n");
	t = run((struct cul_pipeline_plan){ .workers = 2, .want_all = true },
		paths, 1);
	assert_int_equal(t.rc, 0);
	assert_int_equal(t.n, 5);
	assert_int_equal(t.sum.lines, 5);
	assert_int_equal(t.sum.events, 2);
	assert_int_equal(t.sum.no_stamp_lines, 3);
	assert_int_equal(t.sum.unowned_lines, 3);
	assert_int_equal(t.sum.n_inputs, 1);
	assert_int_equal(t.sum.inputs[0].lines, 5);
	assert_int_equal(t.sum.inputs[0].bytes, t.sum.bytes);
	assert_int_equal(t.done, t.sum.bytes);
	assert_int_equal(t.all, t.sum.bytes);
	assert_int_equal(t.told_lines, 5);
	assert_int_equal(t.sum.n_samples, 3);
	assert_string_equal(t.sum.samples[0].text, "hello");
	assert_int_equal(t.sum.parsers[0].verdicts[CUL_EVENT], 2);
	told_done(&t);
}

static void a_bad_input_does_not_stop_the_others(void **s)
{
	struct scratch_bytes z = { 0 };
	const char *paths[6];
	struct told t;

	(void)s;
	scratch_gzip(&z, CUL_SV(LINE("Nov 20 10:00:01", 1)), 0);
	paths[0] = scratch_path("none");
	paths[1] = scratch_text("empty", "");
	paths[2] = scratch_text("a", LINE("Nov 20 10:00:02", 2));
	paths[3] = scratch_file("cut.gz", (struct cul_sv){ z.p, z.len - 4 });
	paths[4] = scratch_file("bin", CUL_SV("\1\2\3\4\0\0\5\6abc\7\xff"));
	paths[5] = paths[2];
	t = run((struct cul_pipeline_plan){ .workers = 1 }, paths, 6);
	assert_int_equal(t.rc, CUL_ETRUNC);
	assert_int_equal(t.n, 2);
	assert_int_equal(t.sum.n_inputs, 6);
	for (size_t i = 0; i < 6; i++) {
		const struct cul_input_count *in = &t.sum.inputs[i];
		const char *name = strrchr(in->path, '/') + 1;
		bool bad = strcmp(name, "none") == 0 ||
			   strcmp(name, "cut.gz") == 0;

		assert_int_equal(in->error != NULL, bad);
		if (strcmp(name, "empty") == 0)
			assert_string_equal(in->note, "empty");
		if (strcmp(name, "bin") == 0)
			assert_non_null(strstr(in->note, "not a mail log"));
		if (strcmp(name, "a") == 0 && in->lines == 0)
			assert_non_null(strstr(in->note, "read once"));
	}
	told_done(&t);
	free(z.p);
}

static void taking_can_stop_the_run(void **s)
{
	const char *paths[2];

	(void)s;
	make_log("x", 5, 1000);
	make_log("y", 6, 1000);
	paths[0] = scratch_path("x");
	paths[1] = scratch_path("y");
	for (unsigned workers = 1; workers < 9; workers++) {
		struct told t = run_until(
			3,
			(struct cul_pipeline_plan){ .workers = workers,
						    .block_bytes = 512,
						    .want_all = true },
			paths, 2);

		assert_int_equal(t.rc, -77);
		assert_int_equal(t.n, 3);
		told_done(&t);
	}
}

static void more_inputs_than_are_kept_open(void **s)
{
	const char *dir[1];
	struct told t;

	(void)s;
	scratch_dir("d");
	dir[0] = scratch_path("d");
	for (unsigned i = 0; i < 300; i++) {
		struct scratch_bytes b = { 0 };
		char *path;
		FILE *f;

		told_add(&b,
			 "2026-11-20T10:%02u:%02uZ mx1 postfix/smtpd[1]: "
			 "connect "
			 "from unknown[192.0.2.1]\n",
			 i / 60, i % 60);
		assert_true(asprintf(&path, "%s/%u", dir[0], i) > 0);
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(b.p, 1, b.len, f), b.len);
		assert_int_equal(fclose(f), 0);
		free(path);
		free(b.p);
	}
	t = run((struct cul_pipeline_plan){ .workers = 3 }, dir, 1);
	assert_int_equal(t.rc, 0);
	assert_int_equal(t.n, 300);
	for (uint32_t i = 0; i < 300; i++)
		assert_int_equal(strtol(strrchr(t.sum.inputs[i].path, '/') + 1,
					NULL, 10),
				 i);
	told_done(&t);
}

static void a_wrong_plan_is_refused(void **s)
{
	const char *paths[] = { "-" };
	struct told t;

	(void)s;
	t = run((struct cul_pipeline_plan){ .workers = 1, .parser = "nosuch" },
		paths, 1);
	assert_int_equal(t.rc, CUL_EUSAGE);
	told_done(&t);
	t = run((struct cul_pipeline_plan){ .workers = 1,
					    .timezone = "No/Where" },
		paths, 1);
	assert_int_equal(t.rc, CUL_ECONF);
	told_done(&t);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(workers_and_blocks_change_nothing),
		SCRATCH(nor_do_they_where_headers_name_columns),
		SCRATCH(nor_where_lines_are_cut_off),
		SCRATCH(naming_inputs_in_another_order_changes_nothing),
		SCRATCH(what_was_read_is_counted),
		SCRATCH(a_bad_input_does_not_stop_the_others),
		SCRATCH(taking_can_stop_the_run),
		SCRATCH(more_inputs_than_are_kept_open),
		cmocka_unit_test(a_wrong_plan_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
