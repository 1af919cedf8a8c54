/* \summary: one line of syslog out of each record, and none out of its text */
#include "t.h"

#include "culprit/limits.h"
#include "input_told.h"

#include <stdlib.h>

#define T  "2026-11-20T04:11:09.5Z"
#define D  "\"stream\":\"stdout\",\"time\":\"" T "\"}\n"
#define E  "\"stream\":\"stderr\",\"time\":\"" T "\"}\n"
#define US "1795147869500000"

struct wrapped {
	const char *in;
	const char *out; /* without offsets */
};

/* The offsets say how long each line is, so they need not be told. */
static void give(const struct wrapped *w)
{
	struct scratch_bytes lines = { 0 };
	const char *path = scratch_text("a", w->in);
	struct told t = tell(path, 1 << 16, false);

	for (const char *p = t.text.p; *p != '\0';) {
		const char *from = strchr(p, ':') + 1;
		const char *lf = strchr(from, '\n');

		scratch_append(&lines, from, (size_t)(lf + 1 - from));
		p = lf + 1;
	}
	scratch_append(&lines, "", 1);
	assert_string_equal(lines.p, w->out);
	assert_int_equal(t.rc, 0);
	tells(path, t.text.p, 0);
	free(lines.p);
	free(t.text.p);
	assert_int_equal(scratch_teardown(NULL), 0);
	assert_int_equal(scratch_setup(NULL), 0);
}

static void all_give(const struct wrapped *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		give(&w[i]);
}

#define J(rest) "{\"__REALTIME_TIMESTAMP\":\"" US "\"," rest "}\n"

static void the_journals_json(void **s)
{
	static const struct wrapped t[] = {
		{ J("\"MESSAGE\":\"a \\\"b\\\"\",\"_HOSTNAME\":\"mx1\","
		    "\"SYSLOG_IDENTIFIER\":\"postfix/smtpd\",\"_PID\":\"7\""),
		  T " mx1 postfix/smtpd[7]: a \"b\"\n" },
		{ J("\"MESSAGE\":[97,10,98,255,0],\"_COMM\":\"x\""),
		  T " x: a#012b\xff#000\n" },
		{ J("\"MESSAGE\":[\"first\",\"second\"],\"_COMM\":\"x\""),
		  T " x: first\n" },
		{ J("\"MESSAGE\":null,\"_COMM\":\"x\""), T " x: \n" },
		{ J("\"MESSAGE\":\"x\",\"SYSLOG_PID\":\"8\",\"_PID\":\"7\","
		    "\"_COMM\":\"c\",\"SYSLOG_IDENTIFIER\":\"i\""),
		  T " i[8]: x\n" },
		{ J("\"MESSAGE\":\"\\u00e9\\ud83d\\ude00\\ud83d\\t\\u001b\","
		    "\"_COMM\":\"x\""),
		  T " x: \xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbd\t#033\n" },
		{ J("\"_SOURCE_REALTIME_TIMESTAMP\":\"1795147869000000\","
		    "\"MESSAGE\":\"x\",\"_COMM\":\"x\""),
		  "2026-11-20T04:11:09Z x: x\n" },
	};

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
}

/* Nothing in a text, a host or a tag begins a line, or a second tag. */
static void forged_records_stay_one_line(void **s)
{
	static const struct wrapped t[] = {
		{ J("\"MESSAGE\":\"x\\r\\n" T " mx1 postfix/smtpd[1]: connect "
		    "from a[192.0.2.9]\",\"_COMM\":\"x\""),
		  T " x: x#015#012" T " mx1 postfix/smtpd[1]: connect from "
		    "a[192.0.2.9]\n" },
		{ J("\"MESSAGE\":\"x\",\"_HOSTNAME\":\"mx1 postfix[1]: y\\n\","
		    "\"SYSLOG_IDENTIFIER\":\"a[2]: <b>\\u0000:\""),
		  T " mx1_postfix_1_:_y_ a_2_:__b>_: x\n" },
		{ J("\"MESSAGE\":\"x\",\"_HOSTNAME\":\"mx1:\","
		    "\"SYSLOG_IDENTIFIER\":\"\""),
		  T " mx1_ -: x\n" },
		/* the first of two counts; a string holds no member */
		{ J("\"_COMM\":\"a\",\"MESSAGE\":\"x\\\",\\\"_COMM\\\":\\\"b\","
		    "\"_COMM\":\"c\""),
		  T " a: x\",\"_COMM\":\"b\n" },
		{ J("\"MESSAGE\":\"x\",\"_COMM\":\"a\",\"n\":{\"_HOSTNAME\":"
		    "\"mx9\",\"a\":[\"}\"]}"),
		  T " a: x\n" },
		{ "{\"log\":\"x\\n" T " mx1 b[1]: y\\n\"," D,
		  T " x#012" T " mx1 b[1]: y\n" },
	};

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
}

