#!/usr/bin/env python3
"""tally.py TESTLOG STATUS: count meson's tests, show those that failed.

First line: passed failed skipped. A TAP test counts by its own lines, any
other as one. A run that failed without a failed test counts as one failure.
"""
import json
import pathlib
import re
import sys

POINT = re.compile(r"^(not )?ok\b(.*)$", re.M)
SKIP = re.compile(r"#\s*skip", re.I)
SHOWN = 80


def points(test):
    """Passed, failed, skipped of one test."""
    result = test["result"]
    if result == "SKIP":
        return 0, 0, 1
    good = result in ("OK", "EXPECTEDFAIL")
    said = test.get("stdout") or ""
    if not re.search(r"^1\.\.\d", said, re.M):
        return int(good), int(not good), 0
    found = POINT.findall(said)
    skipped = sum(1 for _, rest in found if SKIP.search(rest))
    failed = sum(1 for no, rest in found if no and not SKIP.search(rest))
    passed = len(found) - skipped - failed
    if good:
        return passed, 0, skipped
    return passed, max(failed, 1), skipped


def show(test):
    print(f"---- {test['name']}: {test['result']},"
          f" status {test.get('returncode')}")
    print("     " + " ".join(test.get("command") or []))
    for part in ("stdout", "stderr"):
        lines = (test.get(part) or "").splitlines()
        if len(lines) > SHOWN:
            print(f"     ({len(lines) - SHOWN} lines of {part} before)")
        for line in lines[-SHOWN:]:
            print(line.encode("utf-8", "backslashreplace").decode())


def main():
    log, status = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    text = log.read_text(errors="replace") if log.is_file() else ""
    tests = [json.loads(line) for line in text.splitlines() if line]
    sums = [sum(column) for column in zip((0, 0, 0), *map(points, tests))]
    silent = (status != 0 or not tests) and sums[1] == 0
    print(sums[0], sums[1] + silent, sums[2])
    for test in tests:
        if points(test)[1]:
            show(test)
    if silent:
        print(f"---- meson ended with status {status} after"
              f" {len(tests)} tests, none of which failed")


main()
