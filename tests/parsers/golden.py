#!/usr/bin/env python3
"""golden.py PARSE_RECORDS FOLDER: each case of one parser, line by line.

A case is a folder with input.log, expected.jsonl and a README.md that says
where its lines come from. BLESS=1 writes expected.jsonl anew: read every line
of what changed before it is kept.
"""
import json
import os
import pathlib
import subprocess
import sys


def said(program, parser, case):
    run = subprocess.run([program, parser, case / "input.log"],
                         stdout=subprocess.PIPE, check=True)
    return run.stdout.decode("utf-8").splitlines()


def differences(want, got):
    """The lines that differ, as a person compares them."""
    for n in range(max(len(want), len(got))):
        one = want[n] if n < len(want) else "(nothing)"
        two = got[n] if n < len(got) else "(nothing)"
        if one != two:
            yield f"  line {n + 1}\n  - {one}\n  + {two}"


def check(program, parser, case):
    got = said(program, parser, case)
    for line in got:
        json.loads(line)
    expected = case / "expected.jsonl"
    if os.environ.get("BLESS") == "1":
        expected.write_text("\n".join(got) + "\n", encoding="utf-8")
    want = expected.read_text(encoding="utf-8").splitlines()
    bad = list(differences(want, got))
    if not (case / "README.md").is_file():
        bad.append("  no README.md that says where its lines come from")
    return len(got), bad


def main(program, folder):
    parser, cases, lines, failed = folder.name, 0, 0, False
    for case in sorted(d for d in folder.iterdir() if d.is_dir()):
        n, bad = check(program, parser, case)
        cases, lines = cases + 1, lines + n
        if bad or n == 0:
            failed = True
            print(f"{parser}/{case.name}: {len(bad)} differ of {n} lines")
            print("\n".join(bad))
    print(f"{parser}: {cases} cases, {lines} lines")
    return 1 if failed or cases == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
