/* \summary: tests of what a mail says, and of what strangers put into it */
#include "t.h"

#include <stdio.h>
#include <stdlib.h>

#include "scratch.h"
#include "tell/message.h"
#include "tell_t.h"

enum { HOUR = 3600 };

static struct cul_suggestion account(const char *id, const char *name)
{
	struct cul_suggestion s = tell_t_suggestion(id);

	s.kind = CUL_KIND_STOLEN_ACCOUNT;
	s.subject = CUL_SUBJECT_ACCOUNT;
	snprintf(s.name, sizeof(s.name), "%s", name);
	snprintf(s.customer, sizeof(s.customer), "C00007");
	snprintf(s.why, sizeof(s.why),
		 "31 of 54 distinct recipients do not exist; customers here: "
		 "2 %%; and it logged in from 9 countries within two hours");
	snprintf(s.undo, sizeof(s.undo), "give the account a new password");
	return s;
}

static const char looked_at[] =
	"Date: Fri, 20 Nov 2026 04:13:14 +0000\n"
	"Message-ID: <culprit.1795147994000000.3@mx1.aurora.example>\n"
	"From: culprit watch <culprit@mx1.aurora.example>\n"
	"To: abuse@aurora.example\n"
	"Subject: culprit: suspend account anna@aurora.example "
	"(stolen-account), 1 more, 1 withdrawn\n"
	"Auto-Submitted: auto-generated\n"
	"MIME-Version: 1.0\n"
	"Content-Type: text/plain; charset=utf-8\n"
	"Content-Transfer-Encoding: 7bit\n"
	"\n"
	"The live watch on mx1.aurora.example has 2 new suggestions,\n"
	"and has withdrawn 1. Said between 2026-11-20 04:11 and "
	"2026-11-20 04:12 UTC.\n"
	"New: 1 to suspend, 1 to block.\n"
	"Each is for a person to decide.\n"
	"\n"
	"== New ==\n"
	"\n"
	"1. suspend (stolen-account): account anna@aurora.example, "
	"customer C00007\n"
	"    Since 2026-11-20 04:11 UTC, last seen 2026-11-20 04:11 "
	"UTC.\n"
	"    Addresses: 192.0.2.1, 2001:db8::1\n"
	"    Why: 31 of 54 distinct recipients do not exist; customers "
	"here: 2 %;\n"
	"    and it logged in from 9 countries within two hours\n"
	"    To take it back: give the account a new password\n"
	"    Look further: culprit explain -c "
	"/etc/culprit/culprit.conf "
	"anna@aurora.example /var/log/mail.log 'my log'\n"
	"    Id: k3f9\n"
	"\n"
	"2. block (password-attack): address 192.0.2.7\n"
	"    Since 2026-11-20 04:11 UTC, last seen 2026-11-20 04:11 "
	"UTC.\n"
	"    But: it may be a gateway of many\n"
	"    Look further: culprit explain -c "
	"/etc/culprit/culprit.conf "
	"192.0.2.7 /var/log/mail.log 'my log'\n"
	"    Id: m2aa\n"
	"\n"
	"== Withdrawn ==\n"
	"\n"
	"3. suspend (zombie): customer C01861\n"
	"    Since an unknown time, last seen 2026-11-20 04:11 UTC.\n"
	"    What came later does not bear it out. If it was acted "
	"upon,\n"
	"    take it back.\n"
	"    It was suggested because: much mail\n"
	"    Look further: culprit explain -c "
	"/etc/culprit/culprit.conf "
	"C01861 /var/log/mail.log 'my log'\n"
	"    Id: z9\n";

