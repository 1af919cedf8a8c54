#!/usr/bin/env python3
"""A morning with the ledger in the shell: list, show, decide, answer, export.

usage: ledger_shell.py CULPRIT DAY
"""
import calendar
import json
import os
import pty
import re
import select
import subprocess
import time

from ledger_common import ME, main

ZOMBIE, ACCOUNT, SPAMMER = "C02018", "swift.point@aurora.example", "C02466"


def worklist(t):
    status, out, err = t.scan()
    t.that(status == 0, err)
    n = out.count("\n  new ")
    t.that(n == 14 and "  14 new\n" in out and "14 wait for a decision" in out,
           out[-3000:])
    out = t.does("list")
    t.that("In the ledger: 14 open.\n" in out and ZOMBIE in out, out)
    t.that("\033" not in out, "no colour into a pipe")
    rows = t.json("case", "list")
    t.that(len(rows) == 15 and rows[-1]["summary"]["found"] == 14, rows[-1])
    t.that(rows[-1]["summary"]["standings"]["open"] == 14, rows[-1])
    t.that([r["standing"] for r in rows[:-1]] == ["open"] * 14, rows)
    for args, n in (((ACCOUNT,), 1), (("192.0.2.47",), 1), (("-n", "3"), 3),
                    (("--kind", "zombie"), 2), (("--action", "block"), 4),
                    (("--kind", "zombie,harvest"), 3),
                    (("--customer", ZOMBIE), 1), (("zz-nobody-zz",), 0),
                    (("--standing", "accepted,declined"), 0)):
        t.that(len(t.cases(*args)) == n, args)
    t.that("11 more: -n 14 shows all" in t.does("list", "-n", "3"), "-n 3")
    t.that("Nothing to show" in t.does("list", "zz-nobody-zz"), "nothing")
    for order in ("gravest", "newest", "oldest", "subject", "recent"):
        t.that(len(t.cases("--sort", order)) == 14, order)
    names = [c["subject"]["value"] for c in t.cases("--sort", "subject")]
    t.that(len(set(names)) == 14, names)


def page(t):
    ident = t.of(ZOMBIE)
    out = t.does("show", ident[:4])
    for text in ("suspend customer C02018: zombie", "open: nobody has decided",
                 "What speaks for it", "The lines behind it", "192.0.2.47",
                 f"culprit accept {ident}", "--all shows them", "confidence",
                 "Others of the same customer or range"):
        t.that(text in out, f"{text!r} in the page: {out[:1500]}")
    whole = t.case(ident)
    t.that(whole["decisions"] == [] and whole["notes"] == [], whole)
    t.that(len(whole["evidence"]) > 6 and len(whole["seen"]) == 1, whole)
    t.that(t.does("show", "--all", ident).count(" at byte ")
           == len(whole["evidence"]), "all lines")
    masked = t.does("show", "--mask", "--json", ident)
    t.that("to=<b\u2026@orchid-field.example>" in masked, "masked")
    letter = t.does("show", "--letter", ident)
    t.that("Subject" in letter or len(letter.splitlines()) > 8, letter)
    two = t.does("show", ident, t.of(SPAMMER))
    t.that(two.count("What speaks for it") == 2, "two at once")


