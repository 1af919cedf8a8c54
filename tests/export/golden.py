#!/usr/bin/env python3
"""Lists of reports made by hand, byte for byte.

usage: golden.py EXPORT_LISTS GOLDEN_DIR [--write]
"""
import difflib
import pathlib
import subprocess
import sys

CASES = [(report, form, how)
         for report in ("rich", "lists", "hostile")
         for form in ("crowdsec", "radius", "xarf", "publiclist")
         for how in ("", "undo")
         if how == "" or (report, form) == ("lists", "crowdsec")]
CASES += [("rich", "csv", ""), ("lists", "csv", ""), ("quiet", "csv", ""),
          ("rich", "csv", "undo"), ("quiet", "publiclist", ""),
          ("lists", "publiclist", "nobody")]


def text(data):
    return data.decode("utf-8", "backslashreplace").splitlines()


def main():
    program, golden, bad = sys.argv[1], pathlib.Path(sys.argv[2]), 0
    for case in CASES:
        got = subprocess.run([program, *(c for c in case if c)], check=True,
                             stdout=subprocess.PIPE).stdout
        path = golden / ".".join([case[0], *([case[2]] if case[2] else []),
                                  case[1]])
        if sys.argv[3:] == ["--write"]:
            path.write_bytes(got)
        want = path.read_bytes()
        if got != want:
            bad += 1
            print("\n".join(difflib.unified_diff(text(want), text(got),
                                                 path.name, "now",
                                                 lineterm="")))
    print(f"{len(CASES)} lists, {bad} wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
