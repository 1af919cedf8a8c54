/* \summary: what real servers' refusals say of the sender, and replies cut */
#include "t.h"

#include "text/outcome.h"
#include "text/reply.h"

static struct cul_sv view(const char *s)
{
	return (struct cul_sv){ s, strlen(s) };
}

#define BAD   CUL_OUTCOME_BAD_RECIPIENT
#define REP   CUL_OUTCOME_REPUTATION
#define CONT  CUL_OUTCOME_CONTENT
#define RELAY CUL_OUTCOME_RELAY_REFUSED
#define NEUT  CUL_OUTCOME_NEUTRAL

struct said {
	enum cul_outcome want;
	const char *reply; /* code, enhanced code, words */
};

static void all_hold(const struct said *t, size_t n, enum cul_stage stage)
{
	for (size_t i = 0; i < n; i++) {
		struct cul_reply r = cul_reply_read(view(t[i].reply));
		enum cul_outcome got =
			cul_outcome_of(r.code, r.enhanced, r.text, stage);

		if (got != t[i].want)
			fail_msg("%s: %s, not %s", t[i].reply,
				 cul_outcome_name(got),
				 cul_outcome_name(t[i].want));
	}
}

static void recipients_that_do_not_exist(void **s)
{
	static const struct said t[] = {
		{ BAD, "550 5.1.1 <a@b.example>: Recipient address rejected: "
		       "User unknown in virtual mailbox table" },
		{ BAD, "550 5.1.1 <a@b.example>... User unknown" },
		{ BAD, "550 Unrouteable address" },
		{ BAD, "550 Account is not active." },
		{ BAD, "550 No such user here" },
		{ BAD, "550 5.4.1 Recipient address rejected: Access denied. "
		       "AS(201806281) [x.prod.protection.outlook.com]" },
		{ BAD, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient "
		       "not found by SMTP address lookup" },
		{ BAD, "550 5.5.0 Requested action not taken: mailbox "
		       "unavailable." },
		{ BAD, "550-5.1.1 The email account that you tried to reach "
		       "does not exist. Please try 550-5.1.1 double-checking "
		       "the recipient's email address" },
		{ BAD, "550-5.1.1 The email account that you tried to reach "
		       "does not 550 5.1.1 exist" },
		{ BAD, "550 5.2.1 The email account that you tried to reach is "
		       "disabled." },
		{ BAD, "554 delivery error: dd This user doesn't have a "
		       "yahoo.com account (a@yahoo.example) [0]" },
		{ BAD, "550 Message was not accepted -- invalid mailbox. Local "
		       "mailbox a@b.example is unavailable: user not found" },
		{ BAD, "550 sorry, no mailbox here by that name. (#5.1.1)" },
		{ BAD, "511 sorry, (#5.1.1)" },
		{ BAD, "550 5.1.1 Adresse d au moins un destinataire invalide. "
		       "Invalid recipient. OFR204_418" },
		{ BAD, "550 5.1.1 Not our Customer" },
		{ BAD, "550-5.7.0 The account that you wrote to does "
		       "not 550 5.7.0 exist" },
		{ BAD, "550 <spamhaus@b.example>: user unknown" },
		{ BAD, "550 spamhaus@b.example: user unknown" },
		{ BAD, "554 delivery error: dd Sorry, a@b.example does not "
		       "have an account here" },
		{ BAD, "550-5.2.1 The account you wrote to is switched off" },
		{ BAD, "550 5.1.1 whatever the words" },
		{ BAD, "524 5.2.4 Mailing list expansion problem: "
		       "<a@b.example>" },
		{ BAD, "450 4.1.1 <a@b.example>: Recipient address rejected: "
		       "unverified address: User unknown" },
		{ BAD, "550 5.1.1 <spamhaus@b.example>: Recipient address "
		       "rejected: User unknown" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]), CUL_STAGE_RCPT);
}

