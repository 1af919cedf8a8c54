#!/usr/bin/env python3
"""signals.py CULPRIT DAY: what a watch does when it is told something.

SIGTERM and SIGINT end it, SIGHUP has it read its configuration anew, SIGUSR1
write its report; a reader of its standard output may leave.
"""
import json
import os
import shutil
import signal
import subprocess
import threading
import time
import unittest

import run_watch
from run_watch import DAY, SECONDS, Case, add, day, main, trickle

METRICS = ["--metrics", "127.0.0.1:0"]


class Ending(Case):
    def ends_in_a_second(self, watch, number=signal.SIGTERM):
        began = time.monotonic()
        status = watch.ends(number)
        self.assertLess(time.monotonic() - began, 1)
        self.assertEqual(status, 0, watch.words())

    def test_ended_again_and_again_while_the_log_grows_it_loses_nothing(self):
        log = self.log()
        writer = threading.Thread(target=trickle, args=(log, day(), 3))
        writer.start()
        ends = [signal.SIGTERM, signal.SIGINT] * 4
        for n, number in enumerate(ends):
            watch = self.watch("--json", "--state", "state", log,
                               name=f"watch{n}")
            watch.says("is followed")
            time.sleep(0.3)
            self.ends_in_a_second(watch, number)
        writer.join()
        got, words = self.to_end("--state", "state", log)
        self.assertIn("goes on from the checkpoint", words)
        self.assertNotIn("anew", words)
        self.same(got, self.scan(log))

    def test_it_ends_in_a_second_with_much_to_read(self):
        log = self.log(day() * 12)
        watch = self.watch("--json", "--state", "state", "--workers", "1",
                           log)
        watch.says("is followed")
        time.sleep(0.2)
        self.ends_in_a_second(watch)
        got, words = self.to_end("--state", "state", log)
        self.assertNotIn(f"{12 * len(day())} lines read before", words)
        self.assertEqual(got.summary["lines"], 12 * len(day()))

    def test_without_a_state_it_just_ends(self):
        watch = self.watch("--json", self.log(day()[:100]), *METRICS)
        watch.has_read(100)
        self.ends_in_a_second(watch)

    def test_what_it_did_not_say_before_it_says_after_and_nothing_twice(self):
        log = self.log(day()[:20000])
        first = self.watch("--json", "--state", "state", log, *METRICS)
        first.has_read(20000)
        self.ends_in_a_second(first)
        add(log, day()[20000:])
        second = self.watch("--json", "--state", "state", log, *METRICS,
                            name="second")
        second.has_read(len(day()))
        want = self.scan(log).ids
        # All that stands against anybody is looked at anew.
        second.tell(signal.SIGHUP)
        second.wait_for("all suggestions", lambda: {
            s["id"] for s in first.notices() + second.notices()} >= want)
        new = [s["id"] for s in first.notices() + second.notices()
               if s["notice"] == "new"]
        self.assertEqual(len(new), len(set(new)))
        self.assertTrue(any(s["notice"] == "new" for s in second.notices()))


