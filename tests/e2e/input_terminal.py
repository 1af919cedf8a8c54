#!/usr/bin/env python3
"""On a terminal: progress, then nothing of it; and readers that leave early.

usage: input_terminal.py CULPRIT
"""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time

from input_common import Checks, line


def drain(fd, heard):
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:  # a pty whose other end is closed
            return
        if not data:
            return
        heard.append(data)


def on_terminal(check, arguments, feed=None, env=None, columns=100, out=False):
    """What a run shows on a terminal: (status, bytes on it, bytes on
    stdout)."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", 24, columns, 0, 0))
    heard = []
    reader = threading.Thread(target=drain, args=(master, heard))
    reader.start()
    run = subprocess.Popen(
        [check.program, *arguments], cwd=check.top, stderr=slave,
        stdin=subprocess.PIPE if feed else slave,
        stdout=slave if out else subprocess.PIPE,
        env=dict(os.environ, TERM="xterm", **(env or {})))
    os.close(slave)
    if feed:
        feed(run.stdin)
    said = run.stdout.read() if run.stdout else b""
    run.wait(timeout=60)
    reader.join(timeout=10)
    os.close(master)
    return run.returncode, b"".join(heard), said


def slowly(pipe):
    """About a second of records."""
    for second in range(12):
        pipe.write("".join(line(second * 100 + i) for i in range(100)).encode()
                   * 30)
        pipe.flush()
        time.sleep(.1)
    pipe.close()


def slow_file(check):
    """A FIFO has no size; a file that a slow reader takes has one. Here the
    reader is slow because its output is."""
    check.write("big.log", "".join(line(i % 86400, client=i % 250)
                                   for i in range(200_000)))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    heard = []
    reader = threading.Thread(target=drain, args=(master, heard))
    reader.start()
    run = subprocess.Popen([check.program, "parse", "big.log"], cwd=check.top,
                           stderr=slave, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE,
                           env=dict(os.environ, TERM="xterm"))
    os.close(slave)
    count = 0
    for _ in range(10):
        count += run.stdout.read(1 << 20).count(b"\n")
        time.sleep(.05)
    count += run.stdout.read().count(b"\n")
    run.wait(timeout=60)
    reader.join(timeout=10)
    os.close(master)
    return run.returncode, b"".join(heard), count


def progress(check):
    status, shown, count = slow_file(check)
    check.that(status == 0 and count == 200_000, f"{status}, {count} records")
    bar = re.search(rb"\r\[#*\.*\] +\d+ %  [\d.]+ .?B of [\d.]+ .?B  "
                    rb"[\d.]+ .?B/s  \d+:\d\d left\x1b\[K", shown)
    check.that(bar is not None, f"a bar in {shown[:300]!r}")
    check.that(shown.endswith(b"\r\x1b[K"), f"cleared in the end: {shown!r}")
    check.that(b"\n" not in shown, "nothing else on the terminal")
    status, shown, _ = on_terminal(check, ["scan", "-"], slowly)
    check.that(status == 0, f"status {status}")
    check.that(re.search(rb"\r[\d.]+ .?B  [\d.]+ .?B/s  \d+ lines\x1b\[K",
                         shown) is not None, f"without a size: {shown!r}")
    done = check.run("parse", "big.log")
    check.that(done[2] == "", f"none where stderr is no terminal: {done[2]!r}")


def style(check):
    check.write("small.log", line(1))
    arguments = ["scan", "small.log"]
    _, plain, _ = on_terminal(check, arguments, out=True,
                              env={"NO_COLOR": "1", "LC_ALL": "C"})
    check.that(b"\x1b[" not in plain, f"NO_COLOR is kept: {plain[:200]!r}")
    check.that(max(plain) < 128, "no UTF-8 in the C locale")
    rows = on_terminal(check, arguments, out=True, columns=60,
                       env={"NO_COLOR": "1", "LC_ALL": "C"})[1].split(b"\r\n")
    check.that(max(map(len, rows)) <= 60, "as wide as the terminal")
    check.that(check.run(*arguments)[1].isascii(), "plain into a pipe")


def leaving_early(check):
    pipeline = f"'{check.program}' parse big.log | head -n 1"
    done = subprocess.run(["sh", "-c", pipeline], cwd=check.top,
                          capture_output=True, check=False, timeout=30)
    check.that(done.stdout.count(b"\n") == 1, "one record")
    check.that(done.stderr == b"", f"no complaint: {done.stderr!r}")
    with open("/dev/full", "wb") as full:
        run = subprocess.run([check.program, "parse", "big.log"], stdout=full,
                             stderr=subprocess.PIPE, cwd=check.top,
                             check=False, timeout=30)
    check.that(run.returncode == 1, f"a full disk: status {run.returncode}")
    check.that(b"No space left" in run.stderr, f"is told: {run.stderr!r}")


def no_input(check):
    status, shown, _ = on_terminal(check, ["scan"])
    check.that(status == 2, f"no FILE on a terminal: status {status}")
    check.that(b"no FILE" in shown, f"is told: {shown!r}")


def needs_terminals():
    """A bare chroot has no /dev/pts: nothing can be seen there."""
    try:
        master, slave = pty.openpty()
    except OSError as why:
        print(f"input-terminal: skipped, no terminal can be had: {why}")
        sys.exit(77)
    os.close(master)
    os.close(slave)


def main():
    needs_terminals()
    check = Checks(sys.argv[1])
    for part in (progress, style, leaving_early, no_input):
        part(check)
    check.end()


main()
