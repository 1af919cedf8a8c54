"""A syslog daemon on /dev/log that stamps by the scenario's clock, and knows
from what it reads whether the mail server is still at work."""
import os
import re
import select
import socket
import threading
import time

from clock import stamp

_DATAGRAM = re.compile(
    rb"<\d+>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    rb"([^\[: ]+(?:\[\d+\])?): (.*)", re.S)
_QUEUE_ID = re.compile(
    rb"([0-9A-F]{6,}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,}): (.*)", re.S)
_SCREENED = re.compile(
    rb"(CONNECT from|DISCONNECT|PASS NEW|PASS OLD) (\[\S+\]:\d+)")
_ACTIVE = re.compile(rb"nrcpt=(\d+) \(queue active\)")
# A message held for the postmaster never ends: give up waiting for it. One
# on its way to others may have to wait for a machine under load.
_PATIENCE, _PATIENCE_ACTIVE = 0.6, 4.0


def escape(raw):
    """Control characters as #ooo, the way syslog daemons keep lines whole."""
    return b"".join(b"#%03o" % c if c < 32 or c == 127 else bytes((c,))
                    for c in raw)


class Activity:
    """What the server has begun and not ended, read off its own log."""

    def __init__(self):
        self._open = set()     # smtpd processes, clients in postscreen
        self._messages = {}    # queue id -> [recipients to go, deferred, when]
        self._final = {}       # queue id -> recipients whose fate is final
        self._pickups = []     # when a message was dropped for pickup

    def expect_pickup(self):
        self._pickups.append(time.monotonic())

    def read(self, tag, text):
        if b"smtpd[" in tag:
            if text.startswith(b"connect from"):
                self._open.add(tag)
            elif text.startswith(b"disconnect from"):
                self._open.discard(tag)
        elif b"/postscreen[" in tag:
            m = _SCREENED.match(text)
            if m and m.group(1) == b"CONNECT from":
                self._open.add(m.group(2))
            elif m:
                self._open.discard(m.group(2))
        if b"/pickup[" in tag and self._pickups:
            self._pickups.pop(0)
        m = _QUEUE_ID.match(text)
        if m:
            self._message(tag, m.group(1), m.group(2))

    def _message(self, tag, qid, rest):
        if rest.startswith(b"removed"):
            self._messages.pop(qid, None)
            self._final.pop(qid, None)
            return
        state = self._messages.setdefault(qid, [None, False, 0])
        state[2] = time.monotonic()
        m = _ACTIVE.search(rest)
        if m:
            # A message that is tried again still tells all its recipients.
            state[:2] = [int(m.group(1)) - self._final.get(qid, 0), False]
        elif b", status=" in rest and b"/qmgr[" not in tag:
            state[0] = (state[0] or 1) - 1
            if b"status=deferred" in rest:
                state[1] = True
            else:
                self._final[qid] = self._final.get(qid, 0) + 1
            if state[0] == 0 and state[1]:
                del self._messages[qid]

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        now = time.monotonic()
        for q, (left, _, when) in list(self._messages.items()):
            if now - when > (_PATIENCE_ACTIVE if left else _PATIENCE):
                del self._messages[q]
        self._pickups = [t for t in self._pickups
                         if now - t < _PATIENCE_ACTIVE]
        return (len(self._open) > waiting or bool(self._messages)
                or bool(self._pickups))


class Syslog:
    def __init__(self, clock, path="/dev/log", host="mx1"):
        self.activity = Activity()
        self.lines = []        # (seconds, line without LF)
        self._clock = clock
        self._host = host.encode()
        self._lock = threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._socket.bind(path)
        os.chmod(path, 0o666)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        while True:
            poll.poll()
            with self._lock:
                self._drain()

    def _drain(self):
        while True:
            try:
                raw = self._socket.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            self._take(raw.rstrip(b"\0\n"))

    def _take(self, raw):
        m = _DATAGRAM.match(raw)
        if not m:
            raise ValueError("unexpected syslog datagram: %r" % raw)
        t = self._clock.now()
        tag, text = m.group(1), escape(m.group(2))
        self.lines.append((t, b"%s %s %s: %s" % (
            stamp(t).encode(), self._host, tag, text)))
        self.activity.read(tag, text)

    def busy(self, waiting=0):
        with self._lock:
            self._drain()
            return self.activity.busy(waiting)

    def forward_to(self, t):
        """Put the clock forward; what was logged before keeps its time."""
        with self._lock:
            self._drain()
            self._clock.forward_to(t)
