#!/usr/bin/env python3
"""One log in every form it is kept in: the same lines, the same suggestions.

usage: input_forms.py CULPRIT SAMPLES_DIR

The sample day, its stamps written as unwrapping writes them, is compressed
four ways, put into UTF-16, and wrapped as journalctl, Docker, the CRI, rsyslog
and syslog-ng would have it. Each is cut off somewhere too.
"""
import bz2
import datetime
import gzip
import json
import lzma
import pathlib
import re
import shutil
import struct
import subprocess
import sys

from input_common import Checks

LINE = re.compile(r"(\S+) (\S+) ([^ \[]+)\[(\d+)\]: (.*)")
PARSED = 3000   # lines compared one by one, beside the suggestions of all


def day(folder):
    text = gzip.decompress((folder / "mail.log.1.gz").read_bytes())
    text += (folder / "mail.log").read_bytes()
    lines = []
    for line in text.decode().splitlines():
        stamp, rest = line.split(" ", 1)
        stamp = stamp.replace("+00:00", "").rstrip("0").rstrip(".") + "Z"
        lines.append(f"{stamp} {rest}")
    return lines


def split(line):
    return LINE.fullmatch(line).groups()


def usec(stamp):
    when = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    epoch = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
    return (when - epoch) // datetime.timedelta(microseconds=1)


def export(lines):
    """Every second message as binary, as journalctl writes those it must."""
    out = []
    for n, line in enumerate(lines):
        stamp, host, tag, pid, text = split(line)
        raw = text.encode()
        message = (b"MESSAGE\n" + struct.pack("<Q", len(raw)) + raw
                   if n % 2 else b"MESSAGE=" + raw)
        out.append(b"__CURSOR=s=0;i=%x\n__REALTIME_TIMESTAMP=%d\n"
                   b"_TRANSPORT=syslog\nPRIORITY=6\n%s\n_HOSTNAME=%s\n"
                   b"SYSLOG_IDENTIFIER=%s\nSYSLOG_PID=%s\n_PID=1\n\n"
                   % (n, usec(stamp), message, host.encode(), tag.encode(),
                      pid.encode()))
    return b"".join(out)


def objects(lines, make):
    return "".join(json.dumps(make(n, *split(line))) + "\n"
                   for n, line in enumerate(lines)).encode()


def journal(n, stamp, host, tag, pid, text):
    return {"__CURSOR": f"s=0;i={n:x}", "__REALTIME_TIMESTAMP": str(usec(stamp)),
            "_SOURCE_REALTIME_TIMESTAMP": str(usec(stamp)), "PRIORITY": "6",
            "MESSAGE": list(text.encode()) if n % 3 == 0 else text,
            "_HOSTNAME": host, "SYSLOG_IDENTIFIER": tag, "_PID": pid,
            "_COMM": "smtpd"}


def rsyslog(_, stamp, host, tag, pid, text):
    return {"@version": "1", "timestamp": stamp, "hostname": host,
            "syslogtag": f"{tag}[{pid}]:", "programname": "postfix",
            "severity": "info", "msg": " " + text}


def syslog_ng(_, stamp, host, tag, pid, text):
    return {"PROGRAM": tag, "PRIORITY": "info", "PID": pid, "MESSAGE": text,
            "HOST": host, "FACILITY": "mail", "ISODATE": stamp}


def elastic(_, stamp, host, tag, pid, text):
    return {"@timestamp": stamp, "host": {"name": host, "ip": ["192.0.2.1"]},
            "process": {"name": tag, "pid": int(pid)}, "message": text,
            "log": {"level": "info"}}


def docker(lines):
    """Every seventh line in two pieces, the second after another stream's."""
    out = []
    for n, line in enumerate(lines):
        whole = line + "\n"
        pieces = [whole[:40], whole[40:]] if n % 7 == 0 else [whole]
        for piece in pieces:
            out.append(json.dumps({"log": piece, "stream": "stdout",
                                   "time": "2026-11-21T00:00:00.123456789Z"}))
    return ("\n".join(out) + "\n").encode()


def cri(lines):
    out = []
    for n, line in enumerate(lines):
        pieces = [line[:50], line[50:]] if n % 5 == 0 else [line]
        for piece in pieces:
            flag = "F" if piece is pieces[-1] else "P"
            out.append(f"2026-11-21T00:00:00.123456789Z stderr {flag} {piece}")
    return ("\n".join(out) + "\n").encode()


