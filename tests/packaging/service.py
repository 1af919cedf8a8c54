#!/usr/bin/env python3
"""The watch as systemd runs it: told by notifications and pings that it is
well, by metrics and health what it does, by priorities how grave a line is.

usage: service.py CULPRIT LOG
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PING_USEC = 1_000_000
LINES = 3000


class Manager:
    """The end of $NOTIFY_SOCKET at which systemd sits."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.heard = []

    def listen(self, seconds, until=None):
        """What is heard for so long, or up to that assignment."""
        new, end = [], time.monotonic() + seconds
        while until not in new and (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                new += self.socket.recv(4096).decode().split("\n")
            except TimeoutError:
                break
        self.heard += new
        assert until is None or until in new, f"no {until} but {new}"
        return new


def started(program, log, top):
    read, write = os.pipe()
    stream = os.fstat(write)
    env = {
        "PATH": os.environ["PATH"],
        "NOTIFY_SOCKET": str(top / "notify"),
        "WATCHDOG_USEC": str(PING_USEC),
        "JOURNAL_STREAM": f"{stream.st_dev}:{stream.st_ino}",
    }
    with (top / "out").open("wb") as out:
        child = subprocess.Popen(
            [program, "watch", "--json", "--state", top / "state",
             "--metrics", "127.0.0.1:0", log],
            stdin=subprocess.DEVNULL, stdout=out, stderr=write, env=env)
    os.close(write)
    return child, os.fdopen(read, "rb")


def get(base, path):
    try:
        with urllib.request.urlopen(base + path, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as wrong:
        return wrong.code, wrong.read().decode()


def value(base, name):
    text = get(base, "/metrics")[1]
    return float(re.search(rf"^{name} (\S+)$", text, re.M).group(1))


def reach(base, name, wanted, seconds=30):
    end = time.monotonic() + seconds
    while (got := value(base, name)) != wanted:
        assert time.monotonic() < end, f"{name} is {got}, not {wanted}"
        time.sleep(0.1)


def pings(manager):
    """Half of what the manager would wait for, and a little."""
    times = []
    for _ in range(4):
        manager.listen(PING_USEC / 1e6, "WATCHDOG=1")
        times.append(time.monotonic())
    assert times[-1] - times[0] < 3 * PING_USEC / 1e6, times
    assert any(x.startswith("STATUS=") for x in manager.heard)


def live(manager, base, log, lines):
    reach(base, "culprit_lines_total", LINES)
    with log.open("ab") as grown:
        grown.write(b"".join(lines[LINES:LINES + 500]))
    reach(base, "culprit_lines_total", LINES + 500)
    status, said = get(base, "/healthz")
    assert status == 200 and said.startswith("ok: "), (status, said)
    assert get(base, "/")[0] == 404
    pings(manager)


def main(program, source):
    lines = pathlib.Path(source).read_bytes().splitlines(True)
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        (top / "state").mkdir()
        log = top / "mail.log"
        log.write_bytes(b"".join(lines[:LINES]))
        manager = Manager(top / "notify")
        child, said = started(program, log, top)
        try:
            manager.listen(20, "READY=1")
            for line in said:
                if match := re.search(rb"http://127\.0\.0\.1:\d+", line):
                    break
            base = match.group().decode()
            assert line.startswith(b"<5>culprit: "), line
            live(manager, base, log, lines)
            child.send_signal(signal.SIGHUP)
            manager.listen(5, "RELOADING=1")
            manager.listen(5, "READY=1")
            began = time.monotonic()
            child.send_signal(signal.SIGTERM)
            manager.listen(5, "STOPPING=1")
            assert child.wait(10) == 0
            took = time.monotonic() - began
            assert took < 2, f"it took {took:.1f} s to end"
            for line in said:
                assert re.match(rb"<[3-6]>culprit: ", line), line
        finally:
            child.kill()
            child.wait()
            said.close()
    print(f"service: ok, ended in {took:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
