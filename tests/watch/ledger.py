#!/usr/bin/env python3
"""ledger.py CULPRIT DAY: what a watch says is in the ledger, come what may.

As it says it; when it is killed between any two of these; while others hold the
ledger, or the disk is full; with exceptions that are made meanwhile; beside
scans and lists of the same ledger.
"""
import fcntl
import json
import os
import random
import resource
import signal
import subprocess
import unittest

import run_watch
from run_watch import CULPRIT, DAY, Case, add, day, main, until

ME = dict(os.environ, USER="anna")
SOON = ["--set", "watch.checkpoint_seconds=0.05"]


class Filing(Case):
    def setUp(self):
        super().setUp()
        self.ledger = self.top / "ledger.db"
        self.args = ["--json", "-c", str(DAY / "culprit.conf"), "--ledger",
                     str(self.ledger), "--metrics", "127.0.0.1:0"]

    def run_on(self, *args):
        done = subprocess.run(
            [CULPRIT, args[0], "--ledger", str(self.ledger), *args[1:]],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, check=False, timeout=60, env=ME)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def cases(self, *args):
        status, out, err = self.run_on("list", "--json", *(args or ("--all",)))
        if ": a scan " in err:
            return []
        self.assertEqual(status, 0, err)
        return [json.loads(line) for line in out.splitlines()][:-1]

    def open_ids(self):
        return {c["id"] for c in self.cases("--standing", "open")}

    def filed(self, watch, n, seconds=20):
        """So many are open, and none is missing of those it said."""
        watch.wait_for(f"{n} open", lambda: len(self.open_ids()) >= n, seconds)

    def as_by_a_scan(self, log):
        """A scan of the same log has nothing to add, but for where its lines
        were read."""
        status, out, err = self.run_on("scan", "--json", "-c",
                                       str(DAY / "culprit.conf"), str(log))
        self.assertEqual(status, 0, err)
        got = json.loads(out.splitlines()[-1])["summary"]["ledger"]
        self.assertEqual(got["same"], 14, got)
        self.assertEqual(got["open"], 14, got)
        for what in ("new", "changed", "back", "gone"):
            self.assertEqual(got[what], 0, got)


class AsItIsSaid(Filing):
    def test_what_it_says_is_listed_at_once(self):
        lines = day()
        log = self.log(lines[:2000])
        watch = self.watch(*self.args, log)
        watch.has_read(2000)
        for upto in (10000, 25000, len(lines)):
            add(log, lines[watch.lines():upto])
            watch.has_read(upto)
            said = {}
            for notice in watch.notices():
                said[notice["id"]] = notice["notice"]
            stands = {i for i, what in said.items() if what != "withdrawn"}
            until(lambda: stands <= self.open_ids())
            self.assertLessEqual(stands, self.open_ids())
        self.assertEqual(watch.ends(signal.SIGTERM), 0, watch.words())

    def test_at_the_end_of_all_inputs_it_is_what_a_scan_files(self):
        log = self.log(day())
        status, words = self.run_watch(*self.args, "--until-end", log)
        self.assertEqual(status, 0, words)
        self.as_by_a_scan(log)

    def test_what_staff_decided_stays_decided(self):
        lines = day()
        log = self.log(lines[:15000])
        watch = self.watch(*self.args, log)
        watch.has_read(15000)
        self.filed(watch, 3)
        first, second, *_ = sorted(self.open_ids())
        self.assertEqual(self.run_on("accept", first)[0], 0)
        self.assertEqual(self.run_on("decline", second, "--why",
                                     "newsletter")[0], 0)
        add(log, lines[15000:])
        watch.has_read(len(lines))
        self.filed(watch, 10)
        stands = {c["id"]: c["standing"] for c in self.cases()}
        self.assertEqual(stands[first], "accepted")
        self.assertIn(stands[second], ("declined", "open"))
        if stands[second] == "open":
            self.assertIn("Declined by anna", self.run_on("show", second)[1])

    def test_an_exception_takes_effect_while_it_runs(self):
        log = self.log(day())
        watch = self.watch(*self.args, log)
        watch.has_read(len(day()))
        self.filed(watch, 13)
        case = next(c for c in self.cases()
                    if c["subject"]["value"] == "203.0.113.70")
        self.assertEqual(self.run_on("except", "203.0.113.70", "--why", "ours",
                                     "--owner", "A. Berg")[0], 0)
        watch.says("the exceptions of the ledger have changed: there are 1")
        watch.wait_for("its withdrawal", lambda: any(
            n["notice"] == "withdrawn" and n["id"] == case["id"]
            for n in watch.notices()))
        watch.wait_for("the same in the ledger",
                       lambda: case["id"] not in self.open_ids())
        self.assertEqual(self.run_on("except", "--remove", "1")[0], 0)
        watch.wait_for("it is back", lambda: case["id"] in self.open_ids())