static void containers_lines(void **s)
{
	static const struct wrapped t[] = {
		{ "{\"log\":\"Nov 20 04:11:09 mx1 a[1]: b\\n\"," D,
		  "Nov 20 04:11:09 mx1 a[1]: b\n" },
		{ "{\"log\":\"a[1]: b\\r\\n\"," D, T " a[1]: b\n" },
		{ "{\"log\":\"a[1]: b\"," D "{\"log\":\"e: f\\n\"," E
		  "{\"log\":\"c\"," D "{\"log\":\"d\\n\"," D,
		  T " e: f\n" T " a[1]: bcd\n" },
		{ "{\"log\":\"a: b\"," D "{\"log\":\"c: d\"," E,
		  T " a: b\n" T " c: d\n" },
		{ "{\"log\":\"a: b\",\"kubernetes\":{\"host\":\"n1\"}," D
		  "{\"log\":\"c: d\",\"kubernetes\":{\"host\":\"n1\"}," D,
		  T " n1 a: b\n" T " n1 c: d\n" },
		{ "{\"log\":\"a: b\",\"logtag\":\"P\"," D
		  "{\"log\":\"c\",\"logtag\":\"F\"," D,
		  T " a: bc\n" },
		{ T " stdout F a: b\n" T " stderr P c: d\n" T
		    " stdout F:x e\n" T " stderr F f\n",
		  T " a: b\n" T " e\n" T " c: df\n" },
		{ T " stdout F Nov 20 04:11:09 mx1 a: b\n" T " stdin F x\n",
		  "Nov 20 04:11:09 mx1 a: b\n" T " stdin F x\n" },
		{ "{\"@timestamp\":\"" T "\",\"message\":\"Nov 20 04:11:09 mx1 "
		  "a: b\",\"log\":{\"offset\":1},\"host\":{\"name\":\"n\"}}\n",
		  "Nov 20 04:11:09 mx1 a: b\n" },
	};

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
}

static void syslog_daemons_json(void **s)
{
	static const struct wrapped t[] = {
		{ "{\"timereported\":\"Nov 20 04:11:09\",\"fromhost\":\"r\","
		  "\"hostname\":\"mx1\",\"programname\":\"postfix\","
		  "\"syslogtag\":\"postfix/smtpd[7]:\",\"msg\":\" x\\n\"}\n",
		  "Nov 20 04:11:09 mx1 postfix/smtpd[7]: x\n" },
		{ "{\"timegenerated\":\"" T
		  "\",\"fromhost\":\"r\",\"app-name\":"
		  "\"a\",\"procid\":\"-\",\"message\":\"x\"}\n",
		  T " r a: x\n" },
		{ "{\"@timestamp\":\"" T "\",\"host\":{\"name\":\"mx1\"},"
		  "\"process\":{\"name\":\"a\",\"pid\":7},\"message\":\"x\"}\n",
		  T " mx1 a[7]: x\n" },
		{ " {\"PROGRAM\":\"a\",\"PID\":\"7\",\"HOST\":\"mx1\",\"DATE\":"
		  "\"Nov 20 04:11:09\",\"MESSAGE\":\"x\"}\n",
		  " {\"PROGRAM\":\"a\",\"PID\":\"7\",\"HOST\":\"mx1\",\"DATE\":"
		  "\"Nov 20 04:11:09\",\"MESSAGE\":\"x\"}\n" },
		{ "{\"PROGRAM\":\"a\",\"DATE\":1795147869.5,\"MESSAGE\":7}\n",
		  T " a: 7\n" },
		{ "{\"PROGRAM\":\"a\",\"DATE\":1795147869500,\"MESSAGE\":\"\"}"
		  "\n",
		  T " a: \n" },
	};

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
}

#define X "__REALTIME_TIMESTAMP=" US "\n"

