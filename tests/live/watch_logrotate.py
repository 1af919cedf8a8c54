#!/usr/bin/env python3
"""watch_logrotate.py CULPRIT DAY [CASE...]: see watch_logrotate.sh.

LOGROTATE in the environment is the program.
"""
import os
import signal
import subprocess
import time

from run_watch import Case, day, main, until

LOGROTATE = os.environ["LOGROTATE"]
LINES_IN_A_SECOND = 4000
# A second of its own for each name with a date.
DATED = "dateext\ndateformat -%Y%m%d-%s"


def write_day(path, reopens):
    """As a daemon writes: line by line; SIGHUP opens the file anew."""
    asked = []
    signal.signal(signal.SIGHUP, lambda *_: asked.append(1))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    fd = os.open(path, flags, 0o644)
    began = time.monotonic()
    for n, line in enumerate(day()):
        if asked and reopens:
            asked.clear()
            os.close(fd)
            fd = os.open(path, flags, 0o644)
        os.write(fd, line)
        ahead = n / LINES_IN_A_SECOND - (time.monotonic() - began)
        if ahead > 0.002:
            time.sleep(ahead)
    os.close(fd)


class Writer:
    def __init__(self, path, reopens):
        self.pid = os.fork()
        if self.pid == 0:
            write_day(path, reopens)
            os._exit(0)
        self.ended = False

    def writes(self):
        if not self.ended:
            self.ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return not self.ended

    def tell(self, number):
        if self.writes():
            os.kill(self.pid, number)

    def end(self):
        self.tell(signal.SIGKILL)
        until(lambda: not self.writes())


class Rotated(Case):
    def rotate(self, writer, told):
        """What is written between copy and truncation is lost to all: none."""
        truncates = "copytruncate" in told
        if truncates:
            writer.tell(signal.SIGSTOP)
            time.sleep(0.01)
        done = subprocess.run(
            [LOGROTATE, "-f", "-s", self.top / "status", self.top / "conf"],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        if truncates:
            writer.tell(signal.SIGCONT)

    def follow(self, name):
        return self.watch(
            "--json", "--state", "state", "-o", "report", "--workers", "1",
            "--set", "watch.checkpoint_seconds=0.2", "--metrics",
            "127.0.0.1:0", self.logs / "mail.log", name=name)

    def configure(self, log, told, writer):
        """It must have opened the file anew before that is compressed."""
        if "copytruncate" not in told:
            told += (f"\npostrotate\nkill -HUP {writer.pid} && sleep 0.1 || :"
                     "\nendscript")
        if os.geteuid() == 0:
            told += "\nsu root root"
        (self.top / "conf").write_text(
            f"{log} {{\nrotate 1000\nmissingok\n{told}\n}}\n")

    def begin(self, told):
        self.logs = self.top / "logs"
        self.logs.mkdir()
        log = self.logs / "mail.log"
        log.touch()
        watch = self.follow("first")
        watch.says("is followed")
        writer = Writer(log, "copytruncate" not in told)
        self.addCleanup(writer.end)
        self.configure(log, told, writer)
        return watch, writer

    def ended_as_a_scan(self, watch):
        """However many files the day is in now."""
        got = self.reported(watch, len(day()))
        whole = self.scan(self.log(day(), "whole.log"))
        self.same_but_for_places(got, whole)
        self.assertEqual(watch.ends(signal.SIGTERM), 0, watch.words())

    def rotations(self, told, pause):
        """A watch that runs all the time."""
        watch, writer = self.begin(told)
        n = 0
        while writer.writes():
            time.sleep(pause)
            self.rotate(writer, told)
            n += 1
        self.assertGreater(n, 4)
        self.ended_as_a_scan(watch)

    def rotations_and_kills(self, told, pause):
        """One that is killed, and comes back two rotations later."""
        watch, writer = self.begin(told)
        kills = 0
        while writer.writes():
            time.sleep(pause)
            self.rotate(writer, told)
            if kills < 3:
                time.sleep(pause)
                watch.child.kill()
                watch.child.wait()
                kills += 1
                self.rotate(writer, told)
                time.sleep(pause)
                self.rotate(writer, told)
                watch = self.follow(f"again{kills}")
                watch.says("goes on from the checkpoint")
        self.assertEqual(kills, 3)
        self.ended_as_a_scan(watch)

    def both(self, told, pause=0.7):
        for how in self.rotations, self.rotations_and_kills:
            with self.subTest(how=how.__name__):
                self.setUp()
                how(told, pause)

    def test_renamed_and_created(self):
        self.both("create")

    def test_renamed_and_not_created(self):
        self.both("nocreate")

    def test_compressed(self):
        self.both("create\ncompress")

    def test_compressed_at_the_next_rotation(self):
        self.both("create\ncompress\ndelaycompress")

    def test_renamed_to_a_date(self):
        self.both("create\n" + DATED, 1.05)

    def test_renamed_to_a_date_and_compressed(self):
        self.both("create\ncompress\n" + DATED, 1.05)

    def test_copied_and_truncated(self):
        self.both("copytruncate")

    def test_copied_truncated_and_compressed(self):
        self.both("copytruncate\ncompress")

    def test_copied_truncated_and_compressed_at_the_next_rotation(self):
        self.both("copytruncate\ncompress\ndelaycompress")


if __name__ == "__main__":
    main()
