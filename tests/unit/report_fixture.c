/* \summary: reports made by hand: a day with culprits of many kinds */
#include "report_fixture.h"

#include <stdio.h>

#include "report_fixture_make.h"

static void zombie(void)
{
	struct cul_suggestion *s =
		fixture_begin(CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE,
			      CUL_SUBJECT_CUSTOMER, "C01861");

	snprintf(s->customer, sizeof(s->customer), "C01861");
	fixture_address(s, "100.96.3.7");
	fixture_times(s, 411, 413, 2258);
	s->counts = (struct cul_counts){ 1204, 3880, 1310, 2391, 12, 18446123,
					 0,    40,   155,  71,   3,  0 };
	fixture_reason(
		s,
		(struct cul_reason){ CUL_FAMILY_BAD_RECIPIENTS,
				     "distinct recipients that do not exist",
				     31, 54, .02, 18400, "" },
		"31 of 54 distinct recipients do not exist; customers here: "
		"2 %");
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_DIVERSITY,
					    "unrelated sender domains", 40, 0,
					    1.5, 14210, "" },
		       "40 unrelated sender domains; a household shows 1 or 2");
	fixture_quote(
		s, CUL_FAMILY_BAD_RECIPIENTS, "mail.log.1",
		"Nov 20 04:11:09 mx1 postfix/smtp[811]: 4F1C2A0B3D: "
		"to=<bob@far.example>, relay=mx.far.example[198.51.100.9]:25, "
		"delay=1.2, dsn=5.1.1, status=bounced (host "
		"mx.far.example[198.51.100.9] said: 550 5.1.1 "
		"<bob@far.example>: User unknown (in reply to RCPT TO "
		"command))");
	for (int i = 0; i < 4; i++)
		fixture_quote(
			s, CUL_FAMILY_BAD_RECIPIENTS, "mail.log",
			"Nov 20 22:58:59 mx1 postfix/smtp[814]: 4F1C2A0B9E: "
			"to=<zoe@off.example>, orig_to=<z@off.example>, "
			"relay=none, dsn=5.4.4, status=bounced (no such "
			"domain)");
	fixture_quote(s, CUL_FAMILY_DIVERSITY, "mail.log.1",
		      "Nov 20 04:11:02 mx1 postfix/smtpd[640]: 4F1C2A0B3D: "
		      "client=dsl-7.aurora.example[100.96.3.7]");
	fixture_hours(s, 4, 22, 230, 62);
	fixture_hours(s, 0, 3, 3, 0);
	fixture_say(
		s,
		"Since 2026-11-20 04:11 UTC customer C01861 (100.96.3.7) wrote "
		"to 54 addresses under 40 unrelated sender domains; 31 of them "
		"do "
		"not exist: the machine is very likely infected.",
		"let C01861 send again once the machine is clean; mail that "
		"was "
		"held can be looked at and let go");
}

static void stolen(void)
{
	struct cul_suggestion *s =
		fixture_begin(CUL_ACTION_SUSPEND, CUL_KIND_STOLEN_ACCOUNT,
			      CUL_SUBJECT_ACCOUNT, "Ines.Vidal@aurora.example");

	snprintf(s->customer, sizeof(s->customer), "C00417");
	fixture_address(s, "203.0.113.9");
	fixture_address(s, "198.51.100.77");
	fixture_address(s, "2001:db8:5::17");
	fixture_times(s, 902, 917, 1544);
	s->counts = (struct cul_counts){ 310, 9100, 6400, 2100, 0, 9912000,
					 0,   0,    0,    88,   0, 2 };
	fixture_reason(
		s,
		(struct cul_reason){ CUL_FAMILY_LOGINS,
				     "networks the login came from", 9, 0, 1.2,
				     11700, "" },
		"used from 9 networks within 24 hours; accounts here: 1.2");
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_REJECTIONS,
					    "refused as spam", 88, 9100, .0004,
					    9930, "" },
		       "88 of 9,100 recipients' servers refused it as spam");
	fixture_quote(s, CUL_FAMILY_LOGINS, "mail.log",
		      "Nov 20 09:02:09 mx2 postfix/submission/smtpd[77]: 5A0: "
		      "client=unknown[203.0.113.9], sasl_method=PLAIN, "
		      "sasl_username=Ines.Vidal@aurora.example");
	fixture_hours(s, 9, 15, 1400, 24);
	fixture_say(
		s,
		"Since 2026-11-20 09:02 UTC the account "
		"Ines.Vidal@aurora.example of customer C00417 was used from 9 "
		"networks and wrote to 9100 addresses: others very likely have "
		"its password.",
		"let Ines.Vidal@aurora.example send again once its password is "
		"new; its inbox was never closed");
}