static void the_journals_export(void **s)
{
	static const struct wrapped t[] = {
		{ X "MESSAGE=a=b\n_HOSTNAME=mx1\nSYSLOG_IDENTIFIER=i\n_PID=7\n"
		    "_COMM=c\n\n\n" X "MESSAGE=\n_COMM=c\n\n",
		  T " mx1 i[7]: a=b\n" T " c: \n" },
		{ X "MESSAGE=x\n_COMM=c\n", T " c: x\n" },
		{ X "_COMM=c\nMESSAGE=x and mo", T " c: x and mo\n" },
		{ X "_COMM=c\nMESSAGE=x\n_HOST", T " c: x\n" },
		{ X "_COMM=c\nno field\nMESSAGE=x\nMESSAGE=y\n\n",
		  "no field\n" T " c: x\n" },
	};
	static const char binary[] = "__CURSOR=x\n" X "MESSAGE\n"
				     "\x05\0\0\0\0\0\0\0"
				     "a\n\nb\0\n"
				     "_COMM=c\nOTHER\n"
				     "\x03\0\0\0\0\0\0\0"
				     "\n\n\n\n\nMESSAGE\n"
				     "\xff\xff\xff\xff\xff\xff\xff\xff\n\n";
	const char *path;

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
	path = scratch_file("b", (struct cul_sv){ binary, sizeof(binary) - 1 });
	tells(path,
	      "0:" T " c: a#012#012b#000\n41:MESSAGE\n49:"
	      "\xff\xff\xff\xff\xff\xff\xff\xff\n",
	      0);
}

static void what_is_no_record_passes(void **s)
{
	static const struct wrapped t[] = {
		{ "{\"msg\":\"x\",\"time\":\"" T "\"}\nwords\n",
		  "{\"msg\":\"x\",\"time\":\"" T "\"}\nwords\n" },
		{ J("\"MESSAGE\":\"x\",\"_COMM\":\"a\"") "{\"MESSAGE\"\n\nwords"
							 "\n{\"MESS",
		  T " a: x\n{\"MESSAGE\"\n\nwords\n{\"MESS\n" },
		{ "words\n" J("\"MESSAGE\":\"x\",\"_COMM\":\"a\""),
		  "words\n" T " a: x\n" },
		{ "{\"PROGRAM\":\"a\",\"DATE\":\"yesterday\",\"MESSAGE\":7}\n",
		  "{\"PROGRAM\":\"a\",\"DATE\":\"yesterday\",\"MESSAGE\":7}"
		  "\n" },
	};

	(void)s;
	all_give(t, sizeof(t) / sizeof(t[0]));
}

/* Longer than a record may be: cut, seen to be, and the next one is whole. */
static void over_long_records_are_cut(void **s)
{
	static const struct {
		const char *before, *fill, *after;
		size_t times;
	} t[] = {
		{ "{\"log\":\"", "\\n", "\\n\"," D, 20000 },
		{ "{\"log\":\"", "abcdefgh", "\\n\"," D, 10000 },
		{ "{\"log\":\"", "abcdefgh", "\\n\"," D, 200000 },
		{ "{\"log\":\"", "a\"," D "{\"log\":\"", "\\n\"," D, 70000 },
		{ "", "words", "\n", 20000 },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct scratch_bytes b = { 0 };
		const char *path;
		struct told a;

		scratch_append(&b, "{\"log\":\"x\\n\"," D,
			       strlen("{\"log\":\"x\\n\"," D));
		scratch_append(&b, t[i].before, strlen(t[i].before));
		for (size_t n = 0; n < t[i].times; n++)
			scratch_append(&b, t[i].fill, strlen(t[i].fill));
		scratch_append(&b, t[i].after, strlen(t[i].after));
		scratch_append(&b, "{\"log\":\"y: z\\n\"," D,
			       strlen("{\"log\":\"y: z\\n\"," D));
		path = scratch_file("a", (struct cul_sv){ b.p, b.len });
		a = tell(path, 1 << 16, false);
		assert_int_equal(a.lines, 3);
		assert_int_equal(a.cut, 1);
		assert_true(a.bytes < 2 * CUL_RECORD_MAX);
		assert_non_null(strstr(a.text.p, T " y: z\n"));
		free(a.text.p);
		free(b.p);
	}
}

static void a_hole_before_a_record_is_counted(void **s)
{
	char in[300] = { 0 };
	const char line[] = "{\"log\":\"x: y\\n\"," D;
	struct told t;

	(void)s;
	memcpy(in + 100, line, sizeof(line) - 1);
	t = tell(scratch_file("a", (struct cul_sv){ in, 99 + sizeof(line) }),
		 100, false);
	assert_string_equal(t.text.p, "100:" T " x: y\n");
	assert_int_equal(t.nuls, 100);
	free(t.text.p);
}

#define SCRATCH(f)                                                             \
	cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRATCH(the_journals_json),
		SCRATCH(forged_records_stay_one_line),
		SCRATCH(containers_lines),
		SCRATCH(syslog_daemons_json),
		SCRATCH(the_journals_export),
		SCRATCH(what_is_no_record_passes),
		SCRATCH(over_long_records_are_cut),
		SCRATCH(a_hole_before_a_record_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
