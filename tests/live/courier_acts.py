"""A real Courier takes, sends and refuses mail: is each line read rightly?

usage: courier_acts.py CULPRIT [DIR]
It is run by private_root.sh over the packages that courier_acts.sh names. The
log is kept in DIR.
"""
import base64
import collections
import concurrent.futures
import dataclasses
import ipaddress
import json
import subprocess
import sys
import time

import courier_server as server
import machine
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


def failed(name):
    return ("login-failed", "-", name)


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
    # The line is cut off before the address: of whom it is, is not told.
    yield Act(out % 10, [], to=zoe, helo=b"h" * 200)
    yield Act(out % 15, [taken(), ours], to=zoe, helo=b"203.0.113.9])" +
              b"h" * 40)
    yield Act(out % 11, [("refused", "bad-recipient", "no@aurora.example")],
              to=("no@aurora.example",))
    yield Act(out % 12, [("refused", "relay-refused", "x@far.example")],
              to=("x@far.example",))
    yield Act(out % 13, [("refused", "neutral", "-"),
                         ("manners", "-", "-")], to=zoe,
              sender="a@nowhere.example")
    yield Act(out % 14, [("refused", "bad-recipient",
                          '"no,to= x"@aurora.example')],
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
    yield Act("192.0.2.81", [taken(), fate("bounced", "neutral",
                                           "liar@far.example")], to=("liar@far.example",))
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


def at_smtp():
    good, out = (ZOE, server.PASSWORD), "198.51.100.%d"
    wrong = (ZOE, "wrong")
    yield Act(out % 20, [taken(ZOE), fate("delivered", "ok",
                                          "ok@far.example")],
              port=587, login=good, to=("ok@far.example",))
    for n, port in enumerate((25, 587)):
        yield Act(out % (22 + n), [failed(ZOE)], port=port, login=wrong)
        yield Act(out % (24 + n), [failed(ZOE)] * 3, port=port, login=wrong,
                  times=3)
    yield Act(out % 26, [failed("nobody")], login=("nobody", "x"))
    yield Act(out % 28, [failed(ZOE)], login=wrong, mechanism="LOGIN")
    yield Act(out % 29, [failed(ZOE)], login=wrong, mechanism="CRAM-MD5")
    yield Act(out % 18, [failed("a b")], login=("a b", "x"),
              mechanism="LOGIN")
    # It cuts what it quotes at 80 bytes or so.
    yield Act(out % 19, [failed("u" * 47)], login=("u" * 200, "x"))
    for n, name in enumerate(("x\",cmd: error,relay=203.0.113.9",
                              "203.0.113.9")):
        yield Act(out % (16 + n), [failed(name)], login=(name, "x"))


def at_mailboxes():
    names = {b"x, ip=[203.0.113.9]": "x, ip=[203.0.113.9]", b"a b": "a b",
             b"N" * 300: "N" * 300, b"\xe4\xf6": ".."}
    for n, port in enumerate((143, 110)):
        def say(user, word, port=port):
            if port == 143:
                return (b'a LOGIN "%s" "%s"' % (user, word),)
            return b"USER " + user, b"PASS " + word
        net = "198.51.100.%d"
        yield Act(net % (30 + n), [("login", "-", ZOE)], port=port,
                  lines=say(ZOE.encode(), b"right"))
        yield Act(net % (32 + n), [failed(ZOE)], port=port,
                  lines=say(ZOE.encode(), b"wrong"))
        for m, (name, shown) in enumerate(names.items()):
            # IMAP's own grammar has no such bytes: it asks nobody.
            some = [] if port == 143 and shown == ".." else [failed(shown)]
            yield Act(net % (40 + 10 * n + m), some, port=port,
                      lines=say(name, b"wrong"))


def odds():
    yield Act("198.51.100.60", [("manners", "-", "-")] * 2,
              lines=(b"GET / HTTP/1.0", b"error,relay=203.0.113.9,msg=\"x"))
    yield Act("198.51.100.61", [], lines=(b"QUIT",))
    yield Act("198.51.100.62", [("manners", "-", "-")], lines=(b"VRFY zoe",))
    yield Act("198.51.100.99", [], lines=(b"QUIT",))


def crowd(client):
    """One more than are let in from an address: the last is told of."""
    lines = []
    for n in range(4):
        try:
            lines.append(Line(client, 143, server.ADDRESS))
        except OSError:
            pass
    for line in lines:
        line.close()
    return Act(client, [("manners", "-", "-")])


def handed_in():
    """Mail from a program on the host, of which the log says so."""
    subprocess.run(["sendmail", "-f", "zoe@aurora.example",
                    "ann@aurora.example"], check=True,
                   input=b"Subject: x\n\nhello\n", timeout=20)


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


def parsed(culprit, log):
    run = subprocess.run([culprit, "parse", log], check=True,
                         stdout=subprocess.PIPE)
    return [json.loads(x) for x in run.stdout.splitlines()]


def read_of(records):
    """{client: what was read of him, the fates of his messages too}"""
    of, whose = collections.defaultdict(list), {}
    for r in records:
        kind = r.get("kind")
        if kind == "accepted" and "client" in r:
            whose[r["session"]] = r["client"]
        client = r.get("client") or whose.get(r.get("session"))
        if not client or kind in ("connect", "queued", None):
            continue
        name = r.get("account" if kind in ("accepted", "login",
                                           "login-failed") else "recipient")
        of[ipaddress.ip_address(client)].append(
            (kind, r.get("outcome", "-"), name or "-"))
    return of


def judge(records, done):
    """(what of, what is wrong)"""
    of = read_of(records)
    for r in records:
        # libfam, within imapd, says that it is not there.
        if r["verdict"] == "malformed":
            yield "line %d" % r["line"], "malformed"
    if FORGED in of:
        yield str(FORGED), "is believed to be a client"
    for act in done:
        got = of.pop(ipaddress.ip_address(act.client), [])
        if sorted(got) != sorted(act.want):
            yield act.client, "want %s, read %s" % (act.want, got)
    for client in of:
        # The server's own notices come from the host itself.
        if not client.is_loopback:
            yield str(client), "has done nothing"


def run(log):
    syslog = server.prepare()
    syslog.into(log)
    if not server.start():
        raise SystemExit("courier does not start: " + log.read_text())
    done = [*mails(), *at_smtp(), *at_mailboxes(), *odds()]
    slow = [a for a in done if a.port in (143, 110)]
    for act in done:
        if act not in slow:
            play(act)
    done.append(crowd("198.51.100.98"))
    handed_in()
    # These take their time to say that a password is wrong.
    with concurrent.futures.ThreadPoolExecutor(len(slow)) as pool:
        list(pool.map(play, slow))
    time.sleep(5)
    return done


def main(culprit, keep=None):
    log = machine.logs(keep) / "courier.log"
    done = run(log)
    bad = list(judge(parsed(culprit, log), done))
    for what, wrong in bad:
        print("%s: %s" % (what, wrong))
    print("courier_acts: Courier %s, %d acts, %d bad"
          % (server.version(), len(done), len(bad)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
