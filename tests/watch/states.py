#!/usr/bin/env python3
"""states.py CULPRIT DAY: the state folder of a watch, and what befalls it.

Two that want one folder; a checkpoint that is damaged, of another version, or
gone; a folder that cannot be written; a disk that is full and has room again.
"""
import ctypes
import os
import random
import resource
import signal
import stat
import subprocess
import unittest

import run_watch
from run_watch import Case, add, day, main, until

SOON = ["--set", "watch.checkpoint_seconds=0.05"]
VERSION_AT = 24  # of the header: magic, format, byte order, layout, version


class Sum(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


def summed(data):
    """With the checksum that belongs behind it; None: no library for it."""
    try:
        xxh3 = ctypes.CDLL("libxxhash.so.0").XXH3_128bits
    except OSError:
        return None
    xxh3.restype = Sum
    xxh3.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    got = xxh3(data, len(data))
    return data + got.high.to_bytes(8, "big") + got.low.to_bytes(8, "big")


def nobody():
    """Whom the access rights of a folder can keep out."""
    return {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}


class TwoWatchers(Case):
    def test_the_second_on_a_state_folder_refuses_and_names_the_first(self):
        log = self.log(day()[:2000])
        first = self.watch("--json", "--state", "state", "--metrics",
                           "127.0.0.1:0", log)
        first.has_read(2000)
        status, words = self.run_watch("--json", "--state", "state", log,
                                       name="second")
        self.assertEqual(status, 2, words)
        self.assertIn(f"process {first.child.pid})", words)
        self.assertIn("another --state", words)
        add(log, day()[2000:2100])
        first.has_read(2100)
        self.assertEqual(first.ends(signal.SIGTERM), 0)

    def test_the_lock_of_one_that_was_killed_holds_nobody_up(self):
        log = self.log(day()[:2000])
        first = self.watch("--json", "--state", "state", *SOON, log)
        first.wait_for("a checkpoint", (self.top / "state/state").exists)
        first.ends(signal.SIGKILL)
        got, words = self.to_end("--state", "state", log)
        self.assertIn("goes on from the checkpoint", words)
        self.assertEqual(got.summary["lines"], 2000)


class Damaged(Case):
    """Half the day is in state.1, all of it in state."""

    def setUp(self):
        super().setUp()
        self.state = self.top / "state"
        self.mail = self.log(day()[:20000])
        self.to_end("--state", "state", self.mail)
        add(self.mail, day()[20000:])
        self.to_end("--state", "state", self.mail)
        self.last = (self.state / "state").read_bytes()
        self.before = (self.state / "state.1").read_bytes()
        self.want = self.scan(self.mail)

    def put(self, last, before=None):
        for name, data in (("state", last), ("state.1", before)):
            (self.state / name).unlink(missing_ok=True)
            if data is not None:
                (self.state / name).write_bytes(data)

    def goes_on(self, last, *said):
        self.put(last, self.before)
        got, words = self.to_end("--state", "state", self.mail)
        for text in (*said, "state.1: gone on with", "20000 lines read"):
            self.assertIn(text, words)
        self.same(got, self.want)

    def test_one_that_is_whole_is_gone_on_from_without_a_word_of_it(self):
        self.put(self.last, self.before)
        got, words = self.to_end("--state", "state", self.mail)
        self.assertNotIn("state.1", words)
        self.assertIn(f"{len(day())} lines read before", words)
        self.same(got, self.want)

    def test_a_truncated_one_gives_way_to_the_one_before(self):
        for n in (1, 8, 63, 64, 1000, len(self.last) // 2,
                  len(self.last) - 1):
            with self.subTest(bytes=n):
                self.goes_on(self.last[:n], "state/state: damaged")

    def test_so_does_one_with_a_flipped_bit_anywhere(self):
        dice = random.Random(5)
        for at in [0, 64, 70, len(self.last) - 1] + [
                dice.randrange(64, len(self.last)) for _ in range(12)]:
            with self.subTest(at=at):
                bad = bytearray(self.last)
                bad[at] ^= 1 << dice.randrange(8)
                self.goes_on(bytes(bad), "state/state: damaged")

    def test_so_does_an_empty_one(self):
        self.goes_on(b"", "state/state: ")

    def test_so_does_one_of_zeros(self):
        self.goes_on(bytes(len(self.last)), "state/state: damaged")

    def test_so_does_one_with_bytes_behind_its_end(self):
        self.goes_on(self.last + b"x", "state/state: damaged")

    def test_so_does_one_that_another_version_wrote(self):
        bad = bytearray(self.last[:-16])
        if summed(bytes(bad)) != self.last:
            self.skipTest("no libxxhash here")
        end = bad.index(0, VERSION_AT)
        self.assertGreater(end, VERSION_AT)
        bad[VERSION_AT:end] = b"9" * (end - VERSION_AT)
        self.goes_on(summed(bytes(bad)), "state/state: written by another")

    def test_so_does_one_that_is_gone_between_two_renames(self):
        self.goes_on(None)

    def test_with_both_damaged_it_begins_anew_and_says_so(self):
        for bad in (b"", b"x", bytes(5000), self.last[:-3]):
            with self.subTest(bytes=len(bad)):
                self.put(bad, bad)
                got, words = self.to_end("--state", "state", self.mail)
                for text in ("state/state: ", "state/state.1: ",
                             "begins anew"):
                    self.assertIn(text, words)
                self.same(got, self.want)

    def test_what_a_killed_one_left_half_written_is_no_hindrance(self):
        self.put(self.last, self.before)
        (self.state / "state.new").write_bytes(self.last[:100])
        add(self.mail, day()[:1])
        got, words = self.to_end("--state", "state", self.mail)
        self.assertNotIn("damaged", words)
        self.assertEqual(got.summary["lines"], len(day()) + 1)
        self.assertFalse((self.state / "state.new").exists())

    def test_only_its_owner_may_read_what_it_keeps(self):
        self.assertEqual(stat.S_IMODE(self.state.stat().st_mode), 0o700)
        for name in ("state", "state.1"):
            mode = (self.state / name).stat().st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o600)


