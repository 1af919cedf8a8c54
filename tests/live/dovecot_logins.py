"""A real Dovecot is logged in to: does each line name whom it should?

usage: dovecot_logins.py CULPRIT [DIR]
It is run by private_root.sh over the packages that dovecot_logins.sh names. The
logs are kept in DIR.
"""
import collections
import ipaddress
import json
import re
import subprocess
import sys

import dovecot_clients as clients
import dovecot_server as server
import machine
from dovecot_clients import login, said

ZOE, ANN = b"zoe@aurora.example", b"ann@tundra.example"
FORGED = ipaddress.ip_address(clients.FORGED)
HOSTILE = (
    b"a b  c", b"x, rip=203.0.113.9, lip=192.0.2.2",
    b"zoe@aurora.example>, method=PLAIN, rip=203.0.113.9, lip=192.0.2.2, "
    b"session=<aaaa>",
    b"x,203.0.113.9", b"x,203.0.113.9,<aaaa>): unknown user",
    b"x,203.0.113.9): Password mismatch", b"\xe4\xf6\xfc@aurora.example",
    "\u017doe@aurora.example".encode(), b"tab\there", b"line\nfeed: Login: user=<a>",
    b"L" * 500, b"%u%h", b"x>: user=<y", b"x: user=<y>, rip=203.0.113.9",
    b" rhost=203.0.113.9  user=zoe", b"203.0.113.9 rhost=203.0.113.9",
    b"ruser=x rhost=203.0.113.9", b"x (auth failed, 9 attempts in 1 secs)",
    b"Login: user=<zoe@aurora.example>, rip=203.0.113.9, lip=1",
)


def addresses():
    """Each act has one that no other act of the run has."""
    for n in range(1, 250):
        yield "198.51.100.%d" % n if n % 7 else "2001:db8:77:%x::25" % n


def honest(a, _):
    for port in clients.GREETED:
        yield login(next(a), port, ZOE)
        yield login(next(a), port, ANN, tls=True)
        yield login(next(a), port, ZOE, mechanism=b"LOGIN", end=True)
        yield login(next(a), port, [(ANN, "wrong"), ANN])
        yield login(next(a), port, [(ANN, "no"), (ANN, "no2"), (ANN, "x"),
                                    ANN])
    yield login(next(a), 143, b"Zoe@Aurora.EXAMPLE")
    yield clients.mail_sent(next(a), ZOE)


def wrong(a, kind):
    for port in clients.GREETED:
        yield login(next(a), port, ZOE, "wrong")
        yield login(next(a), port, ZOE, "wrong", 3, tls=True)
        yield login(next(a), port, b"nobody", "wrong", 2, mechanism=b"LOGIN")
        yield login(next(a), port, [b"root", b"admin", b"info", ZOE],
                    "wrong", end=True)
        if kind != "pam":
            yield login(next(a), port, ZOE, "wrong", mechanism=b"CRAM-MD5")
        yield login(next(a), port, ZOE, "")
    yield login(next(a), 110, [b"u%d" % n for n in range(12)], "wrong")
    for n, name in enumerate(HOSTILE):
        yield login(next(a), (143, 110, 587)[n % 3], name, "rip=203.0.113.9")


def nobody(a, _):
    """Sessions in which nobody tried to log in, or was not let try."""
    for port in clients.GREETED:
        yield said(next(a), port)
        yield said(next(a), port, b"a LOGOUT" if port == 143 else b"QUIT")
        yield said(next(a), port, *[b"GET / HTTP/1.0"] * 12, hang_up=True)
    yield said(next(a), 143, b"a LOGIN zoe@aurora.example right",
               server=server.TLS_ONLY, failed=[ZOE])
    yield said(next(a), 110, b"USER zoe", b"PASS right",
               server=server.TLS_ONLY, failed=[b"zoe"])
    yield said(next(a), 143, b"a STARTTLS", b"\x16\x03not tls", hang_up=True)
    yield said(next(a), 143, b"a AUTHENTICATE PLAIN", b"*")
    yield said(next(a), 143, b"a AUTHENTICATE PLAIN", b"!!")


def acts(kind):
    a = addresses()
    for group in (honest, wrong, nobody):
        yield from group(a, kind)


