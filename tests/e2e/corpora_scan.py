#!/usr/bin/env python3
"""Real logs of others, if they are there: each file is scanned alone without
a crash, and ends with 0 or 3; then all at once. Prints, for each kind of file
as MANIFEST.tsv has it, which parsers took its lines and what became of them.

usage: corpora_scan.py CULPRIT SOURCE_ROOT

The files are looked for in $CULPRIT_CORPORA, else beside the source tree.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys


def run(culprit, *paths):
    return subprocess.run([culprit, "scan", "--json", "--set", "time.year=2024",
                           *map(str, paths)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=300)


def kinds(corpora):
    """File -> what those who collected them say it is."""
    lines = (corpora / "MANIFEST.tsv").read_text().splitlines()[1:]
    return {line.split("\t")[1]: line.split("\t")[0] for line in lines}


class Table:
    """Of each kind of file: what was made of its lines, and by whom."""

    def __init__(self, corpora):
        self.corpora, self.kinds = corpora, kinds(corpora)
        self.rows = collections.defaultdict(collections.Counter)
        self.parsers = collections.defaultdict(collections.Counter)

    def add(self, path, out):
        kind = self.kinds.get(str(path.relative_to(self.corpora)), "other")
        row = self.rows[kind]
        summary = json.loads(out.splitlines()[-1])["summary"]
        row["files"] += 1
        row["not a mail log"] += any("not a mail log" in i.get("note", "")
                                     for i in summary["inputs"])
        row["nobody's"] += summary["unowned_lines"]
        for p in summary["parsers"]:
            for word in ("events", "ignored", "malformed"):
                row[word] += p[word]
            self.parsers[kind][p["name"]] += p["events"] + p["ignored"]

    def show(self):
        words = ("files", "not a mail log", "events", "ignored", "malformed",
                 "nobody's")
        print(f"{'kind':14}" + "".join(f"{w:>15}" for w in words))
        for kind, row in sorted(self.rows.items()):
            print(f"{kind:14}" + "".join(f"{row[w]:15}" for w in words)
                  + "  " + ", ".join(f"{name} {n}" for name, n in
                                     self.parsers[kind].most_common(6)))


def main():
    culprit, root = sys.argv[1], pathlib.Path(sys.argv[2])
    corpora = pathlib.Path(os.environ.get("CULPRIT_CORPORA",
                                          root / "../shared/corpora"))
    if not corpora.is_dir():
        print(f"skipped: no logs of others at {corpora}")
        sys.exit(77)
    files = sorted(f for f in corpora.rglob("*")
                   if f.is_file() and f.suffix not in (".pcap", ".pcapng"))
    bad, table = [], Table(corpora)
    for f in files:
        got = run(culprit, f)
        if got.returncode not in (0, 3) or b"Sanitizer" in got.stderr:
            bad.append(f"{f}: ended with {got.returncode}: "
                       f"{got.stderr.decode(errors='replace')[-400:]}")
        else:
            table.add(f, got.stdout)
    table.show()
    got = run(culprit, corpora)
    if got.returncode not in (0, 3):
        bad.append(f"all at once: ended with {got.returncode}")
    print("\n".join(bad) or f"{len(files)} files: all read")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