class Unwritable(Case):
    def setUp(self):
        super().setUp()
        self.top.chmod(0o755)
        self.mail = self.log(day()[:100])

    def refuses(self, state, text, **more):
        status, words = self.run_watch("--json", "--state", state, self.mail,
                                       **more)
        self.assertEqual(status, 1, words)
        self.assertIn(text, words)

    def test_a_folder_whose_parent_is_missing_is_an_error_with_its_name(self):
        self.refuses("no/state", "no/state: No such file or directory")

    def test_so_is_a_file_in_its_place(self):
        (self.top / "state").write_text("")
        self.refuses("state", "state: Not a directory")

    def test_so_is_a_folder_that_is_read_only(self):
        (self.top / "state").mkdir(mode=0o555)
        self.refuses("state", "state/lock: Permission denied", **nobody())

    def test_one_that_becomes_so_is_complained_of_and_reading_goes_on(self):
        state = self.top / "state"
        state.mkdir()
        if nobody():
            os.chown(state, 65534, 65534)
        watch = self.watch("--json", "--state", "state", "--metrics",
                           "127.0.0.1:0", *SOON, self.mail, **nobody())
        watch.wait_for("a checkpoint", (state / "state").exists)
        state.chmod(0o555)
        add(self.mail, day()[100:200])
        watch.says("Permission denied; the one before is still there")
        watch.has_read(200)
        state.chmod(0o755)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_without_a_process_for_it_health_fails_until_there_is_one(self):
        (self.top / "state").mkdir()
        if nobody():
            os.chown(self.top / "state", 65534, 65534)
        kind = resource.RLIMIT_NPROC
        most = resource.getrlimit(kind)[1]
        watch = self.watch(
            "--json", "--state", "state", "--metrics", "127.0.0.1:0",
            "--workers", 1, *SOON, self.mail, **nobody(),
            preexec_fn=lambda: resource.setrlimit(kind, (0, most)))
        watch.says("Resource temporarily unavailable")
        status, words = watch.health()
        self.assertEqual(status, 503)
        self.assertIn("no checkpoint", words)
        watch.has_read(100)
        subprocess.run(["prlimit", f"--pid={watch.child.pid}", "--nproc="
                        + ("unlimited" if most < 0 else f"{most}")],
                       check=True, **nobody())
        watch.wait_for("health", lambda: watch.health()[0] == 200)
        self.assertTrue((self.top / "state/state").exists())
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


