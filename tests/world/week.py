#!/usr/bin/env python3
"""week.py CULPRIT [--seeds A-B] [--hard] [--customers N] [--days N]
           [--strangers] [--verbose]

Makes days of mail in a row (see make.py) and has CULPRIT scan each by itself,
once without a ledger and once with one that has the days before: whom would it
stop that it did not, and whom does it find? Customers stay what they are from
day to day, and how much they write changes; the guilty among them are others
each day. With --strangers everybody is somebody else each day, so that
nobody's past says anything of him: the worst that a past can do.

Then each day is scanned once more, and must say the same. Fails if an honest
source is stopped for its past, or if a day says something else.
"""
import argparse
import datetime
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import day                                              # noqa: E402
import make                                             # noqa: E402
from score import Tally                                 # noqa: E402


def scan(culprit, where, *more):
    ran = subprocess.run(
        [culprit, "scan", "-c", "culprit.conf", "--json", *more, "mail.log",
         "access.log"], cwd=where, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        sys.exit(f"week: {culprit} ended with {ran.returncode}: "
                 f"{ran.stderr.strip()}")
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    said = [s for s in said if "subject" in s]
    for s in said:
        s.pop("filed", None)    # what the ledger made of it
    return said


def on_the_first(world, said):
    """Labels tell the time by the day."""
    back = (world.date - datetime.date(2026, 11, 20)).days
    for s in said:
        at = datetime.datetime.fromisoformat(s["flagged_at"][:19])
        at -= datetime.timedelta(back)
        yield {**s, "flagged_at": at.isoformat() + "Z"}


def held(world, said):
    return Tally(world.labels).take(list(on_the_first(world, said)))


def with_past(said):
    """How many suggestions are held against a past."""
    return sum(any(r["signal"].endswith("beside its own past")
                   for r in s["reasons"]) for s in said)


class Sums:
    def __init__(self):
        self.guilty = self.found = self.found_past = 0
        self.honest, self.honest_past, self.past = [], [], 0

    def add(self, where, tally, tally_past):
        self.guilty += sum(l.guilty and l.scored for l in tally.labels)
        self.found += len(tally.found)
        self.found_past += len(tally_past.found)
        self.honest += [(where, l.value) for l in tally.stopped]
        self.honest_past += [(where, l.value) for l in tally_past.stopped]


def one_week(o, seed, sums):
    bad = 0
    with tempfile.TemporaryDirectory(prefix="culprit-week-") as made:
        made = pathlib.Path(made)
        ledger = ("--set", f"ledger.path={made}/ledger.db")
        for nth in range(o.days):
            world = day.build(f"{seed}-{nth}" if o.strangers else seed, o.hard,
                              o.customers, nth)
            where = made / str(nth)
            make.write(world, where, "postfix")
            without = scan(o.culprit, where)
            past = scan(o.culprit, where, *ledger)
            sums.add(f"{seed} day {nth}", held(world, without),
                     held(world, past))
            sums.past += with_past(past)
            if nth == 0 and past != without:
                print(f"{seed}: an empty ledger makes a difference")
                bad += 1
            if scan(o.culprit, where, *ledger) != past:
                print(f"{seed} day {nth}: a second scan says otherwise")
                bad += 1
            if o.verbose:
                days, = sqlite3.connect(f"{made}/ledger.db").execute(
                    "SELECT count(*) FROM past_day").fetchone()
                print(f"{seed} day {nth}: {days} past days", file=sys.stderr)
    return bad


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=
                                  argparse.RawDescriptionHelpFormatter)
    ask.add_argument("culprit")
    ask.add_argument("--seeds", default="1-1")
    ask.add_argument("--customers", type=int, default=500)
    ask.add_argument("--days", type=int, default=5)
    for flag in ("hard", "strangers", "verbose"):
        ask.add_argument(f"--{flag}", action="store_true")
    o = ask.parse_args()
    o.culprit = str(pathlib.Path(o.culprit).resolve())
    first, _, last = o.seeds.partition("-")
    sums, bad = Sums(), 0
    for seed in range(int(first), int(last or first) + 1):
        bad += one_week(o, seed, sums)
    print(f"guilty {sums.guilty}; found without a ledger {sums.found}, with "
          f"one {sums.found_past}; held against a past {sums.past}")
    print(f"honest stopped without a ledger {len(sums.honest)}, with one "
          f"{len(sums.honest_past)}")
    for where, who in sorted(set(sums.honest_past) - set(sums.honest)):
        print(f"  {where}: {who} is stopped for its past")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
