#!/usr/bin/env python3
r"""firstlines.py ROOT: each C file says in its first lines what it is.

All: \summary:. A parser in parsers/mta: grammar: too, the server's source
file and versions. A registered detector: why: and misses: too.
"""
import pathlib
import sys

import lists
import tree

LINES = 16


def wanted(name, detectors):
    if name.startswith("parsers/mta/"):
        return ["grammar:"]
    if name in detectors:
        return ["why:", "misses:"]
    return []


def check(root):
    bad = []
    detectors = {f"analyzer/detect/{n}.c" for n in lists.detectors(root)}
    for path in tree.c_files(root):
        if path.suffix != ".c":
            continue
        name = str(path.relative_to(root))
        lines = tree.read(path).splitlines()[:LINES]
        if not lines or not lines[0].startswith("/* \\summary: "):
            bad.append(f"{name}:1: does not begin with /* \\summary: ")
        says = [line.lstrip("/* \t") for line in lines]
        for word in wanted(name, detectors):
            if not any(s.startswith(word) and s[len(word):].strip(" */")
                       for s in says):
                bad.append(f"{name}: no {word} line in its first {LINES}")
    return bad


if __name__ == "__main__":
    tree.end("first lines", check(pathlib.Path(sys.argv[1]).resolve()))