static void the_words_of_our_own_agents(void **s)
{
	static const struct {
		enum cul_outcome want;
		const char *enhanced, *text;
	} t[] = {
		{ BAD, "5.1.1", "unknown user: \"alice\"" },
		{ BAD, "5.1.1", "unknown user: \"spamhaus\"" },
		{ BAD, "5.4.4",
		  "Host or domain name not found. Name service error for "
		  "name=nx.example type=AAAA: Host not found" },
		{ NEUT, "4.4.3",
		  "Host or domain name not found. Name service error for "
		  "name=x.example type=MX: Host not found, try again" },
		{ BAD, "5.1.0",
		  "Domain nomail.example does not accept mail (nullMX)" },
		{ NEUT, "5.4.6", "mail for x.example loops back to myself" },
		{ NEUT, "4.4.1",
		  "connect to mx.x.example[192.0.2.1]:25: Connection timed "
		  "out" },
		{ NEUT, "5.2.2", "maildir delivery failed: over quota" },
		{ NEUT, "4.7.5", "Server certificate not trusted" },
		{ NEUT, "5.3.4",
		  "message size 20 exceeds size limit 10 of server x" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(cul_outcome_of(0, view(t[i].enhanced),
						view(t[i].text),
						CUL_STAGE_NONE),
				 t[i].want);
}

static void block_lists_and_reputations(void **s)
{
	static const struct said t[] = {
		{ REP, "554 5.7.1 Service unavailable; Client host "
		       "[192.0.2.1] blocked using zen.spamhaus.org; "
		       "https://www.spamhaus.example/query/ip/192.0.2.1" },
		{ REP, "550 5.7.1 Unfortunately, messages from [192.0.2.1] "
		       "weren't sent. Please contact your Internet service "
		       "provider since part of their network is on our block "
		       "list (S3140)." },
		{ REP, "550 5.7.606 Access denied, banned sending IP "
		       "[192.0.2.1]" },
		{ REP,
		  "550-5.7.1 [192.0.2.1] Our system has detected that this "
		  "message is likely suspicious due to the very low "
		  "reputation of the sending IP address" },
		{ REP, "553 5.7.1 [TSS09] All messages from 192.0.2.1 will be "
		       "permanently deferred" },
		{ REP, "554 Your IP (192.0.2.1) is listed in dnsbl.example" },
		{ REP, "550 rejected because 192.0.2.1 is in a black list at "
		       "bl.spamcop.example" },
		{ REP, "550 permanent failure for one or more recipients: "
		       "blocked, see barracudacentral.example" },
		{ REP, "554 5.7.1 rejected, spam source" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]), CUL_STAGE_RCPT);
}

static void opinions_of_a_message(void **s)
{
	static const struct said t[] = {
		{ CONT, "554 5.7.1 Spam message rejected" },
		{ CONT, "550-5.7.1 [192.0.2.1] Our system has detected that "
			"this message is 550-5.7.1 likely unsolicited mail." },
		{ CONT, "550 5.7.1 message contains a virus (Eicar-Test)" },
		{ CONT, "554 5.7.1 Message content rejected, UBE" },
		{ CONT, "550 5.7.1 This message was classified as SPAM" },
		{ REP, "550 message rejected: spam, see spamhaus.example" },
		{ NEUT, "550 5.7.26 This mail has been blocked because the "
			"sender is unauthenticated. Gmail requires all senders "
			"to authenticate with either SPF or DKIM." },
		{ NEUT, "550 5.7.1 Email rejected per DMARC policy, spam" },
		{ NEUT, "552 5.3.4 Message size exceeds fixed limit" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]), CUL_STAGE_MESSAGE);
}

