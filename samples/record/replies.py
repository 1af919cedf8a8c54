"""What remote servers say, in the manners of several kinds of server.

The wording of the large providers is our own; the shape (codes, several
lines, trailing ids, our address in brackets) is what such servers answer.
A fate is what the scenario wants to become of a recipient.
"""
import hashlib

US = "192.0.2.2"

# style -> fate -> texts; {r} recipient, {l} its local part, {d} its domain,
# {u} our address, {i} an id. "|" parts the lines of one reply.
REPLIES = {
    "granite": {   # a very large free mail provider
        "unknown": [
            "550-5.1.1 We found no account under the address you wrote to."
            "|550-5.1.1 Look for a typing mistake or a blank in it; more at"
            "|550 5.1.1 https://help.granite.example/?p=NoSuchUser {i} - gmx"],
        "disabled": [
            "550-5.2.1 The account you wrote to is switched off. More at"
            "|550 5.2.1 https://help.granite.example/?p=Disabled {i} - gmx"],
        "full": [
            "452-4.2.2 The inbox you wrote to has no room left. More at"
            "|452 4.2.2 https://help.granite.example/?p=OverQuota {i} - gmx"],
        "grey": [
            "451-4.7.1 [{u}] We see an unusual rate of mail from this server."
            "|451 4.7.1 Try again later. {i} - gmx"],
        "content": [
            "550-5.7.1 [{u}] Our systems hold this message for likely"
            "|550-5.7.1 unsolicited mail, and it was blocked. More at"
            "|550 5.7.1 https://help.granite.example/?p=Unsolicited {i} - gmx"],
        "reputation": [
            "550-5.7.1 [{u}      19] This message was blocked: the domain it"
            "|550-5.7.1 advertises has a very low reputation. More at"
            "|550 5.7.1 https://help.granite.example/?p=LowReputation {i} - gmx"
        ],
        "policy": [
            "550-5.7.26 This mail is unauthenticated: neither SPF nor DKIM"
            "|550 5.7.26 passes for its sender's domain. {i} - gmx"],
        "ok": ["250 2.0.0 OK  1795132800 {i} - gmx"],
    },
    "basalt": {    # a very large provider of business mail
        "unknown": [
            "550 5.5.0 Requested action not taken: mailbox unavailable"
            " (S2017{i}).",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; no recipient has the"
            " SMTP address {r} [{i}.prod.basalt.example]"],
        "disabled": ["550 5.1.1 RESOLVER.ADR.Disabled; account inactive"],
        "full": ["452 4.2.2 STOREDRV.Deliver; mailbox full [{i}]"],
        "grey": [
            "451 4.7.500 Server busy. Please try again later from [{u}]."
            " (AS780090) [{i}.prod.basalt.example]"],
        "content": [
            "550 5.7.1 Message rejected as spam by content filtering."
            " (AS1000) [{i}.prod.basalt.example]"],
        "reputation": [
            "550 5.7.1 Messages from [{u}] were not sent: part of their"
            " network is on our block list (S3150). [{i}.prod.basalt.example]",
            "550 5.7.606 Access denied, banned sending IP [{u}]; ask to be"
            " delisted at https://sender.basalt.example/ [{i}]"],
        "policy": ["550 5.7.509 Access denied, sending domain does not pass"
                   " DMARC verification [{i}]"],
        "ok": ["250 2.6.0 <{i}@mx> [InternalId=7{i}] Queued mail for delivery"],
    },
    "postfix": {
        "unknown": [
            "550 5.1.1 <{r}>: Recipient address rejected: User unknown in"
            " virtual mailbox table",
            "550 5.1.1 <{r}>: Recipient address rejected: User unknown in"
            " relay recipient table"],
        "disabled": ["550 5.2.1 <{r}>: Recipient address rejected: account"
                     " closed"],
        "full": ["452 4.2.2 <{r}>: Recipient address rejected: mailbox full"],
        "grey": ["450 4.7.1 <{r}>: Recipient address rejected: Greylisted,"
                 " come back in 300 seconds"],
        "content": ["554 5.7.1 Spam message rejected",
                    "554 5.7.1 id={i} - Rejected, message content scored as"
                    " spam"],
        "reputation": [
            "554 5.7.1 Service unavailable; Client host [{u}] blocked using"
            " zen.blocklist.example; https://www.blocklist.example/q/{u}",
            "554 5.7.1 <{r}>: Sender address rejected: its domain is listed at"
            " dbl.blocklist.example"],
        "policy": ["550 5.7.23 <{r}>: Recipient address rejected: Message"
                   " rejected due to: SPF fail - not authorized"],
        "ok": ["250 2.0.0 Ok: queued as {i}"],
    },
    "exim": {
        "unknown": ["550 Unrouteable address", "550 No such user here",
                    "550 <{r}>: no such recipient at {d}"],
        "disabled": ["550 This account has been suspended"],
        "full": ["452 <{r}>: the mailbox is full, retry later"],
        "grey": ["451 {u} is not yet known here for this sender and recipient,"
                 " greylisted: try again in 5 minutes"],
        "content": ["550 This message scored 14.2 spam points.",
                    "550 Message content was classified as spam."],
        "reputation": [
            "550-Mail refused: {u} has a poor reputation|550 "
            "{u} is in a black list at zen.blocklist.example"],
        "policy": ["550 SPF: {u} is not allowed to send mail from this domain"],
        "ok": ["250 OK id=1r{i}-0003Gz-2K"],
    },
    "qmail": {
        "unknown": ["550 sorry, no mailbox here by that name. (#5.1.1)",
                    "554 delivery error: dd Sorry, {r} does not have an"
                    " account here - mta{i}.slate.example"],
        "disabled": ["550 sorry, this mailbox is disabled (#5.2.1)"],
        "full": ["452 sorry, that mailbox is over its quota (#4.2.2)"],
        "grey": ["451 mail from you is temporarily deferred, try again"
                 " shortly (#4.7.1)"],
        "content": ["554 mail server permanently rejected message as spam"
                    " (#5.7.1)"],
        "reputation": ["553 sorry, your server [{u}] is listed at"
                       " bl.blocklist.example (#5.7.1)",
                       "554 5.7.9 Message not accepted for reputation reasons,"
                       " see https://postmaster.slate.example/r42"],
        "policy": ["550 sender fails policy checks (#5.7.1)"],
        "ok": ["250 ok 1795132800 qp {i}"],
    },
}
TEMPFAIL = "451 4.3.0 Temporary local problem, please try again later"


def pick(style, fate, recipient, serial):
    """The reply's lines, without CRLF. The same for a retry but for the id."""
    if fate == "tempfail":
        return [TEMPFAIL]
    texts = REPLIES[style][fate]
    digest = hashlib.sha256(recipient.encode()).digest()
    text = texts[digest[0] % len(texts)]
    local, _, domain = recipient.partition("@")
    ident = "%s%05X" % (digest[1:4].hex(), serial % 0x100000)
    return text.format(r=recipient, l=local, d=domain, u=US,
                       i=ident).split("|")
