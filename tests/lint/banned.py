#!/usr/bin/env python3
"""banned.py ROOT: calls that are not made here, or not in that folder."""
import pathlib
import re
import sys

import tree

UNSAFE = """strcpy strcat sprintf vsprintf strtok gets sscanf atoi alloca
    system popen gmtime localtime mktime""".split()
ALLOCATE = """malloc calloc realloc reallocarray free strdup strndup asprintf
    vasprintf getline open_memstream posix_memalign aligned_alloc""".split()
CLOCK = "time clock clock_gettime gettimeofday timespec_get ftime".split()
SPEAK = """printf vprintf puts putchar perror dprintf vdprintf exit _exit
    _Exit quick_exit abort err errx warn warnx""".split()

CALL = re.compile(r"(?<![\w.>])(%s)\s*\(")
STREAM = re.compile(r"(?<!\w)(stdout|stderr)\b")


def calls(names):
    return re.compile(CALL.pattern % "|".join(names))


def rules(name):
    """What is looked for in the file of that name: pattern, reason."""
    yield calls(UNSAFE), "is banned"
    if name.startswith("tests/"):
        return
    if name.startswith(("parsers/", "analyzer/detect/")):
        yield calls(ALLOCATE), "allocates: not in parsers or detectors"
    if name != "analyzer/engine/clock.c":
        yield calls(CLOCK), "reads the clock: analyzer/engine/clock.c does"
    if not name.startswith("analyzer/app/"):
        speak = [w for w in SPEAK
                 if w != "_exit" or name != "analyzer/engine/forked.c"]
        yield calls(speak), "prints or exits: analyzer/app does"
        yield STREAM, "is for analyzer/app alone"


def check(root):
    bad = []
    for path in tree.c_files(root):
        name = str(path.relative_to(root))
        text = tree.bare(tree.read(path))
        for pattern, why in rules(name):
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                bad.append(f"{name}:{line}: {match.group(1)} {why}")
    return bad


if __name__ == "__main__":
    tree.end("banned", check(pathlib.Path(sys.argv[1]).resolve()))