def deciding(t):
    ids = [t.of(ZOMBIE), t.of(ACCOUNT)]
    out = t.json("decided", "accept", *ids, "--by", "anna", "--until", "2w",
                 "seen twice this month")
    t.that([o["id"] for o in out] == ids, out)
    t.that(all(o["standing"] == "accepted" and o["decision"]["by"] == "anna"
               and o["decision"]["text"] == "seen twice this month"
               for o in out), out)
    left = time.time() + 14 * 86400
    until = time.strptime(out[0]["decision"]["until"][:19],
                          "%Y-%m-%dT%H:%M:%S")
    t.that(abs(calendar.timegm(until) - left) < 120, out)
    # again is no mistake of the user's that costs anything
    t.that(t.case(ids[0])["standing"] == "accepted", "accepted")
    out = t.does("decline", t.of(SPAMMER), "--why", "newsletter", "--by",
                 "bob", "signed up at the fair")
    t.that("declined by bob" in out and "A mailing that people asked for"
           in out, out)
    out = t.does("decline", "--why", "list")
    t.that("newsletter" in out and "wrong-who" in out, out)
    t.that("noted" in t.does("note", ids[0], "called", "him,", "no answer",
                             "--by", "anna"), "noted")
    t.json("noted", "note", ids[0][:5], "second", "--by", "bob")
    whole = t.case(ids[0])
    t.that([n["text"] for n in whole["notes"]]
           == ["called him, no answer", "second"], whole["notes"])
    t.that(t.case(t.of(SPAMMER))["decided"]["reason"] == "newsletter", "why")
    # who decides is taken from the shell
    t.does("reopen", t.of(SPAMMER), "took it for another",
           env={**ME, "USER": "carla"})
    t.that([(d["verb"], d["by"]) for d in t.case(t.of(SPAMMER))["decisions"]]
           == [("decline", "bob"), ("reopen", "carla")], "reopened")
    t.does("decline", t.of(SPAMMER), "--why", "handled", "--text", "known",
           env={**ME, "USER": "root", "SUDO_USER": "dora"})
    t.that(t.case(t.of(SPAMMER))["decided"]["by"] == "dora", "sudo")


def releasing(t):
    ident = t.of(ACCOUNT)
    out = t.json("decided", "release", ident, "--by", "bob", "--how", "phone",
                 "--done", "new password", "--says", "A. Berg")
    t.that(out[0]["standing"] == "released" and
           out[0]["decision"]["says"] == "A. Berg", out)
    text = t.does("show", ident)
    for part in ("bob released it", "how it was sent: phone",
                 "what was done: new password", "who says so: A. Berg"):
        t.that(part in text, part)


def answers_on_terminal(t, answers, *args):
    """(status, all that was on the terminal) of a release that asks."""
    main_fd, fd = pty.openpty()
    child = subprocess.Popen(
        [t.program, "release", "--ledger", str(t.path), *args], stdin=fd,
        stdout=fd, stderr=fd, env={**os.environ, **ME, "TERM": "dumb"})
    os.close(fd)
    seen, left = b"", list(answers)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not select.select([main_fd], [], [], 0.2)[0]:
            if child.poll() is not None:
                break
            continue
        try:
            got = os.read(main_fd, 4096)
        except OSError:
            break
        if not got:
            break
        seen += got
        if seen.rstrip(b" ").endswith(b"?") and left:
            os.write(main_fd, left.pop(0))
    status = child.wait(timeout=10)
    os.close(main_fd)
    return status, seen.decode(errors="replace")


def asking(t):
    ident = t.of("198.51.100.90")
    t.does("accept", ident, "--by", "anna")
    status, seen = answers_on_terminal(t, [b"\x04"], ident, "--by", "bob")
    t.that(status == 1 and "nothing was released" in seen, seen)
    t.that(t.case(ident)["standing"] == "accepted", "still accepted")
    status, seen = answers_on_terminal(
        t, [b"\n", b"a scanner on the host\n", b"set up anew\n", b"C. Dorn\n"],
        ident, "--by", "bob")
    t.that(status == 0 and "released by bob" in seen, seen)
    t.that("clean: nothing more was seen" in seen.replace("\r\n", " ")
           .replace("  ", " "), seen)
    last = t.case(ident)["decisions"][-1]
    t.that(last["how_sent"] == "a scanner on the host" and
           last["says"] == "C. Dorn", last)


def excepting(t):
    made = t.json("exception", "except", "192.0.2.47", "noc@aurora.example",
                  "198.51.100.0/24", "--why", "our own", "--owner", "A. Berg",
                  "--until", "2030-12-24", "--by", "anna")
    t.that([e["exception"]["what"] for e in made] == [
        "192.0.2.47", "noc@aurora.example", "198.51.100.0/24"], made)
    t.that(made[0]["exception"]["expires"] == "2030-12-25T00:00:00Z", made)
    t.that("answers for it: A. Berg" in t.does("except"), "listed")
    _, out, _ = t.scan("--json")
    cleared = summary_of(out)["cleared"]
    t.that(any(c["veto"] == "exception" and "our own" in c["text"] and
               "A. Berg" in c["text"] for c in cleared), cleared)
    t.json("removed", "except", "--remove", made[0]["exception"]["number"],
           "--by", "anna")
    t.that(len(t.json("exception", "except", "--list")) == 2, "two left")
    t.that(len(t.json("exception", "except", "--list", "--all")) == 3, "all")
    for e in made[1:]:
        t.does("except", "--remove", e["exception"]["number"], "--by", "anna")


