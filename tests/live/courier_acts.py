"""A real Courier takes, sends and refuses mail: is each line read rightly?

usage: courier_acts.py CULPRIT DIRECTORY
Run by courier_acts.sh inside private_root.sh. DIRECTORY gets the log.
"""
import base64
import collections
import concurrent.futures
import dataclasses
import ipaddress
import json
import pathlib
import subprocess
import sys
import time

import courier_server as server
from dovecot_clients import Line

FORGED = ipaddress.ip_address("203.0.113.9")
ZOE = "zoe@aurora.example"


@dataclasses.dataclass
class Act:
    """What one client, who has an address of his own, does; what must be read
    of him: (kind, outcome, account or recipient), "-" for none."""
    client: str
    want: list
    port: int = 25
    helo: bytes = b"pc.sender.example"
    login: tuple = ()
    sender: str = "a@sender.example"
    to: tuple = ()
    lines: tuple = ()
    times: int = 1
    mechanism: str = "PLAIN"


FAILED = ("login-failed", "-", "-")


def taken(account="-"):
    return ("accepted", "-", account)


def fate(kind, outcome, recipient):
    return (kind, outcome, recipient)


def mails():
    zoe, out = (ZOE,), "198.51.100.%d"
    ours = fate("delivered", "ok", ZOE)
    yield Act(out % 7, [taken(), ours], to=zoe)
    yield Act("2001:db8:77::25", [taken(), ours], to=zoe)
    yield Act(out % 8, [taken(), ours], to=zoe,
              helo=b"x (h [203.0.113.9])")
    yield Act(out % 9, [taken(), ours], to=zoe, helo=b"y\x01[203.0.113.9])")
    yield Act(out % 10, [taken(), ours], to=zoe, helo=b"h" * 200)
    yield Act(out % 11, [("refused", "bad-recipient", "no@aurora.example")],
              to=("no@aurora.example",))
    yield Act(out % 12, [("refused", "relay-refused", "x@far.example")],
              to=("x@far.example",))
    yield Act(out % 13, [("refused", "neutral", "-")], to=zoe,
              sender="a@nowhere.example")
    yield Act(out % 14, [("refused", "bad-recipient",
                          "no,to= x@aurora.example")],
              to=('"no,to=<x"@aurora.example',))
    yield Act("192.0.2.77", [taken(), fate("delivered", "ok",
                                           "ok@far.example")],
              to=("ok@far.example",))
    yield Act("192.0.2.78", [taken(), fate("bounced", "bad-recipient",
                                           "unknown@far.example")],
              to=("unknown@far.example",))
    yield Act("192.0.2.79", [taken(), fate("deferred", "neutral",
                                           "later@far.example")],
              to=("later@far.example",))
    yield Act("192.0.2.80", [taken(), fate("bounced", "content",
                                           "spam@far.example")],
              to=("spam@far.example",))
    yield Act("192.0.2.81", [taken()], to=("liar@far.example",))
    yield Act("192.0.2.82", [taken()], to=("v@down.example",))
    yield Act("192.0.2.83", [taken(), fate("bounced", "bad-recipient",
                                           "many@far.example")],
              to=("many@far.example",))
    yield Act("192.0.2.84", [taken(), ours,
                             fate("bounced", "bad-recipient",
                                  "unknown@far.example"),
                             fate("deferred", "neutral",
                                  "later@far.example"),
                             fate("delivered", "ok", "ok@far.example"),
                             fate("delivered", "ok", "b@sender.example")],
              to=("ok@far.example", ZOE, "unknown@far.example",
                  "later@far.example", "b@sender.example"))


