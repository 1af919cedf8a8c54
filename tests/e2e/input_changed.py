#!/usr/bin/env python3
"""Files that are changed while they are scanned: the lines behind a
suggestion are read a second time, or it is said that they are gone.

usage: input_changed.py CULPRIT
"""
import json
import os
import pathlib
import subprocess
import sys
import time

from input_common import Checks, line

REMARK = "(this line could not be read a second time)"
WANTED = ("2026-11-20T04:%02d:%02d.000000+00:00 mx1 postfix/smtpd[7]: NOQUEUE: "
          "reject: RCPT from unknown[198.51.100.9]: 550 5.1.1 "
          "<nobody.%d@aurora.example>: Recipient address rejected: User "
          "unknown in virtual mailbox table; from=<a%d@b%d.example> "
          "to=<nobody.%d@aurora.example> proto=ESMTP helo=<h%d.example>\n")
LATER = "".join(line(40000 + i) for i in range(200)).encode()


def harvest():
    return "".join(WANTED % (i // 60, i % 60, i, i, i, i, i)
                   for i in range(300))


def wait_read(pid, path):
    """Until the program has had every byte of this file."""
    size = os.path.getsize(path)
    for _ in range(2000):
        folder = pathlib.Path(f"/proc/{pid}/fd")
        for fd in folder.iterdir():
            try:
                if os.readlink(fd) != str(path):
                    continue
                info = (folder.parent / "fdinfo" / fd.name).read_text()
            except OSError:
                continue
            if int(info.split("pos:")[1].split()[0]) == size:
                return True
        time.sleep(0.01)
    return False


def scanned(check, change):
    """(status, suggestions, summary) of a scan of a log that is changed once
    it was read, while standard input still brings more."""
    path = check.write("mail.log", harvest())
    child = subprocess.Popen([check.program, "scan", "--json", "mail.log", "-"],
                             cwd=check.top, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    child.stdin.write(LATER[:len(LATER) // 2])
    child.stdin.flush()
    check.that(wait_read(child.pid, path.resolve()), "the log is read")
    change(path)
    out, _ = child.communicate(LATER[len(LATER) // 2:], timeout=60)
    rows = [json.loads(row) for row in out.splitlines()]
    return (child.returncode, [r for r in rows if "id" in r],
            rows[-1]["summary"])


def shown(suggestions):
    return [e["line"] for s in suggestions for e in s["evidence"]]


def main():
    check = Checks(sys.argv[1])
    lines = set(harvest().splitlines())
    for what, change in (("left alone", lambda path: None),
                         ("removed", os.unlink)):
        status, found, summary = scanned(check, change)
        check.that(status == 0, f"{what}: status {status}")
        check.that(len(found) == 1 and found[0]["kind"] == "harvest",
                   f"{what}: the harvester is named")
        check.that(len(shown(found)) >= 5 and set(shown(found)) <= lines,
                   f"{what}: its lines are shown")
        check.that(not any("second time" in w for w in summary["warnings"]),
                   f"{what}: no line is missed")
    for what, text in (("emptied", ""), ("overwritten", "other words\n" * 9999)):
        status, found, summary = scanned(
            check, lambda path, text=text: path.write_text(text))
        check.that(status == 0, f"{what}: status {status}")
        check.that(len(found) == 1 and found[0]["kind"] == "harvest",
                   f"{what}: the harvester is named")
        check.that(set(shown(found)) == {REMARK},
                   f"{what}: nothing else is shown for its lines")
        check.that(any("could not be read a second time" in w and
                       str(len(shown(found))) in w
                       for w in summary["warnings"]),
                   f"{what}: {summary['warnings']} says so")
    check.end()


main()
