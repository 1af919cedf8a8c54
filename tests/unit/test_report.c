/* \summary: what the table, the JSON lines, the CSV and the page must hold */
#include <stdio.h>

#include "culprit/err.h"
#include "report/glyph.h"
#include "report/html.h"
#include "report_fixture.h"
#include "t.h"

static const struct cul_style file_style = { false, false, 0 };
static const char *const sinks[] = { "table", "jsonl", "csv", "html" };

enum { SINKS = sizeof(sinks) / sizeof(sinks[0]) };

static bool holds(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static size_t times_in(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

static void every_sink_writes_every_report(void **state)
{
	static const char *const reports[] = { "rich", "hostile", "quiet",
					       "empty" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = 0; k < SINKS; k++) {
			struct cul_report *r = fixture_named(reports[i]);
			struct fixture_text a, b;

			assert_non_null(
				fixture_show(sinks[k], r, file_style, &a));
			r = fixture_named(reports[i]);
			assert_non_null(
				fixture_show(sinks[k], r, file_style, &b));
			assert_string_equal(a.ptr, b.ptr);
			assert_true(a.len > 20);
			fixture_text_free(&a);
			fixture_text_free(&b);
		}
	}
}

/* Whatever is logged: no control character but our own newline, no byte that
 * is not UTF-8, no sign that turns the line round. */
static void nothing_hidden_gets_through(void **state)
{
	(void)state;
	for (size_t k = 0; k < SINKS; k++) {
		struct fixture_text t;
		struct cul_style style = { false, true, 100 };
		struct cul_glyph g;
		struct cul_cur c;

		assert_non_null(
			fixture_show(sinks[k], fixture_hostile(), style, &t));
		c = cul_cur_over((struct cul_sv){ t.ptr, t.len });
		while (cul_glyph_next(&c, &g))
			if (g.hidden && g.point != '\n' &&
			    !(g.point == '\r' && k == 2))
				fail_msg("%s: U+%04X at %zu", sinks[k],
					 (unsigned)g.point,
					 (size_t)(g.ptr - t.ptr));
		fixture_text_free(&t);
	}
}

static void a_file_gets_neither_colour_nor_unicode(void **state)
{
	struct fixture_text t;

	(void)state;
	assert_non_null(
		fixture_show("table", fixture_hostile(), file_style, &t));
	for (size_t i = 0; i < t.len; i++)
		assert_true(t.ptr[i] == '\n' ||
			    (t.ptr[i] >= ' ' && t.ptr[i] <= '~'));
	fixture_text_free(&t);
}

static void lines_fit_the_terminal(void **state)
{
	static const unsigned widths[] = { 80, 100, 120, 200 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct cul_style style = { false, true, widths[i] };
		struct fixture_text t;
		struct cul_cur c;

		assert_non_null(
			fixture_show("table", fixture_rich(), style, &t));
		c = cul_cur_over((struct cul_sv){ t.ptr, t.len });
		while (c.p < c.end) {
			const char *lf =
				memchr(c.p, '\n', (size_t)(c.end - c.p));
			struct cul_sv line = { c.p, (size_t)(lf - c.p) };

			assert_true(cul_columns(line) <= widths[i]);
			c.p = lf + 1;
		}
		fixture_text_free(&t);
	}
}

static void the_table_says_who_and_why(void **state)
{
	struct fixture_text t;
	char *text = fixture_show("table", fixture_rich(), file_style, &t);

	(void)state;
	assert_non_null(text);
	assert_true(strncmp(text, "5 to stop, 1 to talk to\n", 24) == 0);
	assert_true(holds(text, "suspend  zombie           customer C01861"));
	assert_true(holds(text, "Not accused, and why"));
	assert_true(holds(text, "118,204 events, 3,411 ignored, 52 not mine, "
				"4 malformed"));
	assert_true(holds(text, "not read to its end: the gzip data"));
	assert_true(holds(text, "culprit explain -c culprit.conf C01861 "));
	fixture_text_free(&t);
	text = fixture_show("table", fixture_quiet(), file_style, &t);
	assert_true(strncmp(text, "Nobody to stop.\n", 16) == 0);
	fixture_text_free(&t);
}

static void nobody_to_stop_is_said_first(void **state)
{
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	for (size_t i = 0; i < r->n_suggestions; i++)
		r->suggestions[i].action = CUL_ACTION_WATCH;
	assert_non_null(fixture_show("table", r, file_style, &t));
	assert_true(strncmp(t.ptr, "Nobody to stop. 6 to watch\n", 27) == 0);
	fixture_text_free(&t);
	r->suggestions[0].action = CUL_ACTION_CONTACT;
	r->suggestions[1].action = CUL_ACTION_FIX_SERVER;
	assert_non_null(fixture_show("table", r, file_style, &t));
	assert_true(strncmp(t.ptr, "1 to stop, 1 to talk to, 4 to watch\n",
			    36) == 0);
	fixture_text_free(&t);
}

static void no_command_to_copy_holds_a_trap(void **state)
{
	struct cul_report *r = fixture_rich();
	struct fixture_text t;

	(void)state;
	snprintf(r->suggestions[0].name, CUL_NAME_MAX, "a'; rm -rf ~; '");
	snprintf(r->suggestions[1].name, CUL_NAME_MAX, "$(reboot)");
	assert_non_null(fixture_show("table", r, file_style, &t));
	assert_false(holds(t.ptr, "explain a'"));
	assert_true(holds(t.ptr, "explain -c culprit.conf '$(reboot)' "
				 "'logs of mx1'\n"));
	fixture_text_free(&t);
	r->config = "a'b";
	r->n_named = 4;
	assert_non_null(fixture_show("table", r, file_style, &t));
	assert_true(holds(t.ptr, "explain -c FILE '$(reboot)' LOG...\n"));
	fixture_text_free(&t);
}

static void the_page_holds_no_tag_of_a_stranger(void **state)
{
	struct fixture_text t;

	(void)state;
	assert_non_null(
		fixture_show("html", fixture_hostile(), file_style, &t));
	assert_false(holds(t.ptr, "<script"));
	assert_false(holds(t.ptr, "<img"));
	assert_true(holds(t.ptr, "&lt;script&gt;"));
	assert_int_equal(times_in(t.ptr, "<article"), 10);
	assert_int_equal(times_in(t.ptr, "<svg"), times_in(t.ptr, "</svg>"));
	assert_int_equal(times_in(t.ptr, "<style"), 1);
	assert_false(holds(t.ptr, "http://"));
	assert_false(holds(t.ptr, "https://"));
	assert_false(holds(t.ptr, "url("));
	fixture_text_free(&t);
}

static void a_masked_report_names_no_recipient(void **state)
{
	static const char *const told[] = { "bob@far", "zoe@off", "z@off",
					    "probe@far", "ann@far" };

	(void)state;
	for (size_t k = 0; k < SINKS; k++) {
		struct cul_report *r = fixture_rich();
		struct fixture_text t;

		r->mask = true;
		assert_non_null(fixture_show(sinks[k], r, file_style, &t));
		for (size_t i = 0; i < 5; i++)
			assert_false(holds(t.ptr, told[i]));
		assert_true(holds(t.ptr, "Ines.Vidal@aurora.example"));
		fixture_text_free(&t);
	}
}

static void a_csv_row_has_the_cells_of_its_header(void **state)
{
	struct fixture_text t;
	size_t cells = 0, rows = 0;
	bool quoted = false;

	(void)state;
	assert_non_null(fixture_show("csv", fixture_hostile(), file_style, &t));
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '"')
			quoted = !quoted;
		cells += t.ptr[i] == ',' && !quoted;
		if (t.ptr[i] != '\n')
			continue;
		assert_false(quoted);
		assert_int_equal(t.ptr[i - 1], '\r');
		assert_int_equal(cells, 26);
		cells = 0;
		rows++;
	}
	assert_int_equal(rows, 1 + fixture_hostile()->n_suggestions);
	fixture_text_free(&t);
}

