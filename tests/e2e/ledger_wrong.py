#!/usr/bin/env python3
"""Wrong use of the ledger's commands, and hostile words: said, and harmless.

usage: ledger_wrong.py CULPRIT DAY
"""
import os
import shutil

from ledger_common import ME, main

HOSTILE = ("\x1b[31mred\x1b[0m", "a\rb\nc", "<script>alert(1)</script>",
           "'; DROP TABLE suggestion; --", "%", "_", "\x7f\x01", "\u202egnp",
           "\udcff\udcfe", "{}%s%n", "x" * 500, "../../etc/passwd")


def without_ledger(t):
    t.ends(t.run("list", env=ME), 2, "no ledger is named", "--ledger FILE")
    for command in ("list", "show abcd", "accept abcd --by x", "why x",
                    "export postfix-cidr", "except --list"):
        t.ends(t.on(*command.split()), 1, "there is no ledger yet: a scan")
    t.that(not t.path.exists(), "nothing was made")
    t.write("ledger.db", "this is no ledger at all, and long enough\n" * 30)
    for command in ("list", "show abcd", "accept abcd --by x", "why x",
                    "export postfix-cidr"):
        result = t.on(*command.split())
        t.that(result[0] == 1 and str(t.path) in result[2], result)
    # who is never to be accused is not known: nothing is judged
    t.ends(t.scan(), 1, str(t.path), "nothing is judged")
    t.that(t.scan("--ledger", "")[0] == 0, "--ledger '' does without")
    t.path.unlink()
    t.write("file", "")
    t.ends(t.run("scan", "--ledger", "file/x/l.db", t.day / "mail.log",
                 env=ME), 1, "file/x")
    if os.geteuid() != 0:
        t.ends(t.run("scan", "--ledger", "/proc/l.db", t.day / "mail.log",
                     env=ME), 1, "/proc")


def words(t):
    t.that(t.scan()[0] == 0, "a ledger")
    before = t.dump()
    a, b = (c["id"] for c in t.cases()[:2])
    for args, *said in (
            (("show",), "no ID given"), (("accept",), "no ID given"),
            (("accept", a), "--by NAME"),
            (("accept", a, "--by", "x" * 64), "longer than 63"),
            (("accept", a, "--by", "x", "--until", "yesterday"), "--until",
             "7d"),
            (("accept", a, "--by", "x", "--until", "2020-01-01"), "to come"),
            (("accept", a, "--by", "x", "--until", "2027-02-29"), "to come"),
            (("accept", a, "--by", "x", "--until", "0d"), "to come"),
            (("decline", a, "--by", "x"), "why?", "newsletter"),
            (("decline", a, "--by", "x", "--why", "none"), "none of",
             "newsletter"),
            (("decline", a, "--by", "x", "--why", "nosuch"), "--why nosuch"),
            (("decline", a, "--by", "x", "--why", "other"), ""),
            (("release", a, "--by", "x"), "--how", "--done", "--says"),
            (("release", a, "--by", "x", "--how", "a", "--done", " ",
              "--says", "c"), "--done"),
            (("release", a, "--by", "x", "--how", "a", "--done", "b", "--says",
              "c"), ""),
            (("reopen", a, "--by", "x"), ""),
            (("note", a), "culprit note ID TEXT"), (("note",), "TEXT"),
            (("list", "a", "b"), "in quotes"),
            (("list", "--standing", "opened"), "no standing 'opened'", "open"),
            (("list", "--kind", "zombies"), "no kind", "zombie"),
            (("list", "--action", "x"), "no action"),
            (("list", "--sort", "x"), "no order"), (("list", "-n", "0"), "-n"),
            (("list", "-n", "-1"), "-n"), (("list", "-n", "x"), "-n x"),
            (("export",), "one FORMAT"), (("export", "xml"), "no format 'xml'",
                                          "postfix-cidr"),
            (("export", "--all"), "-o DIR"), (("why",), None),
            (("except", "192.0.2.1", "--by", "x"), "--why"),
            (("except", "192.0.2.1", "--by", "x", "--why", "y"), "--owner"),
            (("except", "192.0.2.300", "--by", "x", "--why", "y", "--owner",
              "z"), "is no network"),
            (("except", "192.0.2.1/24", "--by", "x", "--why", "y", "--owner",
              "z"), "is no network"),
            (("except", "--remove", "x", "--by", "x"), "--remove x")):
        if said == [None]:
            continue
        t.ends(t.on(*args), 2, *said)
    for args, said in ((("show", "zzzz"), "no case zzzz"),
                       (("accept", "zzzz", "--by", "x"), "no case zzzz"),
                       (("note", "zzzz", "x", "--by", "x"), "zzzz"),
                       (("except", "--remove", "99", "--by", "x"), "99")):
        t.ends(t.on(*args), 1, said)
    result = t.on("show", a[:3])
    t.that(result[0] != 0 and result[2] != "", result)
    t.that(t.dump() == before, "nothing of all this changed anything")
    # of several ids those that can be are decided, and the rest is said
    result = t.on("accept", "zzzz", b, "--by", "x")
    t.ends(result, 1, "zzzz")
    t.that(t.case(b)["standing"] == "accepted", result)


