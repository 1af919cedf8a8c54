/* \summary: a line of each kind that Postfix writes, with holes to fill
 *
 * "%" is a hole: what stands there is chosen by a client, a sender, another
 * server or who names addresses in DNS. The addresses that count are the
 * server's, and named beside it.
 */
#ifndef CUL_TEST_LINES_H
#define CUL_TEST_LINES_H

enum hole {
	HOLE_TEXT, /* anything that one line can hold                */
	HOLE_DNS,  /* what a verified host name may be               */
	HOLE_TOKEN /* no blank, as Postfix makes of a HELO name      */
};

struct line {
	const char *text;
	const char *client;  /* that and no other, or NULL: none     */
	const char *account; /* likewise; "%": the hole              */
	const char *session;
	enum hole hole;
};

#define P     "Nov 20 04:11:09 mx1 postfix/"
#define RC    "unknown[198.51.100.7]"
#define AT    "198.51.100.7"
#define ID    "4C1A2B3D4E"
#define LONG  "4jXPh66sczz1bY1b"
#define TAIL  "; from=<s@a.example> to=<r@b.example> proto=ESMTP helo=<h>"
#define STATS ", delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent "

static const struct line lines[] = {
	/* HELO name */
	{ P "smtpd[9]: NOQUEUE: reject: RCPT from " RC
	    ": 554 5.7.1 <r@b.example>: Relay access denied; "
	    "from=<s@a.example> to=<r@b.example> proto=ESMTP helo=<%>",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "smtpd[9]: NOQUEUE: reject: RCPT from " RC
	    ": 504 5.5.2 <%>: Helo command rejected: Invalid name; "
	    "from=<s@a.example> to=<r@b.example> proto=ESMTP helo=<%>",
	  AT, NULL, NULL, HOLE_TOKEN },
	/* sender, recipient */
	{ P "smtpd[9]: " ID ": reject: RCPT from " RC
	    ": 550 5.1.1 <%>: Recipient address rejected: User unknown in "
	    "local recipient table; from=<%> to=<%> proto=ESMTP helo=<h>",
	  AT, NULL, ID, HOLE_TEXT },
	{ P "smtpd[9]: NOQUEUE: discard: RCPT from " RC
	    ": <%>: Sender address triggers; from=<%> to=<r@b.example> "
	    "proto=SMTP helo=<h>",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "postscreen[9]: NOQUEUE: reject: RCPT from [198.51.100.7]:41322: "
	    "550 5.7.1 Service unavailable; client [198.51.100.7] blocked "
	    "using bl.example; from=<%>, to=<%>, proto=ESMTP, helo=<%>",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "cleanup[9]: " ID ": milter-reject: END-OF-MESSAGE from " RC
	    ": 5.7.1 %; from=<%> to=<%> proto=ESMTP helo=<%>",
	  AT, NULL, ID, HOLE_TEXT },
	{ P "smtpd[9]: " ID ": milter-reject: DATA from " RC
	    ": 550 5.7.1 %; from=<%> to=<%> proto=ESMTP helo=<%>",
	  AT, NULL, ID, HOLE_TEXT },
	{ P "qmgr[9]: " LONG ": from=<%>, size=812, nrcpt=1 (queue active)",
	  NULL, NULL, LONG, HOLE_TEXT },
	{ P "qmgr[9]: " LONG ": from=<%>, status=expired, returned to sender",
	  NULL, NULL, LONG, HOLE_TEXT },
	{ P "pickup[9]: " ID ": uid=33 from=<%>", NULL, "33", ID, HOLE_TEXT },
	/* AUTH= of MAIL FROM, from who has not logged in, and who has */
	{ P "smtpd[9]: " ID ": client=" RC ", sasl_sender=%", AT, NULL, ID,
	  HOLE_TEXT },
	{ P "smtpd[9]: " ID ": client=" RC
	    ", sasl_method=PLAIN, sasl_username=bob@a.example, sasl_sender=%",
	  AT, "bob@a.example", ID, HOLE_TEXT },
	/* user name of a login that failed, and mechanism */
	{ P "smtpd[9]: warning: " RC
	    ": SASL LOGIN authentication failed: UGFzc3dvcmQ6, "
	    "sasl_username=%",
	  AT, "%", NULL, HOLE_TEXT },
	{ P "smtpd[9]: warning: " RC
	    ": SASL % authentication failed: no mechanism available",
	  AT, "?", NULL, HOLE_TOKEN },
	/* message text */
	{ P "cleanup[9]: " ID ": reject: header Subject: % from " RC TAIL
	    ": 5.7.1 no",
	  NULL, NULL, ID, HOLE_TEXT },
	{ P "cleanup[9]: " ID ": hold: body % from " RC TAIL, NULL, NULL, ID,
	  HOLE_TEXT },
	{ P "cleanup[9]: " ID ": warning: header X: % from local"
	    "; from=<%> to=<%>",
	  NULL, NULL, ID, HOLE_TEXT },
	{ P "cleanup[9]: " ID ": message-id=<%>", NULL, NULL, ID, HOLE_TEXT },
	{ P "cleanup[9]: " ID ": message-id=%", NULL, NULL, ID, HOLE_TEXT },
	/* another server's answer, and the recipient */
	{ P "smtp[9]: " ID ": to=<%>, relay=mx.b.example[203.0.113.9]:25, "
	    "delay=1, delays=1/0/0/0, dsn=5.1.1, status=bounced (host "
	    "mx.b.example[203.0.113.9] said: 550 5.1.1 % (in reply to RCPT TO "
	    "command))",
	  NULL, NULL, ID, HOLE_TEXT },
	{ P "smtp[9]: " ID ": to=<r@b.example>, orig_to=<%>, "
	    "relay=mx.b.example[203.0.113.9]:25" STATS "(250 2.0.0 %)",
	  NULL, NULL, ID, HOLE_TEXT },
	{ P "local[9]: " ID ": to=<%>, relay=local" STATS
	    "(delivered to command: %)",
	  NULL, NULL, ID, HOLE_TEXT },
	/* what is sent in the place of commands */
	{ P "smtpd[9]: improper command pipelining after EHLO from " RC ": %",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "smtpd[9]: warning: non-SMTP command from " RC ": %", AT, NULL,
	  NULL, HOLE_TEXT },
	{ P "smtpd[9]: warning: Illegal address syntax from " RC
	    " in MAIL command: %",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "postscreen[9]: PREGREET 11 after 0.2 from [198.51.100.7]:41322: %",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "postscreen[9]: COMMAND PIPELINING from [198.51.100.7]:41322 after "
	    "EHLO: %",
	  AT, NULL, NULL, HOLE_TEXT },
	{ P "postscreen[9]: NON-SMTP COMMAND from [198.51.100.7]:41322 after "
	    "CONNECT: %",
	  AT, NULL, NULL, HOLE_TEXT },
	/* host names */
	{ P "smtpd[9]: connect from %[198.51.100.7]", AT, NULL, NULL,
	  HOLE_DNS },
	{ P "smtpd[9]: disconnect from %[198.51.100.7] ehlo=1 commands=1", AT,
	  NULL, NULL, HOLE_DNS },
	{ P "smtpd[9]: lost connection after AUTH from %[198.51.100.7]", AT,
	  NULL, NULL, HOLE_DNS },
	{ P "smtpd[9]: " ID ": client=%[198.51.100.7], sasl_method=LOGIN, "
	    "sasl_username=bob",
	  AT, "bob", ID, HOLE_DNS },
	{ P "smtpd[9]: NOQUEUE: reject: RCPT from %[198.51.100.7]: 450 4.7.1 "
	    "Client host rejected: cannot find your reverse hostname, "
	    "[192.0.2.99]" TAIL,
	  AT, NULL, NULL, HOLE_DNS },
	{ P "smtpd[9]: warning: %[198.51.100.7]: SASL LOGIN authentication "
	    "failed: x, sasl_username=eve",
	  AT, "eve", NULL, HOLE_DNS },
	{ P "smtpd[9]: " ID ": client=localhost[127.0.0.1], "
	    "orig_queue_id=4F5C64474F, orig_client=%[198.51.100.7]",
	  AT, NULL, ID, HOLE_DNS },
};

enum { LINES = sizeof(lines) / sizeof(lines[0]) };

#undef P
#undef RC
#undef AT
#undef ID
#undef LONG
#undef TAIL
#undef STATS

#endif
