/* \summary: hostile text stays text in every sink, and masks hide recipients */
#include "report/escape.h"
#include "report/glyph.h"
#include "report/json.h"
#include "report/mask.h"
#include "report_fixture.h"
#include "t.h"

struct pair {
	const char *in, *out;
};

typedef void escaper(struct cul_out *o, struct cul_sv v);

static void json(struct cul_out *o, struct cul_sv v)
{
	struct cul_json j;

	cul_json_init(&j, o);
	cul_json_sv(&j, NULL, v);
}

static void term(struct cul_out *o, struct cul_sv v)
{
	cul_term_sv(o, v, true);
}

static void term_ascii(struct cul_out *o, struct cul_sv v)
{
	cul_term_sv(o, v, false);
}

static void expect_all(escaper *escape, const struct pair *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct fixture_text t;
		struct cul_out o = fixture_out(&t);

		escape(&o, cul_sv_str(p[i].in));
		assert_int_equal(o.err, 0);
		assert_string_equal(t.ptr, p[i].out);
		fixture_text_free(&t);
	}
}

#define EXPECT(escape, table)                                                  \
	expect_all(escape, table, sizeof(table) / sizeof((table)[0]))

static void json_escapes_and_keeps_every_byte(void **state)
{
	static const struct pair table[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c/", "\"a\\\"b\\\\c/\"" },
		{ "\b\f\n\r\t\v\x01\x7f", "\"\\b\\f\\n\\r\\t\\u000b\\u0001"
					  "\\u007f\"" },
		{ "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\"" },
		{ "\xf0\x9f\x90\x9f", "\"\xf0\x9f\x90\x9f\"" },
		{ "\xff", "\"\\udcff\"" },
		{ "a\xc3", "\"a\\udcc3\"" },
		{ "\xc0\xaf", "\"\\udcc0\\udcaf\"" },
		{ "\xed\xb3\xbf", "\"\\udced\\udcb3\\udcbf\"" },
		{ "\xe2\x80\xae", "\"\\u202e\"" },
		{ "\xf3\xa0\x80\x81", "\"\\udb40\\udc01\"" },
		{ "\xf4\x90\x80\x80", "\"\\udcf4\\udc90\\udc80\\udc80\"" },
	};

	(void)state;
	EXPECT(json, table);
}

static void json_numbers_are_exact(void **state)
{
	struct fixture_text t;
	struct cul_out o = fixture_out(&t);
	struct cul_json j;

	(void)state;
	cul_json_init(&j, &o);
	cul_json_array(&j, NULL);
	cul_json_milli(&j, NULL, 18400);
	cul_json_milli(&j, NULL, 9);
	cul_json_milli(&j, NULL, -20);
	cul_json_milli(&j, NULL, -4605);
	cul_json_milli(&j, NULL, 0);
	cul_json_u64(&j, NULL, UINT64_MAX);
	cul_json_double(&j, NULL, 0.9999);
	cul_json_double(&j, NULL, 1.0 / 0.0);
	cul_json_time(&j, NULL, CUL_TIME_NONE);
	cul_json_time(&j, NULL, 0);
	cul_json_object(&j, NULL);
	cul_json_u64(&j, "a", 1);
	cul_json_str(&j, "b", NULL);
	cul_json_end(&j);
	cul_json_end(&j);
	assert_string_equal(t.ptr, "[18.4,0.009,-0.02,-4.605,0,"
				   "18446744073709551615,0.9999,null,null,"
				   "\"1970-01-01T00:00:00Z\","
				   "{\"a\":1,\"b\":\"\"}]");
	fixture_text_free(&t);
}

static void html_has_no_tag_of_a_stranger(void **state)
{
	static const struct pair table[] = {
		{ "<script>", "&lt;script&gt;" },
		{ "\" onload='x'", "&quot; onload=&#39;x&#39;" },
		{ "a&amp;b", "a&amp;amp;b" },
		{ "\xff<", "\\xff&lt;" },
		{ "a\033[2J", "a\\x1b[2J" },
		{ "\xe2\x80\xae"
		  "exe.txt",
		  "\\xe2\\x80\\xae"
		  "exe.txt" },
		{ "gr\xc3\xbc", "gr\xc3\xbc" },
	};

	(void)state;
	EXPECT(cul_html_sv, table);
}