class Killed(Filing):
    def test_none_is_lost_between_any_two_steps(self):
        seed = int(os.environ.get("SEED", random.randrange(10 ** 6)))
        print(f"SEED={seed}")
        dice = random.Random(seed)
        lines = day()
        log = self.log()
        at = 0
        args = [*self.args[:-2], "--state", "state", *SOON, "--workers", "1",
                log]
        for n in range(25):
            upto = len(lines) * (n + 1) // 25
            add(log, lines[at:upto])
            at = upto
            with run_watch.Watch(self.top, *args, name=f"w{n}") as watch:
                lock = self.top / "state" / "lock"
                until(lambda: lock.exists() and lock.read_text().strip()
                      == str(watch.child.pid) or watch.child.poll() is not None,
                      every=0.001)
                try:
                    watch.child.wait(dice.uniform(0, 0.4))
                except subprocess.TimeoutExpired:
                    watch.tell(signal.SIGKILL)
                self.assertEqual(watch.ends(), -signal.SIGKILL, watch.words())
        status, words = self.run_watch(*args, "--until-end")
        self.assertEqual(status, 0, words)
        self.as_by_a_scan(log)


class Trouble(Filing):
    def test_a_busy_ledger_holds_nothing_up_and_loses_nothing(self):
        lines = day()
        log = self.log(lines[:2000])
        watch = self.watch(*self.args, log)
        watch.has_read(2000)
        until(lambda: self.ledger.with_name("ledger.db.lock").exists())
        with open(f"{self.ledger}.lock", "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self.open_ids()
            add(log, lines[2000:])
            watch.has_read(len(lines))
            watch.wait_for("something to file",
                           lambda: len(watch.notices()) >= 10)
            self.assertEqual(self.open_ids(), before)
            self.assertEqual(watch.health()[0], 200)
            watch.says("is writing to it")
            self.assertTrue(until(lambda: watch.health()[0] == 503))
            self.assertIn(str(self.ledger), watch.health()[1])
        self.filed(watch, 13)
        watch.says("is written again")
        until(lambda: watch.health()[0] == 200)
        self.assertEqual(watch.health()[0], 200)
        self.assertEqual(watch.ends(signal.SIGTERM), 0, watch.words())

    def test_a_full_disk_is_said_and_waited_for(self):
        lines = day()
        log = self.log(lines[:2000])
        watch = self.watch(*self.args, log, stdout=subprocess.DEVNULL)
        watch.has_read(2000)
        # what it may write is less than what there is
        pid = watch.child.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, -1))
        add(log, lines[2000:])
        watch.has_read(len(lines))
        watch.says("the watch goes on, and files what stands")
        self.assertTrue(until(lambda: watch.health()[0] == 503))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (-1, -1))
        self.filed(watch, 13)
        watch.says("is written again")
        self.assertEqual(watch.ends(signal.SIGTERM), 0, watch.words())

    def test_a_ledger_that_cannot_be_had_stops_it_at_the_start(self):
        log = self.log(day()[:100])
        self.ledger.write_text("no ledger\n" * 1000)
        status, words = self.run_watch(*self.args, "--until-end", log)
        self.assertEqual(status, 1, words)
        self.assertIn(str(self.ledger), words)

    def test_scans_and_lists_beside_it_harm_nobody(self):
        lines = day()
        log = self.log(lines[:2000])
        watch = self.watch(*self.args, log)
        watch.has_read(2000)
        others = []
        for n in range(4):
            add(log, lines[2000 + n * 10000:12000 + n * 10000])
            others += [subprocess.Popen(
                [CULPRIT, *args, "--ledger", str(self.ledger)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=ME)
                for args in (["scan", "-c", str(DAY / "culprit.conf"),
                              str(DAY / "mail.log"), str(DAY / "mail.log.1.gz")],
                             ["list", "--all"])]
        add(log, lines[42000:])
        self.assertEqual({o.wait(60) for o in others}, {0})
        watch.has_read(len(lines))
        self.assertEqual(watch.ends(signal.SIGTERM), 0, watch.words())
        self.assertNotIn("ledger.db:", watch.words())
        self.assertEqual(len(self.open_ids()), 14)


if __name__ == "__main__":
    main()
