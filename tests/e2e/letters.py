#!/usr/bin/env python3
"""Letters as files, on the command line and in the report, of one day.

usage: letters.py CULPRIT SAMPLES_DIR
"""
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

culprit, day = sys.argv[1], pathlib.Path(sys.argv[2])
logs = sorted(map(str, day.glob("mail.log*")))
options = ["-c", str(day / "culprit.conf"),
           "--set", "letter.provider=Aurora Net",
           "--set", "letter.contact=abuse@aurora.example"]
bad = []


def run(*args):
    done = subprocess.run([culprit, *args], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def that(ok, what):
    if not ok:
        bad.append(what)


def letter_of(*who):
    return run("explain", "--letter", *options, *who, *logs)


def words(text):
    return " ".join(text.split())


def files(top):
    out = top / "out"
    status, _, said = run("scan", *options, "-o", str(out), *logs)
    that(status == 0, f"scan ended with {status}: {said}")
    page = (out / "report.html").read_text()
    cards = [html.unescape(c) for c in
             re.findall(r'<details class="letter">.*?<pre>(.*?)</pre>', page,
                        re.S)]
    lines = (out / "suggestions.jsonl").read_text().splitlines()
    rows = [s for s in map(json.loads, lines) if "id" in s]
    due = [s for s in rows if s["action"] != "watch"]
    names = {p.name for p in (out / "letters").iterdir()}
    that(names == {s["id"] + ".txt" for s in due}, f"letters/: {names}")
    that(len(due) > 5, f"{len(due)} letters alone")
    for s, card in zip(due, cards, strict=True):
        text = (out / "letters" / (s["id"] + ".txt")).read_text()
        check(s, text)
        that(card == text, f"{s['id']}: the card has another letter")
    return due, out


def check(s, text):
    name = s["subject"]["value"]
    that(all(len(x) <= 72 for x in text.splitlines()), f"{name}: too wide")
    for part in (name, s["id"], "Aurora Net", "abuse@aurora.example",
                 s["first_seen"][:10] + " " + s["first_seen"][11:16]):
        that(part in words(text), f"{name}: no {part}")
    # every signal has words for somebody who knows no mail server
    for reason in s["reasons"]:
        that(reason["text"] not in words(text),
             f"{name}: in the words of staff: {reason['text']}")


def commands(due, out):
    s = due[0]
    text = (out / "letters" / (s["id"] + ".txt")).read_text()
    for who in (s["id"], s["subject"]["value"]):
        status, got, _ = letter_of(who)
        that(status == 0 and got == text, f"explain --letter {who}: {got}")
    with_address = next(s for s in due if s["subject"]["type"] == "customer")
    status, got, _ = letter_of(with_address["addresses"][0])
    that(status == 0 and with_address["id"] in got, "by address")
    status, got, said = letter_of("192.0.2.250")
    that(status == 1 and got == "" and "192.0.2.250" in said,
         f"nobody's letter: {status} {got} {said}")


def own(top):
    folder = top / "own"
    folder.mkdir()
    (folder / "zombie.txt").write_text("To: {who}\n\nDear {whom},\n")
    setting = f"letter.directory={folder}"
    for args in (["check"], ["scan", *logs], ["explain", "x", *logs]):
        status, _, said = run(args[0], "--set", setting, *args[1:])
        that(status == 2 and "zombie.txt:3: unknown placeholder '{whom}'"
             in said, f"{args[0]}: {status} {said}")
    (folder / "zombie.txt").write_text("To: {who}\n")
    (top / "c.conf").write_text("[letter]\nprovider = Aurora Net, the desk\n"
                                "directory = own\n")
    status, shown, said = run("check", "-c", str(top / "c.conf"))
    that(status == 0 and "provider = Aurora Net, the desk\n" in shown
         and f"directory = {folder}\n" in shown, f"check: {shown} {said}")


with tempfile.TemporaryDirectory() as name:
    commands(*files(pathlib.Path(name)))
    own(pathlib.Path(name))
print("\n".join(bad))
print(f"letters: {len(bad)} wrong")
sys.exit(bool(bad))