/* One address, and a line that names it and others like it. */
static void a_mark_is_on_whole_words_alone(void **state)
{
	char line[] = "1192.0.2.1 192.0.2.1, 192.0.2.17 <192.0.2.1> "
		      "no-reject: a_reject: reject:";
	struct cul_quote q = { .file = "log",
			       .line = line,
			       .len = sizeof(line) - 1 };
	struct cul_suggestion s = { .n_quotes = 1, .quotes = &q, .n_addrs = 1 };
	struct cul_report r = { .suggestions = &s, .n_suggestions = 1 };
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);

	(void)state;
	assert_true(cul_addr_parse(CUL_SV("192.0.2.1"), &s.addrs[0]));
	cul_html_lines(&o, 4, &r, &s);
	assert_non_null(strstr(t.ptr,
			       "<code>1192.0.2.1 <mark>192.0.2.1</mark>, "
			       "192.0.2.17 &lt;<mark>192.0.2.1</mark>&gt; no-"
			       "<mark>reject:</mark> a_reject: "
			       "<mark>reject:</mark></code>"));
	fixture_text_free(&t);
}

static int fail_later(void *arg, const char *bytes, size_t len)
{
	size_t *left = arg;

	(void)bytes;
	if (len > *left)
		return CUL_EIO;
	*left -= len;
	return 0;
}

static void the_first_error_of_an_output_sticks(void **state)
{
	size_t left = 100;
	struct cul_out o = { fail_later, &left, 0 };

	(void)state;
	for (size_t i = 0; cul_sinks[i] != NULL; i++) {
		left = 100;
		o.err = 0;
		cul_sinks[i]->write(fixture_rich(), &file_style, &o);
		assert_int_equal(o.err, CUL_EIO);
	}
	o.err = 0;
	cul_out_fmt(&o, "%3000d", 1);
	assert_int_equal(o.err, CUL_EUSAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sink_writes_every_report),
		cmocka_unit_test(nothing_hidden_gets_through),
		cmocka_unit_test(a_file_gets_neither_colour_nor_unicode),
		cmocka_unit_test(lines_fit_the_terminal),
		cmocka_unit_test(the_table_says_who_and_why),
		cmocka_unit_test(nobody_to_stop_is_said_first),
		cmocka_unit_test(no_command_to_copy_holds_a_trap),
		cmocka_unit_test(the_page_holds_no_tag_of_a_stranger),
		cmocka_unit_test(a_masked_report_names_no_recipient),
		cmocka_unit_test(a_csv_row_has_the_cells_of_its_header),
		cmocka_unit_test(a_mark_is_on_whole_words_alone),
		cmocka_unit_test(the_first_error_of_an_output_sticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
