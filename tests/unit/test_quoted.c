/* \summary: what somebody quotes who was refused, in the words of all servers
 */
#include "t.h"

#include "ledger/quoted.h"

#include <stdio.h>

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* "addr" is who was refused, "!addr" the server that refused; blanks part. */
static const struct row {
	const char *text;
	enum cul_refusal refusal;
	unsigned code;
	const char *addrs, *names, *list, *server;
} rows[] = {
	{ "550 5.0.0 Server 192.0.2.17 blocked as possible open relay",
	  CUL_REFUSAL_RELAYS, 550, "192.0.2.17", "", "", "" },
	{ "550 We do not relay", CUL_REFUSAL_NO_RELAY, 550, "", "", "", "" },
	{ "550 5.7.1 We do not relay <bo@tundra.example>", CUL_REFUSAL_NO_RELAY,
	  550, "", "bo@tundra.example", "", "" },
	/* our own lists */
	{ "554 5.7.1 <unknown[192.0.2.17]>: Client host rejected: Blocked "
	  "after zombie; see your postmaster, id 3f9k2m7abcdefgh1",
	  CUL_REFUSAL_OURS, 554, "192.0.2.17", "", "", "" },
	/* Postfix, at the door and in a bounce */
	{ "<bo@tundra.example>: host mx.tundra.example[198.51.100.7] said: 554 "
	  "5.7.1 <bo@tundra.example>: Relay access denied (in reply to RCPT TO "
	  "command)",
	  CUL_REFUSAL_NO_RELAY, 554, "!198.51.100.7", "bo@tundra.example", "",
	  "mx.tundra.example" },
	{ "host mx.tundra.example[198.51.100.7] said: 554 5.7.1 Service "
	  "unavailable; Client host [192.0.2.17] blocked using "
	  "bl.tundra.example; https://bl.tundra.example/query/192.0.2.17",
	  CUL_REFUSAL_LISTED, 554, "!198.51.100.7 192.0.2.17", "",
	  "bl.tundra.example", "mx.tundra.example" },
	{ "550 5.7.1 Client host 192.0.2.17 is blocked, said mx.tundra.example",
	  CUL_REFUSAL_LISTED, 550, "192.0.2.17", "", "", "" },
	/* Exim */
	{ "SMTP error from remote mail server after RCPT "
	  "TO:<bo@tundra.example>: host mx.tundra.example [198.51.100.7]: 550 "
	  "relay not permitted",
	  CUL_REFUSAL_NO_RELAY, 550, "!198.51.100.7", "bo@tundra.example", "",
	  "mx.tundra.example" },
	{ "550 rejected because 192.0.2.17 is in a black list at "
	  "dnsbl.tundra.example",
	  CUL_REFUSAL_LISTED, 550, "192.0.2.17", "", "dnsbl.tundra.example",
	  "" },
	/* Sendmail */
	{ "... while talking to mx.tundra.example.:\n>>> "
	  "RCPT To:<bo@tundra.example>\n<<< 550 5.7.1 "
	  "<bo@tundra.example>... Relaying denied. IP name lookup failed "
	  "[192.0.2.17]\n",
	  CUL_REFUSAL_NO_RELAY, 550, "192.0.2.17", "bo@tundra.example", "",
	  "mx.tundra.example" },
	/* qmail */
	{ "<bo@tundra.example>:\n198.51.100.7 does not like "
	  "recipient.\nRemote host said: 553 sorry, that domain isn't in my "
	  "list of allowed rcpthosts (#5.7.1)\nGiving up on 198.51.100.7.",
	  CUL_REFUSAL_NO_RELAY, 553, "!198.51.100.7", "bo@tundra.example", "",
	  "" },
	/* Exchange */
	{ "Remote-MTA: dns; mx.tundra.example (198.51.100.7)\nDiagnostic-Code: "
	  "smtp; 550 5.7.54 SMTP; Unable to relay recipient in non-accepted "
	  "domain",
	  CUL_REFUSAL_NO_RELAY, 550, "!198.51.100.7", "", "",
	  "mx.tundra.example" },
	/* hMailServer, Haraka, MailEnable */
	{ "550 Delivery is not allowed to this address.", CUL_REFUSAL_NO_RELAY,
	  550, "", "", "", "" },
	{ "550 I cannot deliver mail for <bo@tundra.example>",
	  CUL_REFUSAL_NO_RELAY, 550, "", "bo@tundra.example", "", "" },
	{ "503 This mail server requires authentication when attempting to "
	  "send to a non-local e-mail address.",
	  CUL_REFUSAL_NO_RELAY, 503, "", "", "", "" },
	/* other reasons */
	{ "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
	  CUL_REFUSAL_LOGIN, 535, "", "", "", "" },
	{ "554-5.7.1 Message rejected as spam by Content Filtering.",
	  CUL_REFUSAL_CONTENT, 554, "", "", "", "" },
	{ "552 5.2.2 <bo@tundra.example>: Mailbox full", CUL_REFUSAL_FULL, 552,
	  "", "bo@tundra.example", "", "" },
	{ "550 5.1.1 <bo@tundra.example>: Recipient address rejected: User "
	  "unknown in virtual mailbox table",
	  CUL_REFUSAL_MAILBOX, 550, "", "bo@tundra.example", "", "" },
	{ "550 5.7.23 The message was rejected because of SPF policy",
	  CUL_REFUSAL_SENDER, 550, "", "", "", "" },
	{ "450 4.7.25 Client host rejected: cannot find your reverse hostname, "
	  "[192.0.2.17]",
	  CUL_REFUSAL_NAME, 450, "192.0.2.17", "", "", "" },
	{ "451 4.7.1 Greylisting in action, please come back later",
	  CUL_REFUSAL_LATER, 451, "", "", "", "" },
	{ "550 5.7.1 Not today", CUL_REFUSAL_OTHER, 550, "", "", "", "" },
	/* what is asked for by one word, or in a sentence */
	{ " 192.0.2.17 \n", CUL_REFUSAL_NONE, 0, "192.0.2.17", "", "", "" },
	{ "2001:db8::17", CUL_REFUSAL_NONE, 0, "2001:db8::17", "", "", "" },
	{ "198.51.100.0/24", CUL_REFUSAL_NONE, 0, "198.51.100.0/24", "", "",
	  "" },
	{ "he is at [IPv6:2001:db8::17], or 192.0.2.17.", CUL_REFUSAL_NONE, 0,
	  "2001:db8::17 192.0.2.17", "", "", "" },
	{ "anna@aurora.example", CUL_REFUSAL_NONE, 0, "", "anna@aurora.example",
	  "", "" },
	{ "sasl_username=anna@aurora.example, client=unknown[192.0.2.17]:4711",
	  CUL_REFUSAL_NONE, 0, "192.0.2.17", "anna@aurora.example", "", "" },
	{ "17.2.0.192.bl.tundra.example", CUL_REFUSAL_NONE, 0, "", "", "", "" },
	{ "192.0.2.999 1.2.3 1.2.3.4.5 :: @ @x x@ 600 399", CUL_REFUSAL_NONE, 0,
	  "::", "", "", "" },
	{ "", CUL_REFUSAL_NONE, 0, "", "", "", "" },
	{ " \n\t", CUL_REFUSAL_NONE, 0, "", "", "", "" },
};

