#!/usr/bin/env python3
"""inputs.py CULPRIT DAY: what a watch is given to follow.

Several logs of one site at once, a log that appears later, half a line, files
that are not to be read, a folder, standard input, packed files, thousands of
files; what comes of them is what a scan of the same files would give.
"""
import datetime
import gzip
import os
import re
import resource
import signal
import subprocess
import time

from run_watch import CULPRIT, Case, Report, add, day, main

METRICS = ["--metrics", "127.0.0.1:0"]
SERVERS = [f"mx{n}" for n in range(5)]


def server_of(line):
    """One smtpd's sessions, and all other lines by their daemon, on one."""
    pid = re.search(rb"\[(\d+)\]: ", line)
    return SERVERS[int(pid[1]) % len(SERVERS)] if pid else SERVERS[0]


def shifted(lines, date):
    return [date + line[10:] for line in lines]


class Several(Case):
    def files(self):
        return [self.top / name / "mail.log" for name in SERVERS]

    def setUp(self):
        super().setUp()
        for path in self.files():
            path.parent.mkdir()
            path.touch()

    def feed(self, lines, seconds, stamp=None):
        """In the order of the day, each to its server's log, at once."""
        out = {path.parent.name: open(path, "ab", buffering=0)
               for path in self.files()}
        began = time.monotonic()
        for i, line in enumerate(lines):
            where = out[server_of(line)]
            where.write((stamp() + line[32:]) if stamp else line)
            ahead = i * seconds / len(lines) - (time.monotonic() - began)
            if ahead > 0.005:
                time.sleep(ahead)
        for f in out.values():
            f.close()

    def as_a_scan(self, feed):
        """Both are given the files in the same order."""
        watch = self.watch("--json", "--state", "state", *METRICS,
                           *self.files())
        watch.says("is followed", times=len(SERVERS))
        feed()
        watch.has_read(len(day()))
        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        got, _ = self.to_end("--state", "state", *self.files())
        want = self.scan(*self.files())
        self.assertGreater(min(p.stat().st_size for p in self.files()), 1e5)
        return got, want

    def test_five_logs_that_grow_in_turns_are_heard_in_the_right_order(self):
        # Stamps ahead of the clock: that of another log may come as yet.
        date = datetime.date.today() + datetime.timedelta(days=2)
        lines = shifted(day(), date.isoformat().encode())
        self.same(*self.as_a_scan(lambda: self.feed(lines, 2.5)))

    def test_so_are_they_with_the_stamps_of_this_moment(self):
        def now():
            t = datetime.datetime.now(datetime.timezone.utc)
            return t.isoformat(timespec="microseconds").encode()
        self.same(*self.as_a_scan(lambda: self.feed(day(), 2.5, now)),
                  at_least=3)

    def test_whole_files_at_once_are_merged_as_a_scan_merges_them(self):
        for path in self.files():
            path.write_bytes(b"".join(
                line for line in day() if server_of(line) == path.parent.name))
        got, _ = self.to_end(*self.files())
        self.same(got, self.scan(*self.files()))

    def test_by_a_glob_as_well(self):
        for path in self.files():
            path.write_bytes(b"".join(
                line for line in day() if server_of(line) == path.parent.name))
        got, _ = self.to_end(self.top / "mx*" / "mail.log")
        self.same(got, self.scan(*self.files()))


class Appearing(Case):
    def test_a_log_that_appears_later_is_followed_from_its_beginning(self):
        (self.top / "mx0").mkdir()
        first = self.log(day()[:1000], "mx0/mail.log")
        watch = self.watch("--json", *METRICS, "mx*/mail.log")
        watch.has_read(1000)
        (self.top / "mx1").mkdir()
        second = self.log(day()[1000:1500], "mx1/mail.log")
        watch.says("mx1/mail.log is followed")
        watch.has_read(1500)
        add(second, day()[1500:1600])
        add(first, day()[1600:1700])
        watch.has_read(1700)

    def test_one_that_is_named_and_not_there_is_said_and_waited_for(self):
        watch = self.watch("--json", *METRICS, "later.log")
        watch.says("later.log: cannot open it: No such file or directory")
        self.assertEqual(
            watch.metrics()['culprit_input_failing{input="later.log"}'], 1)
        self.log(day()[:100], "later.log")
        watch.has_read(100)
        watch.says("later.log: is read again")

    def test_a_glob_that_gives_nothing_is_said(self):
        watch = self.watch("--json", *METRICS, "mx*/mail.log")
        watch.says("nothing that was named is there as yet")
        (self.top / "mx0").mkdir()
        self.log(day()[:100], "mx0/mail.log")
        watch.has_read(100)

    def test_a_start_between_two_steps_of_a_rotation_counts_nothing_twice(
            self):
        log = self.log(day()[:1000])
        name = self.top / "mail.log*"
        self.to_end("--state", "state", name)
        add(log, day()[1000:1200])
        log.rename(self.top / "mail.log.1")
        got, _ = self.to_end("--state", "state", name, status=3)
        self.assertEqual(got.summary["lines"], 1200)
        self.log(day()[1200:1500])
        got, _ = self.to_end("--state", "state", name)
        self.assertEqual(got.summary["lines"], 1500)
        self.assertEqual(len(got.summary["inputs"]), 1)