static void csv_cells_do_not_calculate(void **state)
{
	static const struct pair table[] = {
		{ "plain", "plain" },
		{ "a,b", "\"a,b\"" },
		{ "say \"no\"", "\"say \"\"no\"\"\"" },
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "  =1", "\"'  =1\"" },
		{ "\t=1", "'\\x09=1" },
		{ "\xef\xbc\x9d"
		  "1",
		  "'\xef\xbc\x9d"
		  "1" },
		{ "a=1", "a=1" },
		{ "a\r\nb", "a\\x0d\\x0ab" },
		{ "=a,b", "\"'=a,b\"" },
	};

	(void)state;
	EXPECT(cul_csv_sv, table);
}

static void a_terminal_is_never_told_to_move(void **state)
{
	static const struct pair table[] = {
		{ "\033[2J\a", "\\x1b[2J\\x07" },
		{ "\xc2\x9b"
		  "31m",
		  "\\xc2\\x9b"
		  "31m" },
		{ "a\rb\nc\td", "a\\x0db\\x0ac\\x09d" },
		{ "\xe2\x80\xae"
		  "abc",
		  "\\xe2\\x80\\xae"
		  "abc" },
		{ "\xe2\x81\xa6", "\\xe2\\x81\\xa6" },
		{ "\xff\xfe", "\\xff\\xfe" },
		{ "gr\xc3\xbc", "gr\xc3\xbc" },
	};
	static const struct pair ascii[] = {
		{ "gr\xc3\xbc", "gr\\xc3\\xbc" },
		{ "ok", "ok" },
	};

	(void)state;
	EXPECT(term, table);
	EXPECT(term_ascii, ascii);
}

static void visible_text_is_cut_at_a_whole_character(void **state)
{
	char buf[8];

	(void)state;
	assert_int_equal(cul_visible(CUL_SV("ab\033cd"), true, buf, 8), 7);
	assert_string_equal(buf, "ab\\x1bc");
	assert_int_equal(cul_visible(CUL_SV("ab\033"), true, buf, 6), 2);
	assert_string_equal(buf, "ab");
	assert_int_equal(cul_visible(CUL_SV("a\xc3\xbc"), true, buf, 3), 1);
	assert_int_equal(cul_visible(CUL_SV("a\xc3\xbc"), true, buf, 4), 3);
	assert_int_equal(cul_visible(CUL_SV("abcdefghijkl"), true, buf, 8), 7);
	assert_string_equal(buf, "abcdefg");
	assert_int_equal(cul_visible(CUL_SV("abcdefg\xc3\xbc"), true, buf, 8),
			 7);
	assert_int_equal(cul_visible(CUL_SV("abc"), true, buf, 1), 0);
	assert_string_equal(buf, "");
}