static void addrs_of(const struct cul_quoted *q, char *buf, size_t room)
{
	size_t used = 0;

	buf[0] = '\0';
	for (unsigned i = 0; i < q->n_addrs; i++) {
		const struct cul_quoted_addr *a = &q->addrs[i];
		const char *mark = a->refuser ? "!" : "";
		char text[CUL_NET_TEXT_MAX];

		if (a->net.bits == 128)
			cul_addr_print(&a->net.base, text);
		else
			cul_net_print(&a->net, text);
		used += (size_t)snprintf(buf + used, room - used, "%s%s%s",
					 i == 0 ? "" : " ", mark, text);
	}
}

static void same(const char *text, const char *what, struct cul_sv got,
		 const char *want)
{
	if (got.len == strlen(want) &&
	    (got.len == 0 || memcmp(got.ptr, want, got.len) == 0))
		return;
	fail_msg("%s: %s is '%.*s', not '%s'", text, what, (int)got.len,
		 got.ptr, want);
}

static void texts_are_read_as_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct row *r = &rows[i];
		struct cul_quoted q;
		char addrs[512];

		cul_quoted_read((struct cul_sv){ r->text, strlen(r->text) },
				&q);
		addrs_of(&q, addrs, sizeof(addrs));
		if (q.refusal != r->refusal || q.code != r->code)
			fail_msg("%s: %s %u", r->text,
				 cul_refusal_name(q.refusal), q.code);
		same(r->text, "addrs", (struct cul_sv){ addrs, strlen(addrs) },
		     r->addrs);
		same(r->text, "name", q.n_names != 0 ? q.names[0] : CUL_SV(""),
		     r->names);
		same(r->text, "list", q.list, r->list);
		same(r->text, "server", q.server, r->server);
	}
}