class Odd(Case):
    def test_half_a_line_waits_for_its_other_half(self):
        log = self.log(day()[:100])
        watch = self.watch("--json", "--state", "state", *METRICS, log)
        watch.has_read(100)
        line = day()[100]
        for part in (line[:40], line[40:90], line[90:-1]):
            add(log, [part])
            time.sleep(0.3)
            self.assertEqual(watch.lines(), 100)
        watch.ends(signal.SIGTERM)
        again = self.watch("--json", "--state", "state", *METRICS, log,
                           name="again")
        again.has_read(100)
        add(log, [b"\n", *day()[101:200]])
        again.has_read(200)
        again.ends(signal.SIGTERM)
        got, _ = self.to_end("--state", "state", log)
        self.same(got, self.scan(log), at_least=0)

    def test_of_a_line_without_its_end_the_rest_is_not_guessed(self):
        log = self.log(day()[:100])
        add(log, [day()[100][:-1]])
        got, _ = self.to_end(log)
        self.assertEqual(got.summary["lines"], 100)

    def test_an_unreadable_file_is_said_and_read_once_it_can_be(self):
        who = ({"user": 65534, "group": 65534} if os.geteuid() == 0 else {})
        self.top.chmod(0o755)
        log = self.log(day()[:100])
        other = self.log(day()[:50], "other.log")
        log.chmod(0)
        watch = self.watch("--json", *METRICS, log, other, **who)
        watch.says("mail.log: cannot open it: Permission denied")
        watch.has_read(50)
        failing = f'culprit_input_failing{{input="{log}"}}'
        self.assertEqual(watch.metrics()[failing], 1)
        self.assertIn("1 of 2 inputs cannot be read", watch.health()[1])
        log.chmod(0o644)
        watch.has_read(150)
        self.assertEqual(watch.metrics()[failing], 0)
        watch.says("mail.log: is read again")
        log.chmod(0)
        status, words = self.run_watch("--json", "--until-end", log, other,
                                       name="until-end", **who)
        self.assertEqual(status, 3, words)
        self.assertIn("mail.log: cannot open it: Permission denied", words)

    def test_an_empty_file_is_no_error(self):
        got, words = self.to_end(self.log())
        self.assertEqual(got.summary["lines"], 0)
        self.assertEqual(got.summary["inputs"][0].get("error"), None, words)

    def test_a_folder_stands_for_the_files_in_it_now_and_later(self):
        folder = self.top / "folder"
        (folder / "below").mkdir(parents=True)
        self.log(day()[:20000], "folder/a.log")
        self.log(day()[20000:30000], "folder/b.log")
        watch = self.watch("--json", "--state", "state", *METRICS, "folder")
        watch.has_read(30000)
        self.log(day()[30000:], "folder/c.log")
        watch.has_read(len(day()))
        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        got, _ = self.to_end("--state", "state", "folder")
        self.same(got, self.scan("folder"))

    def test_one_that_a_glob_gives_is_passed_over(self):
        (self.top / "logs/folder").mkdir(parents=True)
        self.log(day()[:100], "logs/mail.log")
        got, words = self.to_end("logs/*")
        self.assertEqual(got.summary["lines"], 100, words)

    def test_nothing_to_follow_is_an_error_of_use(self):
        status, words = self.run_watch("--json")
        self.assertEqual(status, 2)
        self.assertIn("nothing to follow", words)


