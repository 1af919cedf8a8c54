#!/usr/bin/env python3
"""notices.py CULPRIT DAY CHECK: what a watch says on standard output.

A suggestion is said when it arises, again when it has changed, and withdrawn
when what came later speaks for its subject. Ids and words are those of a scan.
"""
import signal
import subprocess
import sys

from run_watch import PROBER, Case, Clock, add, day, main

CHECK = sys.argv.pop(1)
METRICS = ["--metrics", "127.0.0.1:0"]


class Said(Case):
    OURS = ["--set", "network.networks=192.0.2.0/24",
            "--set", "network.local_domains=aurora.example"]

    def said(self, watch, what=None):
        return [s for s in watch.notices()
                if what is None or s["notice"] == what]

    def valid(self, *watches):
        for watch in watches:
            done = subprocess.run([sys.executable, CHECK, "--notices",
                                   watch.out], check=False,
                                  stdout=subprocess.PIPE)
            if done.returncode == 77:
                self.skipTest(done.stdout.decode())
            self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_each_is_said_once_as_new_with_the_words_of_a_scan(self):
        log = self.log(day())
        watch = self.watch("--json", *METRICS, log)
        watch.has_read(len(day()))
        watch.tell(signal.SIGHUP)  # all is looked at once more
        want = self.scan(log)
        watch.wait_for("all suggestions", lambda: {
            s["id"] for s in watch.notices()} >= want.ids)
        watch.ends(signal.SIGTERM)
        new = [s["id"] for s in self.said(watch, "new")]
        self.assertEqual(sorted(new), sorted(want.ids))
        last = {s["id"]: s for s in watch.notices()}
        for s in want.suggestions:
            mine = last[s["id"]]
            for key in ("action", "kind", "subject", "addresses",
                        "first_seen"):
                self.assertEqual(mine[key], s[key])
            self.assertEqual(mine.keys(), s.keys() | {"notice"})
        self.valid(watch)

    def test_one_that_grows_is_said_again_when_it_has_doubled(self):
        log = self.log()
        watch = self.watch("--json", *METRICS, log)
        step = len(day()) // 12
        for at in range(0, len(day()), step):
            add(log, day()[at:at + step])
            watch.has_read(min(at + step, len(day())))
        watch.ends(signal.SIGTERM)
        deeds = {}
        for s in watch.notices():
            counts = s["counts"]
            n = (counts["recipients"] + counts["login_failed"] +
                 sum(counts["refused"].values()))
            grounds = sorted((r["family"], r["signal"]) for r in s["reasons"])
            before = deeds.get(s["id"])
            self.assertEqual(s["notice"], "updated" if before else "new")
            if before:
                self.assertTrue(n >= 2 * before[0] or grounds != before[1] or
                                s["action"] != before[2], (s, before))
            deeds[s["id"]] = n, grounds, s["action"]
        updated = self.said(watch, "updated")
        self.assertGreater(len(updated), 4)
        self.valid(watch)

    def test_one_that_is_cleared_later_is_withdrawn_and_may_come_back(self):
        clock = Clock()
        log = self.log()
        watch = self.watch("--json", *METRICS, "--state", "state", *self.OURS,
                           log)

        def feed(lines):
            add(log, list(lines))

        def wait(notices):
            watch.wait_for(str(notices), lambda: [
                s["notice"] for s in watch.notices()] == notices)

        feed(clock.relaying(4))
        wait(["new"])
        new = watch.notices()[0]
        self.assertEqual(new["kind"], "relay-probe")
        self.assertEqual(new["subject"], {"type": "ip", "value": PROBER})
        want = self.scan(*self.OURS, log)
        self.assertEqual([new["id"]], [s["id"] for s in want.suggestions])
        self.assertEqual(new["why"], want.suggestions[0]["why"])

        feed(clock.relaying(5, first=4))
        wait(["new", "updated"])
        updated = watch.notices()[1]
        self.assertEqual(updated["id"], new["id"])
        self.assertGreater(updated["counts"]["refused"]["relay"],
                           2 * new["counts"]["refused"]["relay"])

        feed(clock.bringing(25))
        watch.has_read(27 + 7 * 25)
        # What speaks for somebody is looked at every ten minutes, or now.
        watch.tell(signal.SIGHUP)
        wait(["new", "updated", "withdrawn"])
        gone = watch.notices()[2]
        self.assertEqual(gone["id"], new["id"])
        self.assertEqual(gone["kind"], "relay-probe")
        self.assertEqual(self.scan(*self.OURS, log).suggestions, [])
        metrics = watch.metrics()
        for what in ("new", "updated", "withdrawn"):
            self.assertEqual(
                metrics[f'culprit_notices_total{{what="{what}"}}'], 1)
        self.assertEqual(
            metrics['culprit_suggestions{kind="relay-probe"}'], 0)

        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        again = self.watch("--json", *METRICS, "--state", "state", *self.OURS,
                           log, name="again")
        add(log, list(clock.relaying(40, first=9)))
        again.wait_for("it once more", again.notices)
        back = again.notices()[0]
        self.assertEqual((back["notice"], back["id"]), ("updated", new["id"]))
        again.ends(signal.SIGTERM)
        self.valid(watch, again)

    def test_after_a_restart_nothing_is_said_that_was_said_before(self):
        log = self.log(day()[:15000])
        first = self.watch("--json", *METRICS, "--state", "state", log)
        first.has_read(15000)
        first.ends(signal.SIGTERM)
        said = self.said(first, "new")
        self.assertGreater(len(said), 3)
        for n in range(2):
            idle = self.watch("--json", *METRICS, "--state", "state", log,
                              name=f"idle{n}")
            idle.has_read(15000)
            idle.tell(signal.SIGHUP)
            idle.says("were read anew")
            idle.ends(signal.SIGTERM)
            self.assertEqual(idle.notices(), [])
        add(log, day()[15000:])
        last = self.watch("--json", *METRICS, "--state", "state", log,
                          name="last")
        last.has_read(len(day()))
        last.tell(signal.SIGHUP)
        want = self.scan(log).ids
        last.wait_for("the others", lambda: {
            s["id"] for s in said + last.notices()} >= want)
        last.ends(signal.SIGTERM)
        new = [s["id"] for s in said + self.said(last, "new")]
        self.assertEqual(len(new), len(set(new)))

    def test_after_a_kill_what_came_after_the_checkpoint_is_said_again(self):
        log = self.log(day()[:15000])
        first = self.watch("--json", *METRICS, "--state", "state", log)
        first.has_read(15000)
        first.ends(signal.SIGTERM)
        add(log, day()[15000:])
        killed = self.watch("--json", *METRICS, "--state", "state", log,
                            name="killed")
        killed.has_read(len(day()))
        killed.wait_for("a new one", lambda: self.said(killed, "new"))
        killed.ends(signal.SIGKILL)
        last = self.watch("--json", *METRICS, "--state", "state", log,
                          name="last")
        again = {s["id"] for s in self.said(killed, "new")}
        last.wait_for("the same", lambda: {
            s["id"] for s in last.notices()} >= again)
        self.assertFalse({s["id"] for s in self.said(last, "new")} &
                         {s["id"] for s in self.said(first, "new")})

    def test_recipients_are_masked_where_that_is_asked_for(self):
        log = self.log(day())
        watch = self.watch("--json", "--mask", *METRICS, log)
        watch.has_read(len(day()))
        want = self.scan("--mask", log)
        watch.wait_for("some", lambda: len(watch.notices()) > 5)
        watch.ends(signal.SIGTERM)
        quotes = {e["line"] for s in want.suggestions for e in s["evidence"]}
        mine = {e["line"] for s in watch.notices() for e in s["evidence"]}
        self.assertTrue(quotes & mine)
        plain = {line.decode().rstrip("\n") for line in day()
                 if b" to=<" in line}
        self.assertTrue(any(" to=<" in line for line in mine))
        self.assertFalse(mine & plain)


if __name__ == "__main__":
    main()
