#!/usr/bin/env python3
"""noc_manners.py PROGRAM: what the NOC screen does to a terminal.

It writes only what changed, gives the terminal back however it ends, refuses
one it cannot draw on, and costs little.
"""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
import unittest

from screen import TMUX, Screen

PROGRAM = sys.argv.pop(1)
ENV = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
WIPES = re.compile(rb"\x1b\[[0-3]?J")


def resize(fd, rows, columns):
    termios.tcsetwinsize(fd, (rows, columns))


class Pty:
    """The screen on a bare terminal, where its bytes can be counted."""

    def __init__(self, *args, **env):
        self.fd, slave = pty.openpty()
        resize(self.fd, 40, 120)
        self.modes = termios.tcgetattr(slave)
        self.slave = slave
        self.child = subprocess.Popen(
            [PROGRAM, *args], stdin=slave, stdout=slave, stderr=slave,
            env={**ENV, **env}, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        for fd in (self.fd, self.slave):
            try:
                os.close(fd)
            except OSError:
                pass

    def read(self, quiet=0.6):
        """All that comes until nothing has come for a while."""
        got = b""
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                more = os.read(self.fd, 65536)
            except OSError:
                break
            if not more:
                break
            got += more
        return got

    def first(self):
        got = b""
        end = time.monotonic() + 20
        while b"quit" not in got and time.monotonic() < end:
            got += self.read(0.3)
        return got


class Drawing(unittest.TestCase):
    def test_a_second_later_only_what_changed_is_written(self):
        with Pty("night") as term:
            self.assertIn(b"TO STOP", term.first())
            os.kill(term.child.pid, signal.SIGUSR1)
            got = term.read()
            self.assertTrue(got)
            self.assertLess(len(got), 250, got)
            self.assertIsNone(WIPES.search(got), got)

    def test_another_view_is_drawn_without_wiping_the_screen(self):
        with Pty("night") as term:
            term.first()
            os.write(term.fd, b"3")
            got = term.read()
            self.assertIn(b"SOURCES", got)
            self.assertNotIn(b"\x1b[H\x1b[2J", got)
            self.assertNotIn(b"\x1b[H\x1b[J", got)

    def test_nothing_of_a_hostile_name_reaches_the_terminal(self):
        for lang, term_type in (("C.UTF-8", "xterm-256color"), ("C", "vt100")):
            with Pty("hostile", LANG=lang, TERM=term_type) as term:
                got = term.first()
                os.write(term.fd, b"3")
                got += term.read()
                os.write(term.fd, b"\r")
                got += term.read()
                self.assertIn(b"\\x1b", got)
                self.assertNotIn(b"\x1b[41mall", got)
                self.assertNotIn(b"\x1b[2J\x1b[1;1H", got)
                for bad in (b"\xe2\x80\xae", b"\xff", b"\a", b"\xd7\xa9",
                            b"\xe2\x80\x8b"):
                    self.assertNotIn(bad, got)
                if lang == "C":
                    self.assertTrue(all(b < 0x80 for b in got))

    def test_without_colour_none_is_sent(self):
        colour = re.compile(rb"\x1b\[(?:[0-9;]*;)?[34][0-8](?:;[0-9;]*)?m")
        with Pty("night") as term:
            self.assertIsNotNone(colour.search(term.first()))
        with Pty("night", NO_COLOR="1") as term:
            self.assertIsNone(colour.search(term.first()))
        with Pty("night", TERM="vt100") as term:
            self.assertIsNone(colour.search(term.first()))

    def test_a_frame_costs_less_than_a_millisecond(self):
        for scene in ("night", "full"):
            with Pty(scene, "--bench", "1000") as term:
                got = b""
                while b" a frame" not in got and term.child.poll() is None:
                    got += term.read(0.2)
                got += term.read(0.2)
            spent = int(re.search(rb"(\d+) us a frame", got).group(1))
            print(f"{scene}: {spent} us a frame at 120x40")
            self.assertLess(spent, 1000)


class Ending(unittest.TestCase):
    def back(self, term, got):
        self.assertIn(b"\x1b[?1049l", got)
        self.assertEqual(termios.tcgetattr(term.slave), term.modes)

    def test_q_gives_the_terminal_back(self):
        with Pty("night") as term:
            term.first()
            self.assertNotEqual(termios.tcgetattr(term.slave), term.modes)
            os.write(term.fd, b"q")
            got = term.read()
            self.assertEqual(term.child.wait(10), 0)
            self.assertTrue(got.rstrip().endswith(b"ended"))
            self.back(term, got)

    def test_so_does_a_signal(self):
        with Pty("night") as term:
            term.first()
            term.child.terminate()
            got = term.read()
            self.assertEqual(term.child.wait(10), 0)
            self.back(term, got)

    def test_so_does_a_crash(self):
        with Pty("night") as term:
            term.first()
            term.child.send_signal(signal.SIGABRT)
            got = term.read()
            self.assertEqual(term.child.wait(10), -signal.SIGABRT)
            self.back(term, got)

    def test_a_terminal_that_is_gone_ends_it(self):
        with Pty("night") as term:
            term.first()
            os.close(term.fd)
            os.close(term.slave)
            self.assertEqual(term.child.wait(10), 0)

    def test_a_terminal_it_cannot_draw_on_is_refused(self):
        for name in ("no-such-terminal", "dumb", ""):
            with Pty("night", TERM=name) as term:
                got = term.read()
                self.assertEqual(term.child.wait(10), 1)
                self.assertEqual(got.strip(), b"noc_show: no such terminal")
                self.assertEqual(termios.tcgetattr(term.slave), term.modes)


@unittest.skipIf(TMUX is None, "no tmux here")
class InTmux(unittest.TestCase):
    def test_the_window_is_as_it_was(self):
        with Screen(PROGRAM, "night", (80, 24), "utf8") as screen:
            self.assertEqual(screen.asked("alternate_on"), "1")
            self.assertEqual(screen.asked("cursor_flag"), "0")
            screen.keys("q")
            screen.expect(lambda shot: "ended" in shot)
            self.assertEqual(screen.asked("alternate_on"), "0")
            self.assertEqual(screen.asked("cursor_flag"), "1")
            after = screen.home_path / "after"
            end = time.monotonic() + 10
            while not after.is_file() or not after.read_text():
                self.assertLess(time.monotonic(), end)
                time.sleep(0.05)
            self.assertEqual(after.read_text(),
                             pathlib.Path(screen.home_path,
                                          "before").read_text())


if __name__ == "__main__":
    unittest.main(verbosity=2)