static void relaying_refused(void **s)
{
	static const struct said t[] = {
		{ RELAY, "554 5.7.1 <a@b.example>: Relay access denied" },
		{ RELAY, "454 4.7.1 <a@b.example>: Relay access denied" },
		{ RELAY, "550 5.7.1 <a@b.example>... Relaying denied" },
		{ RELAY, "550 relay not permitted" },
		{ RELAY, "550 We do not relay" },
		{ RELAY, "550 5.7.1 Unable to relay for a@b.example" },
		{ RELAY, "550 5.7.54 SMTP; Unable to relay recipient in "
			 "non-accepted domain" },
		{ RELAY, "553 sorry, that domain isn't in my list of allowed "
			 "rcpthosts (#5.7.1)" },
		{ RELAY, "550 Delivery is not allowed to this address." },
		{ RELAY, "503 This mail server requires authentication when "
			 "attempting to send to a non-local e-mail address." },
		{ RELAY, "550 5.7.64 TenantAttribution; Relay Access Denied" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]), CUL_STAGE_RCPT);
}

static void nobodys_fault_is_never_evidence(void **s)
{
	static const struct said t[] = {
		{ NEUT, "550 5.2.4 Mailing list expansion problem" },
		{ NEUT, "424 4.2.4 Mailing list expansion problem: "
			"<a@b.example>" },
		{ NEUT, "452 4.2.2 <a@b.example> user is over quota, please "
			"try again later" },
		{ NEUT, "552 5.2.2 Mailbox full" },
		{ NEUT, "501 5.1.7 Invalid address" },
		{ NEUT, "550 5.1.1 mailbox is full: user unknown" },
		{ NEUT, "554 5.2.2 whatever" },
		{ NEUT, "450 4.2.1 whatever" },
		{ NEUT, "550 5.2.1 The user you are trying to contact is "
			"receiving mail at a rate that prevents more" },
		{ NEUT, "450 4.2.0 <a@b.example>: Recipient address rejected: "
			"Greylisted, see http://postgrey.example/" },
		{ NEUT, "450 You have been greylisted. This is part of our "
			"anti-spam measures" },
		{ NEUT, "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily "
			"deferred due to unexpected volume or user "
			"complaints" },
		{ NEUT, "450 4.7.1 Error: too many connections" },
		{ NEUT, "530 5.7.0 Must issue a STARTTLS command first" },
		{ NEUT, "553 5.1.8 <a@b.example>... Domain of sender address "
			"a@b.example does not exist" },
		{ NEUT, "550 5.1.8 <a@b.example>: Sender address rejected: "
			"Domain not found" },
		{ NEUT, "550 5.1.0 <a@b.example>: Sender address rejected: "
			"User unknown in local recipient table" },
		{ NEUT, "504 5.5.2 <x>: Helo command rejected: need "
			"fully-qualified hostname" },
		{ NEUT, "450 4.7.25 Client host rejected: cannot find your "
			"hostname, [192.0.2.1]" },
		{ NEUT, "554 5.7.1 <a@b.example>: Recipient address rejected: "
			"Access denied" },
		{ NEUT, "550 5.7.1 Service refused" },
		{ NEUT, "550 5.7.1 <spam@b.example>: Access denied" },
		{ NEUT, "550" },
		{ NEUT, "" },
	};

	(void)s;
	all_hold(t, sizeof(t) / sizeof(t[0]), CUL_STAGE_RCPT);
}

static void success_is_ok_whatever_it_says(void **s)
{
	(void)s;
	assert_int_equal(cul_outcome_of(250, CUL_SV("2.0.0"),
					CUL_SV("Ok: queued, spam"),
					CUL_STAGE_MESSAGE),
			 CUL_OUTCOME_OK);
}

/* A phrase cut by the limit, and text without an end, stay in bounds. */
static void long_texts_are_cut(void **s)
{
	static char text[5000];

	(void)s;
	memset(text, '<', sizeof(text));
	assert_int_equal(cul_outcome_of(550, view(""),
					(struct cul_sv){ text, sizeof(text) },
					CUL_STAGE_RCPT),
			 NEUT);
	memset(text, 'a', sizeof(text));
	memcpy(text + CUL_OUTCOME_TEXT_MAX, " user unknown ", 14);
	assert_int_equal(cul_outcome_of(550, view(""),
					(struct cul_sv){ text, sizeof(text) },
					CUL_STAGE_RCPT),
			 NEUT);
	memcpy(text + CUL_OUTCOME_TEXT_MAX - 14, " user unknown ", 14);
	assert_int_equal(cul_outcome_of(550, view(""),
					(struct cul_sv){ text, sizeof(text) },
					CUL_STAGE_RCPT),
			 BAD);
}

