"""Real web servers and a Postfix are driven; what is read of their logs.

usage: web_forms.py CULPRIT [DIR]
It is run by private_root.sh over the packages that web_forms.sh names. Each
request waits for its line, so that the script knows whose each line is. The
logs are kept in DIR.
"""
import base64
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import time

import web_servers as at

LOGS = at.LOGS
OURS = "192.0.2.99"
FORGED = "203.0.113.9"
LINE = '%s - - [20/Nov/2026:04:11:09 +0000] "POST /x.php HTTP/1.1" 200 5' \
    % FORGED
CONF = """[network]
networks = 192.0.2.0/24 2001:db8:100::/48
local_domains = web1.provider.example
servers = web1 proxy.provider.example closed.provider.example
customers = customers.csv
"""
CUSTOMERS = "cidr,customer\n192.0.2.96/28,C1\n"


class Request:
    """Raw bytes from a source; what is to be read of it: an event or none."""

    def __init__(self, raw, event=None, leaves=False, **want):
        self.raw, self.leaves = raw, leaves
        self.want = dict(want, kind=event) if event else {}


def http(method, target, body=b"", version="1.1", **headers):
    lines = ["%s %s HTTP/%s" % (method, target, version),
             "Host: www.shop.example", "Connection: close"]
    lines += ["%s: %s" % (k.replace("_", "-"), v) for k, v in headers.items()]
    if body or method == "POST":
        lines.append("Content-Length: %d" % len(body))
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def form(target, text=None, **headers):
    return Request(http("POST", target, b"x=1", **headers), "form-post",
                   reply=200, text=text or target)


def login(name):
    secret = base64.b64encode((name + ":x").encode("latin-1")).decode()
    return {"Authorization": "Basic " + secret}


# What a visitor may say of himself.
HOSTILE = (LINE, '"', '\\', '\\"', '" 200 5 "', '"%s' % LINE, "\\\"" + LINE,
           "a\rb", "\x00", "\xff\xfe", "\t", '" "', "]", "[" * 9,
           "x" * 8000 + '"', '%s "' % LINE, "a\x1b[2Jb", '\\x22', "- -",
           '- [20/Nov/2026:04:11:09 +0000] "POST /x.php HTTP/1.1" 200 5')


def site_requests(apache):
    yield Request(http("GET", "/"))
    yield Request(http("GET", "/missing?to=a@b.example"))
    yield form("/contact.php")
    yield form("/cgi-bin/FormMail.pl")
    yield form("/contact.php?to=a%20b", "/contact.php")
    yield Request(http("POST", "/none.html", b"x"))
    yield Request(http("POST", "/nowhere.php", b"x"))
    yield Request(http("GET", "/contact.php"))
    yield form("/contact.php", version="1.0")
    for text in HOSTILE:
        # Of these a server refuses the request.
        bare = text.translate({0: None, 13: None, 27: None})
        yield form("/contact.php", Referer=bare)
        yield form("/contact.php", User_Agent=bare, Referer=bare)
        yield Request(http("GET", "/" + text))
        yield Request(http("GET", "/?q=" + text.replace(" ", "%20")))
        name = text.replace(":", "")[:200]
        yield Request(http("GET", "/members", **login(name)))
        # nginx writes the name wherever one is sent.
        if "[20/Nov" not in text:
            yield form("/contact.php", **login(name))
    yield Request(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\"\r\n\r\n")
    yield Request(b"\x04\x01\x00\x19\xcb\x00\x71\x19\x00\r\n\r\n")
    yield Request(b'" 200 5\r\n\r\n')
    yield Request(b"POST\r\n\r\n")
    yield Request(b"EHLO a.example\r\nMAIL FROM:<a@a.example>\r\n\r\n")
    yield Request(http("GET", "/" + "y" * 20000))
    yield Request(("%s\r\n\r\n" % LINE).encode())
    yield Request(http("CONNECT", at.SINK_NAME + ":25"), "proxy-request",
                  outcome="relay-refused", relay=at.SINK_NAME)
    # Answered with a page of the site's own.
    yield Request(http("GET", "http://%s:25/" % at.SINK_NAME), "proxy-request",
                  relay=at.SINK_NAME, reply=200)
    if apache:
        yield Request(http("POST", "http://%s:25/" % at.SINK_NAME, b"RSET"),
                      "proxy-request", relay=at.SINK_NAME, reply=200)