static void columns_are_those_of_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(cul_columns(CUL_SV("abc")), 3);
	assert_int_equal(cul_columns(CUL_SV("gr\xc3\xbc\xc3\x9f")), 4);
	assert_int_equal(cul_columns(CUL_SV("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	assert_int_equal(cul_columns(CUL_SV("e\xcc\x81")), 1);
}

#define E "\xe2\x80\xa6"

static const struct pair masks[] = {
	{ "x to=<bob@far.example>, relay=none",
	  "x to=<b" E "@far.example>, relay=none" },
	{ "x to=<bob@far.example>, orig_to=<root>, x",
	  "x to=<b" E "@far.example>, orig_to=<r" E ">, x" },
	/* what a server far away repeats */
	{ "x to=<bob@f.example>, (host m said: 550 <bob@f.example>: no; "
	  "bob@f.example?)",
	  "x to=<b" E "@f.example>, (host m said: 550 <b" E
	  "@f.example>: no; b" E "@f.example?)" },
	{ "x to=<bob@f.example>, (said: 550 <bob> unknown)",
	  "x to=<b" E "@f.example>, (said: 550 <b" E "> unknown)" },
	/* the sender stays, unless he is a recipient too or carries one */
	{ "x from=<amy@a.example> to=<bob@f.example> proto=SMTP",
	  "x from=<amy@a.example> to=<b" E "@f.example> proto=SMTP" },
	{ "x from=<BOB@f.example> to=<bob@F.example> proto=SMTP",
	  "x from=<B" E "@f.example> to=<b" E "@F.example> proto=SMTP" },
	{ "x: from=<list-bob=f.example@a.example>, size=1",
	  "x: from=<l" E "@a.example>, size=1" },
	{ "x from=<> to=<bob@f.example>", "x from=<> to=<b" E "@f.example>" },
	{ "sasl_username=amy@a.example", "sasl_username=amy@a.example" },
	{ "message-id=<1.2@a.example>", "message-id=<1.2@a.example>" },
	/* refusals */
	{ "NOQUEUE: reject: RCPT from u[192.0.2.1]: 550 5.1.1 <bob>: no such "
	  "user; from=<> to=<bob> helo=<h>",
	  "NOQUEUE: reject: RCPT from u[192.0.2.1]: 550 5.1.1 <b" E
	  ">: no such user; from=<> to=<b" E "> helo=<h>" },
	/* quoted, routed, in other scripts */
	{ "x to=<\"bob > smith\"@f.example>, z", "x to=<" E "@f.example>, z" },
	{ "x to=<@a.example,@b.example:bob@c.example>, z",
	  "x to=<" E "@c.example>, z" },
	{ "x to=<\xc3\xbc"
	  "ber@f.example>",
	  "x to=<\xc3\xbc" E "@f.example>" },
	{ "x to=<a@b>", "x to=<a" E "@b>" },
	/* torn and hostile */
	{ "x to=<bob@f.exam", "x to=<b" E "@f.exam" },
	{ "x to=<bob", "x to=<b" E },
	{ "x to=<\"bob@f.example>, y", "x to=<" E "@f.example>, y" },
	{ "x from=<\"> to=<bob@f.example>, \"bob\"@f.example",
	  "x from=<\"> to=<b" E "@f.example>, " E "@f.example" },
	{ "x from=<\"> to=<bob@f.example>, \"x>@g.example",
	  "x from=<" E "@f.example>, \"x>@g.example" },
	{ "helo=<bob@f.example> <", "helo=<b" E "@f.example> <" },
	{ "\"bob smith\"@f.example \"x\" @ a@ @b",
	  E "@f.example \"x\" @ a@ @b" },
	{ "\"a b\"bob@f.example, \"cd\"@f.example\"eve@f.example",
	  "\"a b\"b" E "@f.example, " E "@f.example\"e" E "@f.example" },
	{ "bob@f.example@g.example @@ bob@ user=@f.example",
	  "b" E "@f.example@g.example @@ bob@ user=@f.example" },
	{ "", "" },
	{ "no mailbox <here> at all", "no mailbox <here> at all" },
};

static void masks_hide_who_was_written_to(void **state)
{
	char buf[CUL_MASK_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		struct cul_sv v = cul_mask(cul_sv_str(masks[i].in), buf);

		assert_string_equal(v.ptr, masks[i].out);
		assert_int_equal(v.len, strlen(masks[i].out));
	}
}

static void masks_never_write_beyond_their_buffer(void **state)
{
	static char line[4 * CUL_MASK_MAX], buf[CUL_MASK_MAX + 8];

	(void)state;
	for (size_t i = 0; i < sizeof(line); i++)
		line[i] = "a@b "[i % 4];
	memset(buf, '#', sizeof(buf));
	assert_true(cul_mask((struct cul_sv){ line, sizeof(line) }, buf).len <
		    CUL_MASK_MAX);
	for (size_t i = CUL_MASK_MAX; i < sizeof(buf); i++)
		assert_int_equal(buf[i], '#');
	memset(line, '<', sizeof(line));
	assert_true(cul_mask((struct cul_sv){ line, 1024 }, buf).len == 1024);
	memset(line, '"', sizeof(line));
	assert_true(cul_mask((struct cul_sv){ line, 1024 }, buf).len == 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_escapes_and_keeps_every_byte),
		cmocka_unit_test(json_numbers_are_exact),
		cmocka_unit_test(html_has_no_tag_of_a_stranger),
		cmocka_unit_test(csv_cells_do_not_calculate),
		cmocka_unit_test(a_terminal_is_never_told_to_move),
		cmocka_unit_test(visible_text_is_cut_at_a_whole_character),
		cmocka_unit_test(columns_are_those_of_a_terminal),
		cmocka_unit_test(masks_hide_who_was_written_to),
		cmocka_unit_test(masks_never_write_beyond_their_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
