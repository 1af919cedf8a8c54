"""A syslog daemon on /dev/log that stamps by the scenario's clock, and shows
what it reads to the one who knows whether the mail server is at work."""
import os
import re
import select
import socket
import threading

from clock import stamp

_DATAGRAM = re.compile(
    rb"<(\d+)>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    rb"([^\[: ]+(?:\[\d+\])?): (.*)", re.S)


def escape(raw):
    """Control characters as #ooo, the way syslog daemons keep lines whole."""
    return b"".join(b"#%03o" % c if c < 32 or c == 127 else bytes((c,))
                    for c in raw)


class Syslog:
    def __init__(self, clock, activity, path="/dev/log", host="mx1"):
        self.activity = activity
        self.lines = []        # (seconds, line without LF)
        self.records = []      # (seconds, priority, tag, text as it came)
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
        tag, text = m.group(2), escape(m.group(3))
        self.records.append((t, int(m.group(1)), tag, m.group(3)))
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
