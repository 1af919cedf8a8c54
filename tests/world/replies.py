"""What mail servers elsewhere answer, in the manners of several kinds.

The wording is our own, the shape (codes, several lines, ids at the end, our
address in brackets) is what such servers write. {r} recipient, {d} its domain,
{u} our address, {i} an id; "|" parts the lines of one reply. A tilde marks
what is said after the end of the data and not after RCPT.
"""

BIG = {   # a large provider of free mail
    "bad": ["550-5.1.1 The address you wrote to has no account here. Look for"
            "|550-5.1.1 typing errors or blanks; more at"
            "|550 5.1.1 https://help.{d}/NoSuchUser {i} - gsmtp"],
    "full": ["452-4.2.2 The inbox you wrote to is out of room. More at"
             "|452 4.2.2 https://help.{d}/OverQuota {i} - gsmtp"],
    "grey": ["421-4.7.28 [{u}] An unusual rate of mail comes from this server."
             "|421 4.7.28 Try again later. {i} - gsmtp"],
    "content": ["~550-5.7.1 [{u}      12] We take this message for likely"
                "|550-5.7.1 unsolicited mail and have blocked it. More at"
                "|550 5.7.1 https://help.{d}/Unsolicited {i} - gsmtp"],
    "reputation": ["~550-5.7.1 [{u}      19] Blocked: the sending domain has a"
                   "|550-5.7.1 very low reputation. More at"
                   "|550 5.7.1 https://help.{d}/LowReputation {i} - gsmtp"],
    "policy": ["~550-5.7.26 Unauthenticated mail is not taken from this"
               "|550 5.7.26 domain: neither SPF nor DKIM passed. {i} - gsmtp"],
    "ok": ["250 2.0.0 OK  1795132800 {i} - gsmtp"],
}
CLOUD = {   # a large provider of business mail
    "bad": ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {r} not found"
            " by SMTP address lookup [{i}.prod.{d}]",
            "550 5.5.0 Requested action not taken: mailbox unavailable"
            " (S2017062302).",
            "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)"
            " [{i}.prod.{d}]"],
    "full": ["452 4.2.2 STOREDRV.Deliver; mailbox full [{i}]"],
    "grey": ["451 4.7.500 Server busy. Please try again later from [{u}]."
             " (S77719) [{i}.prod.{d}]"],
    "content": ["~550 5.7.1 Message rejected as spam by content filtering."
                " (AS1000) [{i}.prod.{d}]",
                "~550 5.7.520 Access denied, the message looks like spam to our"
                " filter [{i}]"],
    "reputation": ["550 5.7.606 Access denied, banned sending IP [{u}]. To ask"
                   " for removal see https://sender.{d}/ [{i}]",
                   "550 5.7.1 Messages from [{u}] were not sent: part of their"
                   " network is on our block list (S3140). [{i}]"],
    "policy": ["550 5.7.509 Access denied, sending domain does not pass DMARC"
               " verification [{i}]"],
    "ok": ["250 2.6.0 <{i}@mx> [InternalId=7{i}] Queued mail for delivery"],
}
POSTFIX = {
    "bad": ["550 5.1.1 <{r}>: Recipient address rejected: User unknown in"
            " virtual mailbox table",
            "550 5.1.1 <{r}>: Recipient address rejected: User unknown in"
            " relay recipient table",
            "550 5.1.1 <{r}>: Recipient address rejected: undeliverable"
            " address: host mail.{d}[10.0.0.5] said: 550 5.1.1 User doesn't"
            " exist: {r}"],
    "full": ["452 4.2.2 <{r}>: Recipient address rejected: Mailbox is full"],
    "grey": ["450 4.2.0 <{r}>: Recipient address rejected: Greylisted, see"
             " http://postgrey.{d}/help"],
    "content": ["~554 5.7.1 Spam message rejected",
                "~554 5.7.1 id={i} - Rejected by content filter, scored as"
                " spam",
                "~550 5.7.1 Message rejected: it looks like bulk spam"],
    "reputation": ["554 5.7.1 Service unavailable; Client host [{u}] blocked"
                   " using zen.blocklist.example;"
                   " https://blocklist.example/{u}",
                   "554 5.7.1 <{r}>: Sender address rejected: blocked using"
                   " dbl.blocklist.example"],
    "policy": ["550 5.7.23 <{r}>: Recipient address rejected: Message rejected"
               " due to: SPF fail - not authorized"],
    "ok": ["250 2.0.0 Ok: queued as {i}"],
}
EXIM = {
    "bad": ["550 Unrouteable address", "550 No such user here",
            "550 <{r}> Unknown user", "550-Callback setup failed while"
            " verifying|550 <{r}>: no such recipient at {d}",
            "550 No such person at this address"],
    "full": ["452 <{r}>: mailbox is full, retry later"],
    "grey": ["451 Greylisted, please try again in 300 seconds",
             "451 {u} is not yet authorized to deliver mail from here to"
             " <{r}>. Please try later."],
    "content": ["~550 This message scored 14.2 spam points.",
                "~550 Message content was classified as spam."],
    "reputation": ["550-Mail refused: {u} has a poor reputation"
                   "|550 {u} is in a black list at zen.blocklist.example",
                   "550 JunkMail rejected - host [{u}] is in an RBL: see"
                   " https://rbl.blocklist.example/?{u}"],
    "policy": ["550 SPF: {u} is not allowed to send mail from this domain"],
    "ok": ["250 OK id=1r{i}-0003Gz-2K"],
}
QMAIL = {
    "bad": ["550 sorry, no mailbox here by that name. (#5.1.1)",
            "554 delivery error: dd Sorry your message to {r} cannot be"
            " delivered. This mailbox is disabled (554.30). - mta{i}",
            "550 5.1.1 unknown or illegal alias: {r}"],
    "full": ["452 sorry, that mailbox is over its quota (#4.2.2)"],
    "grey": ["421 4.7.0 [TSS04] Messages from {u} temporarily deferred due to"
             " user complaints - 4.16.55.1"],
    "content": ["~554 mail server permanently rejected message as spam"
                " (#5.7.1)",
                "~554 5.7.9 Message not accepted for policy reasons: spam"],
    "reputation": ["553 sorry, your server [{u}] is listed at"
                   " bl.blocklist.example (#5.7.1)",
                   "553 5.7.1 [BL21] Connections will not be accepted from {u},"
                   " because the ip is in a blocklist"],
    "policy": ["550 sender fails policy checks (#5.7.1)"],
    "ok": ["250 ok 1795132800 qp {i}"],
}
SENDMAIL = {
    "bad": ["550 5.1.1 <{r}>... User unknown",
            "553 5.3.0 <{r}>... No such user here",
            "550 5.1.1 {r}... User unknown"],
    "full": ["452 4.2.2 <{r}>... Mailbox full"],
    "grey": ["451 4.7.1 Greylisting in action, please come back in 00:05:00"],
    "content": ["~554 5.7.1 Message identified as SPAM - If this is wrong tell"
                " postmaster@{d}",
                "~550 5.7.1 Blocked by SpamAssassin"],
    "reputation": ["550 5.7.1 Rejected: {u} listed at zen.blocklist.example",
                   "554 5.7.1 <{r}>... Mail from {u} refused, see"
                   " http://www.blocklist.example/"],
    "policy": ["550 5.7.1 <{r}>... Access denied"],
    "ok": ["250 2.0.0 6AK9Xq{i} Message accepted for delivery"],
}
GATE = {   # filtering appliances before other servers
    "bad": ["550 #5.1.0 Address rejected.", "550 5.1.1 User Unknown",
            "550 Invalid Recipient - https://gate.{d}/r#550",
            "550 permanent failure for one or more recipients ({r}:550 5.1.1"
            " RESOLVER.ADR.RecipNotFound; not found)"],
    "full": ["452 4.3.1 Insufficient system storage"],
    "grey": ["451 4.7.1 Temporary rejection, please resend - greylisted"],
    "content": ["~554 rejected due to spam content - https://gate.{d}/r#554",
                "~550 5.7.0 Local Policy Violation: spam score too high [{i}]"],
    "reputation": ["554-mx.{d}|554 Your access to this mail system has been"
                   " rejected due to the sending MTA's poor reputation.",
                   "554 Service unavailable; Client host [{u}] blocked using"
                   " Barrier Reputation; http://bl.blocklist.example/?{u}"],
    "policy": ["550 Rejected by header based anti-spoofing policy: {r}"],
    "ok": ["250 ok:  Message {i} accepted"],
}
LARGE = [BIG, CLOUD, QMAIL]
SMALL = [POSTFIX, POSTFIX, EXIM, EXIM, CLOUD, SENDMAIL, GATE, QMAIL]
TEMPFAIL = ["451 4.3.0 Temporary local problem, please try again later",
            "421 4.3.2 Service shutting down, closing channel",
            "452 4.3.1 Insufficient system resources"]