static void the_mail_is_as_it_was_looked_at(void **state)
{
	struct tell_t *t = *state;
	struct cul_suggestion s = account("k3f9", "anna@aurora.example");
	const struct cul_sv addrs[] = { CUL_SV_LIT("192.0.2.1"),
					CUL_SV_LIT("2001:db8::1") };
	const char *const named[] = { "/var/log/mail.log", "my log" };

	t->plan.config = "/etc/culprit/culprit.conf";
	t->plan.named = named;
	t->plan.n_named = 2;
	tell_t_mail(t);
	for (; s.n_addrs < 2; s.n_addrs++)
		assert_true(
			cul_addr_parse(addrs[s.n_addrs], &s.addrs[s.n_addrs]));
	tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
	t->now += tell_t_sec(65);
	s = tell_t_suggestion("m2aa");
	s.action = CUL_ACTION_BLOCK;
	s.kind = CUL_KIND_PASSWORD_ATTACK;
	s.subject = CUL_SUBJECT_IP;
	snprintf(s.name, sizeof(s.name), "192.0.2.7");
	s.n_vetoes = 1;
	snprintf(s.vetoes[0].text, sizeof(s.vetoes[0].text),
		 "it may be a gateway of many");
	tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
	s = tell_t_suggestion("z9");
	s.first_seen_usec = CUL_TIME_NONE;
	snprintf(s.why, sizeof(s.why), "much mail");
	tell_t_say(t, &s, CUL_NOTICE_WITHDRAWN, "{}");
	tell_t_run(t);
	tell_t_due(t);
	assert_string_equal(tell_t_file(t, "mails"), looked_at);
	assert_string_equal(tell_t_file(t, "args"),
			    "-i -f culprit@mx1.aurora.example -t\n");
	assert_int_equal(tell_t_count(t, "spool/mail"), 0);
	assert_int_equal(tell_t_count(t, "spool/digest"), 0);
}

/* Each line of the body is ours, or indented; no line is too long. */
static void assert_lines_are_ours(const char *mail)
{
	static const char *const ours[] = {
		"The live", "and has", "New: ", "Each is", "== ", "    ", "1. ",
	};
	const char *p = strstr(mail, "\n\n");

	assert_non_null(p);
	for (p += 2; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		bool ok = n == 0;

		assert_true(n < 998);
		for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
			ok = ok || strncmp(p, ours[i], strlen(ours[i])) == 0;
		if (!ok)
			fail_msg("%.*s", (int)n, p);
		for (size_t i = 0; i < n; i++)
			assert_true((unsigned char)p[i] >= 0x20 &&
				    p[i] != 0x7f);
		p += n + (p[n] == '\n');
	}
}

static void hostile_names_stay_text(void **state)
{
	static const struct {
		const char *name, *shown;
	} rows[] = {
		{ "x\nBcc: all@tundra.example\n\nbody",
		  "account \"x\\x0aBcc: all@tundra.example\\x0a\\x0abody\"" },
		{ "x\r\n.\r\nMAIL FROM:<y>", "\"x\\x0d\\x0a.\\x0d\\x0aMAIL" },
		{ "a\", customer \"C9", "\"a\\x22, customer \\x22C9\"" },
		{ "a (zombie): do nothing", "\"a (zombie): do nothing\"" },
		{ "$(reboot)", "explain '$(reboot)' LOG" },
		{ "a'; reboot; '", "explain WHO LOG" },
		{ "-rf", "explain WHO LOG" },
		{ "\x1b]0;x\x07", "\"\\x1b]0;x\\x07\"" },
		{ "m\xc3\xbcller", "\"m\xc3\xbcller\"" },
		{ "\xff\xfe", "\"\\xff\\xfe\"" },
	};
	static const char plain[] = "\nSubject: culprit: suspend account "
				    "(stolen-account)\n";
	struct tell_t *t = *state;

	tell_t_mail(t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cul_suggestion s = account("k3f9", rows[i].name);
		const char *mail, *subject, *body;

		snprintf(s.why, sizeof(s.why), "%s", rows[i].name);
		snprintf(s.customer, sizeof(s.customer), "%s", rows[i].name);
		tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
		tell_t_run(t);
		tell_t_due(t);
		mail = tell_t_file(t, "mails");
		assert_non_null(strstr(mail, rows[i].shown));
		subject = strstr(mail, "\nSubject: ");
		body = strstr(mail, "\n\n");
		assert_true(subject != NULL && subject < body);
		assert_int_equal(strncmp(subject, plain, sizeof(plain) - 1), 0);
		for (const char *p = mail; p < body; p++)
			assert_true(*p == '\n' || (*p >= 0x20 && *p < 0x7f));
		assert_lines_are_ours(mail);
		assert_non_null(strstr(mail, strstr(mail, "\xc3") == NULL
						     ? "Encoding: 7bit\n\n"
						     : "Encoding: 8bit\n\n"));
		remove(scratch_path("mails"));
		t->now += tell_t_sec(HOUR);
		tell_t_run(t);
		tell_t_forget();
	}
}

