#!/usr/bin/env python3
"""logrotate.py FOLLOW_LINES PREFIX WORK [MODE...]: see logrotate.sh."""
import bz2
import glob
import gzip
import lzma
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

SECONDS = 4.0

# name: (what logrotate is told, how the writer opens, the pause between runs)
MODES = {
    "create": ("create", "reopens", 0.15),
    "create-compress": ("create\ncompress", "reopens", 0.15),
    "delaycompress": ("create\ncompress\ndelaycompress", "reopens", 0.15),
    "xz": ("create\ncompress\ncompresscmd /usr/bin/xz\n"
           "compressext .xz\ncompressoptions -1", "reopens", 0.3),
    "nocreate": ("nocreate", "reopens", 0.15),
    "nocreate-compress": ("nocreate\ncompress", "reopens", 0.15),
    "dateext": ("create\ndateext\ndateformat -%Y%m%d-%s", "reopens", 1.01),
    "dateext-compress": ("create\ndateext\ndateformat -%Y%m%d-%s\ncompress",
                         "reopens", 1.01),
    "olddir": ("create\nolddir old\ncreateolddir 755 root root", "reopens",
               0.15),
    "olddir-compress": ("create\nolddir old\ncreateolddir 755 root root\n"
                        "compress", "reopens", 0.15),
    "sharedscripts": ("create\nsharedscripts", "reopens", 0.15),
    "start0": ("create\nstart 0", "reopens", 0.15),
    "copy": ("copy", "appends", 0.3),
    "copytruncate": ("copytruncate", "appends", 0.15),
    "copytruncate-compress": ("copytruncate\ncompress", "appends", 0.15),
    "copytruncate-holes": ("copytruncate", "stays", 0.15),
}


def write_numbers(path, how, last):
    """As a daemon: numbered lines until SIGTERM; SIGHUP opens it anew."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if how != "stays" else 0)
    asked = {"reopen": False, "end": False}
    signal.signal(signal.SIGHUP, lambda *_: asked.update(reopen=True))
    signal.signal(signal.SIGTERM, lambda *_: asked.update(end=True))
    fd = os.open(path, flags, 0o644)
    n, chance = 0, random.Random(1)
    while not asked["end"]:
        lines = []
        for _ in range(chance.choice((1, 1, 7, 60))):
            lines.append(b"%d %s\n" % (n, b"x" * (n % 90)))
            n += 1
        text = b"".join(lines)
        at = chance.randrange(len(text))
        if chance.random() < 0.3:  # half a line, then the rest of it
            os.write(fd, text[:at])
            os.write(fd, text[at:])
        else:
            os.write(fd, text)
        if asked["reopen"] and how == "reopens":
            asked["reopen"] = False
            os.close(fd)
            fd = os.open(path, flags, 0o644)
        time.sleep(0.0004)
    os.close(fd)
    pathlib.Path(last).write_text(str(n))


class Follower:
    def __init__(self, program, work, options):
        self.args = [program, *options, str(work / "out"), str(work / "state"),
                     str(work / "logs/mail.log")]
        self.said = open(work / "said", "ab")
        self.kills = -1
        self.start()

    def start(self):
        self.kills += 1
        self.process = subprocess.Popen(self.args, stderr=self.said)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.start()

    def end(self):
        self.process.terminate()
        if self.process.wait() != 0:
            sys.exit("the follower failed")


def rotate(prefix, work):
    env = dict(os.environ,
               LD_LIBRARY_PATH=f"{prefix}/usr/lib/x86_64-linux-gnu")
    done = subprocess.run(
        [f"{prefix}/usr/sbin/logrotate", "-f", "-s", work / "status",
         work / "conf"], env=env, capture_output=True, text=True)
    if done.returncode != 0:
        print("logrotate:", done.stderr.strip())


def configure(work, pid, told):
    logs = f"{work}/logs/*.log" if "shared" in told else f"{work}/logs/mail.log"
    (work / "conf").write_text(
        f"{logs} {{\nsu root root\nrotate 1000\nmissingok\n{told}\n"
        f"postrotate\nkill -HUP {pid}\nendscript\n}}\n")


def numbers(raw):
    return [int(line.split(b" ")[0]) for line in raw.split(b"\n") if line]


def unpacked(path):
    opened = {".gz": gzip, ".xz": lzma, ".bz2": bz2}.get(path.suffix)
    raw = opened.open(path).read() if opened else path.read_bytes()
    return raw.lstrip(b"\0")


def on_disk(work):
    """The numbers that the log's files hold, whole lines alone."""
    held = set()
    for name in glob.glob(f"{work}/logs/**/mail.log*", recursive=True):
        for line in unpacked(pathlib.Path(name)).split(b"\n")[:-1]:
            line = line.lstrip(b"\0")
            number, _, rest = line.partition(b" ")
            if number.isdigit() and rest == b"x" * (int(number) % 90):
                held.add(int(number))
    return held


