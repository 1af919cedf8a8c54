#!/usr/bin/env python3
"""registry.py OUTPUT FILE...: the list of parsers, with what their files say.

The name of a parser is its file's, a dash for each underscore. What stands in
the comments of its first lines behind \\summary:, grammar:, reads: and
missing: is what `culprit parse --list` and README say of it.
"""
import pathlib
import re
import sys

WORDS = ("summary", "grammar", "reads", "missing")
LINES = 24


def says(path):
    """The words above of one file, each on one line."""
    head = "\n".join(path.read_text().splitlines()[:LINES])
    found = {}
    for comment in re.findall(r"/\*(.*?)\*/", head, re.S):
        text = " ".join(re.sub(r"^\s*\*?\s?", "", line)
                        for line in comment.splitlines()).strip()
        match = re.match(r"\\?(\w+): +(.*)", text, re.S)
        if match and match.group(1) in WORDS:
            found[match.group(1)] = re.sub(r"\s+", " ", match.group(2))
    for word in WORDS:
        if not found.get(word):
            sys.exit(f"{path}: no comment that begins with {word}: in its "
                     f"first {LINES} lines")
    return found


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(output, paths):
    names = [p.stem.replace("-", "_") for p in paths]
    out = ["/* Made by parsers/registry.py. Do not edit. */",
           '#include "culprit/parser.h"', ""]
    out += [f"extern const struct cul_parser cul_parser_{n};" for n in names]
    out += ["", "const struct cul_parser *const cul_parsers[] = {"]
    out += [f"\t&cul_parser_{n}," for n in names] + ["\tNULL", "};", ""]
    out += ["const struct cul_parser_info cul_parser_infos[] = {"]
    for path in paths:
        found = says(path)
        out += ["\t{"] + [f"\t\t.{w} = {quoted(found[w])}," for w in WORDS]
        out += ["\t},"]
    out += ["};", ""]
    output.write_text("\n".join(out))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), [pathlib.Path(p) for p in sys.argv[2:]])
