/* \summary: every envelope around the same words gives the same words */
#include "t.h"

#include "culprit/record.h"

static struct cul_sv view(const char *s)
{
	return s != NULL ? (struct cul_sv){ s, strlen(s) }
			 : (struct cul_sv){ NULL, 0 };
}

static void same(struct cul_sv got, const char *want)
{
	assert_int_equal(cul_sv_present(got), want != NULL);
	if (want != NULL)
		assert_true(cul_sv_eq(got, view(want)));
}

struct envelope {
	const char *in;
	enum cul_stamp_form form;
	const char *host, *tag;
	uint32_t pid;
	const char *text;
};

static void holds(const struct cul_record *r, const struct envelope *t)
{
	same(r->line, t->in);
	assert_int_equal(r->stamp.form, t->form);
	same(r->host, t->host);
	same(r->tag, t->tag);
	assert_int_equal(r->pid, t->pid);
	same(r->text, t->text);
	assert_false(r->cut);
}

/* Alone, after itself, and after each of the others. */
static void all_hold(const struct envelope *t, size_t n)
{
	struct cul_stamp_memo kept = { 0 };

	for (size_t i = 0; i < n * n; i++) {
		struct cul_stamp_memo memo = { 0 };
		struct cul_record a, b, c, d;

		cul_syslog_read(view(t[i / n].in), &kept, &a);
		cul_syslog_read(view(t[i % n].in), &kept, &b);
		holds(&a, &t[i / n]);
		holds(&b, &t[i % n]);
		cul_syslog_read(view(t[i % n].in), &memo, &c);
		cul_syslog_read(view(t[i % n].in), &memo, &d);
		holds(&c, &t[i % n]);
		holds(&d, &t[i % n]);
		assert_int_equal(b.stamp.t_usec, c.stamp.t_usec);
		assert_int_equal(d.stamp.t_usec, c.stamp.t_usec);
	}
}

#define Y CUL_STAMP_YEARLESS
#define Z CUL_STAMP_ZONED
#define L CUL_STAMP_LOCAL
#define A CUL_STAMP_ABSENT

static void files_of_syslogd(void **s)
{
	static const struct envelope t[] = {
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[123]: connect", Y, "mx1",
		  "postfix/smtpd", 123, "connect" },
		{ "<22>Nov  2 04:11:09 mx1 postfix/smtpd[123]: connect", Y,
		  "mx1", "postfix/smtpd", 123, "connect" },
		{ "Nov 2 04:11:09 mx1 postfix/smtpd[123]: connect", Y, "mx1",
		  "postfix/smtpd", 123, "connect" },
		{ "<22>Nov 2 04:11:09 postfix/smtpd[123]: connect", Y, NULL,
		  "postfix/smtpd", 123, "connect" },
		{ "Nov 20 2026 04:11:09 mx1 postfix/smtpd[123]: connect", L,
		  "mx1", "postfix/smtpd", 123, "connect" },
		{ "Nov 20 04:11:09 postfix/smtpd[123]: connect", Y, NULL,
		  "postfix/smtpd", 123, "connect" },
		{ "Nov 20 04:11:09 postfix/smtpd: connect", Y, NULL,
		  "postfix/smtpd", 0, "connect" },
		{ "Nov 20 04:11:09 relay mx1 postfix/smtpd[123]: connect", Y,
		  "mx1", "postfix/smtpd", 123, "connect" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd: connect", Y, "mx1",
		  "postfix/smtpd", 0, "connect" },
		{ "2026-11-20T04:11:09.123456+00:00 mx1 postfix/qmgr[7]: x", Z,
		  "mx1", "postfix/qmgr", 7, "x" },
		{ "2026-11-20 04:11:09 mx1 postfix/qmgr[7]: x", L, "mx1",
		  "postfix/qmgr", 7, "x" },
		{ "Nov 20 04:11:09 2001:db8::5 postfix/qmgr[7]: x", Y,
		  "2001:db8::5", "postfix/qmgr", 7, "x" },
		{ "Nov 20 04:11:09 mx1 postfix-203.0.113.9/smtpd[5]: x", Y,
		  "mx1", "postfix-203.0.113.9/smtpd", 5, "x" },
		{ "Nov 20 04:11:09 mx1 postfix/127.0.0.1:10025/smtpd[5]: x", Y,
		  "mx1", "postfix/127.0.0.1:10025/smtpd", 5, "x" },
		{ "Nov 20 04:11:09 mail-out-17.relay.example.net "
		  "postfix/submission/smtpd[4194304]: connect from x",
		  Y, "mail-out-17.relay.example.net",
		  "postfix/submission/smtpd", 4194304, "connect from x" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[12345678]: connect", Y,
		  "mx1", "postfix/smtpd", 12345678, "connect" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[4294967295]: connect", Y,
		  "mx1", "postfix/smtpd", UINT32_MAX, "connect" },
		{ "Nov 20 04:11:09  mx1  postfix/smtpd[123]:  connect from", Y,
		  "mx1", "postfix/smtpd", 123, "connect from" },
		{ "Nov 20 04:11:09 mx1: postfix/smtpd[123]: connect from", Y,
		  NULL, "mx1", 0, "postfix/smtpd[123]: connect from" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[123]: [words] in these", Y,
		  "mx1", "postfix/smtpd", 123, "[words] in these" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[123]: [ID 1 a] in these",
		  Y, "mx1", "postfix/smtpd", 123, "in these" },
		{ "2026-11-20T04:11:09.123456+01:00 mx1 postfix/qmgr[7]: words "
		  "and words\r",
		  Z, "mx1", "postfix/qmgr", 7, "words and words" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]));
}