def check(name, told, work, written):
    """What is wrong, and what is to be told."""
    got = []
    broken = 0
    for line in (work / "out").read_bytes().split(b"\n")[:-1]:
        number, _, rest = line.partition(b" ")
        if number.isdigit() and rest == b"x" * (int(number) % 90):
            got.append(int(number))
        else:
            broken += 1
    wrong = []
    twice = len(got) - len(set(got))
    if twice:
        wrong.append(f"{twice} lines twice")
    if got != sorted(got):
        wrong.append("not in order")
    lost = set(range(written)) - set(got)
    if "truncate" not in told:
        if lost:
            wrong.append(f"{len(lost)} lost, the first {min(lost)}")
        if broken:
            wrong.append(f"{broken} broken")
        return wrong, ""
    unread = on_disk(work) & lost
    if unread:
        wrong.append(f"{len(unread)} lost that the files hold,"
                     f" the first {min(unread)}")
    return wrong, (f", {len(lost)} lost between copy and truncation,"
                   f" {broken} torn by it")


def turn(work, pid, name, kills, program, prefix, options):
    """Follow and rotate for a while."""
    told, _, pause = MODES[name]
    configure(work, pid, told)
    chance = random.Random(len(name))
    follower = Follower(program, work, options)
    rotations, end = 0, time.monotonic() + SECONDS
    kill_at = time.monotonic()
    while time.monotonic() < end:
        rotate(prefix, work)
        rotations += 1
        until = time.monotonic() + pause
        while time.monotonic() < until:
            time.sleep(0.01)
            if kills and time.monotonic() > kill_at:
                follower.kill()
                kill_at = time.monotonic() + chance.uniform(0.02, 0.4)
    return follower, rotations


def play(name, program, prefix, top, kills, options=()):
    told, how, _ = MODES[name]
    work = top / f"{name}-{'killed' if kills else 'steady'}{len(options)}"
    (work / "logs").mkdir(parents=True)
    if "shared" in told:
        (work / "logs/other.log").write_text("other\n")
    pid = os.fork()
    if pid == 0:
        write_numbers(work / "logs/mail.log", how, work / "last")
        os._exit(0)
    try:
        follower, rotations = turn(work, pid, name, kills, program, prefix,
                                   options)
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    written = int((work / "last").read_text())
    size, still = -1, time.monotonic()
    while time.monotonic() < still + 3:  # until it says no more
        time.sleep(0.1)
        now = (work / "out").stat().st_size
        if now != size:
            size, still = now, time.monotonic()
    follower.end()
    wrong, told_more = check(name, told, work, written)
    print(f"{'FAILED' if wrong else 'ok'} {work.name}: {written} lines,"
          f" {rotations} rotations, {follower.kills} kills{told_more}"
          f" {'; '.join(wrong)}", flush=True)
    if wrong or os.environ.get("KEEP"):
        print((work / "said").read_text()[-600:])
    return not wrong


def main():
    program, prefix, top, *only = sys.argv[1:]
    good = True
    for name in only or MODES:
        for kills in False, True:
            good &= play(name, program, prefix, pathlib.Path(top), kills)
    if not only:
        good &= play("create", program, prefix, pathlib.Path(top), True,
                     ["-p"])
        good &= play("copytruncate", program, prefix, pathlib.Path(top), True,
                     ["-p"])
    sys.exit(not good)


if __name__ == "__main__":
    main()