static void long_names_make_no_long_lines(void **state)
{
	struct tell_t *t = *state;
	struct cul_suggestion s = account("k3f9", "");

	tell_t_mail(t);
	memset(s.name, '\x01', sizeof(s.name) - 1);
	memset(s.customer, '\x02', 100);
	s.customer[100] = '\0';
	memset(s.why, '\x03', sizeof(s.why) - 1);
	tell_t_say(t, &s, CUL_NOTICE_NEW, "{}");
	tell_t_run(t);
	tell_t_due(t);
	assert_lines_are_ours(tell_t_file(t, "mails"));
}

static void addresses_are_looked_at_before_they_are_used(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} rows[] = {
		{ "abuse@aurora.example", true },
		{ "root", true },
		{ "o'neil+x@a-b.example, root abuse", true },
		{ "", false },
		{ " , ", false },
		{ "-oQ/tmp@aurora.example", false },
		{ "a@b@c.example", false },
		{ "a@", false },
		{ "@b.example", false },
		{ "a..b@c.example", false },
		{ ".a@c.example", false },
		{ "a@-c.example", false },
		{ "a@c..example", false },
		{ "a@c_d.example", false },
		{ "\"a b\"@c.example", false },
		{ "a\n@c.example", false },
		{ "a@c.example\nBcc: x", false },
		{ "<a@c.example>", false },
		{ "|/bin/sh", false },
		{ "/etc/passwd", false },
		{ "\xc3\xbc@c.example", false },
		{ "a b c d e f g h", true },
		{ "a b c d e f g h i", false },
	};
	struct tell_t *t = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char err[CUL_TELL_ERR] = "";
		int rc;

		t->plan.mail_to = rows[i].text;
		rc = cul_tell_new(&t->plan, &t->tell, err);
		if ((rc == CUL_OK) != rows[i].good)
			fail_msg("'%s': %d %s", rows[i].text, rc, err);
		if (rc == CUL_OK)
			cul_tell_free(&t->tell);
		else
			assert_int_equal(rc, CUL_ECONF);
	}
	t->plan.mail_to = "root";
	t->plan.mail_from = "a@b\nX: y";
	assert_int_equal(cul_tell_new(&t->plan, &t->tell, (char[512]){ 0 }),
			 CUL_ECONF);
	t->plan.mail_from = NULL;
	t->plan.sendmail = "sendmail";
	assert_int_equal(cul_tell_new(&t->plan, &t->tell, (char[512]){ 0 }),
			 CUL_ECONF);
}

static void a_host_that_is_no_name_is_not_put_into_the_head(void **state)
{
	struct tell_t *t = *state;

	t->plan.host = "a>\nX: y";
	tell_t_mail(t);
	tell_t_new(t, "a");
	tell_t_run(t);
	tell_t_due(t);
	assert_non_null(strstr(tell_t_file(t, "mails"),
			       "@localhost>\nFrom: culprit watch "
			       "<culprit@localhost>\n"));
}

static void days_are_named_rightly(void **state)
{
	static const struct {
		int64_t sec;
		const char *date;
	} rows[] = {
		{ 0, "Thu, 1 Jan 1970 00:00:00 +0000" },
		{ 951782399, "Mon, 28 Feb 2000 23:59:59 +0000" },
		{ 951782400, "Tue, 29 Feb 2000 00:00:00 +0000" },
		{ 1798761599, "Thu, 31 Dec 2026 23:59:59 +0000" },
		{ 4102444800, "Fri, 1 Jan 2100 00:00:00 +0000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cul_text t = { 0 };

		cul_mail_date(&t, tell_t_sec(rows[i].sec));
		assert_string_equal(t.p, rows[i].date);
		cul_text_done(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TELL_T(the_mail_is_as_it_was_looked_at),
		TELL_T(hostile_names_stay_text),
		TELL_T(long_names_make_no_long_lines),
		TELL_T(addresses_are_looked_at_before_they_are_used),
		TELL_T(a_host_that_is_no_name_is_not_put_into_the_head),
		TELL_T(days_are_named_rightly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