def summary_of(out):
    return json.loads(out.splitlines()[-1])["summary"]


def answering(t):
    """The phone rings: what he quotes, and what comes of it."""
    for words, answer, *parts in (
            (("550 5.0.0 Server 192.0.2.47 blocked as possible open relay",),
             "us", "The customer C02018 is suspended by us: anna decided",
             "infected devices", "culprit release"),
            (("550", "5.7.1", "We", "do", "not", "relay"), "not-us",
             "port 587 with STARTTLS"),
            ((ACCOUNT,), "not-us", "bob released it"),
            ((SPAMMER,), "not-us", "declined it", "Known, and already seen"),
            (("203.0.113.70",), "undecided", "nobody has decided yet"),
            ((t.of(ZOMBIE)[:5],), "us", "C02018 is suspended by us"),
            (("host mx.far.example[203.0.113.70] said: 554 5.7.1 Client host "
              "[192.0.2.99] blocked using bl.far.example",), "not-us",
             "knows nothing of 192.0.2.99", "the list bl.far.example",
             "It was refused by mx.far.example"),
            (("192.0.2.222",), "nothing-known", "knows nothing of")):
        got = t.json("answer", "why", *words)[0]
        text = " ".join(p["text"] for p in got["parts"])
        t.that(got["answer"] == answer, (words, got))
        for part in parts:
            t.that(part in text, f"{part!r} for {words}: {text}")
    # whose an address is, the configuration knows
    for who, *parts in (
            ("2001:db8:101:2f07::1", "C02018 is suspended by us",
             "2001:db8:101:2f07::1 is of customer C02018"),
            ("192.0.2.17", "Not us", "192.0.2.17 is of customer C01808"),
            ("203.0.113.5", "203.0.113.5 is not in our networks")):
        out = t.does("why", "-c", t.day / "culprit.conf", who)
        for part in parts:
            t.that(part in out, f"{part!r} for {who}: {out}")
    _, out, _ = t.on("why", data=b"The following failed:\n<x@y.example>: host "
                     b"mx1[192.0.2.2] said: 554 5.7.1 <unknown[192.0.2.47]>: "
                     b"Client host rejected\n")
    t.that("is suspended by us" in out and "On the phone" in out and
           "  1. Ask three things" in out, out)


def exporting(t):
    names = re.findall(r"^  ([a-z0-9-]+) ", t.does("export", "--list-formats"),
                       re.M)
    t.that("postfix-cidr" in names and "postfix-sasl" in names, names)
    out = t.does("export", "postfix-cidr")
    t.that("192.0.2.47" in out and "203.0.113.70" not in out, out)
    t.that("203.0.113.70" in t.does("export", "postfix-cidr", "--open"), "open")
    t.that("192.0.2.47" not in t.does("export", "postfix-cidr", "--undo"),
           "undo")
    lists = []
    for _ in range(2):
        t.does("export", "postfix-cidr", "-o", "list.cidr")
        lists.append(((t.top / "list.cidr").stat().st_ino, untimed(
            (t.top / "list.cidr").read_text())))
    t.that({text for _, text in lists} == {untimed(out)}, "the same in a file")
    t.that(lists[0][0] != lists[1][0], "replaced whole")
    who = ("--set", "letter.provider=Aurora", "--set",
           "letter.contact=abuse@aurora.example")
    t.does("export", "--all", "-o", "lists/of/today", *who)
    made = {p.name for p in (t.top / "lists/of/today").iterdir()}
    named = {line[17:38].strip() for line in
             t.does("export", "--list-formats").splitlines()} - {""}
    t.that(made == named, (made, named))
    t.ends(t.on("export", "postfix-cidr", "-o", "none/here"), 1, "none/here")


def untimed(text):
    """But for when it was made."""
    return re.sub(r"(?m)^# made: .*\n", "", text)


if __name__ == "__main__":
    main([worklist, page, deciding, releasing, asking, excepting, answering,
          exporting])
