#!/usr/bin/env python3
"""What the reports made by hand look like, byte for byte.

usage: report_golden.py REPORT_FIXTURE GOLDEN_DIR SCHEMA_CHECK [--write]

--write makes the golden files anew; look at what changed before you keep it.
"""
import difflib
import pathlib
import subprocess
import sys

CASES = {
    "rich.table": ["rich", "table"],
    "rich.80.table": ["rich", "table", "80"],
    "rich.200.table": ["rich", "table", "200"],
    "hostile.80.table": ["hostile", "table", "80"],
    "quiet.table": ["quiet", "table"],
    "empty.table": ["empty", "table"],
    "rich.jsonl": ["rich", "jsonl"],
    "rich.mask.jsonl": ["rich", "jsonl", "mask"],
    "hostile.jsonl": ["hostile", "jsonl"],
    "empty.jsonl": ["empty", "jsonl"],
    "rich.csv": ["rich", "csv"],
    "hostile.csv": ["hostile", "csv"],
    "rich.postfix-cidr": ["rich", "postfix-cidr"],
    "rich.postfix-sasl": ["rich", "postfix-sasl"],
    "lists.postfix-cidr": ["lists", "postfix-cidr"],
    **{f"{report}.{name}": [report, name] for report in ("rich", "lists")
       for name in ("sendmail", "exim", "nftables", "ipset", "rbldnsd",
                    "rbldnsd6", "rpz")},
    "nftables.undo": ["rich", "nftables", "undo"],
    "ipset.undo": ["rich", "ipset", "undo"],
    "rich.letters": ["rich", "letters"],
    "hostile.letters": ["hostile", "letters"],
}


def text(data):
    return data.decode("utf-8", "backslashreplace").splitlines()


def main():
    fixture, golden, check = sys.argv[1:4]
    golden, bad = pathlib.Path(golden), 0
    for name, args in CASES.items():
        got = subprocess.run([fixture, *args], check=True,
                             stdout=subprocess.PIPE).stdout
        path = golden / name
        if sys.argv[4:] == ["--write"]:
            path.write_bytes(got)
        want = path.read_bytes()
        if got != want:
            bad += 1
            print("\n".join(difflib.unified_diff(text(want), text(got), name,
                                                 "now", lineterm="")))
        if name.endswith(".jsonl"):
            done = subprocess.run([sys.executable, check, "-"], input=got,
                                  stdout=subprocess.PIPE, check=False)
            if done.returncode == 77:
                print("schema not looked at: no python3-jsonschema")
            elif done.returncode != 0:
                bad += 1
                print(f"{name}: {done.stdout.decode()}")
    print(f"{len(CASES)} reports, {bad} wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