class Pipes(Case):
    def test_standard_input_is_read_to_its_end(self):
        data = b"".join(day())
        log = self.log(day())
        done = subprocess.run(
            self.command("-o", "piped", "-"), cwd=self.top, input=data,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check_piped(log)

    def test_so_it_is_where_it_is_a_file(self):
        log = self.log(day())
        with open(log, "rb") as f:
            done = subprocess.run(
                self.command("-o", "piped", "-"), cwd=self.top, stdin=f,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.check_piped(log)

    def command(self, *args):
        return [CULPRIT, "watch", *map(str, args)]

    def check_piped(self, log):
        got, want = Report(self.top / "piped"), self.scan(log)
        self.assertEqual(got.read, want.read)
        self.assertEqual(got.ids, want.ids)
        self.assertGreater(len(want.ids), 5)

    def test_beside_a_log_it_is_one_of_two(self):
        log = self.log(day()[:500])
        read, write = os.pipe()
        watch = self.watch("--json", *METRICS, "-", log, stdin=read)
        os.close(read)
        watch.has_read(500)
        with os.fdopen(write, "wb", buffering=0) as f:
            f.write(b"".join(day()[500:600]))
            watch.has_read(600)
        # Its end is not the end.
        time.sleep(0.3)
        add(log, day()[600:700])
        watch.has_read(700)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


class Packed(Case):
    def test_a_packed_file_is_read_whole(self):
        log = self.log(day())
        packed = self.top / "mail.log.gz"
        packed.write_bytes(gzip.compress(b"".join(day()), 1))
        got, want = self.to_end(packed)[0], self.scan(log)
        self.assertEqual(got.read, want.read)
        self.assertEqual(got.ids, want.ids)

    def test_packed_rotations_come_before_their_log(self):
        n = len(day())
        for i, name in enumerate(("mail.log.2.gz", "mail.log.1", "mail.log")):
            text = b"".join(day()[i * n // 3:(i + 1) * n // 3])
            (self.top / name).write_bytes(
                gzip.compress(text, 1) if name.endswith("gz") else text)
        got, _ = self.to_end(self.top / "mail.log*")
        want = self.scan(*(self.top / name for name in (
            "mail.log.2.gz", "mail.log.1", "mail.log")))
        self.assertEqual(got.lines, want.lines)
        self.assertEqual(got.read, want.read)

    def test_one_cut_off_in_the_middle_gives_what_it_holds_and_is_said(self):
        text = gzip.compress(b"".join(day()[:2000]), 1)
        packed = self.top / "mail.log.1.gz"
        packed.write_bytes(text[:len(text) // 2])
        self.log(day()[2000:2100])
        got, words = self.to_end(self.top / "mail.log*")
        self.assertGreater(got.summary["lines"], 500)
        self.assertIn("mail.log.1.gz: ", words)


class Many(Case):
    FILES = 2000

    def test_two_thousand_logs_in_one_glob(self):
        folder = self.top / "logs"
        folder.mkdir()
        share = [day()[i::self.FILES] for i in range(self.FILES)]
        for i, lines in enumerate(share):
            (folder / f"host{i:04}.log").write_bytes(b"".join(lines))

        def few():
            _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))

        got, _ = self.to_end("--state", "state", "logs/*.log", preexec_fn=few)
        self.same(got, self.scan(*sorted(
            p.relative_to(self.top) for p in folder.iterdir())))
        watch = self.watch("--json", "--state", "state", *METRICS,
                           "logs/*.log", preexec_fn=few)
        watch.has_read(len(day()), seconds=40)
        add(folder / "host0007.log", day()[:10])
        add(folder / "new.log", day()[:10])
        watch.has_read(len(day()) + 20)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        got, _ = self.to_end("--state", "state", "logs/*.log")
        self.assertEqual(got.summary["lines"], len(day()) + 20)
        self.assertEqual(len(got.summary["inputs"]), self.FILES + 1)


class FromEnd(Case):
    def test_only_what_comes_is_read_of_what_was_there_before(self):
        old = self.log(day()[:1000], "old.log")
        args = ["--json", "--state", "state", "--from-end", *METRICS, "*.log"]
        watch = self.watch(*args)
        watch.says("old.log is followed")
        time.sleep(0.3)
        add(old, day()[1000:1100])
        watch.has_read(100)
        # One that comes to be is new from its beginning on.
        new = self.log(day()[1100:1300], "new.log")
        watch.has_read(300)
        watch.ends(signal.SIGTERM)
        # And what is known goes on where it was.
        add(old, day()[1300:1400])
        add(new, day()[1400:1500])
        again = self.watch(*args, name="again")
        again.has_read(500)


if __name__ == "__main__":
    main()