static void an_id_of_the_ledger_is_seen(void **state)
{
	static const char text[] =
		"550 5.7.1 Suspended after stolen-account; see your "
		"postmaster, id 3f9k2m7abcdefgh1.";
	struct cul_quoted q;

	(void)state;
	cul_quoted_read(CUL_SV("550 5.7.1 Suspended after stolen-account; see "
			       "your postmaster, id 3f9k2m7abcdefgh1."),
			&q);
	assert_int_equal(q.n_ids, 1);
	same(text, "id", q.ids[0], "3f9k2m7abcdefgh1");
	same(text, "code", q.enhanced, "5.7.1");
	/* words of sixteen letters are none, nor is a queue id */
	cul_quoted_read(CUL_SV("characterization 4DfG2h0Zz1z9XyWa"), &q);
	assert_int_equal(q.n_ids, 0);
}

static void one_line_may_be_a_name(void **state)
{
	struct cul_quoted q;
	char longer[CUL_QUOTED_MAX];

	(void)state;
	cul_quoted_read(CUL_SV("  C01861\n"), &q);
	same("C01861", "word", q.word, "C01861");
	cul_quoted_read(CUL_SV("two\nlines"), &q);
	assert_false(cul_sv_present(q.word));
	memset(longer, 'x', sizeof(longer));
	cul_quoted_read((struct cul_sv){ longer, sizeof(longer) }, &q);
	assert_false(cul_sv_present(q.word));
}

static void more_than_there_is_room_for_is_left_out(void **state)
{
	char text[4096];
	size_t used = 0;
	struct cul_quoted q;

	(void)state;
	for (unsigned i = 1; i < 40; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
					 "192.0.2.%u a%u@b.example 3f9k2m7abcd"
					 "efg%02u ",
					 i, i, i);
	cul_quoted_read((struct cul_sv){ text, used }, &q);
	assert_int_equal(q.n_addrs, CUL_QUOTED_ADDRS);
	assert_int_equal(q.n_names, CUL_QUOTED_NAMES);
	assert_int_equal(q.n_ids, CUL_QUOTED_IDS);
	/* each once */
	cul_quoted_read(CUL_SV("192.0.2.1 192.0.2.1 a@b.example a@b.example"),
			&q);
	assert_int_equal(q.n_addrs, 1);
	assert_int_equal(q.n_names, 1);
}

static void every_kind_has_a_name_and_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CUL_REFUSALS_; i++) {
		assert_true(strlen(cul_refusal_name(i)) > 2);
		assert_true(strlen(cul_refusal_words(i)) > 10);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read_as_the_table_says),
		cmocka_unit_test(an_id_of_the_ledger_is_seen),
		cmocka_unit_test(one_line_may_be_a_name),
		cmocka_unit_test(more_than_there_is_room_for_is_left_out),
		cmocka_unit_test(every_kind_has_a_name_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