def tool(name, *options):
    """What that program makes of it; Python's own where it is missing."""
    def run(data):
        if shutil.which(name) is None:
            return {"xz": lzma.compress, "bzip2": bz2.compress}[name](data)
        return subprocess.run([name, "-c", *options], input=data, check=True,
                              stdout=subprocess.PIPE).stdout
    return run


def forms(lines, text):
    yield "gzip", lambda: gzip.compress(text, 1)
    if shutil.which("zstd"):
        yield "zstd", lambda: tool("zstd")(text)
    else:
        print("zstd is not there: not compressed with it")
    yield "xz", lambda: tool("xz", "-1")(text)
    yield "bzip2", lambda: tool("bzip2", "-1")(text)
    yield "utf-16", lambda: text.decode().encode("utf-16")
    yield "utf-16-be", lambda: b"\xfe\xff" + text.decode().encode("utf-16-be")
    yield "utf-8 with a mark", lambda: b"\xef\xbb\xbf" + text
    yield "export", lambda: export(lines)
    yield "export.xz", lambda: lzma.compress(export(lines), preset=0)
    for make in (journal, rsyslog, syslog_ng, elastic):
        yield make.__name__, lambda make=make: objects(lines, make)
    yield "docker", lambda: docker(lines)
    yield "cri", lambda: cri(lines)


def suggestions(check, folder, data):
    check.write("mail.log", data)
    shutil.copy(folder / "culprit.conf", check.top)
    shutil.copy(folder / "customers.csv", check.top)
    code, out, err = check.run("scan", "-c", "culprit.conf", "--json",
                               "mail.log")
    rows = out.splitlines()
    lines = json.loads(rows[-1])["summary"]["lines"] if rows else 0
    return code, err, rows[:-1], lines


def alike(check, folder):
    lines = day(folder)
    text = ("\n".join(lines) + "\n").encode()
    first = suggestions(check, folder, text)
    check.that(first[0] == 0 and len(first[2]) > 10, f"plain: {first[:2]}")
    for name, make in forms(lines, text):
        got = suggestions(check, folder, make())
        check.that(got == first, f"{name} gives the suggestions of the plain "
                   f"text: {got[0]} {got[1]} {got[3]} lines")


def line_by_line(check, folder):
    lines = day(folder)[:PARSED]
    text = ("\n".join(lines) + "\n").encode()
    check.write("mail.log", text)
    first = check.run("parse", "mail.log")
    check.that(first[1].count("\n") == PARSED, "plain")
    for name, make in forms(lines, text):
        check.write("mail.log", make())
        got = check.run("parse", "mail.log")
        check.that(got == first, f"{name}, line by line: {got[0]} {got[2]}")


def cut_off(check, folder):
    lines = day(folder)[:PARSED]
    text = ("\n".join(lines) + "\n").encode()
    named = {"gzip": "gzip", "zstd": "zstd", "xz": "xz", "bzip2": "bzip2",
             "export.xz": "xz"}
    for name, make in forms(lines, text):
        data = make()
        check.write("cut.log", data[:len(data) * 2 // 3])
        got = check.run("parse", "cut.log")
        if name in named:
            check.ends(got, 3, f"cut.log: cut off in the middle of "
                       f"{named[name]} data at byte {len(data) * 2 // 3}")
        else:
            check.ends(got, 0, "cut off in the middle of its last line")
            check.that(PARSED // 2 < got[1].count("\n") < PARSED * 3 // 4,
                       f"{name}: two thirds are read")
        rows = got[1].splitlines()
        check.that(all('"not-mine"' not in r for r in rows[:-1]),
                   f"{name}: all but the last line are whole")
        if name not in named:
            continue
        bad = bytearray(data)
        bad[len(bad) // 2] ^= 0x10
        check.write("bad.log", bytes(bad))
        check.ends(check.run("parse", "bad.log"), 3,
                   f"bad.log: damaged {named[name]} data at byte")
        check.write("more.log", data + b"words behind it")
        got = check.run("parse", "more.log")
        check.ends(got, 0, f"what follows the {named[name]} data at byte "
                   f"{len(data)} is no {named[name]} and was not read")
        check.that(got[1].count("\n") == PARSED, f"{name}: all was read")
        twice = gzip.compress(data)
        check.write("twice.log", twice)
        check.ends(check.run("parse", "twice.log"), 0, "twice.log: not a mail")


def main():
    check = Checks(sys.argv[1])
    folder = pathlib.Path(sys.argv[2])
    for part in (line_by_line, alike, cut_off):
        part(check, folder)
    check.end()


main()