def connect(target, relay, outcome, **headers):
    return Request(http("CONNECT", target, **headers), "proxy-request",
                   relay=relay, text=target, outcome=outcome)


def proxy_requests(closed):
    good = "relay-refused" if closed else "ok"
    name, six = at.SINK_NAME, at.SINK_SIX
    yield connect(name + ":25", name, good)
    yield connect(at.SINK + ":25", at.SINK, good, version="1.0")
    yield connect("[%s]:25" % six, six, good)
    yield connect(name + ":587", name, good, User_Agent=LINE)
    yield connect(name + ":25", name, good, Referer='"' + LINE)
    yield connect(name + ":465", name, "relay-refused")
    yield connect(at.SINK + ":443", at.SINK, "relay-refused")
    yield connect("nobody.example:25", "nobody.example", "relay-refused")
    yield Request(http("GET", "http://%s/" % name), "proxy-request",
                  outcome=good, relay=name)
    yield Request(http("POST", "http://%s:25/" % name, b"QUIT\r\n"),
                  "proxy-request", outcome=good, relay=name)


class Driver:
    def __init__(self):
        self.good = self.bad = 0
        self.sent = {}

    def check(self, holds, words):
        self.good += bool(holds)
        if not holds:
            self.bad += 1
            print("web_forms: " + words)

    def talk(self, source, to, port, raw, leaves):
        """To the end of the answer; a tunnel is left when it greets."""
        try:
            with socket.create_connection((to, port), 20, (source, 0)) as one:
                one.sendall(raw)
                if leaves:
                    time.sleep(.03)
                    one.shutdown(socket.SHUT_WR)
                got = b""
                tunnel = raw.startswith(b"CONNECT")
                while not (tunnel and b"\r\n220 " in got):
                    more = one.recv(65536)
                    if not more:
                        break
                    got += more
        except ConnectionResetError:
            pass

    def ask(self, log, source, to, port, request):
        path, sent = LOGS / log, self.sent.setdefault(log, [])
        before = path.read_bytes().count(b"\n") if path.exists() else 0
        self.talk(source, to, port, request.raw, request.leaves)
        for _ in range(100):
            n = path.read_bytes().count(b"\n")
            if n > before:
                break
            time.sleep(.02)
        self.check(n == before + 1,
                   "%s: %d lines of %r" % (log, n - before, request.raw[:80]))
        sent += [(source, request)] * (n - before)


def drive(d):
    sites = (("nginx.log", at.NGINX, False), ("apache.log", at.APACHE, True))
    for log, site, apache in sites:
        for n, request in enumerate(site_requests(apache)):
            d.ask(log, "198.51.100.%d" % (1 + n % 200), site, 80, request)
            d.ask(log, "2001:db8:300::%x" % (1 + n), at.SIX[site], 80, request)
    for log, port in (("proxy.log", 3128), ("closed.log", 3129)):
        for n, request in enumerate(proxy_requests(port == 3129)):
            d.ask(log, "203.0.113.%d" % (100 + n), at.PROXY, port, request)
    d.ask("proxy.log", OURS, at.PROXY, 3128,
          connect(at.SINK + ":25", at.SINK, "ok"))


