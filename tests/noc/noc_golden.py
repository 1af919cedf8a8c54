#!/usr/bin/env python3
"""noc_golden.py PROGRAM FOLDER: the NOC screen looks as it was found good.

Each case is a made-up night on a terminal of some size; keys are sent, and
what tmux shows is held against FOLDER/NAME.ansi, colours and all. BLESS=1
writes the files anew: look at them (cat in a window of that size) before they
are kept.
"""
import difflib
import os
import pathlib
import signal
import sys

from screen import TMUX, Screen

SMALL, MIDDLE, LARGE, HUGE = (80, 24), (120, 40), (200, 60), (300, 100)


def shot(name):
    return ("shot", name)


def keys(*names):
    return ("keys", *names)


def text(typed):
    return ("text", typed)


def size(width, height):
    return ("size", width, height)


SECOND = ("second",)

# scene, size, mode, what is done
CASES = [
    ("night", SMALL, "utf8", [
        shot("small-overview"),
        keys("2"), shot("small-suggestions"),
        keys("j", "j", "Down"), shot("small-suggestions-picked"),
        keys("Enter"), shot("small-detail"),
        keys("NPage"), shot("small-detail-further"),
        keys("End"), shot("small-detail-end"),
        keys("/"), text("bounced"), keys("Enter", "Home"),
        shot("small-detail-filter"),
        keys("Escape", "Escape", "s"), shot("small-suggestions-newest"),
        keys("3"), shot("small-sources"),
        keys("s", "End"), shot("small-sources-end"),
        keys("4"), shot("small-inputs"),
        keys("End"), shot("small-inputs-end"),
        keys("?"), shot("small-help"), keys("?", "1"),
    ]),
    # As it is typed; what is not there; kept, said, cleared.
    ("night", SMALL, "utf8", [
        keys("/"), text("c02"), shot("filter-typing"),
        text("x"), shot("filter-nothing"),
        keys("BSpace", "Enter"), shot("filter-kept"),
        keys("Escape"), shot("small-overview-pointing"),
    ]),
    # The picture is held while a graver one comes; then it is there.
    ("night", SMALL, "utf8", [
        keys("p"), shot("paused"),
        SECOND, SECOND, SECOND, shot("paused"),
        keys("j"), shot("paused-moved"),
        keys("p"), shot("arrived"),
    ]),
    ("trouble", SMALL, "utf8", [
        shot("small-trouble"), keys("4"), shot("small-trouble-inputs")]),
    ("empty", SMALL, "utf8", [
        shot("small-empty"), keys("2"), shot("small-empty-suggestions")]),
    ("well", SMALL, "utf8", [shot("small-well")]),
    ("hostile", SMALL, "utf8", [
        shot("small-hostile"), keys("2"), shot("small-hostile-suggestions"),
        keys("3"), shot("small-hostile-sources"),
        keys("j", "Enter"), shot("small-hostile-detail")]),
    ("full", SMALL, "utf8", [
        keys("2", "NPage", "NPage"), shot("small-full-suggestions")]),
    ("night", MIDDLE, "utf8", [
        shot("middle-overview"), keys("3"), shot("middle-sources"),
        keys("2", "j", "Enter"), shot("middle-detail"),
        keys("Escape", "1", "Home"), shot("middle-overview-pointing"),
        # Smaller, too small, and back.
        size(*SMALL), shot("small-overview-pointing"),
        size(59, 14), shot("too-small"),
        size(60, 15), shot("smallest"),
        size(*MIDDLE), shot("middle-overview-pointing")]),
    ("hostile", MIDDLE, "utf8", [keys("3"), shot("middle-hostile-sources")]),
    ("night", LARGE, "utf8", [
        shot("large-overview"), keys("2"), shot("large-suggestions"),
        keys("3"), shot("large-sources")]),
    ("full", HUGE, "utf8", [shot("huge-full")]),
    ("night", SMALL, "mono", [
        shot("mono-overview"), keys("2", "j"), shot("mono-suggestions")]),
    ("trouble", MIDDLE, "mono", [shot("mono-trouble")]),
    ("night", SMALL, "ascii", [
        shot("ascii-overview"), keys("2", "j"), shot("ascii-suggestions"),
        keys("Enter"), shot("ascii-detail")]),
    ("hostile", SMALL, "ascii", [keys("3"), shot("ascii-hostile")]),
    ("night", LARGE, "ascii", [shot("ascii-large")]),
]


def compare(screen, path, bad):
    if os.environ.get("BLESS"):
        path.write_text(screen.settled())
        return
    want = path.read_text() if path.is_file() else ""
    got = screen.expect(lambda now: now == want)
    if got == want:
        return
    bad.append(path.stem)
    print(f"{path.name} is not what is shown:")
    sys.stdout.writelines(
        repr(line) + "\n" for line in difflib.unified_diff(
            want.splitlines(), got.splitlines(), "kept", "shown", n=0,
            lineterm=""))


def act(screen, step, folder, bad):
    what, *rest = step
    if what == "keys":
        screen.keys(*rest)
    elif what == "text":
        screen.text(*rest)
    elif what == "size":
        screen.resize(*rest)
    elif what == "second":
        os.kill(screen.program_pid(), signal.SIGUSR1)
    else:
        compare(screen, folder / f"{rest[0]}.ansi", bad)


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if TMUX is None:
        print("no tmux here")
        return 77
    bad, seen = [], set()
    only = sys.argv[3:]
    for scene, at, mode, steps in CASES:
        seen |= {s[1] for s in steps if s[0] == "shot"}
        if only and not set(only) & {s[1] for s in steps if s[0] == "shot"}:
            continue
        with Screen(program, scene, at, mode) as screen:
            for step in steps:
                act(screen, step, folder, bad)
    kept = {p.stem for p in folder.glob("*.ansi")}
    if kept - seen:
        bad.append("of no case: " + " ".join(sorted(kept - seen)))
    print(f"{len(seen)} pictures, wrong: {' '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
