"""What is sent: by honest clients, by spammers, and by those who write into
every field what might be taken for somebody else's address or message."""
import email.utils

GTUBE = (b"XJS*C4JDBQADN1.NSBN3*2IDNEN*"
         b"GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X")
# In two pieces, that no scanner takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
BODIES = {
    "clean": b"The minutes of Monday's meeting are ready.",
    "spam": GTUBE,
    "virus": EICAR,
    # The rules that setup.py adds give it some points, not enough to stop it.
    "spammy": b"a mail of which the filter is not sure",
}
# Nobody has these: who is said to have them was forged.
FORGED = ("203.0.113.9", "203.0.113.66")


class Letter:
    def __init__(self, name, client, kind, sender=b"u@aurora.example",
                 recipients=(b"zoe@far.example",), message_id=None,
                 headers=(), subject=b"minutes", login="", port=25,
                 helo="pc.example", body=None):
        self.name, self.client, self.kind = name, client, kind
        self.sender, self.recipients = sender, recipients
        self.headers, self.subject = headers, subject
        self.login, self.port, self.helo = login, port, helo
        self.body = BODIES[kind] if body is None else body
        self.message_id = message_id
        if message_id is None:
            self.message_id = name.encode() + b"@pc.example"

    def data(self):
        lines = list(self.headers)
        lines += [b"From: <u@aurora.example>", b"To: <zoe@far.example>",
                  b"Date: " + email.utils.formatdate().encode(),
                  b"Subject: " + self.subject]
        if self.message_id:
            lines.append(b"Message-ID: <" + self.message_id + b">")
        return b"\r\n".join(lines + [b"", self.body])


def plain():
    for n in range(3):
        yield Letter("good%d" % n, "192.0.2.11", "clean")
    for n in range(5):
        yield Letter("spam%d" % n, "192.0.2.66", "spam",
                     recipients=(b"r%d@far.example" % n,))
    yield Letter("spam-many", "192.0.2.66", "spam", recipients=tuple(
        b"many%d@far.example" % n for n in range(4)))
    for n in range(2):
        yield Letter("from-outside%d" % n, "198.51.100.44", "spam",
                     b"a@other.example", (b"zoe@aurora.example",))
    yield Letter("good-outside", "198.51.100.45", "clean", b"b@other.example",
                 (b"zoe@aurora.example", b"ann@aurora.example"))
    yield Letter("six-good", "2001:db8:100::7", "clean")
    yield Letter("six-spam", "2001:db8:100::7", "spam")
    yield Letter("submitted", "192.0.2.67", "spam", port=587)
    yield Letter("submitted-good", "192.0.2.67", "clean", port=587)
    yield Letter("unsure", "192.0.2.13", "spammy")
    yield Letter("loved", "192.0.2.14", "spam",
                 recipients=(b"lover@aurora.example",))
    yield Letter("some-love", "192.0.2.14", "spam", recipients=(
        b"lover@aurora.example", b"zoe@aurora.example"))
    yield Letter("virus", "192.0.2.15", "virus")
    yield Letter("banned", "192.0.2.16", "clean", headers=(
        b"MIME-Version: 1.0", b"Content-Type: application/x-msdownload;"
        b" name=\"a.exe [203.0.113.9]:25 <x@y.example> -> <z@y.example>\""))
    yield Letter("bounce", "192.0.2.17", "clean", b"")
    yield Letter("bounce-spam", "192.0.2.17", "spam", b"")
    yield Letter("no-id", "192.0.2.18", "clean", message_id=b"")
    yield Letter("no-id-spam", "192.0.2.18", "spam", message_id=b"")
    yield Letter("known", "192.0.2.9", "spam", login="zoe@aurora.example")


