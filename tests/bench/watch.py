#!/usr/bin/env python3
"""Measures a live watch: watch.py BUILDDIR [PART...]   (./dev bench --watch)

Parts, all of them without a name:
  latency   a made-up provider's day is written to a file at RATE lines a
            second; from the write of the line that convicts a source to its
            suggestion on standard output
  idle      the same at 5,000 lines a second for 20 s: processor time
  catchup   a large log read by `watch --until-end` and by `scan`, in turns
  pause     a checkpoint with a million sources: how long reading stops
  week      a recorded day seven times over, each a day later: memory

Medians and ratios within one run; the machine's speed is in neither but the
latency. Exit 1 if a figure is missed:
"""
import atexit
import glob
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
GOALS = {"latency_p50_ms": 20, "latency_p99_ms": 250, "idle_share": 0.10,
         "catchup_ratio": 0.80, "pause_ms": 50, "week_growth": 1.10}
RATE = int(os.environ.get("RATE", "20000"))
missed = []


def show(name, value, unit, goal, below=True):
    good = value <= goal if below else value >= goal
    print(f"{name:<34}{value:>10.3g} {unit:<9}"
          f"{'at most' if below else 'at least'} {goal:g}"
          f"{'' if good else '   MISSED'}", flush=True)
    if not good:
        missed.append(name)


def world(top, words="postfix"):
    out = os.path.join(top, "world")
    subprocess.run([sys.executable, f"{HERE}/../world/make.py", out, "1",
                    "--words", words], check=True, stdout=subprocess.DEVNULL)
    logs = sorted(f for f in os.listdir(out) if f.startswith("mail.log"))
    with open(os.path.join(out, logs[0]), "rb") as f:
        return f.read().splitlines(True), os.path.join(out, "culprit.conf")


class Writer(threading.Thread):
    """Lines into a file at a rate, in steps of a millisecond; remembers when
    the line of each stamp was written."""

    def __init__(self, path, lines, rate, seconds=None):
        super().__init__()
        self.path, self.lines, self.rate = path, lines, rate
        self.most = len(lines) if seconds is None else int(rate * seconds)
        self.when = {}
        self.done = 0

    def run(self):
        began = time.monotonic()
        f = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        while self.done < self.most:
            due = min(int((time.monotonic() - began) * self.rate), self.most)
            if due > self.done:
                some = [self.lines[i % len(self.lines)]
                        for i in range(self.done, due)]
                os.write(f, b"".join(some))
                now = time.monotonic()
                for line in some:
                    self.when.setdefault(line[:32], now)
                self.done = due
            time.sleep(0.001)
        self.took = time.monotonic() - began
        os.close(f)


def watch(culprit, *args):
    """It ends with us, whatever happens."""
    w = subprocess.Popen([culprit, "watch", "--json", *args],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    atexit.register(w.kill)
    return w


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_of(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_of(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read())[1]) / 1024


def utc(stamp):
    """The notice's form of a stamp, in the log's form."""
    return stamp.rstrip("Z")[:26]


def latency(culprit, top):
    lines, conf = world(top)
    log = os.path.join(top, "live.log")
    open(log, "w").close()
    w = watch(culprit, "-c", conf, log)
    time.sleep(1)
    writer = Writer(log, lines, RATE)
    writer.start()
    seen = []

    def read():
        for line in w.stdout:
            seen.append((time.monotonic(), line))
    reader = threading.Thread(target=read)
    reader.start()
    writer.join()
    time.sleep(2)
    w.send_signal(signal.SIGTERM)
    reader.join()
    w.wait()
    by_stamp = {k[:26].decode(): t for k, t in writer.when.items()}
    late = []
    for t, line in seen:
        s = json.loads(line)
        if s["notice"] == "new" and utc(s["flagged_at"]) in by_stamp:
            late.append(1000 * (t - by_stamp[utc(s["flagged_at"])]))
    late.sort()
    rate = writer.done / writer.took
    print(f"latency: {len(late)} suggestions at {rate:,.0f} lines/s; "
          f"p50 {statistics.median(late):.2f} ms, worst {late[-1]:.1f} ms")
    show("latency p50", statistics.median(late), "ms",
         GOALS["latency_p50_ms"])
    show("latency p99", late[int(len(late) * .99)], "ms",
         GOALS["latency_p99_ms"])


def idle(culprit, top):
    lines, conf = world(top)
    log = os.path.join(top, "idle.log")
    open(log, "w").close()
    w = watch(culprit, "-c", conf, log)
    time.sleep(1)
    threading.Thread(target=w.stdout.read).start()
    before = cpu_of(w.pid)
    writer = Writer(log, lines, 5000, 20)
    writer.start()
    writer.join()
    share = (cpu_of(w.pid) - before) / writer.took
    w.send_signal(signal.SIGTERM)
    w.wait()
    show("following 5,000 lines/s", share, "of a core", GOALS["idle_share"])


def timed(command):
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def genlog(path, size):
    made = f"{path}.genlog"
    subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-O2",
                    "-D_GNU_SOURCE", "-o", made,
                    *sorted(glob.glob(os.path.join(HERE, "*.c")))], check=True)
    with open(path, "wb") as f:
        subprocess.run([made, "--bytes", str(size),
                        "--seed", "1", "--format", "rfc3164"], stdout=f,
                       check=True)