static void probe(void)
{
	struct cul_suggestion *s =
		fixture_begin(CUL_ACTION_BLOCK, CUL_KIND_RELAY_PROBE,
			      CUL_SUBJECT_IP, "203.0.113.66");

	fixture_address(s, "203.0.113.66");
	fixture_times(s, 1422, 1422, 1423);
	s->counts.refused_relay = 14;
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_RELAYING,
					    "relays refused between strangers",
					    14, 14, .001, 16000, "" },
		       "14 of 14 commands asked to relay between strangers");
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_MANNERS,
					    "sessions in vain", 6, 6, .05, 9210,
					    "" },
		       "6 of 6 sessions broke the protocol or ended in vain");
	fixture_quote(
		s, CUL_FAMILY_RELAYING, "mail.log",
		"Nov 20 14:22:09 mx1 postfix/smtpd[91]: NOQUEUE: reject: RCPT "
		"from unknown[203.0.113.66]: 554 5.7.1 <probe@far.example>: "
		"Relay access denied; from=<a@b.example> "
		"to=<probe@far.example> proto=SMTP helo=<x>");
	fixture_hours(s, 14, 14, 14, 100);
	fixture_say(
		s,
		"Since 2026-11-20 14:22 UTC 203.0.113.66 asked 14 times to "
		"have "
		"mail passed on to 14 recipients elsewhere, 9 of them in test "
		"syntax, and never logged in: it looks for an open relay.",
		"take 203.0.113.66 off the block list; it falls off by itself "
		"after a day");
}

static void others(void)
{
	struct cul_suggestion *s =
		fixture_begin(CUL_ACTION_BLOCK, CUL_KIND_PASSWORD_ATTACK,
			      CUL_SUBJECT_IP, "2001:db8:bad::1");

	fixture_address(s, "2001:db8:bad::1");
	fixture_times(s, 100, 104, 2310);
	s->counts.login_failed = 1877;
	fixture_hours(s, 1, 23, 90, 100);
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_LOGINS,
					    "user names refused", 412, 0, 1,
					    31000, "" },
		       "412 different user names failed to log in");
	fixture_say(
		s,
		"Since 2026-11-20 01:00 UTC 2001:db8:bad::1 failed to log in "
		"1877 times under 412 user names and never succeeded: "
		"passwords "
		"are being guessed.",
		"take 2001:db8:bad::1 off the block list");
	s = fixture_begin(CUL_ACTION_SUSPEND, CUL_KIND_FORM_ABUSE,
			  CUL_SUBJECT_LOCAL_USER, "www-data@web1");
	fixture_times(s, 1105, 1131, 1140);
	s->counts.messages = 640;
	s->counts.bounced = 102;
	fixture_hours(s, 11, 11, 640, 16);
	fixture_say(
		s,
		"Since 2026-11-20 11:05 UTC programs of the local user "
		"www-data@web1 wrote to 640 addresses, within one hour to 212 "
		"new "
		"domains: a web form or script is very likely abused.",
		"let programs of www-data@web1 send again once the script is "
		"mended");
	s = fixture_begin(CUL_ACTION_CONTACT, CUL_KIND_ROAMING, CUL_SUBJECT_IP,
			  "198.51.100.23");
	fixture_address(s, "198.51.100.23");
	fixture_times(s, 812, 812, 1930);
	s->confidence = 0.99;
	s->counts.refused_relay = 5;
	fixture_hours(s, 8, 19, 1, 100);
	snprintf(s->vetoes[0].text, CUL_TEXT_MAX,
		 "its senders have mailboxes here, and it logged in at 07:50");
	s->vetoes[0].name = "roaming";
	s->n_vetoes = 1;
	fixture_say(
		s,
		"Since 2026-11-20 08:12 UTC 198.51.100.23 was refused 5 times "
		"for 2 recipients, as a sender who has a mailbox here: a "
		"customer "
		"away from home, who should send through port 587 with a "
		"login.",
		"nothing was closed: close the case of 198.51.100.23");
}

