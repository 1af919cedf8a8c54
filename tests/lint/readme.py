#!/usr/bin/env python3
"""readme.py ROOT PROGRAM: every command README.md shows does run.

Lines of ```sh blocks: those of the program run in a copy of samples/ and must
end with status 0; those of ./dev must be in its help; any other must be in
readme_allow.txt, where a line may end in * for "and whatever follows".
What README.md shows of a screen must be what is printed: see screens.py.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import screens
import tree

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
SECONDS = 120


def commands(text):
    """(line number, command), a trailing backslash joins lines."""
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        joined, start = "", None
        for number, line in enumerate(block.group(1).splitlines(), first):
            start = start or number
            if line.endswith("\\"):
                joined += line[:-1] + " "
                continue
            joined = (joined + line).strip()
            if joined and not joined.startswith("#"):
                yield start, re.sub(r"\s+#\s.*$", "", joined)
            joined, start = "", None


def allowed(path):
    lines = path.read_text().splitlines()
    return [x.strip() for x in lines if x.strip() and x[0] != "#"]


def is_allowed(command, allow):
    return any(command == a or (a[-1] == "*" and command.startswith(a[:-1]))
               for a in allow)


def place(root, program, top):
    """A tree as after ./dev demo, for commands to run in."""
    for part in ("samples", "out"):
        if (root / part).is_dir():
            shutil.copytree(root / part, top / part)
    (top / "out").mkdir(exist_ok=True)
    (top / "build").mkdir()
    (top / "build/culprit").symlink_to(program)


def surroundings(top):
    return dict(os.environ, PATH=f"{top}/build:{os.environ['PATH']}",
                NO_COLOR="1")


def run(command, top):
    """What went wrong with a command, or None."""
    try:
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command],
                              cwd=top, env=surroundings(top),
                              stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"still ran after {SECONDS} s"
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"status {done.returncode}: {' / '.join(said[-3:])}"


def dev_commands(root):
    said = subprocess.run([root / "dev", "help"], capture_output=True,
                          check=True, text=True).stdout
    return re.findall(r"^  (\w+) ", said, re.M)


def check(root, program):
    allow = allowed(root / "tests/lint/readme_allow.txt")
    known, bad, seen = dev_commands(root), [], 0
    with tempfile.TemporaryDirectory() as where:
        top = pathlib.Path(where)
        place(root, program, top)
        text = (root / "README.md").read_text()
        for line, command in commands(text):
            words = command.split()
            if is_allowed(command, allow):
                continue
            seen += 1
            if words[0] in ("build/culprit", "culprit"):
                wrong = run(command, top)
            elif words[0] == "./dev":
                wrong = None if words[1:] and words[1] in known else (
                    "./dev has no such command")
            else:
                wrong = "is neither run nor in readme_allow.txt"
            if wrong:
                bad.append(f"README.md:{line}: {command}: {wrong}")
        bad += (f"README.md:{line}: {wrong}" for line, wrong in
                screens.check(text, top, surroundings(top)))
    if not seen:
        bad.append("README.md: no command in a ```sh block")
    return bad


if __name__ == "__main__":
    base = pathlib.Path(sys.argv[1]).resolve()
    if not (base / "README.md").is_file():
        print("readme: there is none")
        sys.exit(77)
    tree.end("readme", check(base, pathlib.Path(sys.argv[2]).resolve()))
