#!/usr/bin/env python3
"""Any number of workers prints, and writes, the same bytes.

usage: workers.py CULPRIT SAMPLES_DIR
"""
import pathlib
import subprocess
import sys
import tempfile

WORKERS = (1, 2, 3, 8)


def run(culprit, arguments, cwd):
    done = subprocess.run([culprit, *arguments], cwd=cwd,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False, timeout=200)
    if done.returncode != 0:
        sys.exit(f"{arguments} ended with {done.returncode}: {done.stderr!r}")
    if not done.stdout:
        sys.exit(f"{arguments} printed nothing")
    return done.stdout


def folder(path):
    """Names and contents of all files in a folder."""
    found = {str(f.relative_to(path)): f.read_bytes()
             for f in sorted(path.rglob("*")) if f.is_file()}
    if len(found) < 4:
        sys.exit(f"{path} has only {list(found)}")
    return found


def results(culprit, day, workers, top):
    """Everything that comes of a run, by what it is."""
    with_n = ["--workers", str(workers)]
    logs = [str(f) for f in sorted(day.glob("mail.log*"))]
    conf = ["-c", str(day / "culprit.conf")]
    out = top / str(workers)
    got = {"parse": run(culprit, ["parse", *conf, *with_n, *logs], top)}
    for name in ("jsonl", "table", "csv", "html"):
        got[name] = run(culprit, ["scan", *conf, *with_n, "--format", name,
                                  *logs], top)
    run(culprit, ["scan", *conf, *with_n, "-o", str(out), *logs], top)
    for name, content in folder(out).items():
        got["-o " + name] = content
    return got


def main():
    culprit = str(pathlib.Path(sys.argv[1]).resolve())
    day = pathlib.Path(sys.argv[2]).resolve()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        first = results(culprit, day, WORKERS[0], top)
        for workers in WORKERS[1:]:
            got = results(culprit, day, workers, top)
            if list(got) != list(first):
                print(f"{workers} workers: {list(got)}, not {list(first)}")
                bad += 1
            for what in first:
                if got.get(what) != first[what]:
                    print(f"{workers} workers: {what} differs from that of 1")
                    bad += 1
    n = len(first) * (len(WORKERS) - 1)
    print(f"{n - bad} passed, {bad} failed")
    sys.exit(bool(bad))


main()
