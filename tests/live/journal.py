"""A real journal grows, and is followed through the real journalctl, while
journalctl and the follower are killed: no record is lost, none comes twice,
each is the line that a scan of its export has.

usage: journal.py CULPRIT TAIL_LINES, in tests/tools/private_root.sh
"""
import json
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import time

HERE = pathlib.Path("/run/j")
JOURNAL = HERE / "mail.journal"
REMOTE = "/usr/lib/systemd/systemd-journal-remote"
BATCHES, BATCH = 36, 80
BOOT = "0123456789abcdef0123456789abcdef"


def field(key, value):
    if b"\n" in value or any(c < 32 for c in value):
        return key + b"\n" + struct.pack("<Q", len(value)) + value + b"\n"
    return key + b"=" + value + b"\n"


def message(n, dice):
    kind = dice.randrange(12)
    if kind == 0:
        return (b"x\n\n__CURSOR=s=1\nMESSAGE=y\n_HOSTNAME=mx9\n\n<22>Nov 20 "
                b"04:11:09 mx9 postfix/smtpd[1]: 4F0A: client=x[192.0.2.66]\n")
    if kind == 1:
        return bytes(dice.randrange(256) for _ in range(300))
    if kind == 2 and n % 5 == 0:
        return b"z" * dice.randrange(200000)
    return b"4F0A%06X: client=unknown[198.51.100.%d]" % (n, n % 250 + 1)


def record(n, dice):
    usec = 1795147869000000 + n * 1000
    return b"".join((
        b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n" % (usec, usec),
        b"_BOOT_ID=" + BOOT.encode() + b"\n",
        field(b"_HOSTNAME", b"mx1"),
        field(b"SYSLOG_IDENTIFIER", b"postfix/smtpd"),
        field(b"_PID", b"%d" % (n % 30000 + 1)),
        field(b"NUMBER", b"%d" % n),
        field(b"MESSAGE", message(n, dice)), b"\n"))


class Log:
    def __init__(self):
        self.n = 0
        self.dice = random.Random(11)

    def grow(self):
        text = b"".join(record(self.n + i, self.dice) for i in range(BATCH))
        self.n += BATCH
        subprocess.run([REMOTE, "-o", JOURNAL, "-"], input=text, check=True,
                       stderr=subprocess.DEVNULL)


class Follower:
    """tail_lines; what it printed behind its last place is cut off when it is
    started again, as who keeps its state with the place does."""

    def __init__(self, program):
        self.program, self.process = program, None
        self.out, self.places = HERE / "out", HERE / "places"
        self.kills = self.child_kills = 0
        self.start()

    def start(self):
        size = 0
        if self.places.exists():
            whole = self.places.read_bytes().rpartition(b"\n")[0]
            if whole:
                size = int(whole.splitlines()[-1].split()[0])
        out = os.open(self.out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.truncate(out, size)
        self.process = subprocess.Popen(
            [self.program, "-w", "2000", "-r", self.places, "journal",
             "journalctl", "--file", JOURNAL], stdout=out)
        os.close(out)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.kills += 1
        self.start()

    def child_kill(self):
        pid = self.process.pid
        found = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
        for child in found.split():
            os.kill(int(child), signal.SIGKILL)
            self.child_kills += 1

    def end(self):
        self.process.kill()
        self.process.wait()


def wait_for(what, seconds):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def told(culprit, path):
    done = subprocess.run([culprit, "parse", path], capture_output=True,
                          check=False)
    found = []
    for line in done.stdout.splitlines():
        event = json.loads(line)
        del event["file"]
        found.append(event)
    return found


def count(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def compare(culprit, log, out):
    export = HERE / "export"
    with export.open("wb") as f:
        subprocess.run(["journalctl", "--file", JOURNAL, "--output=export",
                        "--no-pager"], stdout=f, check=True)
    wanted, got = told(culprit, export), told(culprit, out)
    if len(wanted) != log.n:
        print(f"journal: {len(wanted)} lines of an export of {log.n}")
        return False
    for a, b in zip(wanted, got):
        if a != b:
            print(f"journal: the export has\n  {a}\nand we\n  {b}")
            return False
    if len(wanted) != len(got):
        print(f"journal: {len(got)} lines for {len(wanted)}")
        return False
    events = sum(e["verdict"] == "event" for e in got)
    print(f"journal: {len(got)} lines, {events} events, each once and as in "
          "a scan of its export")
    return events > log.n / 2


def from_now(program, log):
    """What was there is not read, what comes is."""
    tail = subprocess.Popen([program, "-e", "-n", str(BATCH), "-i", "10000",
                             "journal", "journalctl", "--file", JOURNAL],
                            stdout=subprocess.PIPE)
    time.sleep(2)
    first = log.n
    log.grow()
    got = tail.communicate()[0].splitlines()
    pids = [int(line.split(b"[")[1].split(b"]")[0]) for line in got]
    ok = pids == [n % 30000 + 1 for n in range(first, log.n)]
    print("journal: from now on:", "as it came" if ok else pids)
    return ok


def main():
    culprit, program = sys.argv[1:]
    HERE.mkdir()
    log, dice = Log(), random.Random(5)
    log.grow()
    follower = Follower(program)
    for i in range(BATCHES):
        log.grow()
        time.sleep(dice.random() / 4)
        if i % 3 == 0:
            follower.kill()
        elif i % 7 == 1:
            follower.child_kill()
    ok = wait_for(lambda: count(follower.out) >= log.n, 90)
    follower.end()
    print(f"journal: killed {follower.kills} times, journalctl "
          f"{follower.child_kills} times")
    ok &= compare(culprit, log, follower.out)
    ok &= from_now(program, log)
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
