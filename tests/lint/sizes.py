#!/usr/bin/env python3
"""sizes.py ROOT: files of at most 400 lines, functions of at most 60."""
import pathlib
import re
import sys

import tree

FILE_MAX, FUNCTION_MAX = 400, 60
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
HEAD = re.compile(r"([A-Za-z_]\w*)\s*\((?:.*)\)\s*(?:__attribute__.*)?$", re.S)


def functions(text):
    """(name, first line, lines) of each function defined in C text."""
    text = tree.bare(text)
    text = DIRECTIVE.sub(lambda match: tree.blank(match.group()), text)
    depth, start, found, head = 0, 0, [], None
    for at, char in enumerate(text):
        if char == "{":
            if depth == 0:
                head = opening(text, start, at)
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and head:
                name, first = head
                last = text.count("\n", 0, at) + 1
                found.append((name, first, last - first + 1))
            if depth == 0:
                start, head = at + 1, None
        elif char == ";" and depth == 0:
            start = at + 1
        if depth < 0:
            break
    if depth:
        raise ValueError("its braces do not balance")
    return found


def opening(text, start, at):
    """Name and first line when what stands before a brace is a function."""
    head = text[start:at]
    match = HEAD.search(head.strip())
    if not match or "=" in head.split("(")[0]:
        return None
    first = start + len(head) - len(head.lstrip())
    return match.group(1), text.count("\n", 0, first) + 1


def check(root):
    bad, sized = [], []
    for path in tree.c_files(root):
        name, text = str(path.relative_to(root)), tree.read(path)
        lines = text.count("\n")
        if lines > FILE_MAX:
            bad.append(f"{name}: {lines} lines, at most {FILE_MAX}")
        try:
            found = functions(text)
        except ValueError as wrong:
            bad.append(f"{name}: {wrong}")
            continue
        for what, first, size in found:
            sized.append((size, f"{name}:{first}: {what}"))
            if size > FUNCTION_MAX:
                bad.append(f"{name}:{first}: {what} has {size} lines,"
                           f" at most {FUNCTION_MAX}")
    for size, what in sorted(sized, reverse=True)[:10]:
        print(f"{size:4} {what}")
    return bad


if __name__ == "__main__":
    tree.end("sizes", check(pathlib.Path(sys.argv[1]).resolve()))