static void replies_are_cut_into_their_parts(void **s)
{
	static const struct {
		const char *in;
		uint16_t code;
		const char *enhanced, *text;
	} t[] = {
		{ "550 5.1.1 <x>: no", 550, "5.1.1", "<x>: no" },
		{ "550-5.1.1 no", 550, "5.1.1", "no" },
		{ "550 no", 550, NULL, "no" },
		{ "550", 550, NULL, "" },
		{ "5.7.1 no", 0, "5.7.1", "no" },
		{ "5.7.606 no", 0, "5.7.606", "no" },
		{ "550 no (#5.1.1)", 550, "5.1.1", "no (#5.1.1)" },
		{ "5501 no", 0, NULL, "5501 no" },
		{ "650 no", 0, NULL, "650 no" },
		{ "550 5.1 no", 550, NULL, "5.1 no" },
		{ "550 5.1.1.1 no", 550, NULL, "5.1.1.1 no" },
		{ "550 192.0.2.1 no", 550, NULL, "192.0.2.1 no" },
		{ "550 5.1234.1 no", 550, NULL, "5.1234.1 no" },
		{ "", 0, NULL, "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_reply r = cul_reply_read(view(t[i].in));

		assert_int_equal(r.code, t[i].code);
		assert_int_equal(cul_sv_present(r.enhanced),
				 t[i].enhanced != NULL);
		if (t[i].enhanced != NULL)
			assert_true(cul_sv_eq(r.enhanced, view(t[i].enhanced)));
		assert_true(cul_sv_eq(r.text, view(t[i].text)));
	}
}

static void who_said_it_and_when(void **s)
{
	static const struct {
		const char *in;
		bool said;
		enum cul_stage stage;
		const char *words;
	} t[] = {
		{ "host mx.x[192.0.2.1] said: 550 no (in reply to RCPT TO "
		  "command)",
		  true, CUL_STAGE_RCPT, "550 no" },
		{ "host mx.x[192.0.2.1] said: 550 no (in reply to end of DATA "
		  "command)",
		  true, CUL_STAGE_MESSAGE, "550 no" },
		{ "host mx.x[192.0.2.1] said: 550 he said (in reply to RCPT TO "
		  "command) too (in reply to MAIL FROM command)",
		  true, CUL_STAGE_MAIL,
		  "550 he said (in reply to RCPT TO command) too" },
		{ "host mx.x[192.0.2.1] refused to talk to me: 554 go away",
		  true, CUL_STAGE_CONNECT, "554 go away" },
		{ "250 2.0.0 Ok", true, CUL_STAGE_NONE, "250 2.0.0 Ok" },
		{ "unknown user: \"a\"", false, CUL_STAGE_NONE,
		  "unknown user: \"a\"" },
		{ "", false, CUL_STAGE_NONE, "" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct cul_said r = cul_said_read(view(t[i].in));

		assert_int_equal(r.said, t[i].said);
		assert_int_equal(r.stage, t[i].stage);
		assert_true(cul_sv_eq(r.words, view(t[i].words)));
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(recipients_that_do_not_exist),
		cmocka_unit_test(the_words_of_our_own_agents),
		cmocka_unit_test(block_lists_and_reputations),
		cmocka_unit_test(opinions_of_a_message),
		cmocka_unit_test(relaying_refused),
		cmocka_unit_test(nobodys_fault_is_never_evidence),
		cmocka_unit_test(success_is_ok_whatever_it_says),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(replies_are_cut_into_their_parts),
		cmocka_unit_test(who_said_it_and_when),
	};

	return cmocka_run_group_tests(t, NULL, NULL);
}