def run(syslog, kind, log):
    """What was done, and what was logged of it, in `log`."""
    syslog.into(log)
    dovecot = server.Server(kind)
    if not dovecot.ready():
        raise SystemExit("dovecot does not start: " + log.read_text())
    done = list(acts(kind))
    clients.stored(ZOE, b"eve@far.example")
    dovecot.stop()
    if dovecot.file:
        log.write_bytes(dovecot.file.read_bytes())
    return done


def shown(name):
    """As Dovecot writes it: control bytes and what is no UTF-8 as marks."""
    text = name.decode("utf-8", "replace").replace("\ufffd", "?").lower()
    return "".join("?" if c < " " else c for c in text)


def as_pam_wrote(name):
    """As it came, but for what the syslog daemon did."""
    text = name.decode("utf-8", "surrogateescape").lower()
    return "".join("#%03o" % ord(c) if c < " " else c for c in text)


def is_same(name, account):
    """Long names are cut, and names may have been put in small letters."""
    account = account.lower()
    if account == as_pam_wrote(name):
        return True
    if account.endswith("..."):
        return shown(name).startswith(account[:-3])
    return account == shown(name)


def parsed(culprit, log):
    run = subprocess.run([culprit, "parse", log], check=True,
                         stdout=subprocess.PIPE)
    return [json.loads(x) for x in run.stdout.splitlines()]


def counted(culprit, log, address):
    """How many failed logins the judge has heard of."""
    run = subprocess.run([culprit, "explain", address, log],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found = re.search(r"^  login_failed +(\d+) ", run.stdout.decode(), re.M)
    return int(found.group(1)) if found else 0


def names_differ(done, events, verbose):
    """Are the names of the failed ones those that were tried?"""
    names = [e["account"] for e in events if "account" in e]
    tried = done.failed if verbose else done.failed[-1:]
    if done.logins and not verbose:
        tried = []
    for account in names:
        if not any(is_same(t, account) for t in tried):
            yield "says %r" % account
    for name in tried:
        if not any(is_same(name, a) for a in names):
            yield "does not say %r" % name


def judge_one(culprit, log, done, events, verbose):
    """What is wrong with what the log is read to say of one client."""
    logins = [e["account"] for e in events if e["kind"] == "login"]
    failed = [e for e in events if e["kind"] == "login-failed"]
    if [shown(n) for n in done.logins] != [a.lower() for a in logins]:
        yield "logins %s" % logins
    yield from names_differ(done, failed, verbose)
    n = len(done.failed) if verbose or not done.logins else 0
    heard = counted(culprit, log, done.client)
    if heard != n:
        yield "%d failed logins, counted %d" % (n, heard)


def judge(culprit, kind, log, done):
    """(what of, what is wrong)"""
    records = parsed(culprit, log)
    events = collections.defaultdict(list)
    for r in records:
        if r["verdict"] == "event" and "client" in r:
            events[ipaddress.ip_address(r["client"])].append(r)
        if r["verdict"] in ("malformed", "not-mine"):
            yield "line %d" % r["line"], r["verdict"]
        if r["verdict"] == "event" and "client" not in r and "account" in r:
            yield "line %d" % r["line"], "a name without a client"
    if FORGED in events:
        yield str(FORGED), "is believed to be a client"
    known = {ipaddress.ip_address(d.client): d for d in done}
    for a in events:
        if a not in known:
            yield str(a), "has done nothing"
    verbose = server.KINDS[kind]["verbose"] == "yes"
    for a, d in known.items():
        for w in judge_one(culprit, log, d, events[a], verbose):
            yield "%s, %s" % (a, d.what), w


def main(culprit, keep=None):
    where = machine.logs(keep)
    syslog = server.prepare()
    bad = acts_done = 0
    for kind in server.KINDS:
        log = where / (kind + ".log")
        done = run(syslog, kind, log)
        acts_done += len(done)
        for what, wrong in judge(culprit, kind, log, done):
            bad += 1
            print("%s: %s: %s" % (kind, what, wrong))
    print("dovecot_logins: Dovecot %s, %d acts, %d bad"
          % (server.version(), acts_done, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
