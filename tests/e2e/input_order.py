#!/usr/bin/env python3
"""Folders, rotated files and standard input, in the order of their time.

usage: input_order.py CULPRIT
"""
import gzip
import json
import os
import sys

from input_common import Checks, line

DAY = 1_795_132_800  # 2026-11-20T00:00:00Z


def order(check, *inputs, **more):
    """(file name, second of the day) of each record, as parse prints them."""
    got = check.run("parse", *inputs, **more)
    check.that(got[0] == 0, f"status {got[0]}: {got[2]!r}")
    rows = [json.loads(row) for row in got[1].splitlines()]
    return [(os.path.basename(r["file"]), r["time"][11:19]) for r in rows]


def rotated(check):
    check.write("log/mail.log", line(500))
    check.write("log/mail.log.1", line(300) + line(500))
    check.write("log/mail.log.2.gz",
                gzip.compress((line(200) + line(299)).encode(), mtime=0))
    check.write("log/mail.log.10.gz",
                gzip.compress(line(100).encode(), mtime=0))
    expected = [("mail.log.10.gz", "00:01:40"), ("mail.log.2.gz", "00:03:20"),
                ("mail.log.2.gz", "00:04:59"), ("mail.log.1", "00:05:00"),
                ("mail.log.1", "00:08:20"), ("mail.log", "00:08:20")]
    names = [f"log/{n}" for n in ("mail.log", "mail.log.1", "mail.log.10.gz",
                                  "mail.log.2.gz")]
    check.that(order(check, *names) == expected, "as a shell names them")
    check.that(order(check, *reversed(names)) == expected, "backwards")
    check.that(order(check, "log") == expected, "as a folder")
    check.that(order(check, "log/") == expected, "with a slash")
    twice = check.run("parse", "log", "log/mail.log")
    check.that(len(twice[1].splitlines()) == 6, "a file is read once")
    check.that("the same file as log/mail.log" in twice[2], twice[2])


def merged(check):
    check.write("two/mx1.log", "".join(line(s, "mx1") for s in (10, 30, 50)))
    check.write("two/mx2.log", "".join(line(s, "mx2") for s in (20, 30, 40)))
    check.that(order(check, "two") ==
               [("mx1.log", "00:00:10"), ("mx2.log", "00:00:20"),
                ("mx1.log", "00:00:30"), ("mx2.log", "00:00:30"),
                ("mx2.log", "00:00:40"), ("mx1.log", "00:00:50")],
               "logs of two servers are merged by time")


def nested(check):
    check.write("deep/b", line(2))
    (check.top / "deep/a").mkdir()
    check.write("deep/a/x", line(1))
    check.write("deep/.hidden", line(3))
    (check.top / "deep/link").symlink_to(check.write("elsewhere", line(4)))
    (check.top / "deep/up").symlink_to("..")
    got = check.run("parse", "deep")
    check.that(got[0] == 0, got[2])
    check.that(len(got[1].splitlines()) == 3, "files, and links to files")
    check.that("up: a link to a directory: skipped" in got[2], got[2])


def standard_input(check):
    text = (line(1) + line(2)).encode()
    for data in (text, gzip.compress(text)):
        rows = order(check, data=data)
        check.that(rows == [("-", "00:00:01"), ("-", "00:00:02")],
                   f"without a name: {rows}")
    check.write("between.log", line(1, client=9))
    rows = order(check, "-", "between.log", data=text)
    check.that(rows[1] == ("between.log", "00:00:01"), f"among files: {rows}")


def years(check):
    log = check.write("old.log", "Dec 31 23:59:59 mx1 postfix/smtpd[7]: "
                      "connect from unknown[192.0.2.1]\n")
    os.utime(log, (DAY - 320 * 86400,) * 2)  # 4 January 2026
    row = json.loads(check.run("parse", log)[1])
    check.that(row["time"] == "2025-12-31T23:59:59Z", row["time"])
    row = json.loads(check.run("parse", "--set", "time.year=2011",
                               "--set", "time.timezone=-01:00", log)[1])
    check.that(row["time"] == "2012-01-01T00:59:59Z", row["time"])
    packed = check.write("old.log.gz",
                         gzip.compress(log.read_bytes(),
                                       mtime=DAY - 320 * 86400))
    os.utime(packed, (DAY, DAY))
    row = json.loads(check.run("parse", packed)[1])
    check.that(row["time"] == "2025-12-31T23:59:59Z",
               f"the gzip header is older than the copy: {row['time']}")


def main():
    check = Checks(sys.argv[1])
    for part in (rotated, merged, nested, standard_input, years):
        part(check)
    check.end()


main()
