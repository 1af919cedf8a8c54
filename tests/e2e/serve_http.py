#!/usr/bin/env python3
"""HTTP as clients speak it who are slow, wrong, many or want to smuggle.

usage: serve_http.py SERVE_FIXTURE
"""
import socket
import sys
import time

from serve_common import CLOSE, Answer, everything, serving

HEALTH = b"ok: 10.1 lines a second"
ALWAYS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
}


def request(*headers, method="GET", path="/healthz", version="HTTP/1.1",
            body=b""):
    lines = [f"{method} {path} {version}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


HOST = "Host: 127.0.0.1:9477"
BYE = "Connection: close"
# What is sent, the status, why.
WRONG = [
    (request(HOST, "Host: b"), 400, "two Hosts"),
    (request(HOST, HOST), 400, "the same Host twice"),
    (request(), 400, "no Host"),
    (request("Host : localhost"), 400, "a blank before the colon"),
    (request("Host: localhost\r\n and: more"), 400, "a folded Host"),
    (request(HOST, "Content-Length: 0", "Transfer-Encoding: chunked",
             body=b"0\r\n\r\n"), 400, "a length and an encoding"),
    (request(HOST, "Content-Length: 0", "Content-Length: 4", body=b"abcd"),
     400, "two lengths"),
    (request(HOST, "Content-Length: 0", "Content-Length: 0"), 400,
     "the same length twice"),
    (request(HOST, "Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400,
     "an encoding"),
    (request(HOST, "Content-Length: 4", body=b"abcd"), 400, "a body"),
    (request(HOST, "Content-Length: 00"), 400, "an odd length"),
    (request(HOST, "X: " + "a" * 9000), 431, "a header that is too long"),
    (request("Host: rebound.example"), 403, "a name that is not ours"),
    (request("Host: rebound.example:9477"), 403, "such a name, a port"),
    (request("Host: 127.0.0.1.rebound.example"), 403,
     "a name that begins as an address does"),
    (request("Host: localhost.rebound.example"), 403,
     "a name that begins as ours does"),
    (request("Host: "), 403, "an empty Host"),
    (request(HOST, method="POST", body=b""), 405, "POST"),
    (request(HOST, "Content-Length: 4", method="POST", body=b"abcd"), 405,
     "POST with a body"),
    (request(HOST, "Content-Length: 99999999", method="PUT"), 405,
     "PUT with a body that never comes"),
    (request(HOST, method="DELETE"), 405, "DELETE"),
    (request(HOST, method="OPTIONS"), 405, "OPTIONS"),
    (request(HOST, method="TRACE"), 405, "TRACE"),
    (request(HOST, method="get"), 405, "get, in small letters"),
    (request(HOST, BYE, path="/"), 404, "the top"),
    (request(HOST, BYE, path="/healthz/"), 404, "a slash too many"),
    (request(HOST, BYE, path="/healthz%00x"), 404, "an escaped NUL"),
    (request(HOST, BYE, path="/%68ealthz"), 404, "an escaped letter"),
    (request(HOST, BYE, path="/../healthz"), 404, "a path that climbs"),
    (request(HOST, BYE, path="http://rebound.example/healthz"), 404,
     "a whole URL"),
]
RIGHT = [
    request(HOST, BYE),
    request("host: LOCALHOST", BYE),
    request("Host: [::1]:9477", BYE),
    request(HOST, BYE, "Content-Length: 0"),
    request(HOST, BYE, path="/healthz?json"),
    request(HOST, version="HTTP/1.0"),
    request(version="HTTP/1.0"),
]


def wrong_ones(server):
    for raw, status, why in WRONG:
        smuggled = request(HOST, BYE)
        answer = Answer(server.ask(raw + smuggled))
        assert answer.status == status, f"{why}: {answer.status}"
        if status != 404:
            assert answer.headers["connection"] == "close", why
            assert answer.rest == b"", f"{why}: smuggled {answer.rest!r}"
        if status == 405:
            assert answer.headers["allow"] == "GET, HEAD", why
        assert HEALTH not in answer.body, why


def right_ones(server):
    for raw in RIGHT:
        answer = Answer(server.ask(raw))
        assert answer.status == 200, raw
        assert answer.body.startswith(HEALTH), answer.body
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value, f"{raw}: {name}"


def head(server):
    for path, status in (("/healthz", 200), ("/nope", 404)):
        whole = Answer(server.ask(request(HOST, BYE, path=path)))
        raw = server.ask(request(HOST, BYE, path=path, method="HEAD"))
        answer = Answer(raw, head_only=True)
        assert answer.status == whole.status == status
        assert answer.rest == b"", "HEAD has a body"
        for name in whole.headers:
            if name != "date":
                assert answer.headers[name] == whole.headers[name], name


def pipelining(server):
    raw = server.ask(request(HOST) + request(HOST, path="/nope")
                     + request(HOST, method="HEAD") + request(HOST, BYE))
    seen = []
    for head_only in (False, False, True, False):
        answer = Answer(raw, head_only)
        seen.append(answer.status)
        raw = answer.rest
    assert seen == [200, 404, 200, 200] and raw == b"", seen


def byte_by_byte(server):
    with server.connect() as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in request(HOST, BYE):
            s.sendall(bytes([byte]))
            time.sleep(0.001)
        assert Answer(everything(s)).status == 200


def garbage(server):
    for raw in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"\r\n\r\n",
                b"GET\r\n\r\n", b"\0" * 5000, b"GET / HTTP/9.9\r\n\r\n"):
        with server.connect(0.3) as s:
            s.sendall(raw)
            try:
                assert b" 200 " not in s.recv(65536), raw
            except TimeoutError:
                pass


def fifty(server):
    """The oldest make room; who comes is always served."""
    idle = [server.connect() for _ in range(50)]
    assert server.get("/healthz").status == 200
    alive = 0
    for s in idle:
        try:
            s.sendall(request(HOST, BYE))
            alive += b" 200 " in everything(s)
        except OSError:
            pass
        s.close()
    assert 8 <= alive <= 16, f"{alive} of 50 at once were kept"
    busy = [server.connect() for _ in range(50)]
    done = 0
    for s in busy:
        try:
            s.sendall(request(HOST, BYE))
        except OSError:
            pass
    for s in busy:
        done += b" 200 " in everything(s)
        s.close()
    assert done >= 8, f"{done} of 50 at once were answered"
    assert server.get("/healthz").status == 200


def drips(server):
    """Sixteen that send a byte now and then keep nobody out."""
    slow = [server.connect() for _ in range(16)]
    for s in slow:
        s.sendall(b"GET /hea")
    for _ in range(4):
        for s in slow:
            try:
                s.sendall(b"l")
            except OSError:
                pass
        assert server.get("/healthz").status == 200
    for s in slow:
        s.close()


def slow_reader(server):
    """An answer goes on as it began when what is served changes."""
    server.tell("big 20000000")
    with server.connect() as s:
        s.sendall(request(HOST, BYE, path="/big"))
        got = s.recv(1000)
        server.tell("changes 300")
        assert server.get("/big").body == b"x"
        got += everything(s)
    answer = Answer(got)
    assert len(answer.body) == 20000000
    assert answer.body.strip(b"x") == b""


def idle_ends(server):
    """Who sends nothing is hung up after ten seconds, and none before."""
    began = time.monotonic()
    with server.connect(30) as s:
        s.sendall(b"GET /hea")
        everything(s)
    took = time.monotonic() - began
    assert 8 < took < 15, f"hung up after {took:.1f} s"


def asked(server):
    """What is made when it is asked for is made once for each answer."""
    for n in (b"1", b"2"):
        assert server.get("/asked").body == n
    bad = Answer(server.ask(request(HOST, HOST, path="/asked")))
    assert bad.status == 400
    assert server.get("/asked?x").body == b"3", "the refused one counted"


def health(server):
    server.tell("trouble")
    answer = server.get("/healthz")
    assert answer.status == 503, answer.status
    assert answer.body == b"the disk\\x1b[2J is full\n", answer.body
    server.tell("well")
    assert server.get("/healthz").status == 200


def six(program):
    try:
        socket.socket(socket.AF_INET6).bind(("::1", 0))
    except OSError:
        return
    with serving(program, "[::1]:0") as server:
        assert server.host == "::1"
        assert server.get("/healthz").status == 200


def main(program):
    for test in (right_ones, wrong_ones, head, pipelining, byte_by_byte,
                 garbage, fifty, drips, slow_reader, asked, health, idle_ends):
        began = time.monotonic()
        with serving(program) as server:
            test(server)
            assert server.get("/healthz", CLOSE).status == 200
        print(f"{test.__name__}: ok, {time.monotonic() - began:.1f} s")
    six(program)


if __name__ == "__main__":
    main(sys.argv[1])
