/* \summary: what becomes of a message and its recipients, in Postfix's words */
#include "gen.h"

/* Recipients here. */
static const struct cul_phrase in_table[] = {
	{ 560, CUL_FATE_SENT, "lmtp",
	  "$Q: to=<$R>, $Frelay=aurora.example[private/dovecot-lmtp], $T, "
	  "dsn=2.0.0, status=sent (250 2.0.0 <$R> $V Saved)" },
	{ 300, CUL_FATE_SENT, "virtual",
	  "$Q: to=<$R>, $Frelay=virtual, $T, dsn=2.0.0, status=sent "
	  "(delivered to maildir)" },
	{ 40, CUL_FATE_SENT, "local",
	  "$Q: to=<$R>, $Frelay=local, $T, dsn=2.0.0, status=sent "
	  "(delivered to mailbox)" },
	{ 20, CUL_FATE_SENT, "pipe",
	  "$Q: to=<$R>, $Frelay=lists, $T, dsn=2.0.0, status=sent "
	  "(delivered via lists service)" },
	{ 25, CUL_FATE_FORWARDED, "local",
	  "$Q: to=<$R>, $Frelay=local, $T, dsn=2.0.0, status=sent "
	  "(forwarded as $q)" },
	{ 25, CUL_FATE_BOUNCED, "virtual",
	  "$Q: to=<$R>, $Frelay=virtual, $T, dsn=5.1.1, status=bounced "
	  "(unknown user: \"$R\")" },
	{ 30, CUL_FATE_DEFERRED, "lmtp",
	  "$Q: to=<$R>, $Frelay=aurora.example[private/dovecot-lmtp], $T, "
	  "dsn=4.2.2, status=deferred (host aurora.example[private/"
	  "dovecot-lmtp] said: 452 4.2.2 <$R> Quota exceeded (mailbox for "
	  "user is full) (in reply to end of DATA command))" },
	{ 0 },
};

