"""What the checks share: the files of the tree, and C without its comments."""
import os
import pathlib
import re
import sys

# Made by runs and builds, never written by hand.
SKIP = {".git", "build", "out", "__pycache__", "subprojects", ".cache"}


def files(root, *suffixes):
    """Every file below root in order, those with one of the suffixes."""
    root = pathlib.Path(root)
    for top, dirs, names in os.walk(root):
        here = pathlib.Path(top)
        dirs[:] = sorted(d for d in dirs if not skipped(here, root, d))
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield here / name


def skipped(here, root, name):
    if (here / name / "meson-private").is_dir():
        return True
    return name in SKIP and (here == root or name == "__pycache__")


def c_files(root):
    found = list(files(root, ".c", ".h"))
    if not found:
        sys.exit(f"no C file below {root}: nothing was checked")
    return found


TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S
)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    def one(match):
        token = match.group()
        return token if token[0] in "\"'" else blank(token)

    return TOKEN.sub(one, text)


def without_strings(text):
    def one(match):
        token = match.group()
        return token if token[0] == "/" else blank(token)

    return TOKEN.sub(one, text)


def bare(text):
    """Code alone: comments, strings and characters are blanks, lines stay."""
    return TOKEN.sub(lambda match: blank(match.group()), text)


def read(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def end(name, bad, good="ok"):
    """Say the outcome and leave with its status."""
    for line in bad:
        print(line.encode("utf-8", "backslashreplace").decode())
    print(f"{name}: {len(bad)} wrong" if bad else f"{name}: {good}")
    sys.exit(bool(bad))
