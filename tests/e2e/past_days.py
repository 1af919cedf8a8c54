#!/usr/bin/env python3
"""Past days in a ledger: by scan and by watch, with a restart, and without.

usage: past_days.py CULPRIT SOURCE_ROOT

Three days of a made-up week. What a watch that was stopped in the middle of the
third day and went on keeps and says is what a scan of each day keeps and says.
"""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

culprit, root = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
sys.path.insert(0, str(root / "tests/world"))
sys.dont_write_bytecode = True

import day   # noqa: E402
import make  # noqa: E402

DAYS, SEED, CUSTOMERS = 4, 3, 200
LAST = DAYS - 1
bad = []


def that(ok, what):
    if not ok:
        bad.append(what)


def run(*args, where, status=0):
    done = subprocess.run([culprit, *map(str, args)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          cwd=where, check=False)
    that(done.returncode == status,
         f"{args[0]} ended with {done.returncode}, not {status}: "
         f"{done.stderr.decode()}")
    return done.stdout.decode(), done.stderr.decode()


def days_of(ledger):
    with sqlite3.connect(ledger) as db:
        return db.execute("SELECT * FROM past_day ORDER BY day, subject, name"
                          ).fetchall()


def suggestions(text):
    """Without the places of lines, which go by the names of files."""
    said = [s for s in map(json.loads, text.splitlines()) if "subject" in s]
    for s in said:
        s.pop("evidence")
        s.pop("note", None)
    return said


def scan(where, ledger, *more):
    return suggestions(run("scan", "-c", "culprit.conf", "--ledger", ledger,
                           "--json", *more, "mail.log", "access.log",
                           where=where)[0])


def watch(where, ledger, state, out):
    run("watch", "-c", "culprit.conf", "--ledger", ledger, "--json",
        "--until-end", "--state", state, "-o", out, "mail.log", "access.log",
        where=where)
    return suggestions((out / "suggestions.jsonl").read_text())


def has_past(s):
    return any(r["signal"].endswith("beside its own past")
               for r in s["reasons"])


def with_past(said):
    return [s for s in said if has_past(s)]


def stopped_in_the_middle(where, top, ledger):
    """The log grows in three steps; a watch reads each, and ends."""
    live = top / "live"
    live.mkdir()
    for name in ("culprit.conf", "customers.csv", "leases.csv",
                 "accounts.csv"):
        shutil.copy(where / name, live)
    said = None
    for step in range(1, 4):
        for name in ("mail.log", "access.log"):
            lines = (where / name).read_text().splitlines(True)
            with open(live / name, "a") as f:
                until = f"2026-11-{20 + LAST}T{step * 8:02d}"
                begun = f"2026-11-{20 + LAST}T{step * 8 - 8:02d}"
                f.write("".join(line for line in lines
                                if begun <= line < until))
        said = watch(live, ledger, top / "state", top / f"out{step}")
    return said


def explained(where, ledger, said):
    """Who has a past says how much of it is from the ledger."""
    for s in said:
        if has_past(s):
            out, _ = run("explain", "-c", "culprit.conf", "--ledger", ledger,
                         s["subject"]["value"], "mail.log", where=where)
            that("Its past\n  wrote on 3 days before" in out
                 and "all of them are from the ledger" in out,
                 f"explain: {out[:2000]}")
            return
    that(False, "nobody is held against a past")


def damaged(where, top, ledger):
    """The days that cannot be read are said, and the rest is done."""
    broken = top / "broken.db"
    shutil.copy(ledger, broken)
    with sqlite3.connect(broken) as db:
        db.execute("ALTER TABLE past_day RENAME COLUMN name TO named")
    out, err = run("scan", "-c", "culprit.conf", "--ledger", broken, "--json",
                   "mail.log", "access.log", where=where, status=1)
    that("past days could not be filed" in err, f"damaged: {err}")
    that(len(suggestions(out)) > 5, "damaged: nothing is suggested")
    out, err = run("explain", "-c", "culprit.conf", "--ledger", broken,
                   suggestions(out)[0]["subject"]["value"], "mail.log",
                   where=where, status=3)
    that("past days could not be read" in err, f"damaged: {err}")
    that("What the detectors say" in out, "damaged: nothing is explained")


def main():
    with tempfile.TemporaryDirectory(prefix="culprit-past-") as made:
        top = pathlib.Path(made)
        for nth in range(DAYS):
            make.write(day.build(SEED, True, CUSTOMERS, nth), top / str(nth),
                       "postfix")
        scanned, watched = top / "scanned.db", top / "watched.db"
        for nth in range(LAST):
            scan(top / str(nth), scanned)
        shutil.copy(scanned, watched)
        that(len({d[2] for d in days_of(scanned)}) == LAST, "days")
        want = scan(top / str(LAST), scanned)
        got = stopped_in_the_middle(top / str(LAST), top, watched)
        that(got == want, "a watch that was stopped says other things")
        that(days_of(watched) == days_of(scanned), "it keeps other days")
        that(with_past(want) != [], "no past speaks against anybody")
        explained(top / str(LAST), scanned, want)
        once = scan(top / str(LAST), top / "none.db")
        that(with_past(once) == [], "a past without a ledger")
        damaged(top / str(LAST), top, scanned)
        print(f"{len(days_of(scanned))} days kept, {len(want)} suggestions, "
              f"{len(with_past(want))} held against a past")
    for what in bad[:20]:
        print(what)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