class Hup(Case):
    CONF = ("[network]\n"
            "networks = 192.0.2.0/24 2001:db8:100::/40\n"
            "local_domains = aurora.example tundra.example\n"
            "customers = customers.csv\n")

    def setUp(self):
        super().setUp()
        self.conf = self.top / "culprit.conf"
        self.customers = self.top / "customers.csv"
        shutil.copy(DAY / "customers.csv", self.customers)
        self.conf.write_text(self.CONF)

    def start(self, *lines):
        self.mail = self.log(*lines)
        return self.watch("-c", self.conf, "--json", *METRICS, "--state",
                          "state", "-o", self.top / "report", self.mail)

    def hup(self, watch, words="were read anew"):
        said = watch.words().count(words)
        watch.tell(signal.SIGHUP)
        watch.says(words, times=said + 1)

    def test_not_a_line_is_lost_nor_read_twice_while_it_reads_it_anew(self):
        watch = self.start()
        writer = threading.Thread(target=trickle, args=(self.mail, day(), 3))
        writer.start()
        watch.says("is followed")
        while writer.is_alive():
            self.hup(watch)
            time.sleep(0.1)
        writer.join()
        watch.has_read(len(day()))
        self.assertGreater(watch.words().count("were read anew"), 5)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        got, _ = self.to_end("-c", self.conf, "--state", "state", self.mail)
        self.same(got, self.scan("-c", self.conf, self.mail))

    def test_changed_customers_are_named_from_then_on(self):
        self.customers.write_text("cidr,customer\n198.51.100.0/24,ELSEWHERE\n")
        watch = self.start(day()[:100])
        watch.has_read(100)
        shutil.copy(DAY / "customers.csv", self.customers)
        self.hup(watch)
        add(self.mail, day()[100:])
        watch.has_read(len(day()))
        customers = self.scan("-c", self.conf, self.mail)
        customers = {s["customer"] for s in customers.suggestions
                     if "customer" in s}
        self.assertTrue(customers)
        watch.wait_for("the customers", lambda: customers <= {
            s.get("customer") for s in watch.notices()})

    def test_so_is_who_held_an_address_by_the_leases(self):
        ours = self.scan("-c", self.conf, self.log(day())).suggestions
        address = next(s["addresses"][0] for s in ours if "customer" in s and
                       s["subject"]["type"] == "customer")
        leases = self.top / "leases.csv"
        leases.write_text("ip,start,end,customer\n192.0.2.1,"
                          "2026-11-20T00:00:00Z,2026-11-21T00:00:00Z,NOBODY\n")
        self.conf.write_text(self.CONF + "leases = leases.csv\n")
        watch = self.start(day()[:100])
        watch.has_read(100)
        with open(leases, "a", encoding="ascii") as f:
            f.write(f"{address},2026-11-19T00:00:00Z,2026-11-22T00:00:00Z,"
                    "LESSEE\n")
        self.hup(watch)
        add(self.mail, day()[100:])
        watch.has_read(len(day()))
        watch.wait_for("the lessee", lambda: any(
            s.get("customer") == "LESSEE" for s in watch.notices()))

    def test_whom_the_new_one_forbids_to_accuse_is_withdrawn(self):
        watch = self.start(day())
        watch.has_read(len(day()))
        want = self.scan("-c", self.conf, self.mail).suggestions
        guesser = next(s for s in want if s["kind"] == "harvest")
        watch.wait_for("the suggestion", lambda: guesser["id"] in {
            s["id"] for s in watch.notices()})
        self.conf.write_text(self.CONF + "[judge]\nnever = " +
                             guesser["subject"]["value"] + "\n")
        self.hup(watch)
        watch.wait_for("its end", lambda: any(
            s["id"] == guesser["id"] and s["notice"] == "withdrawn"
            for s in watch.notices()))

    def test_a_wrong_one_is_said_and_the_old_one_stays(self):
        watch = self.start(day()[:100])
        watch.has_read(100)
        wrong = {
            "colour = blue": "colour",
            "[judge]\nfalse_per_year = many": "false_per_year",
            "[judge]\nnever = 192.0.2.1/99": "192.0.2.1/99",
            "leases = nowhere.csv": "nowhere.csv",
        }
        for text, word in wrong.items():
            with self.subTest(text):
                before = len(watch.words())
                self.conf.write_text(self.CONF + text + "\n")
                self.hup(watch, "the old one stays in force")
                self.assertIn(word, watch.words()[before:])
        self.conf.unlink()
        self.hup(watch, "the old one stays in force")
        self.customers.unlink()
        self.conf.write_text(self.CONF)
        self.hup(watch, "the old one stays in force")
        add(self.mail, day()[100:])
        watch.has_read(len(day()))
        # The customers of old are still known.
        watch.wait_for("a customer", lambda: any(
            "customer" in s for s in watch.notices()))
        self.assertNotIn("read anew", watch.words())
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


class Reporting(Case):
    def test_usr1_writes_what_a_scan_of_the_lines_so_far_would(self):
        log = self.log(day()[:30000])
        watch = self.watch("--json", "-o", "report", *METRICS, log)
        for n in (30000, len(day())):
            got = self.reported(watch, n)
            self.same(got, self.scan(log), at_least=3)
            self.assertTrue((self.top / "report/report.html").exists())
            add(log, day()[n:])
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_a_report_that_cannot_be_written_is_said(self):
        (self.top / "report").write_text("")
        log = self.log(day()[:100])
        watch = self.watch("--json", "-o", "report", *METRICS, log)
        watch.has_read(100)
        watch.tell(signal.SIGUSR1)
        watch.says("the report could not be written")
        add(log, day()[100:200])
        watch.has_read(200)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_without_a_place_for_it_usr1_does_nothing(self):
        log = self.log(day()[:100])
        watch = self.watch("--json", *METRICS, log)
        watch.has_read(100)
        watch.tell(signal.SIGUSR1)
        add(log, day()[100:200])
        watch.has_read(200)


class Unread(Case):
    def test_when_its_reader_leaves_it_says_so_ends_and_says_all_again(self):
        log = self.log(day()[:10000])
        read, write = os.pipe()
        watch = self.watch("--json", "--state", "state", log, *METRICS,
                           stdout=write)
        os.close(write)
        with os.fdopen(read, "rb", buffering=0) as pipe:
            first = json.loads(pipe.read(65536).split(b"\n")[0])
        add(log, day()[10000:])
        self.assertEqual(watch.ends(), 1, watch.words())
        self.assertIn("standard output: nobody reads it any more",
                      watch.words())
        second = self.watch("--json", "--state", "state", log, *METRICS,
                            name="second")
        second.has_read(len(day()))
        want = self.scan(log).ids
        self.assertIn(first["id"], want)
        second.tell(signal.SIGHUP)
        # There was no checkpoint as yet.
        second.wait_for("all suggestions", lambda: {
            s["id"] for s in second.notices()} >= want)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_behind_it_is_said_and_it_goes_on(self):
        log = self.log(day())
        with open("/dev/full", "wb") as full:
            watch = self.watch("--json", log, *METRICS, stdout=full)
        watch.has_read(len(day()))
        watch.says("standard output: No space left on device", times=3)
        self.assertEqual(watch.ends(signal.SIGTERM), 1)

    def test_a_pipe_to_head_ends(self):
        log = self.log(day())
        done = subprocess.run(
            ["sh", "-c", '"$0" watch --json "$1" 2>/dev/null | head -n 1',
             run_watch.CULPRIT, log], check=False, stdout=subprocess.PIPE,
            timeout=SECONDS)
        self.assertEqual(len(done.stdout.splitlines()), 1)


if __name__ == "__main__":
    main()
