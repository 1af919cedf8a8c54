#!/usr/bin/env python3
"""Kill a watch again and again over one day's log: kill.py CULPRIT DAY [KILLS]

The log of the day grows piece by piece, most pieces end within a line, now and
then it is rotated; meanwhile a watch with a state directory follows it and is
killed with SIGKILL after a time drawn anew each time, in the middle of reading
or of writing its checkpoint. At the end what it suggests must be, byte for
byte, what a scan of the whole log suggests: nothing lost, nothing twice.

The seed is printed; SEED=N repeats a run.
"""
import gzip
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SETTINGS = ["--set", "watch.checkpoint_seconds=0.02",
            "--set", "watch.checkpoint_lines=300", "--workers", "1"]


def day_of(folder):
    text = b""
    for name in ("mail.log.1.gz", "mail.log.gz", "mail.log"):
        path = folder / name
        if path.exists():
            data = path.read_bytes()
            text += gzip.decompress(data) if name.endswith("gz") else data
    return text


def suggestions(folder):
    return (folder / "suggestions.jsonl").read_text().splitlines()[:-1]


def counted(folder):
    """What was read: a line counted twice, or not at all, shows here."""
    text = (folder / "suggestions.jsonl").read_text().splitlines()[-1]
    summary = json.loads(text)["summary"]
    return {key: summary[key] for key in ("lines", "events", "parsers", "mail")}


class Log:
    """The log as its daemon writes it, and logrotate renames it."""

    def __init__(self, folder, text, pieces, dice):
        self.path = folder / "mail.log"
        self.text = text
        self.dice = dice
        self.at = 0
        self.cuts = sorted(dice.sample(range(1, len(text)), pieces - 1))
        self.cuts.append(len(text))

    def grow(self):
        end = self.cuts.pop(0) if self.cuts else self.at
        with open(self.path, "ab") as f:
            f.write(self.text[self.at:end])
        self.at = end

    def rotate(self):
        """Between two lines, as a daemon that reopens its log does."""
        end = self.text.find(b"\n", self.at) + 1
        if end == 0 or end >= len(self.text):
            return
        with open(self.path, "ab") as f:
            f.write(self.text[self.at:end])
        self.at = end
        self.cuts = [c for c in self.cuts if c > end] or [len(self.text)]
        for n in range(8, 0, -1):
            for ext in ("", ".gz"):
                old = self.path.with_name(f"mail.log.{n}{ext}")
                if old.exists():
                    old.rename(self.path.with_name(f"mail.log.{n + 1}{ext}"))
        self.path.rename(self.path.with_name("mail.log.1"))
        older = self.path.with_name("mail.log.2")
        if older.exists():
            with open(older, "rb") as f, gzip.open(f"{older}.gz", "wb") as g:
                shutil.copyfileobj(f, g)
            os.utime(f"{older}.gz", (older.stat().st_mtime,) * 2)
            older.unlink()
        self.path.touch()


def is_up(state, watch):
    """It has the lock, and so reads the state now."""
    try:
        return (state / "lock").read_text().strip() == str(watch.pid)
    except FileNotFoundError:
        return False


def run(culprit, log, state, out, rotations, dice, kills):
    # Where nothing was saved yet, what was rotated is read because it is named.
    name = str(log.path) + ("*" if rotations else "")
    command = [culprit, "watch", *SETTINGS, "--json", "--state", str(state),
               name]
    turns = set(dice.sample(range(kills), rotations))
    with open(out / "watch.err", "ab") as err:
        for n in range(kills):
            log.grow()
            watch = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                     stderr=err, stdin=subprocess.DEVNULL)
            for _ in range(2000):
                if is_up(state, watch) or watch.poll() is not None:
                    break
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.08))
            if n in turns:
                log.rotate()
                time.sleep(dice.uniform(0, 0.03))
            if watch.poll() is not None:
                sys.exit(f"the watch ended by itself: {watch.returncode}; "
                         f"see {out / 'watch.err'}")
            watch.send_signal(signal.SIGKILL)
            watch.wait()
        while log.cuts:
            log.grow()
        subprocess.run([*command[:2], *SETTINGS, "--until-end", "--state",
                        str(state), "-o", str(out / "watch"), name],
                       stdout=subprocess.DEVNULL, stderr=err, check=True)


def without_places(lines):
    """A rotated line is quoted from where it was read."""
    kept = []
    for line in lines:
        s = json.loads(line)
        for e in s["evidence"]:
            del e["file"], e["offset"]
        kept.append(json.dumps(s))
    return kept


def main():
    culprit = str(pathlib.Path(sys.argv[1]).resolve())
    day = pathlib.Path(sys.argv[2])
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    dice = random.Random(seed)
    failed = 0
    for rotations in (0, 5):
        top = pathlib.Path(tempfile.mkdtemp(prefix="kill."))
        logs, out = top / "logs", top / "out"
        logs.mkdir()
        out.mkdir()
        log = Log(logs, day_of(day), kills, dice)
        run(culprit, log, top / "state", out, rotations, dice, kills)
        (top / "mail.log").write_bytes(log.text)
        whole = log.path if rotations == 0 else top / "mail.log"
        subprocess.run([culprit, "scan", "--workers", "1", "-o",
                        str(out / "scan"), str(whole)],
                       stdout=subprocess.DEVNULL, check=True)
        want, got = suggestions(out / "scan"), suggestions(out / "watch")
        if rotations:
            want, got = without_places(want), without_places(got)
        same = want == got and len(want) > 5
        read = counted(out / "scan"), counted(out / "watch")
        if read[0] != read[1]:
            print(f"NOT THE SAME was read: {read[0]}\nby the watch: {read[1]}")
            same = False
        again = (out / "watch.err").read_text().count("goes on from")
        print(f"{'ok' if same else 'NOT THE SAME'}: {kills} kills, "
              f"{rotations} rotations, seed {seed}: {len(got)} suggestions, "
              f"scan has {len(want)}; gone on from a checkpoint {again} times")
        if same and again > kills / 4:
            shutil.rmtree(top)
        else:
            failed += 1
            print(f"kept: {top}")
    sys.exit(failed != 0)


main()