static const char *const why_names[] = { "statistics", "connection cache",
					 "no such prefix", "queue id too long",
					 NULL };

static const struct cul_parser_count parsers[] = { { "postfix",
						     { 118204, 3411, 52, 4 },
						     why_names,
						     { 3000, 411, 0, 0 },
						     { 0, 0, 1, 3 } } };

static const struct cul_input_count inputs[] = {
	{ "mail.log.1", 14000000, 100411, 0, NULL, NULL },
	{ "mail.log", 3200000, 21260, 2, NULL, NULL },
	{ "mail.log.2.gz", 11000, 120, 0,
	  "the gzip data ends too early, after 120 lines", NULL },
	{ "lastlog", 292292, 0, 0, NULL, "not a mail log: skipped" }
};

static const struct cul_sample samples[] = {
	{ 1, 91123, "queue id too long",
	  "Nov 20 05:00:00 mx1 postfix/smtp[1]: "
	  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: to=<ann@far.example>" }
};

static const char *const guesses[] = {
	"Our networks: 100.64.0.0/10, from 41 clients that were relayed for "
	"without a login. Set [network] networks to be sure.",
	"The year is 2026, from the date of mail.log."
};

static const char *const warnings[] = {
	"mail.log.2.gz: what comes after the break was not read."
};

static const struct cul_cleared cleared[] = {
	{ CUL_KIND_SPAMMER,
	  CUL_SUBJECT_CUSTOMER,
	  "C00900",
	  { "newsletter",
	    "1.4 % of 12,000 recipients bounced, as a confirmed list does; "
	    "the same senders and steady hours" } },
	{ CUL_KIND_ZOMBIE,
	  CUL_SUBJECT_IP,
	  "100.96.0.20",
	  { "one-domain", "all senders are of one domain: an office behind "
			  "one address" } }
};

static struct cul_report report;
static const char *const named[] = { "logs of mx1" };

struct cul_report *fixture_rich(void)
{
	fixture_reset();
	zombie();
	stolen();
	probe();
	others();
	report = (struct cul_report){ .version = "0.1.0",
				      .n_cleared = 2,
				      .cleared = cleared,
				      .config = "culprit.conf",
				      .n_named = 1,
				      .named = named,
				      .made_usec = fixture_at(23, 59, 58) };
	report.n_suggestions = fixture_made(&report.suggestions);
	report.summary =
		(struct cul_summary){ .lines = 121791,
				      .bytes = 17211000,
				      .events = 118204,
				      .no_stamp_lines = 3,
				      .unowned_lines = 120,
				      .orphan_outcomes = 17,
				      .t_first_usec = fixture_at(0, 0, 12),
				      .t_last_usec = fixture_at(23, 59, 58),
				      .n_sources = 2210,
				      .mail = { 20411, 24800, 12, 310, 902,
						3377, 214, 0, 3, 0 },
				      .n_inputs = 4,
				      .inputs = inputs,
				      .n_parsers = 1,
				      .parsers = parsers,
				      .n_samples = 1,
				      .samples = samples,
				      .n_guesses = 2,
				      .guesses = guesses,
				      .n_warnings = 1,
				      .warnings = warnings };
	return &report;
}

struct cul_report *fixture_quiet(void)
{
	fixture_rich();
	report.n_suggestions = 0;
	report.n_cleared = 0;
	return &report;
}

struct cul_report *fixture_empty(void)
{
	report = (struct cul_report){ .version = "0.1.0" };
	report.summary.t_first_usec = CUL_TIME_NONE;
	report.summary.t_last_usec = CUL_TIME_NONE;
	report.made_usec = CUL_TIME_NONE;
	return &report;
}

static struct cul_input_count evil_input;
static struct cul_sample evil_sample;
static struct cul_cleared evil_cleared;
static const char *evil_sentence = FIXTURE_EVIL;

static void evil_suggestion(enum cul_action a, enum cul_kind k,
			    enum cul_subject subject)
{
	struct cul_suggestion *s = fixture_begin(a, k, subject, FIXTURE_EVIL);

	snprintf(s->id, sizeof(s->id), "%s", "<b>\033[2J\n\"&'=#");
	snprintf(s->customer, sizeof(s->customer), "%s", FIXTURE_EVIL);
	fixture_times(s, 300, 301, 302);
	fixture_address(s, "192.0.2.17");
	fixture_hours(s, 3, 3, 2, 50);
	fixture_reason(s,
		       (struct cul_reason){ CUL_FAMILY_SPREAD, FIXTURE_EVIL, 7,
					    0, 1, 9300, "" },
		       FIXTURE_EVIL);
	s->vetoes[0].name = FIXTURE_EVIL;
	snprintf(s->vetoes[0].text, CUL_TEXT_MAX, "%s", FIXTURE_EVIL);
	s->n_vetoes = 1;
	fixture_quote(s, CUL_FAMILY_SPREAD, FIXTURE_EVIL, FIXTURE_EVIL);
	fixture_say(s, FIXTURE_EVIL, FIXTURE_EVIL);
}

struct cul_report *fixture_hostile(void)
{
	fixture_rich();
	evil_suggestion(CUL_ACTION_SUSPEND, CUL_KIND_SPAMMER,
			CUL_SUBJECT_ACCOUNT);
	evil_suggestion(CUL_ACTION_BLOCK, CUL_KIND_HARVEST, CUL_SUBJECT_IP);
	evil_suggestion(CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE,
			CUL_SUBJECT_CUSTOMER);
	evil_suggestion(CUL_ACTION_WATCH, CUL_KIND_SPAMMER,
			CUL_SUBJECT_LOCAL_USER);
	evil_input = (struct cul_input_count){ FIXTURE_EVIL, 1,           1, 1,
					       FIXTURE_EVIL, FIXTURE_EVIL };
	evil_sample = (struct cul_sample){ 0, 1, FIXTURE_EVIL, FIXTURE_EVIL };
	evil_cleared = (struct cul_cleared){ CUL_KIND_SPAMMER,
					     CUL_SUBJECT_ACCOUNT,
					     FIXTURE_EVIL,
					     { FIXTURE_EVIL, FIXTURE_EVIL } };
	report.n_suggestions = fixture_made(&report.suggestions);
	report.n_cleared = 1;
	report.cleared = &evil_cleared;
	report.summary.n_inputs = 1;
	report.summary.inputs = &evil_input;
	report.summary.samples = &evil_sample;
	report.summary.n_guesses = 1;
	report.summary.guesses = &evil_sentence;
	report.summary.warnings = &evil_sentence;
	return &report;
}

struct cul_report *fixture_named(const char *name)
{
	if (strcmp(name, "rich") == 0)
		return fixture_rich();
	if (strcmp(name, "hostile") == 0)
		return fixture_hostile();
	if (strcmp(name, "lists") == 0)
		return fixture_lists();
	if (strcmp(name, "quiet") == 0)
		return fixture_quiet();
	return strcmp(name, "empty") == 0 ? fixture_empty() : NULL;
}
