#!/usr/bin/env python3
"""screen.py CULPRIT DAY NOC: the NOC screen over a log that grows, in tmux.

A suggestion is there within two seconds of its line, Enter shows its evidence,
p holds the picture while reading goes on, q gives the terminal back. NOC is
the screen.py of the screen's own tests.
"""
import importlib.util
import os
import pathlib
import socket
import sys
import time
import unittest
import urllib.request

from run_watch import CULPRIT, PROBER, Case, Clock, add, day, main, until

spec = importlib.util.spec_from_file_location("noc_screen", sys.argv.pop(1))
noc = importlib.util.module_from_spec(spec)
spec.loader.exec_module(noc)

OTHER = "198.51.100.201"
SIZES = ((80, 24), (120, 40), (200, 60))


def plain(shot):
    """Without its styles."""
    return "".join(noc.SGR.split(shot)[::2])


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@unittest.skipUnless(noc.TMUX, "no tmux here")
class OnScreen(Case):
    def start(self, size, mode="utf8"):
        self.clock = Clock()
        self.mail = self.log(day()[:2000])
        self.port = free_port()
        screen = noc.Screen(
            CULPRIT, "watch --set network.networks=192.0.2.0/24 --set "
            "network.local_domains=aurora.example --metrics "
            f"127.0.0.1:{self.port} {self.mail}; echo $? >status", size, mode)
        self.addCleanup(screen.__exit__)
        return screen

    def metrics(self):
        with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/metrics", timeout=20) as answer:
            rows = answer.read().decode().splitlines()
        rows = (row.rsplit(" ", 1) for row in rows if row[0] != "#")
        return {name: float(number) for name, number in rows}

    def has_read(self, n):
        self.assertTrue(until(
            lambda: self.metrics()["culprit_lines_total"] == n))

    def shows(self, screen, *wanted):
        """The text of it, once all of these are there."""
        shot = plain(screen.expect(
            lambda s: all(w in plain(s) for w in wanted)))
        for w in wanted:
            self.assertIn(w, shot)
        return shot

    def ended(self, screen):
        """Its status, the terminal as it was before."""
        home = screen.home_path
        self.assertTrue(until(lambda: (home / "after").exists() and
                              (home / "after").read_text()))
        self.assertEqual((home / "before").read_text(),
                         (home / "after").read_text())
        self.assertEqual(screen.asked("alternate_on"), "0")
        return int((home / "status").read_text())

    def watched(self, size):
        screen = self.start(size)
        self.has_read(2000)
        add(self.mail, list(self.clock.relaying(4)))
        began = time.monotonic()
        self.shows(screen, PROBER, "relay-probe")
        self.assertLess(time.monotonic() - began, 2)

        screen.keys("Enter")
        self.shows(screen, f"{PROBER} asked", "Esc back", "window from")
        screen.keys("End")
        self.shows(screen, "NOQUEUE: reject:", "<to3@far3.example>")
        screen.keys("Escape")
        self.shows(screen, "Enter why")

        screen.keys("p")
        held = self.shows(screen, "PAUSED")
        add(self.mail, list(self.clock.relaying(4, 4, OTHER)))
        self.has_read(2000 + 24)
        self.assertTrue(until(lambda: self.metrics()[
            'culprit_notices_total{what="new"}'] >= 2))
        time.sleep(1.2)
        self.assertNotIn(OTHER, plain(screen.shot()), held)
        screen.keys("p")
        shot = self.shows(screen, OTHER)
        self.assertNotIn("PAUSED", shot)

        screen.keys("q")
        self.assertEqual(self.ended(screen), 0)

    def test_at_80x24(self):
        self.watched(SIZES[0])

    def test_at_120x40(self):
        self.watched(SIZES[1])

    def test_at_200x60(self):
        self.watched(SIZES[2])

    def test_a_signal_gives_the_terminal_back_as_well(self):
        screen = self.start((80, 24), "ascii")
        self.has_read(2000)
        os.kill(screen.program_pid(), 15)
        self.assertEqual(self.ended(screen), 0)

    def test_what_went_wrong_meanwhile_is_said_when_it_is_gone(self):
        screen = self.start((80, 24))
        self.has_read(2000)
        self.mail.chmod(0o600)
        self.mail.rename(self.top / "away")
        self.mail.mkdir()
        self.shows(screen, "4 inputs")
        time.sleep(2.8)
        screen.keys("q")
        self.ended(screen)
        self.shows(screen, "not a regular file: skipped")

    def test_over_an_idle_log_it_costs_next_to_nothing(self):
        screen = self.start((200, 60))
        self.has_read(2000)
        time.sleep(0.5)
        stat = pathlib.Path(f"/proc/{screen.program_pid()}/stat")

        def spent():
            fields = stat.read_text().rsplit(")", 1)[1].split()
            ticks = int(fields[11]) + int(fields[12])
            return ticks / os.sysconf("SC_CLK_TCK")
        before, began = spent(), time.monotonic()
        time.sleep(4)
        share = (spent() - before) / (time.monotonic() - began)
        print(f"{share:.2%} of a core")
        self.assertLess(share, 0.05)


if __name__ == "__main__":
    main()
