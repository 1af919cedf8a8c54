"""watch_journal.py CULPRIT DAY, in tests/tools/private_root.sh: see
watch_journal.sh."""
import contextlib
import datetime
import os
import pathlib
import re
import signal
import subprocess

from run_watch import Case, day, main

JOURNAL = pathlib.Path("/run/mail.journal")
REMOTE = "/usr/lib/systemd/systemd-journal-remote"
BOOT = b"0123456789abcdef0123456789abcdef"
LINE = re.compile(rb"(\S+) (\S+) ([^\[]+)\[(\d+)\]: (.*)\n")
BATCHES = 24


def record(line):
    """As journald keeps it, at the time that its own stamp says."""
    stamp, host, tag, pid, text = LINE.fullmatch(line).groups()
    usec = round(datetime.datetime.fromisoformat(stamp.decode())
                 .timestamp() * 1000000)
    return (b"__REALTIME_TIMESTAMP=%d\n__MONOTONIC_TIMESTAMP=%d\n"
            b"_BOOT_ID=%s\n_TRANSPORT=syslog\n_HOSTNAME=%s\n"
            b"SYSLOG_IDENTIFIER=%s\nSYSLOG_PID=%s\n_PID=%s\nMESSAGE=%s\n\n"
            % (usec, usec, BOOT, host, tag, pid, pid, text))


def grow(lines):
    subprocess.run([REMOTE, "-o", JOURNAL, "-"], check=True,
                   input=b"".join(map(record, lines)),
                   stderr=subprocess.DEVNULL)


def kill_children(pid):
    """journalctl, and whoever writes a checkpoint just now."""
    found = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    for child in found.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    return len(found.split())


class Journal(Case):
    def follow(self, n):
        watch = self.watch(
            "--json", "--journal", f"--file={JOURNAL}", "--state", "state",
            "-o", "report", "--workers", "1",
            "--set", "watch.checkpoint_seconds=0.1",
            "--metrics", "127.0.0.1:0", name=f"watch{n}")
        watch.says("metrics and health")
        if n > 2:
            watch.says("goes on from the checkpoint")
        return watch

    def scan_of_export(self):
        export = self.top / "export"
        with open(export, "wb") as f:
            subprocess.run(["journalctl", "--file", JOURNAL, "--no-pager",
                            "--output=export"], stdout=f, check=True)
        return self.scan(export)

    def test_killed_again_and_again_it_suggests_what_its_export_does(self):
        size = -(-len(day()) // BATCHES)
        grow(day()[:size])
        watch, children = self.follow(0), 0
        for n in range(1, BATCHES):
            grow(day()[n * size:(n + 1) * size])
            if n % 3 == 0:
                children += kill_children(watch.child.pid)
            elif n % 3 == 1:
                if n < 3:
                    watch.has_read(2 * size)
                    watch.wait_for("a checkpoint",
                                   (self.top / "state/state").exists)
                watch.child.kill()
                watch.child.wait()
                watch = self.follow(n)
        self.assertGreater(children, 3)
        watch.wait_for("all lines", lambda: watch.lines() >= len(day()), 60)
        got = self.reported(watch, len(day()))
        self.same_but_for_places(got, self.scan_of_export())
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


if __name__ == "__main__":
    main()
