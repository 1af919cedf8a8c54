#!/usr/bin/env python3
"""Decisions in a ledger held against the same log under other settings.

usage: replay.py CULPRIT SOURCE_ROOT

What replay should say is worked out here from plain scans, by what was filed
and what a scan under the other settings says.
"""
import collections
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

culprit, root = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
sys.path[:0] = [str(root / "tests/world"), str(root / "tests/schema")]
sys.dont_write_bytecode = True

import day     # noqa: E402
import ledger  # noqa: E402
import make    # noqa: E402

STOPS = ("block", "suspend")
LOOSE, TIGHT = (("--set", f"judge.false_per_year={n}") for n in (1000, .001))
WHYS = ("newsletter", "shared", "thin")
HOSTILE = "\x1b[31m<script>a"
bad = []


def that(ok, what):
    if not ok:
        bad.append(what)


def run(*args, status=0, where=None):
    done = subprocess.run([culprit, *map(str, args)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          cwd=where, check=False)
    that(done.returncode == status,
         f"{args[0]} ended with {done.returncode}, not {status}: "
         f"{done.stderr.decode()}")
    return done.stdout.decode(), done.stderr.decode()


class Night:
    """A log, and what was filed of it and decided."""

    def __init__(self, where, name, settings):
        self.where, self.ledger = where, where / name
        out, _ = self.culprit("scan", "--json", *settings, "mail.log",
                              "access.log")
        self.said = of_scan(out)
        self.accepted, self.declined, self.open = {}, {}, {}
        for i, s in enumerate(self.said):
            key = s["id"]
            if i % 7 == 6:
                self.open[key] = s
            elif i % 3 == 1:
                self.declined[key] = s
                self.culprit("decline", key, "--by", "b", "--why",
                             WHYS[i % len(WHYS)])
            else:
                self.accepted[key] = s
                self.culprit("accept", key, "--by", HOSTILE, "--until", "90d")

    def culprit(self, command, *args, **more):
        return run(command, "-c", "culprit.conf", "--ledger", self.ledger,
                   *args, where=self.where, **more)

    def replay(self, *args):
        before = self.dump()
        out, _ = self.culprit("replay", "--json", *args)
        that(self.dump() == before, "a replay has changed the ledger")
        that(ledger.wrong("replay", out) == "", ledger.wrong("replay", out))
        return json.loads(out)

    def dump(self):
        with sqlite3.connect(self.ledger) as db:
            return list(db.iterdump())


def of_scan(out):
    return [s for s in map(json.loads, out.splitlines()) if "subject" in s]


def who(s):
    return s["subject"]["type"], s["subject"]["value"]


def fate(then, now):
    """What becomes of a case among the suggestions of a scan."""
    found = [s for s in now if who(s) == who(then)
             and s["first_seen"] <= then["last_seen"]
             and then["first_seen"] <= s["last_seen"]]
    grave = [s for s in found
             if s["action"] in STOPS or then["action"] not in STOPS]
    if any(s["kind"] == then["kind"] for s in grave):
        return "same"
    return "other-kind" if grave else "softer" if found else "gone"


def fates(r, decision):
    return {c["id"]: c["fate"] for c in r["cases"]
            if c["decision"] == decision}


def same_settings(night):
    r = night.replay(*LOOSE, "mail.log", "access.log")
    that(fates(r, "accept") == dict.fromkeys(night.accepted, "same"),
         "same settings: an accepted one is missed")
    that(fates(r, "decline") == dict.fromkeys(night.declined, "same"),
         "same settings: a declined one is not as it was")
    that(r["new"] == [] and r["all"]["new"] == 0, "same settings: new ones")
    that(r["all"]["open"] == len(night.open), "same settings: open")
    that(r["left_out"] == {"undecided": len(night.open), "before-the-logs": 0,
                           "after-the-logs": 0, "not-in-the-logs": 0},
         f"same settings: left out {r['left_out']}")
    that(r["all"]["flagged"] == {"timed": len(night.accepted), "sooner": 0,
                                 "later": 0, "hours": 0},
         f"same settings: {r['all']['flagged']}")
    for c in r["cases"]:
        that(c["now"]["id"] == c["id"], f"{c['id']} is {c['now']['id']} now")
    that([c.get("reason") for c in r["cases"] if c["decision"] == "accept"]
         == [None] * len(night.accepted), "a reason to accept")


def other_settings(night, settings):
    """Against what a plain scan says; how many fates there are of each."""
    r = night.replay(*settings, "mail.log", "access.log")
    now = of_scan(run("scan", "-c", "culprit.conf", "--json", *settings,
                      "mail.log", "access.log", where=night.where)[0])
    for what, cases in (("accept", night.accepted),
                        ("decline", night.declined)):
        want = {key: fate(s, now) for key, s in cases.items()}
        that(fates(r, what) == want, f"{settings}: {what}: "
             f"{fates(r, what)}, not {want}")
        count = collections.Counter(want.values())
        told = {k: n for k, n in
                r["all"]["accepted" if what == "accept" else "declined"]
                .items() if n}
        that(told == dict(count), f"{settings}: {what}: {told}")
    known = {(who(s), s["kind"]) for s in night.said}
    stands_for = {c["now"]["id"] for c in r["cases"] if "now" in c}
    new = {s["id"] for s in now if (who(s), s["kind"]) not in known
           and s["id"] not in stands_for}
    # What stands for an open case as another kind is not new either.
    extra = new - {s["now"]["id"] for s in r["new"]}
    that(all(any(who(o) == who(s) for o in night.open.values())
             for s in now if s["id"] in extra), f"{settings}: not new {extra}")
    that({s["now"]["id"] for s in r["new"]} <= new, f"{settings}: new")
    hours = {s["id"]: s["flagged_at"] for s in now}
    for c in r["cases"]:
        if c["fate"] == "same" and "hours_gained" in c:
            sooner = c["flagged_at"] > hours[c["now"]["id"]]
            that((c["hours_gained"] > 0) == sooner, f"{c['id']}: hours")
    kinds = collections.Counter()
    for k in r["kinds"].values():
        for decision in ("accepted", "declined"):
            for name, n in k[decision].items():
                kinds[decision, name] += n
    that(all(kinds[d, name] == n for d in ("accepted", "declined")
             for name, n in r["all"][d].items()), "kinds do not add up")
    return collections.Counter(
        c["decision"] + " " + c["fate"] for c in r["cases"]), r


def halves(night):
    """Half a log says nothing of what goes beyond it."""
    lines = (night.where / "mail.log").read_text().splitlines(True)
    noon = [line < "2026-11-20T12" for line in lines]
    for name, before in (("morning.log", True), ("evening.log", False)):
        (night.where / name).write_text("".join(
            line for line, early in zip(lines, noon) if early == before))
    decided = {**night.accepted, **night.declined}
    for name, what, out in (
            ("morning.log", "after-the-logs",
             [s for s in decided.values() if s["last_seen"] >= "2026-11-20T13"
              and s["first_seen"] < "2026-11-20T23"]),
            ("evening.log", "before-the-logs",
             [s for s in decided.values()
              if s["first_seen"] < "2026-11-20T11"])):
        r = night.replay(*LOOSE, name)
        left = {c["id"] for c in r["cases"]}
        that(not left & {s["id"] for s in out}, f"{name}: {left}")
        that(r["left_out"][what] >= len(out) > 0,
             f"{name}: {r['left_out']}, {len(out)}")


def of_others(night):
    """A log of another house of that day: nobody in it has a case here."""
    log = root / "samples/exim/mail.log.gz"
    r = night.replay(log)
    that(r["cases"] == [], f"another log: {r['cases']}")
    that(r["left_out"]["not-in-the-logs"] > 0, f"another: {r['left_out']}")
    that(sum(r["left_out"].values()) == len(night.said), "another log: lost")


def for_people(night):
    out, _ = night.culprit("replay", *TIGHT, "mail.log", "access.log")
    that("\x1b" not in out, "an escape of a name in the text")
    that("Accepted, and would no longer be stopped" in out, "text: missed")
    that("all " in out and "kind" in out, "text: table")


def wrong_use(night):
    empty = night.where / "empty.log"
    empty.write_text("")
    _, err = night.culprit("replay", "empty.log", status=1)
    that("has a time" in err, f"empty log: {err}")
    _, err = run("replay", "--ledger", night.where / "no.db",
                 night.where / "mail.log", status=1)
    that("no.db" in err, f"no ledger: {err}")
    _, err = run("replay", "--set", "ledger.path=", night.where / "mail.log",
                 status=2)
    that("ledger" in err, f"no path: {err}")
    that(not (night.where / "no.db").exists(), "a ledger was made")


def main():
    with tempfile.TemporaryDirectory(prefix="culprit-replay-") as made:
        where = pathlib.Path(made)
        make.write(day.build(7, True, 300), where, "postfix")
        night = Night(where, "loose.db", LOOSE)
        that(len(night.accepted) > 10 and len(night.declined) > 4,
             "too few decisions")
        same_settings(night)
        tight, _ = other_settings(night, TIGHT)
        off, _ = other_settings(night, (
            *LOOSE, "--set", "detect.zombie.enabled=no"))
        strict = Night(where, "tight.db", TIGHT)
        loose, r = other_settings(strict, LOOSE)
        print("tightened:", dict(tight))
        print("no zombies:", dict(off))
        print("loosened:", dict(loose), "new", r["all"]["new"], "flagged",
              r["all"]["flagged"])
        that(tight["accept gone"] + tight["accept softer"] > 0,
             "nothing is missed by a tight budget")
        that(off["accept gone"] > 0, "nothing is missed without a detector")
        that(r["all"]["new"] > 0, "nothing is new by a loose budget")
        that(r["all"]["flagged"]["sooner"] > 0, "nothing is sooner")
        halves(night)
        of_others(night)
        for_people(night)
        wrong_use(night)
    for what in bad[:20]:
        print(what)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
