#!/usr/bin/env python3
"""Inputs that are wrong in every way: each is named, none stops the rest.

usage: input_odd.py CULPRIT
"""
import gzip
import json
import os
import sys
import time

from input_common import Checks, line


def records(out):
    return [json.loads(row) for row in out.splitlines()]


def unreadable(check):
    good = check.write("good.log", line(10))
    for command in ("parse", "scan"):
        got = check.run(command, "none.log", good)
        check.ends(got, 3, "none.log: No such file or directory")
        check.that("192.0.2.1" in got[1] or command == "scan",
                   "the other input was read")
    check.ends(check.run("parse", "/proc/self/mem"), 3, "/proc/self/mem: ",
               "error")
    (check.top / "loop").symlink_to("loop")
    check.ends(check.run("parse", "loop"), 3, "loop: ")
    if os.getuid() != 0:
        good.chmod(0)
        check.ends(check.run("parse", good), 3, "good.log: Permission denied")


def nothing_to_read(check):
    empty = check.write("empty.log", "")
    check.ends(check.run("parse", empty), 0, "empty.log: empty")
    check.ends(check.run("scan", "--json", empty), 0, "empty.log: empty")
    check.ends(check.run("parse", data=b""), 0, "standard input: empty")
    binary = check.write("binary", bytes(range(256)) * 400)
    check.ends(check.run("parse", binary), 0,
               "binary: not a mail log: skipped")
    check.that(check.run("parse", binary)[1] == "", "nothing is printed of it")
    wide = check.write("wide.log", line(1).encode("utf-16-le"))
    check.ends(check.run("parse", wide), 0, "not a mail log")
    (check.top / "folder").mkdir()
    check.ends(check.run("parse", "folder"), 0, "folder: no file in it")


def holes(check):
    log = check.write("hole.log", b"\0" * 390 + line(1).encode())
    got = check.run("parse", log)
    check.ends(got, 0, "390 NUL bytes")
    rows = records(got[1])
    check.that([r["verdict"] for r in rows] == ["event"], "its line is read")
    check.that(rows[0]["offset"] == 390, "from where it begins")
    with open(check.top / "sparse.log", "wb") as f:
        f.seek(50 << 20)
        f.write(line(2).encode())
    got = check.run("parse", "sparse.log")
    check.that(len(records(got[1])) == 1, "a line after 50 MB of hole is read")


def cut_off(check):
    text = "".join(line(i, client=i % 200) for i in range(5000)).encode()
    whole = gzip.compress(text, 6, mtime=0)
    check.write("cut.log.gz", whole[:len(whole) // 2])
    got = check.run("parse", "cut.log.gz")
    check.ends(got, 3, "cut.log.gz: cut off in the middle of gzip",
               f"at byte {len(whole) // 2}",
               "cut off in the middle of its last line")
    check.that(1500 < len(got[1].splitlines()) < 4000, "half is used")
    scan = check.run("scan", "--json", "cut.log.gz")
    check.ends(scan, 3, "cut.log.gz: cut off")
    summary = records(scan[1])[-1]["summary"]
    check.that(summary["lines"] == len(got[1].splitlines()),
               "scan used as much")
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xff
    check.write("bad.gz", bytes(damaged))
    got = check.run("parse", "bad.gz")
    check.ends(got, 3, "bad.gz: damaged gzip data at byte")
    check.that(len(got[1].splitlines()) > 1000, "what was before is used")
    check.write("more.gz", whole + b"\0" * 100 + b"trailing words")
    got = check.run("parse", "more.gz")
    check.ends(got, 0, "more.gz: what follows the gzip data")
    check.that(len(got[1].splitlines()) == 5000, "all lines are used")
    check.write("torn.log", line(1) + line(2)[:-30])
    check.ends(check.run("parse", "torn.log"), 0,
               "cut off in the middle of its last line")


def odd_forms(check):
    check.write("log.zst", b"\x28\xb5\x2f\xfd\x04\x00\x59\x00\x00")
    check.ends(check.run("scan", "log.zst"), 3, "log.zst: ", " zstd data at")
    check.write("wide.log", line(1).encode("utf-16") + b"x")
    got = check.run("parse", "wide.log")
    check.ends(got, 0, "one byte too many at the end of UTF-16")
    check.that('"event"' in got[1], "its line is read")
    entry = json.dumps({"__REALTIME_TIMESTAMP": "1795145809829262",
                        "MESSAGE": None, "_HOSTNAME": "mx1",
                        "SYSLOG_IDENTIFIER": "postfix/smtpd"})
    check.write("short.json", entry + "\n" + "words of another\n")
    got = check.run("parse", "short.json")
    check.ends(got, 0, "use its option --all")
    check.that(got[1].count("\n") == 2, "what is no JSON is told of too")


def endless_line(check):
    with open(check.top / "long.log", "wb") as f:
        for _ in range(100):
            f.write(b"x" * 1_000_000)
    began = time.monotonic()
    status, peak = check.peak("scan", "--workers", "2", "long.log")
    check.that(status == 0, f"100 MB without a newline: status {status}")
    # the bounds are those of one block and of a slow machine
    check.that(time.monotonic() - began < 20, "it is quick")
    check.that(peak < 100, f"it takes little memory, not {peak:.0f} MiB")
    got = check.run("scan", "--json", "long.log")
    summary = records(got[1])[-1]["summary"]
    check.that(summary["lines"] == 1, "it is one line")
    check.that(summary["inputs"][0]["cut_lines"] == 1, "which was cut")
    with open(check.top / "long.log", "ab") as f:
        f.write(b"\n" + line(5).encode())
    rows = records(check.run("parse", "long.log")[1])
    check.that([r["verdict"] for r in rows] == ["not-mine", "event"],
               "the line after it is read")
    check.that(rows[1]["offset"] == 100_000_001, "from where it begins")


def main():
    check = Checks(sys.argv[1])
    for part in (unreadable, nothing_to_read, holes, cut_off,
                 odd_forms, endless_line):
        part(check)
    check.end()


main()
