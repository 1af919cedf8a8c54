#!/usr/bin/env python3
"""mixed.py CULPRIT ROOT [MB]: one syslog of many programs beside Postfix alone.

Takes the recorded days and the golden cases of every program that logs through
syslog, puts their lines in turns into one log of MB megabytes (64), and times
`culprit scan` on it and on as much of the Postfix day alone, by turns, three
times each. Prints megabytes and lines a second and the ratio of the medians;
status 1 where the mixed one is less than half as fast.
"""
import gzip
import itertools
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS, LEAST = 3, 0.5
STAMP = re.compile(rb"(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|"
                   rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) "
                   rb"(\S+ [\w./-]+(?:\[\d+\])?: .*)", re.S)
DAY = b"Nov 20 %02d:%02d:%02d "


def words(path):
    """The lines of a log behind their stamps, where syslog made them."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    for line in data.split(b"\n"):
        match = STAMP.fullmatch(line)
        if match:
            yield match.group(1)


def programs(root):
    """Name -> lines; the recorded days, else the real cases."""
    days = {"day": "postfix"}
    found = {}
    for conf in sorted((root / "samples").glob("*/culprit.conf")):
        name = days.get(conf.parent.name, conf.parent.name)
        logs = sorted(conf.parent.glob("mail.log*"), reverse=True)
        found[name] = [w for log in logs for w in words(log)]
    for folder in sorted((root / "tests/parsers").iterdir()):
        if folder.is_dir() and folder.name not in found:
            lines = [w for log in sorted(folder.glob("real-*/input.log"))
                     for w in words(log)]
            if len(lines) > 5:
                found[folder.name] = lines
    return found


def write(path, sources, size):
    """In turns, stamped so that a day goes by; how many lines."""
    turns = [itertools.cycle(lines) for lines in sources]
    done = n = 0
    with open(path, "wb") as f:
        while done < size:
            second = done * 86399 // size
            stamp = DAY % (second // 3600, second // 60 % 60, second % 60)
            for turn in turns:
                line = stamp + next(turn) + b"\n"
                f.write(line)
                done += len(line)
                n += 1
    return n


def seconds(culprit, log):
    began = time.monotonic()
    subprocess.run([culprit, "scan", "--json", "--workers", "1", log],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=True)
    return time.monotonic() - began


def main(culprit, root, megabytes):
    found = programs(root)
    size = megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as top:
        logs = {"postfix alone": [found["postfix"]],
                f"{len(found)} programs": list(found.values())}
        lines, took = {}, {name: [] for name in logs}
        for name, sources in logs.items():
            lines[name] = write(f"{top}/{name}", sources, size)
        for _ in range(ROUNDS):
            for name in logs:
                took[name].append(seconds(culprit, f"{top}/{name}"))
    print("mixed:", ", ".join(found))
    for name, times in took.items():
        t = statistics.median(times)
        print(f"{name:16} {t:6.2f} s {megabytes / t:7.0f} MB/s "
              f"{lines[name] / t / 1e6:6.2f} million lines/s")
    alone, mixed = (statistics.median(t) for t in took.values())
    print(f"mixed is {alone / mixed:.2f} times as fast (at least {LEAST})")
    return alone / mixed < LEAST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]),
                  int(sys.argv[3]) if len(sys.argv) > 3 else 64))