/* Recipients elsewhere, from senders who mean well. */
static const struct cul_phrase out_table[] = {
	{ 300, CUL_FATE_SENT, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $U$T, dsn=2.0.0, status=sent "
	  "(250 2.0.0 Ok: queued as $V)" },
	{ 250, CUL_FATE_SENT, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $U$T, dsn=2.6.0, status=sent "
	  "(250 2.6.0 <$M> [InternalId=$V, Hostname=mail.example] "
	  "Queued mail for delivery)" },
	{ 250, CUL_FATE_SENT, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $U$T, dsn=2.0.0, status=sent "
	  "(250 OK id=1wLq8s-$V-3C)" },
	{ 60, CUL_FATE_SENT, "relay/smtp",
	  "$Q: to=<$R>, relay=$X:25, $U$T, dsn=2.0.0, status=sent "
	  "(250 2.0.0 from MTA(smtp:[203.0.113.9]:10025): 250 2.0.0 Ok: "
	  "queued as $V)" },
	{ 30, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.1.1, status=bounced "
	  "(host $X said: 550 5.1.1 <$R>: Recipient address rejected: User "
	  "unknown in local recipient table (in reply to RCPT TO command))" },
	{ 10, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.2.2, status=bounced "
	  "(host $X said: 552 5.2.2 <$R>: The mailbox is over quota (in "
	  "reply to RCPT TO command))" },
	{ 5, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=none, $T, dsn=5.4.4, status=bounced (Host or "
	  "domain name not found. Name service error for name=gone.example "
	  "type=AAAA: Host not found)" },
	{ 5, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.7.1, status=bounced "
	  "(host $X said: 550 5.7.1 Message contains spam or virus (in reply "
	  "to end of DATA command))" },
	{ 45, CUL_FATE_DEFERRED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=4.7.1, status=deferred "
	  "(host $X said: 450 4.7.1 <$R>: Recipient address rejected: "
	  "Greylisted, please try again in 300 seconds (in reply to RCPT TO "
	  "command))" },
	{ 0 },
};

/* What comes back to a customer who spams. */
static const struct cul_phrase wild_table[] = {
	{ 45, CUL_FATE_SENT, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $U$T, dsn=2.0.0, status=sent "
	  "(250 2.0.0 Ok: queued as $V)" },
	{ 35, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.1.1, status=bounced "
	  "(host $X said: 550 5.1.1 <$R>: No such user here (in reply to "
	  "RCPT TO command))" },
	{ 10, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.7.1, status=bounced "
	  "(host $X said: 554 5.7.1 Spam message rejected (in reply to end "
	  "of DATA command))" },
	{ 5, CUL_FATE_BOUNCED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=5.7.1, status=bounced "
	  "(host $X said: 554 5.7.1 Service unavailable; Client host "
	  "[192.0.2.25] blocked using bl.dnsbl.example (in reply to RCPT TO "
	  "command))" },
	{ 5, CUL_FATE_DEFERRED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=4.7.0, status=deferred "
	  "(host $X said: 421 4.7.0 Our system has detected an unusual rate "
	  "of unsolicited mail originating from your address (in reply to "
	  "end of DATA command))" },
	{ 0 },
};

/* Tries that fail for the exchanger's sake. */
static const struct cul_phrase slow_table[] = {
	{ 40, CUL_FATE_DEFERRED, "smtp",
	  "$Q: to=<$R>, relay=none, $T, dsn=4.4.1, status=deferred "
	  "(connect to $X:25: Connection timed out)" },
	{ 20, CUL_FATE_DEFERRED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=4.7.0, status=deferred "
	  "(host $X refused to talk to me: 421 4.7.0 Too many connections, "
	  "try again later)" },
	{ 15, CUL_FATE_DEFERRED, "smtp",
	  "$Q: to=<$R>, relay=$X:25, $T, dsn=4.4.2, status=deferred "
	  "(lost connection with $X while receiving the initial server "
	  "greeting)" },
	{ 25, CUL_FATE_DEFERRED, "error",
	  "$Q: to=<$R>, relay=none, $T, dsn=4.4.1, status=deferred "
	  "(delivery temporarily suspended: connect to $X:25: Connection "
	  "refused)" },
	{ 0 },
};

static const struct cul_phrase content_table[] = {
	{ 30, CUL_CONTENT_DIES, "cleanup",
	  "$Q: reject: header Subject: cheap watches for you from $C; "
	  "from=<$S> to=<$R> proto=ESMTP helo=<$H>: 5.7.1 Spam content" },
	{ 40, CUL_CONTENT_DIES, "cleanup",
	  "$Q: milter-reject: END-OF-MESSAGE from $C: 5.7.1 Spam message "
	  "rejected; from=<$S> to=<$R> proto=ESMTP helo=<$H>" },
	{ 15, CUL_CONTENT_LIVES, "cleanup",
	  "$Q: warning: header Subject: invoice attached from $C; from=<$S> "
	  "to=<$R> proto=ESMTP helo=<$H>: subject logged" },
	{ 10, CUL_CONTENT_LIVES, "cleanup",
	  "$Q: prepend: header Received: from $H ($C)??by mx.aurora.example "
	  "from $C; from=<$S> to=<$R> proto=ESMTP helo=<$H>: X-Seen: yes" },
	{ 6, CUL_CONTENT_DIES, "cleanup",
	  "$Q: hold: header Subject: account suspended from $C; from=<$S> "
	  "to=<$R> proto=ESMTP helo=<$H>" },
	{ 6, CUL_CONTENT_DIES, "cleanup",
	  "$Q: discard: body click here to unsubscribe from $C; from=<$S> "
	  "to=<$R> proto=ESMTP helo=<$H>" },
	{ 0 },
};

const struct cul_phrase *cul_fate_pick(struct cul_gen *g,
				       const struct cul_task *t)
{
	if (t->rcpt.local)
		return cul_phrase_pick(g, in_table);
	if (cul_chance(g, t->tries ? 4000 : 150))
		return cul_phrase_pick(g, slow_table);
	return cul_phrase_pick(g, t->wild ? wild_table : out_table);
}

const struct cul_phrase *cul_content_pick(struct cul_gen *g)
{
	return cul_phrase_pick(g, content_table);
}
