"""What the tests of `culprit watch` share: one that runs, and a scan.

A test is run as NAME.py CULPRIT DAY [unittest's own words], DAY being a folder
of samples. Each case has a folder of its own; what it started is ended.
"""
import functools
import gzip
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

CULPRIT = os.path.abspath(sys.argv.pop(1))
DAY = pathlib.Path(sys.argv.pop(1)).resolve()
SECONDS = 20
PROBER = "198.51.100.200"


@functools.cache
def day():
    """All lines of the day, as bytes."""
    with gzip.open(DAY / "mail.log.1.gz") as f:
        text = f.read()
    return (text + (DAY / "mail.log").read_bytes()).splitlines(keepends=True)


def until(holds, seconds=SECONDS, every=0.01):
    """The first true thing that holds() gives; its last after the time."""
    end = time.monotonic() + seconds
    while not (got := holds()) and time.monotonic() < end:
        time.sleep(every)
    return got


class Report:
    """The suggestions.jsonl of a scan, or of a watch that ended or wrote."""

    def __init__(self, folder):
        lines = (folder / "suggestions.jsonl").read_text().splitlines()
        self.lines = lines[:-1]
        self.suggestions = [json.loads(line) for line in self.lines]
        self.summary = json.loads(lines[-1])["summary"]
        self.ids = {s["id"] for s in self.suggestions}
        keys = ("lines", "events", "parsers", "mail")
        self.read = {key: self.summary[key] for key in keys}

    def facts(self):
        """Its suggestions, but for where their lines were read."""
        kept = []
        for line in self.lines:
            s = json.loads(line)
            for e in s["evidence"]:
                for key in ("file", "offset"):
                    e.pop(key, None)
            kept.append(json.dumps(s))
        return kept


def written(folder, lines):
    """The report there, once it is of so many lines."""
    def holds():
        try:
            report = Report(folder)
        except (FileNotFoundError, IndexError, ValueError, KeyError):
            return None
        return report if report.summary["lines"] == lines else None
    return until(holds)


