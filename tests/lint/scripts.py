#!/usr/bin/env python3
"""scripts.py ROOT: shellcheck on shell, a compile of Python, right modes."""
import os
import pathlib
import shutil
import subprocess
import sys

import tree


def first_line(path):
    with path.open("rb") as file:
        return file.readline(200).decode("utf-8", "replace").strip()


def language(path):
    line = first_line(path)
    if line.startswith("#!"):
        words = line[2:].replace("/", " ").split()
        for word in ("python3", "bash", "dash", "sh"):
            if word in words:
                return word
    return "python3" if path.suffix == ".py" else None


def compiles(path, name):
    try:
        compile(path.read_bytes(), name, "exec")
    except (SyntaxError, ValueError) as wrong:
        yield f"{name}: {wrong}"


def check(root):
    bad, shell = [], []
    for path in tree.files(root):
        name, what = str(path.relative_to(root)), language(path)
        if what == "python3":
            bad += compiles(path, name)
        elif what:
            shell.append(name)
        runs = first_line(path).startswith("#!")
        if runs and not os.access(path, os.X_OK):
            bad.append(f"{name}: has #! but may not be run")
    if not shell:
        bad.append("no shell script was found")
    elif shutil.which("shellcheck"):
        done = subprocess.run(["shellcheck", "-f", "gcc", "-S", "warning",
                               *shell], cwd=root, capture_output=True,
                              text=True)
        bad += done.stdout.splitlines()
    else:
        print("scripts: no shellcheck here")
        if not bad:
            sys.exit(77)
    return bad


if __name__ == "__main__":
    tree.end("scripts", check(pathlib.Path(sys.argv[1]).resolve()))