static void other_systems_and_protocols(void **s)
{
	static const struct envelope t[] = {
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[1]: [ID 197553 mail.info] "
		  "connect",
		  Y, "mx1", "postfix/smtpd", 1, "connect" },
		{ "Nov 20 04:11:09 <mail.info> mx1 postfix/smtpd[1]: x", Y,
		  "mx1", "postfix/smtpd", 1, "x" },
		{ "<22>1 2026-11-20T04:11:09Z mx1 postfix/smtpd 99 - - x y", Z,
		  "mx1", "postfix/smtpd", 99, "x y" },
		{ "<22>1 2026-11-20T04:11:09Z mx1 postfix/smtpd 99 ID7 "
		  "[a b=\"c\\\"] d\"][e] \xef\xbb\xbfx",
		  Z, "mx1", "postfix/smtpd", 99, "x" },
		{ "<22>1 2026-11-20T04:11:09Z mx1 postfix/smtpd 99 - -  x y", Z,
		  "mx1", "postfix/smtpd", 99, "x y" },
		{ "<22>1 - - - - - - x", A, NULL, NULL, 0, "x" },
		{ "<22>1 2026-11-20T04:11:09Z mx1 postfix/smtpd 99 - -", Z,
		  "mx1", "postfix/smtpd", 99, "" },
		{ "<22>postfix/smtpd[1]: x", A, NULL, "postfix/smtpd", 1, "x" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[1]: x\r", Y, "mx1",
		  "postfix/smtpd", 1, "x" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]));
}

static void relays_and_their_habits(void **s)
{
	static const struct envelope t[] = {
		{ "Nov 20 04:11:09 src@mx1 postfix/smtpd[1]: x", Y, "src@mx1",
		  "postfix/smtpd", 1, "x" },
		{ "Nov 20 04:11:09 s_local@mx1 postfix/smtpd[1]: words to read",
		  Y, "s_local@mx1", "postfix/smtpd", 1, "words to read" },
		{ "Nov 20 04:11:09 mx1/relay2/log3 postfix/smtpd[1]: x", Y,
		  "mx1/relay2/log3", "postfix/smtpd", 1, "x" },
		{ "<22>Nov 20 04:11:09 s_sys@mx1/relay2 sendmail: x", Y,
		  "s_sys@mx1/relay2", "sendmail", 0, "x" },
		{ "Nov 20 04:11:09.123 mx1 postfix/smtpd[1]: x", Y, "mx1",
		  "postfix/smtpd", 1, "x" },
		{ "Nov 20 04:11:09 <mail.info> mx1 sm-mta[2794]: x y", Y, "mx1",
		  "sm-mta", 2794, "x y" },
		{ "Nov 20 04:11:09 <mail.info> mx1 prog: [ID 987462 "
		  "mail.notice] x",
		  Y, "mx1", "prog", 0, "x" },
		{ "Nov 20 04:11:09 CET mx1 sendmail: x", Y, "mx1", "sendmail",
		  0, "x" },
		{ "Nov 20 04:11:09 CEST mx1 sendmail[7]: x y", Y, "mx1",
		  "sendmail", 7, "x y" },
		{ "Nov 20 2026 04:11:09 UTC: mx1 prog[7]: x", Z, "mx1", "prog",
		  7, "x" },
		{ "Nov 20 2026 04:11:09 EST: mx1 prog[7]: x", L, "mx1", "prog",
		  7, "x" },
		{ "Nov 20 04:11:09 cest mx1 prog[7]: x", Y, "mx1", "prog", 7,
		  "x" },
		{ "Nov 20 04:11:09 mx1 CET said something: else", Y, "mx1",
		  NULL, 0, "CET said something: else" },
		{ "2026-11-20T04:11:09-0330 mx1 prog[7]: x\r", Z, "mx1", "prog",
		  7, "x" },
		{ "2026-11-20 04:11:09.5+05:45 mx1 prog: x", Z, "mx1", "prog",
		  0, "x" },
		{ "<22>1 2026-11-20T04:11:09.5+01:00 mx1 exim 9 - "
		  "[a@9 b=\"]\"] x: y\r",
		  Z, "mx1", "exim", 9, "x: y" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]));
}

