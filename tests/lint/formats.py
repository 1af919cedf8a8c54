#!/usr/bin/env python3
"""formats.py ROOT [--write]: README's table is what the parsers say.

Between the two marks stands a row for each parser of parsers/meson.build, from
the first lines of its file (parsers/registry.py). --write puts it there.
"""
import importlib.util
import pathlib
import re
import sys

import tree

BEGIN, END = "<!-- made by tests/lint/formats.py -->\n", "<!-- end -->\n"


def registry(root):
    spec = importlib.util.spec_from_file_location(
        "registry", root / "parsers/registry.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mains(root):
    """The first file of each parser, in the order of the list."""
    text = (root / "parsers/meson.build").read_text()
    body = re.search(r"^parser_list = \{(.*?)^\}", text, re.M | re.S).group(1)
    return [root / "parsers" / name for name in
            re.findall(r"files\('([^']+)'", body)]


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def table(root):
    says = registry(root).says
    rows = ["| program | versions, and where the grammar is from | read "
            "| missing |", "|---|---|---|---|"]
    for path in mains(root):
        s = says(path)
        rows.append("| " + " | ".join(cell(s[w]) for w in (
            "summary", "grammar", "reads", "missing")) + " |")
    return "\n".join(rows) + "\n"


def main(root, write):
    path = root / "README.md"
    text = path.read_text()
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        return ["README.md: no place for the table of formats"]
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    right = before + BEGIN + table(root) + END + after
    if write:
        path.write_text(right)
    elif right != text:
        return ["README.md: the table of formats is not what the parsers say: "
                "tests/lint/formats.py . --write"]
    return []


if __name__ == "__main__":
    tree.end("formats", main(pathlib.Path(sys.argv[1]).resolve(),
                             "--write" in sys.argv))