class Watch:
    def __init__(self, folder, *args, name="watch", stdin=subprocess.DEVNULL,
                 prefix=(), **popen):
        self.out = folder / f"{name}.out"
        self.err = folder / f"{name}.err"
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.child = subprocess.Popen(
                [*prefix, CULPRIT, "watch", *map(str, args)], cwd=folder,
                stdin=stdin, **{"stdout": out, "stderr": err, **popen})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()

    def words(self):
        return self.err.read_text(errors="replace")

    def notices(self):
        text = self.out.read_bytes()
        whole = text[:text.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines()]

    def wait_for(self, what, holds, seconds=SECONDS):
        def over():
            return holds() or self.child.poll() is not None
        until(over, seconds)
        got = holds()
        assert got, (f"{what}: not within {seconds} s; status "
                     f"{self.child.poll()}; said: {self.words()[-1500:]}")
        return got

    def says(self, text, seconds=SECONDS, times=1):
        self.wait_for(f"the words {text!r}",
                      lambda: self.words().count(text) >= times, seconds)

    def tell(self, number):
        self.child.send_signal(number)

    def ends(self, number=None, seconds=SECONDS):
        """Its exit status, after that signal."""
        if number is not None:
            self.tell(number)
        return self.child.wait(seconds)

    # ---- over HTTP, where it was given --metrics 127.0.0.1:0 ----

    def get(self, path):
        where = self.wait_for("its address", lambda: re.search(
            r"http://([\d.:]+)/metrics", self.words()))
        try:
            with urllib.request.urlopen(f"http://{where[1]}{path}",
                                        timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as bad:
            with bad:
                return bad.code, bad.read().decode()

    def health(self):
        return self.get("/healthz")

    def metrics(self):
        """{name and labels: number}."""
        rows = (row.rsplit(" ", 1) for row in self.get("/metrics")[1]
                .splitlines() if row and row[0] != "#")
        return {name: float(number) for name, number in rows}

    def lines(self):
        return int(self.metrics()["culprit_lines_total"])

    def has_read(self, n, seconds=SECONDS):
        """It has read so many lines, and not one more."""
        self.wait_for(f"{n} lines", lambda: self.lines() >= n, seconds)
        assert self.lines() == n, f"{self.lines()} lines read, not {n}"

    def resident(self):
        """MiB."""
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="watch.")
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)

    def watch(self, *args, **more):
        """One that runs until the case ends."""
        watch = Watch(self.top, *args, **more)
        self.addCleanup(watch.__exit__)
        return watch

    def run_watch(self, *args, **more):
        """(status, what it said) of one that ends by itself."""
        with Watch(self.top, *args, **more) as watch:
            return watch.ends(seconds=60), watch.words()

    def to_end(self, *args, status=0, out="until-end", **more):
        """The report of one that reads what there is; what it said."""
        got, words = self.run_watch("--until-end", "-o", self.top / out, *args,
                                    **more)
        self.assertEqual(got, status, words)
        return Report(self.top / out), words

    def scan(self, *args, status=0, out="scan"):
        done = subprocess.run(
            [CULPRIT, "scan", "-o", str(self.top / out), *map(str, args)],
            cwd=self.top, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return Report(self.top / out)

    def same(self, got, want, at_least=5):
        """As a scan of it, byte for byte, and as much was read."""
        self.assertGreaterEqual(len(want.lines), at_least)
        self.assertEqual(got.lines, want.lines)
        self.assertEqual(got.read, want.read)

    def same_but_for_places(self, got, want, at_least=5):
        """As a scan of it that found the same lines elsewhere."""
        self.assertGreaterEqual(len(want.lines), at_least)
        self.assertEqual(got.facts(), want.facts())
        self.assertEqual(got.read, want.read)

    def reported(self, watch, lines, folder="report"):
        """The report that it writes now, of so many lines."""
        watch.has_read(lines)
        watch.tell(signal.SIGUSR1)
        report = written(self.top / folder, lines)
        self.assertTrue(report, watch.words()[-1500:])
        return report

    def log(self, lines=(), name="mail.log"):
        path = self.top / name
        path.write_bytes(b"".join(lines))
        return path


def add(path, lines):
    with open(path, "ab") as f:
        f.write(b"".join(lines))


def trickle(path, lines, seconds):
    """Write them bit by bit."""
    step = max(1, len(lines) // max(1, int(seconds / 0.01)))
    with open(path, "ab", buffering=0) as f:
        for i in range(0, len(lines), step):
            f.write(b"".join(lines[i:i + step]))
            time.sleep(0.01)


class Clock:
    """Lines of mx1, some seconds apart."""

    def __init__(self):
        self.second = 10 * 3600
        self.queue_id = 0

    def line(self, text, step=2):
        self.second += step
        s = self.second
        return (f"2026-11-20T{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"
                f".000000+00:00 mx1 postfix/{text}\n").encode()

    def relaying(self, n, first=0, prober=PROBER):
        """That many questions to pass on mail between strangers."""
        for i in range(first, first + n):
            yield self.line(f"smtpd[7]: connect from unknown[{prober}]")
            yield self.line(
                f"smtpd[7]: NOQUEUE: reject: RCPT from unknown[{prober}]: 554 "
                f"5.7.1 <to{i}@far{i}.example>: Relay access denied; "
                f"from=<from{i}@near{i}.example> to=<to{i}@far{i}.example> "
                "proto=ESMTP helo=<probe.example>")
            yield self.line(f"smtpd[7]: disconnect from unknown[{prober}]")

    def bringing(self, n):
        """Mail for that many mailboxes here, from the same address."""
        for i in range(n):
            self.queue_id += 1
            q = f"{0xA00000 + self.queue_id:X}"
            user = f"user{i}@aurora.example"
            for text in (
                    f"smtpd[7]: connect from unknown[{PROBER}]",
                    f"smtpd[7]: {q}: client=unknown[{PROBER}]",
                    f"cleanup[8]: {q}: message-id=<{q}@near.example>",
                    f"qmgr[9]: {q}: from=<friend@near.example>, size=900, "
                    "nrcpt=1 (queue active)",
                    f"smtpd[7]: disconnect from unknown[{PROBER}]",
                    f"virtual[10]: {q}: to=<{user}>, relay=virtual, "
                    "delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent "
                    "(delivered to maildir)",
                    f"qmgr[9]: {q}: removed"):
                yield self.line(text)


def in_namespace(*words):
    """Run this test again with mounts of its own; None: it cannot be done."""
    how = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    able = subprocess.run([*how, "mount", "-t", "tmpfs", "none", "/mnt"],
                          check=False, capture_output=True)
    if able.returncode != 0:
        return None
    done = subprocess.run(
        [*how, sys.executable, sys.argv[0], CULPRIT, str(DAY), *words],
        check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode()


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
