#!/usr/bin/env python3
"""lists.py ROOT: what is registered is tested, in a folder of its name."""
import pathlib
import re
import sys

import tree

KINDS = ("real", "hostile", "torn", "foreign")


def names(path, variable):
    """The names in a list or dictionary of a meson.build."""
    if not path.is_file():
        return []
    text = re.sub(r"#[^\n]*", "", path.read_text())
    match = re.search(rf"^{variable}\s*=\s*([\[{{])(.*?)^[\]}}]", text,
                      re.M | re.S)
    if not match:
        sys.exit(f"{path}: no {variable} = there")
    item = r"^\s*'([\w-]+)'\s*:" if match.group(1) == "{" else r"'(\w+)'"
    return re.findall(item, match.group(2), re.M)


def parsers(root):
    return names(root / "parsers/meson.build", "parser_list")


def leases(root):
    return names(root / "parsers/meson.build", "lease_list")


def detectors(root):
    return names(root / "analyzer/detect/meson.build", "detector_names")


def parser_cases(root, folder, parser):
    """What is wrong with the cases of one parser, or lease format."""
    top = root / folder / parser
    cases = [d for d in top.glob("*") if d.is_dir()]
    for kind in KINDS:
        if not any(d.name.startswith(kind + "-") for d in cases):
            yield f"{folder}/{parser}: no {kind}-* case"
    for case in cases:
        where = case.relative_to(root)
        if not case.name.startswith(tuple(k + "-" for k in KINDS)):
            yield f"{where}: not one of {', '.join(KINDS)}"
        if not any(case.glob("input*")):
            yield f"{where}: no input"
        if not (case / "expected.jsonl").is_file():
            yield f"{where}: no expected.jsonl"
        if not any(case.glob("README*")):
            yield f"{where}: no README to say where it comes from"


def strangers(root, folder, known):
    for path in sorted((root / folder).glob("*")):
        if path.is_dir() and path.name not in known and any(path.iterdir()):
            yield f"{folder}/{path.name}: tests of nothing registered"


def check(root):
    bad = []
    if not parsers(root):
        bad.append("parsers/meson.build registers nothing")
    for folder, known in (("tests/parsers", parsers(root)),
                          ("tests/leases", leases(root))):
        for parser in known:
            bad += parser_cases(root, folder, parser)
        bad += strangers(root, folder, known)
    known = detectors(root)
    for name in known:
        top = root / "tests/detect" / name
        if not any(d.is_dir() and any(d.iterdir()) for d in top.glob("*")):
            bad.append(f"tests/detect/{name}: no case there")
    return bad


if __name__ == "__main__":
    tree.end("lists", check(pathlib.Path(sys.argv[1]).resolve()))