/* Behind multilog's stamp there is neither host nor tag, whatever it looks
 * like. */
static void what_multilog_stamps_is_text(void **s)
{
	static const struct envelope t[] = {
		{ "@400000004c5b34b604c9b734 tcpserver: deny 6944 a:b", Z, NULL,
		  NULL, 0, "tcpserver: deny 6944 a:b" },
		{ "@400000004c5b34b604c9b734 mx1 postfix/smtpd[123]: connect "
		  "from x\r",
		  Z, NULL, NULL, 0, "mx1 postfix/smtpd[123]: connect from x" },
		{ "@400000004c5b34b604c9b734 [ID 1 a] x", Z, NULL, NULL, 0,
		  "[ID 1 a] x" },
		{ "@400000004c5b34b604c9b734", Z, NULL, NULL, 0, "" },
		{ "@400000004c5b34b604c9b734: x", A, NULL, NULL, 0,
		  "@400000004c5b34b604c9b734: x" },
		{ "@4000 x", A, NULL, NULL, 0, "@4000 x" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]));
}

static void what_is_no_tag_is_left_in_the_text(void **s)
{
	static const struct envelope t[] = {
		{ "Nov 20 04:11:09 mx1 last message repeated 3 times", Y, "mx1",
		  NULL, 0, "last message repeated 3 times" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[x]: a", Y, "mx1", NULL, 0,
		  "postfix/smtpd[x]: a" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[4294967296]: a", Y, "mx1",
		  NULL, 0, "postfix/smtpd[4294967296]: a" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[]: and more words", Y,
		  "mx1", NULL, 0, "postfix/smtpd[]: and more words" },
		{ "Nov 20 04:11:09 mx1 :postfix/smtpd[123]: and more words", Y,
		  "mx1", NULL, 0, ":postfix/smtpd[123]: and more words" },
		{ "Nov 20 04:11:09 mx1 [123]: and many more words", Y, "mx1",
		  NULL, 0, "[123]: and many more words" },
		{ "Nov 20 04:11:09 mx1 postfix/smtpd[12", Y, "mx1", NULL, 0,
		  "postfix/smtpd[12" },
		{ "Nov 20 04:11:09 mx1", Y, "mx1", NULL, 0, "" },
		{ "Nov 20 04:11:09", Y, NULL, NULL, 0, "" },
		{ "Nov 20 04:11:09x", A, NULL, NULL, 0, "Nov 20 04:11:09x" },
		{ "connect from a[192.0.2.1]", A, NULL, NULL, 0,
		  "connect from a[192.0.2.1]" },
		{ "<999>x", A, NULL, NULL, 0, "<999>x" },
		{ "", A, NULL, NULL, 0, "" },
		{ "<22>1 2026-11-20T04:11:09Z mx1", A, NULL, NULL, 0,
		  "<22>1 2026-11-20T04:11:09Z mx1" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]));
}

/* What a crash leaves in a file: whole blocks of NUL, then the next line. */
static void a_run_of_nul_before_a_line_is_passed_over(void **s)
{
	static const char words[] = "Nov 20 04:11:09 mx1 postfix/qmgr[7]: x";
	char in[390 + sizeof(words)] = { 0 };
	struct cul_stamp_memo memo = { 0 };
	struct cul_record r;

	(void)s;
	memcpy(in + 390, words, sizeof(words));
	cul_syslog_read((struct cul_sv){ in, sizeof(in) - 1 }, &memo, &r);
	assert_int_equal(r.line.len, sizeof(in) - 1);
	same(r.host, "mx1");
	same(r.tag, "postfix/qmgr");
	same(r.text, "x");
}

/* A second host is believed only before "program[pid]:". */
static void words_do_not_become_a_host(void **s)
{
	struct cul_stamp_memo memo = { 0 };
	struct cul_record r;

	(void)s;
	cul_syslog_read(view("Nov 20 04:11:09 mx1 said something: else"), &memo,
			&r);
	same(r.host, "mx1");
	same(r.tag, NULL);
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(files_of_syslogd),
		cmocka_unit_test(other_systems_and_protocols),
		cmocka_unit_test(relays_and_their_habits),
		cmocka_unit_test(what_multilog_stamps_is_text),
		cmocka_unit_test(what_is_no_tag_is_left_in_the_text),
		cmocka_unit_test(a_run_of_nul_before_a_line_is_passed_over),
		cmocka_unit_test(words_do_not_become_a_host),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