HOSTILE_SENDERS = (
    b'"a b"@x.example', b'"quoted, (203.0.113.9)"@x.example',
    b'"[203.0.113.9]:25 <a@b.example> -> <c"@x.example',
    b'"x>, (default: T (reject): [203.0.113.9/15.0]"@x.example',
    b'"> -> <b@far.example>, Queue-ID: FEED0, x"@x.example',
    b"caf\xc3\xa9@x.example", b"z" * 300 + b"@x.example", b'"a,b=c"@x.example',
)
HOSTILE_RECIPIENTS = (
    b'"c d"@far.example', b'"e, ip: 203.0.113.9, f"@far.example',
    b'"x> -> <y>, Queue-ID: FEED1, "@far.example', b"caf\xc3\xa9@far.example",
    b'"g,mid=<forged@pc.example>,h"@far.example', b"w" * 250 + b"@far.example",
)
HOSTILE_SUBJECTS = (
    b"[203.0.113.9]:25 <a@b.example> -> <c@d.example>, Queue-ID: FEED2, "
    b"Message-ID: <good0@pc.example>, Hits: 99, queued_as: FEED3,",
    b"\xff\xfe caf\xe9", b"s" * 900, b'"quoted\\", (203.0.113.9)"',
)
HOSTILE_IDS = (
    b"a b@pc.example", b"x>, qid: <FEED4>, ip: 203.0.113.9, from: <q@pc.example",
    b"y,user=root,mid=<good0@pc.example", b'"p>q"@pc.example',
    b"caf\xe9@pc.example", b"i" * 700 + b"@pc.example",
    b"f>, mail_id: x, Hits: 1, size: 1, queued_as: FEED5, <g@pc.example",
)
HOSTILE_HEADERS = (
    (b"Received: from x ([203.0.113.9]:25) by mx1.aurora.example (Postfix)"
     b" with ESMTP id FEED6, Queue-ID: FEED7, Message-ID: <good0@pc.example>;"
     b" Fri, 20 Nov 2026 04:11:08 +0000",
     b"X-Originating-IP: [203.0.113.9]", b"Resent-Message-ID: <r, x@y.example>"),
    (b"Received: from [203.0.113.9] (helo=x) by mx1.aurora.example"
     b" with esmtpa; Fri, 20 Nov 2026 04:11:08 +0000",
     b"Resent-Message-ID: <good0@pc.example>", b"User-Agent: a, [203.0.113.9]"),
)


def hostile():
    """Clean and spam of each in turn, so that either verdict is forged."""
    made = [(dict(sender=s), "sender%d" % n)
            for n, s in enumerate(HOSTILE_SENDERS)]
    made += [(dict(recipients=(r, b"ok@far.example")), "recipient%d" % n)
             for n, r in enumerate(HOSTILE_RECIPIENTS)]
    made += [(dict(subject=s), "subject%d" % n)
             for n, s in enumerate(HOSTILE_SUBJECTS)]
    made += [(dict(message_id=i), "id%d" % n)
             for n, i in enumerate(HOSTILE_IDS)]
    made += [(dict(headers=h), "header%d" % n)
             for n, h in enumerate(HOSTILE_HEADERS)]
    made += [(dict(helo="[203.0.113.9]"), "helo"),
             (dict(login="eve, from: <x>, (203.0.113.9)", client="192.0.2.9"),
              "login"),
             (dict(recipients=tuple(b"crowd%02d-%s@far.example" % (n, b"v" * 40)
                                    for n in range(40))), "crowd")]
    for more, name in made:
        client = more.pop("client", "192.0.2.12")
        yield Letter(name, client, "clean", **more)
        # The same Message-ID twice would be one message to spamd.
        if "message_id" not in more:
            yield Letter(name + "-spam", client.replace(".12", ".19"), "spam",
                         **more)
    for n, i in enumerate(HOSTILE_IDS):
        yield Letter("id%d-spam" % n, "192.0.2.19", "spam",
                     message_id=b"spam-" + i)


def all_of_them():
    yield from plain()
    yield from hostile()