def hostile(t):
    a, b, c = (c["id"] for c in t.cases("--all")[:3])
    for word in HOSTILE:
        for args in (("show", word), ("accept", word, "--by", "x"),
                     ("note", word, "x", "--by", "x")):
            status, out, err = t.on(*args)
            t.that(status in (1, 2) and err, (args, status, out))
            t.that(clean(out) and quiet(err), (args, err))
        for args in (("list", word), ("why", word), ("list", "--customer",
                                                     word)):
            status, out, err = t.on(*args)
            t.that(status == 0 and clean(out) and quiet(err),
                   (args, status, err))
    t.that(all("%" in str(t.case(c["id"])) for c in t.cases("%")),
           "% is a letter")
    for n, word in enumerate(HOSTILE):
        t.does("note", a, word, word, "--by", "x")
        t.does("accept", a, "--by", word[:60] or "x", "--text", word)
        t.does("release", a, "--by", "x", "--how", word, "--done", word,
               "--says", word)
        t.does("reopen", a, "--by", "x", "--text", word)
    status, out, err = t.on("show", a)
    t.that(status == 0 and clean(out), err)
    t.that("\\x1b[31mred" in out and "<script>" in out, out[-2000:])
    status, out, _ = t.on("show", "--json", a)
    t.that(clean(out), "JSON")
    whole = t.case(a)
    t.that(len(whole["notes"]) == len(HOSTILE) and
           whole["notes"][2]["text"] == f"{HOSTILE[2]} {HOSTILE[2]}",
           whole["notes"][:3])
    for word in HOSTILE:
        status, out, err = t.on("except", word, "--by", "x", "--why", word,
                                "--owner", word[:60])
        t.that(status in (0, 2) and clean(out) and quiet(err),
               (word, status, err))
    status, out, _ = t.on("except")
    t.that(status == 0 and clean(out), out)
    status, out, _ = t.scan()
    t.that(status == 0 and clean(out), "a scan with such exceptions")
    t.that(t.does("export", "postfix-cidr", "--open").isascii(), "lists")
    # longer than anything may be
    for args in (("note", b, "x" * 100000, "--by", "x"),
                 ("accept", b, "--by", "x", "--text", "x" * 100000),
                 ("decline", c, "--by", "x", "--why", "other", "--text",
                  "x" * 100000)):
        t.ends(t.on(*args), 2, "")
    status, out, _ = t.on("why", data=os.urandom(200000))
    t.that(status == 0 and clean(out), "noise")
    status, out, _ = t.on("why", data=b"")
    t.that(status == 0, "nothing")


def quiet(text):
    """Nothing in it moves a cursor."""
    return not any(c < " " and c != "\n" or c == "\x7f" for c in text)


def clean(text):
    """Nor does it turn the line round."""
    return quiet(text) and "\u202e" not in text


def read_only(t):
    if os.geteuid() == 0:
        return
    os.chmod(t.path, 0o400)
    t.ends(t.on("accept", t.cases()[0]["id"], "--by", "x"), 1, str(t.path))
    os.chmod(t.path, 0o600)


def damaged(t):
    whole = t.path.read_bytes()
    for name in ("-wal", "-shm"):
        other = t.path.with_name(t.path.name + name)
        if other.exists():
            other.unlink()
    t.path.write_bytes(whole[:5000])
    for command in ("list", "why x", "export postfix-cidr"):
        result = t.on(*command.split())
        t.that(result[0] == 1 and str(t.path) in result[2] and
               "Traceback" not in result[2], result)
    shutil.rmtree(t.path, ignore_errors=True)


if __name__ == "__main__":
    main([without_ledger, words, hostile, read_only, damaged])