def parsed(culprit, path):
    done = subprocess.run([culprit, "parse", path], stdout=subprocess.PIPE,
                          check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def differs(row, source, request):
    """None, or what is not as the one who sent it knows it."""
    if row["parser"] != "access":
        return "read as %s" % row["parser"]
    if not request.want:
        return None if row["verdict"] == "ignored" else "an event"
    if row["verdict"] != "event" or row.get("client") != source:
        return "%s of %s" % (row["verdict"], row.get("client"))
    wrong = [k for k, v in request.want.items() if row.get(k) != v]
    return " ".join("%s=%r" % (k, row.get(k)) for k in wrong) or None


def judge_lines(d, culprit):
    """Each form of one server's log has the same lines."""
    for log, like in (("nginx.log", 0), ("apache.log", 0), ("proxy.log", 0),
                      ("closed.log", 0), ("apache.vhost.log", "apache.log"),
                      ("apache.common.log", "apache.log")):
        rows, sent = parsed(culprit, LOGS / log), d.sent[like or log]
        raw = (LOGS / log).read_bytes().splitlines()
        d.check(len(rows) == len(sent), "%s: %d lines, %d sent"
                % (log, len(rows), len(sent)))
        for row, (source, request), line in zip(rows, sent, raw):
            wrong = differs(row, source, request)
            d.check(wrong is None, "%s: %s: %r" % (log, wrong, line[:200]))
            d.check(row.get("client") != FORGED, "%s: forged: %r"
                    % (log, line[:200]))


def spam(d, posts=45):
    """Everybody may write to anybody by the form; some do not wait for the
    answer, which nginx logs as 499."""
    for n in range(posts):
        to = "%s%d@shop%d.example" % ("gone" if n % 3 == 0 else "a", n, n)
        body = b"to=" + to.encode()
        request = Request(http("POST", "/contact.php", body), "form-post",
                          leaves=n % 5 == 0, text="/contact.php",
                          reply=499 if n % 5 == 0 else 200)
        d.ask("nginx.log", "198.51.100.%d" % (201 + n % 20), at.NGINX, 80,
              request)
    for _ in range(100):
        if (LOGS / "mail.log").read_text().count(": removed") >= posts:
            break
        time.sleep(.1)


def suggested(culprit, *logs):
    conf = LOGS / "culprit.conf"
    conf.write_text(CONF)
    (LOGS / "customers.csv").write_text(CUSTOMERS)
    done = subprocess.run(
        [culprit, "scan", "-c", conf, "--json", *(LOGS / n for n in logs)],
        stdout=subprocess.PIPE, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(r["kind"], r["subject"]["value"], done.stdout.decode())
            for r in rows if "kind" in r and "subject" in r]


def judge_day(d, culprit):
    found = suggested(culprit, "mail.log", "nginx.log")
    d.check([f[:2] for f in found] == [("form-abuse", "33@web1")],
            "the form: %r" % [f[:2] for f in found])
    d.check(any("45 of its 45 messages a form was posted, /contact.php" in f[2]
                for f in found), "no script named: %r" % found)
    found = suggested(culprit, "proxy.log")
    d.check([f[:2] for f in found] == [("open-proxy",
                                        "proxy.provider.example")],
            "the proxy: %r" % [f[:2] for f in found])
    found = suggested(culprit, "closed.log")
    d.check(not found, "the closed proxy: %r" % [f[:2] for f in found])
    # Sites that answer with a page of their own are no proxies.
    for log in ("apache.vhost.log", "apache.log"):
        found = suggested(culprit, log)
        d.check(not found, "%s: %r" % (log, [f[:2] for f in found]))


def main(culprit, keep=None):
    at.start()
    print("web_forms: " + at.versions())
    d = Driver()
    drive(d)
    # A page is asked for in the name of a mail server, again and again.
    for n in range(30):
        d.ask("apache.log", "198.51.100.77", at.APACHE, 80, Request(
            http("GET", "http://%s:25/" % at.SINK_NAME), "proxy-request",
            relay=at.SINK_NAME))
    spam(d)
    judge_lines(d, culprit)
    judge_day(d, culprit)
    if keep:
        shutil.copytree(LOGS, keep, dirs_exist_ok=True)
    lines = sum(len(s) for s in d.sent.values())
    print("web_forms: %d lines, %d good, %d bad" % (lines, d.good, d.bad))
    return 1 if d.bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(pathlib.Path, sys.argv[2:3])))
