#!/usr/bin/env python3
"""layers.py ROOT: hold every #include to the directions of layers.txt."""
import pathlib
import re
import sys

import tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)


def rules(path):
    folders, libraries, system = {}, {}, set()
    for line in path.read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "folder":
            folders[words[1]] = set(words[2:])
        elif words[0] == "library":
            libraries[words[1]] = words[2:]
        elif words[0] == "system":
            system.update(words[1:])
        else:
            sys.exit(f"{path}: what is {words[0]}?")
    return folders, libraries, system


def folder_of(name, folders):
    """The listed folder a file belongs to; tests holds all below it."""
    parent = str(pathlib.PurePath(name).parent)
    if parent in folders:
        return parent
    top = parent.split("/")[0]
    return top if top in ("include", "tests") and top in folders else None


def home_of(name, here, folders):
    """The folder an include with a path names."""
    head = name.rpartition("/")[0]
    if name.startswith("culprit/"):
        return "include"
    for base in ("parsers", "analyzer"):
        if f"{base}/{head}" in folders:
            return f"{base}/{head}"
    return here if not head else None


def quoted(name, here, folders, edges):
    if ".." in name.split("/"):
        return "climbs with .."
    home = home_of(name, here, folders)
    if home is None:
        return f"{name} is in no listed folder"
    if name.endswith("_int.h") and home != here and here != "tests":
        return f"{name} is private to {home}"
    if home != here:
        edges.setdefault(here, set()).add(home)
    if home != here and not folders[here] & {home, "*"}:
        return f"{here} may not include {home} ({name})"
    return None


def angled(name, here, libraries, system):
    if here == "tests" or name in system:
        return None
    if name not in libraries:
        return f"<{name}> is not declared in layers.txt"
    if here not in libraries[name]:
        return f"<{name}> belongs in {' '.join(libraries[name])} alone"
    return None


def cycle(edges):
    """One ring of folders, as a list, or None."""
    done = set()

    def visit(at, trail):
        if at in trail:
            return trail[trail.index(at):] + [at]
        if at in done:
            return None
        for to in sorted(edges.get(at, ())):
            ring = visit(to, trail + [at])
            if ring:
                return ring
        done.add(at)
        return None

    return next(filter(None, (visit(at, []) for at in sorted(edges))), None)


def check(root):
    folders, libraries, system = rules(root / "tests/lint/layers.txt")
    bad, edges = [], {}
    for path in tree.c_files(root):
        name = str(path.relative_to(root))
        here = folder_of(name, folders)
        if here is None:
            bad.append(f"{name}: its folder is not in layers.txt")
            continue
        text = tree.without_comments(tree.read(path))
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            kind, what = match.groups()
            if kind == '"' or what.startswith("culprit/"):
                wrong = quoted(what, here, folders, edges)
            else:
                wrong = angled(what, here, libraries, system)
            if wrong and not (here == "tests" and kind == '"'):
                bad.append(f"{name}:{line}: {wrong}")
    for what, graph in (("rules", folders), ("includes", edges)):
        ring = cycle(graph)
        if ring:
            bad.append(f"the {what} go in a circle: {' -> '.join(ring)}")
    return bad


if __name__ == "__main__":
    tree.end("layers", check(pathlib.Path(sys.argv[1]).resolve()))