def logins():
    good, out = (ZOE, server.PASSWORD), "198.51.100.%d"
    wrong = (ZOE, "wrong")
    yield Act(out % 20, [taken(ZOE), fate("delivered", "ok",
                                          "ok@far.example")],
              port=587, login=good, to=("ok@far.example",))
    for n, port in enumerate((25, 587)):
        yield Act(out % (22 + n), [FAILED], port=port, login=wrong)
        yield Act(out % (24 + n), [FAILED] * 3, port=port, login=wrong,
                  times=3)
    yield Act(out % 26, [FAILED], login=("nobody", "x"))
    yield Act(out % 28, [FAILED], login=wrong, mechanism="LOGIN")
    yield Act(out % 29, [FAILED], login=wrong, mechanism="CRAM-MD5")
    yield Act(out % 19, [FAILED], login=("u" * 200, "x"))
    yield Act(out % 18, [FAILED], login=("a b", "x"), mechanism="LOGIN")
    yield Act(out % 27, [FAILED], login=("x\",cmd: error,relay=203.0.113.9",
                                         "x"))
    for n, (port, verb) in enumerate(((143, b"a LOGIN "), (110, b""))):
        def say(user, word, verb=verb, port=port):
            if port == 143:
                return (b'a LOGIN "%s" "%s"' % (user, word),)
            return b"USER " + user, b"PASS " + word
        z = ZOE.encode()
        yield Act(out % (30 + n), [("login", "-", ZOE)], port=port,
                  lines=say(z, b"right"))
        yield Act(out % (32 + n), [("login-failed", "-", ZOE)], port=port,
                  lines=say(z, b"wrong"))
        for m, name in enumerate((b"x, ip=[203.0.113.9]", b"\xe4\xf6",
                                  b"a b", b"N" * 300)):
            yield Act(out % (40 + 10 * n + m),
                      [("login-failed", "-", None)], port=port,
                      lines=say(name, b"wrong"))


def odds():
    yield Act("198.51.100.60", [("manners", "-", "-")] * 2,
              lines=(b"GET / HTTP/1.0", b"error,relay=203.0.113.9,msg=\"x"))
    yield Act("198.51.100.61", [], lines=(b"QUIT",))
    yield Act("198.51.100.62", [], lines=(b"VRFY zoe",))
    yield Act("198.51.100.99", [], lines=(b"QUIT",))


def coded(b):
    return base64.b64encode(b)


def authenticate(line, act):
    user, word = (x.encode() for x in act.login)
    if act.mechanism == "PLAIN":
        line.say(b"AUTH PLAIN " + coded(b"\0" + user + b"\0" + word))
        return
    line.say(b"AUTH " + act.mechanism.encode())
    if act.mechanism == "LOGIN":
        line.say(coded(user))
        line.say(coded(word))
    else:
        line.say(coded(user + b" 0123456789abcdef0123456789abcdef"))


def mail(line, act):
    line.say(b"MAIL FROM:<%s>" % act.sender.encode())
    some = [line.say(b"RCPT TO:<%s>" % r.encode())[:1] == b"2"
            for r in act.to]
    if any(some):
        line.say(b"DATA")
        line.say(b"From: <a@sender.example>\r\nSubject: x\r\n\r\nhello\r\n.")


def play(act):
    line = Line(act.client, act.port, server.ADDRESS)
    if act.port in (25, 587):
        line.say(b"EHLO " + act.helo)
    for text in act.lines:
        line.say(text)
    for _ in range(act.times if act.login else 0):
        authenticate(line, act)
    if act.to:
        mail(line, act)
    line.say(b"a LOGOUT" if act.port == 143 else b"QUIT")
    line.close()


def main(culprit, directory):
    log = pathlib.Path(directory) / "courier.log"
    syslog = server.prepare()
    syslog.into(log)
    if not server.start():
        raise SystemExit("courier does not start: " + log.read_text())
    done = [*mails(), *logins(), *odds()]
    for act in done:
        if act.port not in (143, 110):
            play(act)
    # These take their time to say that a password is wrong.
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        list(pool.map(play, [a for a in done if a.port in (143, 110)]))
    time.sleep(5)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
