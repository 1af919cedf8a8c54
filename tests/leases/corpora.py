#!/usr/bin/env python3
"""corpora.py READ_LEASES ROOT: other people's lease files, if they are here.

They are looked for in $CULPRIT_CORPORA, else beside the project; where they
are missing the test is skipped. corpora.txt says what is to come of each. A
file that MANIFEST.tsv calls dhcp or radius must be in it.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

SKIPPED = 77
SHOWN = 8
KINDS = ("dhcp", "radius")
HERE = pathlib.Path(__file__).resolve().parent


def wanted():
    """path -> (known as, asked, leases, malformed)"""
    rows = (line.split(None, 4) for line in
            (HERE / "corpora.txt").read_text().splitlines()
            if line and not line.startswith("#"))
    return {path: (known, asked, int(leases), int(bad))
            for known, asked, leases, bad, path in rows}


def manifest(top):
    rows = (line.split("\t") for line in
            (top / "MANIFEST.tsv").read_text().splitlines())
    return {row[1] for row in rows if row[0] in KINDS}


def read(program, asked, path):
    run = subprocess.run([program, asked, path], stdout=subprocess.PIPE,
                         check=True)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    count = collections.Counter(r["verdict"] for r in rows if "verdict" in r)
    return rows, (rows[0]["chosen"], asked, count["event"],
                  count["malformed"])


def main(program, root):
    top = pathlib.Path(os.environ.get("CULPRIT_CORPORA",
                                      root / "../shared/corpora"))
    if not (top / "MANIFEST.tsv").is_file():
        print(f"skipped: {top} is not here (set CULPRIT_CORPORA)")
        return SKIPPED
    want, bad = wanted(), 0
    for path in sorted(manifest(top) - set(want)):
        print(f"{path}: not in corpora.txt")
        bad += 1
    for path, said in want.items():
        rows, got = read(program, said[1], top / path)
        print(f"{path}: known as {got[0]}, {got[2]} leases, "
              f"{got[3]} malformed")
        if got != said:
            bad += 1
            print("  wanted", *said)
            print("".join(f"  {row}\n" for row in rows[:SHOWN]), end="")
    return 1 if bad or not want else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
