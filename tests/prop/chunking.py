#!/usr/bin/env python3
"""However the bytes of a log come, its records and suggestions are the same.

usage: chunking.py CULPRIT SAMPLES_DIR

The sample day, with odd lines strewn in, is read as a plain file, as gzip cut
into members at any byte, and through a pipe in pieces of any size.
"""
import gzip
import os
import pathlib
import random
import subprocess
import sys
import tempfile

SEED = 20261120
ODD = [
    b"\n", b"\r\n", b"no stamp at all\n", b"\0" * 390 + b"after a hole\n",
    b"x" * 70000 + b"\n", b"y" * 65536 + b"\n", b"z" * 65537 + b"\n",
    b"\xff\xfe not utf-8 \xc3\n", b"q" * 300000 + b"\n",
]


def material(day, rng):
    """The sample logs with odd lines strewn in; the last has no newline."""
    lines = gzip.decompress((day / "mail.log.1.gz").read_bytes())
    lines += (day / "mail.log").read_bytes()
    lines = lines.splitlines(keepends=True)[:6000]
    if len(lines) < 500:
        sys.exit(f"chunking: only {len(lines)} lines in {day}")
    for odd in ODD * 3:
        lines.insert(rng.randrange(len(lines)), odd)
    return b"".join(lines) + b"the end has no newline"


def members(data, rng, n):
    """As n gzip members, cut at any byte; some are empty."""
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(n - 1))
    parts = zip([0] + cuts, cuts + [len(data)])
    return b"".join(gzip.compress(data[a:b], 1, mtime=0) for a, b in parts)


def run(culprit, command, folder, stdin=None):
    """What a command prints of the log in a folder, and how it ends."""
    options = ["--set", "time.year=2026", "--workers", "2"]
    if command == "scan":
        options.append("--json")
    done = subprocess.run(
        [culprit, command, *options, "-" if stdin else "log"], cwd=folder,
        stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, check=False, timeout=100)
    return done.returncode, done.stdout, done.stderr


def piped(culprit, command, folder, data, rng, most):
    """The same through a pipe, written in pieces of 1 to `most` bytes."""
    read_end, write_end = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(read_end)
        at = 0
        while at < len(data):
            at += os.write(write_end, data[at:at + rng.randint(1, most)])
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stdin:
        code, out, err = run(culprit, command, folder, stdin)
    os.waitpid(writer, 0)
    named = (b'"file":"-"', b'"file":"log"'), (b'"path":"-"', b'"path":"log"')
    for old, new in named:
        out = out.replace(old, new)
    return code, out, err.replace(b"standard input", b"log")


def differ(what, first, second):
    for a, b in zip(first.splitlines(), second.splitlines()):
        if a != b:
            return f"{what}:\n  {a[:400]!r}\n  {b[:400]!r}"
    return f"{what}: {len(first)} and {len(second)} bytes"


def main():
    culprit = os.path.abspath(sys.argv[1])
    rng = random.Random(SEED)
    data = material(pathlib.Path(sys.argv[2]), rng)
    bad = []
    n = 0
    with tempfile.TemporaryDirectory() as top:
        log = pathlib.Path(top) / "log"
        log.write_bytes(data)
        expected = {c: run(culprit, c, top) for c in ("parse", "scan")}
        if expected["parse"][1].count(b"\n") < 500:
            sys.exit(f"chunking: too little: {expected['parse'][2]!r}")
        for command, first in expected.items():
            if first[0] != 0:
                sys.exit(f"chunking: {command} ended with {first[0]}")
            for pieces in (1, 2, 3, 17, 400):
                log.write_bytes(members(data, rng, pieces))
                got = run(culprit, command, top)
                n += 1
                if got != first:
                    bad.append(differ(f"{command}, {pieces} gzip members",
                                      first[1], got[1]))
            for most in (1 << 20, 70000, 4096, 200):
                got = piped(culprit, command, top, data, rng, most)
                n += 1
                if got != first:
                    bad.append(differ(f"{command}, pipe of {most}", first[1],
                                      got[1]))
            log.write_bytes(data)
    print("\n".join(bad))
    print(f"{n - len(bad)} passed, {len(bad)} failed")
    sys.exit(bool(bad))


main()
