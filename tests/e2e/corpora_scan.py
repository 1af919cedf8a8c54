#!/usr/bin/env python3
"""Real logs of others, if they are there: each file is scanned alone without
a crash, and ends with 0 or 3; then all at once.

usage: corpora_scan.py CULPRIT SOURCE_ROOT

The files are looked for in $CULPRIT_CORPORA, else beside the source tree.
"""
import os
import pathlib
import subprocess
import sys


def run(culprit, *paths):
    return subprocess.run([culprit, "scan", "--json", "--set", "time.year=2024",
                           *map(str, paths)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=300)


def main():
    culprit, root = sys.argv[1], pathlib.Path(sys.argv[2])
    corpora = pathlib.Path(os.environ.get("CULPRIT_CORPORA",
                                          root / "../shared/corpora"))
    if not corpora.is_dir():
        print(f"skipped: no logs of others at {corpora}")
        sys.exit(77)
    files = sorted(f for f in corpora.rglob("*")
                   if f.is_file() and f.suffix not in (".pcap", ".pcapng"))
    bad = []
    for f in files:
        got = run(culprit, f)
        if got.returncode not in (0, 3) or b"Sanitizer" in got.stderr:
            bad.append(f"{f}: ended with {got.returncode}: "
                       f"{got.stderr.decode(errors='replace')[-400:]}")
    got = run(culprit, corpora)
    if got.returncode not in (0, 3):
        bad.append(f"all at once: ended with {got.returncode}")
    print("\n".join(bad) or f"{len(files)} files: all read")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