class FullDisk(Case):
    """The state folder on a disk of 1 MiB, in a space of mounts of ours."""

    def setUp(self):
        if os.environ.get("CULPRIT_MOUNTS") != "ours":
            self.skipTest("in a space of mounts of its own, see below")
        super().setUp()
        self.disk = self.top / "disk"
        self.disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none",
                        str(self.disk)], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", str(self.disk)],
                        check=True)
        self.mail = self.log(day()[:500])

    def fill(self):
        with open(self.disk / "filler", "ab", buffering=0) as f:
            while True:
                try:
                    f.write(bytes(512))
                except OSError:
                    return

    def room(self):
        (self.disk / "filler").unlink()

    def start(self):
        watch = self.watch("--json", "--state", "disk/state", "--metrics",
                           "127.0.0.1:0", *SOON, self.mail)
        watch.has_read(500)
        watch.wait_for("a checkpoint", (self.disk / "state/state").exists)
        until(lambda: watch.metrics()["culprit_checkpoints_total"] >= 1)
        return watch

    def test_it_says_so_keeps_the_last_and_goes_on_when_there_is_room(self):
        watch = self.start()
        last = (self.disk / "state/state").read_bytes()
        self.fill()
        add(self.mail, day()[500:600])
        watch.says("No space left on device; the one before is still there")
        watch.has_read(600)
        self.assertEqual((self.disk / "state/state").read_bytes(), last)
        self.assertFalse((self.disk / "state/state.new").exists())
        self.assertGreaterEqual(
            watch.metrics()["culprit_checkpoint_failures_total"], 1)
        status, words = watch.health()
        self.assertEqual(status, 503)
        self.assertIn("No space left on device", words)
        self.room()
        # Though no line comes.
        watch.wait_for("health", lambda: watch.health()[0] == 200)
        self.assertNotEqual((self.disk / "state/state").read_bytes(), last)
        watch.ends(signal.SIGKILL)
        got, words = self.to_end("--state", "disk/state", self.mail)
        self.assertIn("goes on from the checkpoint", words)
        self.same(got, self.scan(self.mail), at_least=0)

    def test_ended_while_it_is_full_it_fails_and_loses_nothing(self):
        watch = self.start()
        self.fill()
        add(self.mail, day()[500:600])
        watch.has_read(600)
        self.assertEqual(watch.ends(signal.SIGTERM), 1, watch.words())
        self.assertIn("No space left on device", watch.words())
        self.room()
        got, words = self.to_end("--state", "disk/state", self.mail)
        self.assertIn("500 lines read before", words)
        self.same(got, self.scan(self.mail), at_least=0)

    def test_it_does_not_start_where_not_even_the_lock_has_room(self):
        self.fill()
        status, words = self.run_watch("--json", "--state", "disk/state",
                                       self.mail)
        self.assertEqual(status, 1, words)
        self.assertIn("No space left on device", words)


class FullDiskApart(unittest.TestCase):
    def test_full_disk(self):
        if os.environ.get("CULPRIT_MOUNTS") == "ours":
            self.skipTest("here they are")
        os.environ["CULPRIT_MOUNTS"] = "ours"
        self.addCleanup(os.environ.pop, "CULPRIT_MOUNTS")
        done = run_watch.in_namespace("FullDisk")
        if done is None:
            self.skipTest("no mounts of its own can be had here")
        print(done[1])
        self.assertEqual(done[0], 0)
        self.assertNotIn("skipped", done[1])


if __name__ == "__main__":
    main()