def catchup(culprit, top):
    log = os.path.join(top, "large.log")
    genlog(log, int(os.environ.get("CATCHUP_BYTES", 256 << 20)))
    times = {"scan": [], "watch": []}
    for _ in range(3):
        times["scan"].append(timed([culprit, "scan", log]))
        times["watch"].append(timed([culprit, "watch", "--until-end", log]))
    ratio = statistics.median(times["scan"]) / \
        statistics.median(times["watch"])
    print(f"catch-up: scan {statistics.median(times['scan']):.2f} s, watch "
          f"{statistics.median(times['watch']):.2f} s")
    show("catch-up over scan's speed", ratio, "times",
         GOALS["catchup_ratio"], below=False)


def many_sources(path, n):
    """A refused address each; the least that makes a source."""
    with open(path, "w") as f:
        for i in range(n):
            sec = i * 80000 // n
            stamp = (f"2026-11-20T{sec // 3600:02}:{sec // 60 % 60:02}:"
                     f"{sec % 60:02}.{i % 1000000:06}+00:00")
            a = f"{1 + i % 200}.{i // 200 % 250}.{i // 50000 % 250}.7"
            f.write(f"{stamp} mx1 postfix/smtpd[77]: NOQUEUE: reject: RCPT "
                    f"from unknown[{a}]: 550 5.1.1 <u{i}@aurora.example>: "
                    "Recipient address rejected: User unknown; from=<x@y.z> "
                    f"to=<u{i}@aurora.example> proto=ESMTP helo=<h>\n")


def metric(text, name):
    found = re.search(rf"^{name} (\S+)$", text, re.M)
    return float(found[1]) if found else 0


def pause(culprit, top):
    log = os.path.join(top, "many.log")
    n = int(os.environ.get("SOURCES", 1000000))
    many_sources(log, n)
    at = f"127.0.0.1:{free_port()}"
    w = watch(culprit, "--state", os.path.join(top, "state"), "--metrics",
              at, "--set", "watch.checkpoint_seconds=2", "--set",
              "limits.memory=4G", log)
    threading.Thread(target=w.stdout.read).start()
    paused = []
    for _ in range(240):
        time.sleep(.5)
        try:
            text = urllib.request.urlopen(
                f"http://{at}/metrics").read().decode()
        except OSError:
            continue
        ms = 1000 * metric(text, "culprit_checkpoint_pause_seconds")
        if metric(text, "culprit_sources") >= n and ms not in paused + [0]:
            paused.append(ms)
        if len(paused) >= 3:
            break
        with open(log, "a") as f:  # something for the next one
            f.write("\n")
    worst = max(paused)
    print(f"checkpoints with {n:,} sources: paused {paused} ms, "
          f"{os.path.getsize(os.path.join(top, 'state', 'state')) >> 20} MiB")
    w.send_signal(signal.SIGTERM)
    began = time.monotonic()
    w.wait()
    print(f"SIGTERM to the end: {time.monotonic() - began:.2f} s")
    show("pause of a checkpoint", worst, "ms", GOALS["pause_ms"])


def week(culprit, top):
    import gzip
    day = b""
    folder = f"{HERE}/../../samples/day"
    for name in ("mail.log.1.gz", "mail.log"):
        with open(f"{folder}/{name}", "rb") as f:
            data = f.read()
        day += gzip.decompress(data) if name.endswith("gz") else data
    log = os.path.join(top, "week.log")
    open(log, "w").close()
    w = watch(culprit, "-c", f"{folder}/culprit.conf", "--state",
              os.path.join(top, "weekstate"), log)
    threading.Thread(target=w.stdout.read).start()
    rss = []
    for n in range(7):
        stamp = f"2026-11-{20 + n:02}T".encode()
        with open(log, "ab") as f:
            f.write(day.replace(b"2026-11-20T", stamp)
                    .replace(b"4jXv", b"4jX" + b"abcdefg"[n:n + 1]))
        time.sleep(3)
        rss.append(rss_of(w.pid))
    w.send_signal(signal.SIGTERM)
    w.wait()
    print("memory after each day, MiB:", " ".join(f"{m:.1f}" for m in rss))
    show("memory, seventh day over second", rss[6] / rss[1], "times",
         GOALS["week_growth"])


def main():
    culprit = f"{sys.argv[1]}/culprit"
    parts = sys.argv[2:] or ["latency", "idle", "catchup", "pause", "week"]
    with tempfile.TemporaryDirectory(prefix="watch.") as top:
        for part in parts:
            {"latency": latency, "idle": idle, "catchup": catchup,
             "pause": pause, "week": week}[part](culprit, top)
    sys.exit(bool(missed))


main()
