#!/usr/bin/env python3
"""The units: systemd finds nothing wrong in them, and few rights.

usage: units.py CULPRIT UNIT_DIR SYSUSERS TMPFILES

Status 77 where there is no systemd-analyze.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What `systemd-analyze security` makes of them, in tenths: the watch has a
# network, though loopback alone.
MOST = {"culprit-watch.service": 13, "culprit-scan.service": 6}
UNITS = [*MOST, "culprit-watch.socket", "culprit-scan.timer"]
WITHOUT = "NoNewPrivileges=yes ProtectSystem=strict PrivateDevices=yes"


def run(*words, **more):
    return subprocess.run([str(w) for w in words], capture_output=True,
                          text=True, check=False, timeout=60, **more)


def placed(units, program, top):
    """Copies that name a program that is there."""
    for name in UNITS:
        text = (units / name).read_text()
        text = re.sub(r"^(ExecStart=)\S*/culprit ", rf"\1{program} ", text,
                      flags=re.M)
        (top / name).write_text(text)


def verified(path):
    return run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no",
               path)


def exposure(path, most):
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager",
               f"--threshold={most}", path)
    match = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert match, done.stdout + done.stderr
    return done.returncode, float(match.group(1))


def names_are_right(top):
    for name in UNITS:
        done = verified(top / name)
        said = done.stdout + done.stderr
        assert done.returncode == 0 and said == "", f"{name}: {said}"
    odd = top / "culprit-odd.service"
    odd.write_text((top / "culprit-watch.service").read_text()
                   .replace("WatchdogSec=30", "WatchdogSecs=30"))
    done = verified(odd)
    assert "WatchdogSecs" in done.stderr, "a wrong name was not seen"
    odd.unlink()
    print(f"verify: ok, {len(UNITS)} units")


def rights_are_few(top):
    for name, most in MOST.items():
        code, score = exposure(top / name, most)
        assert code == 0, f"{name}: {score}, at most {most / 10} wanted"
        print(f"security: {name} {score}")
        wide = top / f"wide-{name}"
        text = (top / name).read_text()
        for line in WITHOUT.split():
            assert line in text, f"{name}: no {line}"
            text = text.replace(line, "")
        wide.write_text(text)
        code, score = exposure(wide, most)
        assert code != 0, f"without {WITHOUT} it still scores {score}"


def options_are_there(top, program):
    """What a unit starts is a command with those options."""
    commands = run(program, "help").stdout
    for name in MOST:
        text = (top / name).read_text()
        words = re.search(r"^ExecStart=\S+ (.*)$", text, re.M).group(1).split()
        given = " ".join(re.findall(r"^Environment=\"\w+=(.*)\"$", text, re.M))
        options = [w for w in words + given.split() if w.startswith("-")]
        assert re.search(rf"^  {words[0]} ", commands, re.M), (
            f"there is no culprit {words[0]}")
        about = run(program, words[0], "--help").stdout
        for option in options:
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", about), (
                f"culprit {words[0]} has no {option}")
        print(f"{name}: ok, culprit {words[0]} {' '.join(options)}")


def calendar(top):
    when = re.search(r"^OnCalendar=(.*)$", (top / "culprit-scan.timer")
                     .read_text(), re.M).group(1)
    done = run("systemd-analyze", "calendar", "--iterations=2",
               "--base-time=2026-11-20 12:00:00 UTC", when)
    assert done.returncode == 0, done.stderr
    assert "2026-11-21 00:17:00" in done.stdout, done.stdout
    assert "2026-11-22 00:17:00" in done.stdout, done.stdout


def user(top, sysusers, tmpfiles):
    if not shutil.which("systemd-sysusers") or os.getuid() != 0:
        print("sysusers, tmpfiles: not looked at, only root can")
        return
    root = top / "root"
    (root / "etc").mkdir(parents=True)
    done = run("systemd-sysusers", f"--root={root}", sysusers)
    assert done.returncode == 0, done.stderr
    line = next(x for x in (root / "etc/passwd").read_text().splitlines()
                if x.startswith("culprit:"))
    assert line.endswith(":/var/lib/culprit:/usr/sbin/nologin"), line
    assert "\nculprit:" in "\n" + (root / "etc/group").read_text()
    done = run("systemd-tmpfiles", "--create", f"--root={root}", tmpfiles)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    made = (root / "run/culprit").stat()
    assert made.st_mode & 0o7777 == 0o755, oct(made.st_mode)
    assert made.st_uid == int(line.split(":")[2]), made.st_uid
    print("sysusers, tmpfiles: ok")


def main(program, units, *snippets):
    if not shutil.which("systemd-analyze"):
        print("skipped: no systemd-analyze here")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        placed(pathlib.Path(units), pathlib.Path(program).resolve(), top)
        names_are_right(top)
        rights_are_few(top)
        options_are_there(top, program)
        calendar(top)
        user(top, *(pathlib.Path(s).resolve() for s in snippets))


if __name__ == "__main__":
    main(*sys.argv[1:])
