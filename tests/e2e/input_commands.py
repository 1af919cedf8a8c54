#!/usr/bin/env python3
"""Commands, options and the configuration: what is said, and the status.

usage: input_commands.py CULPRIT
"""
import json
import os
import shlex
import stat
import subprocess
import sys

from input_common import Checks, line


def commands(check):
    check.ends(check.run(), 2, "usage: culprit COMMAND")
    check.ends(check.run("scna"), 2, "no command 'scna'",
               "did you mean: culprit scan")
    check.ends(check.run("frobnicate"), 2, "culprit help")
    check.ends(check.run("scan", "--nosuch"), 2, "--nosuch",
               "culprit help scan")
    check.ends(check.run("scan", "--format"), 2, "--format wants a value")
    check.ends(check.run("scan", "--format", "xml"), 2, "no format 'xml'",
               "jsonl")
    check.ends(check.run("parse", "--parser", "nosuch"), 2, "parse --list")
    check.ends(check.run("explain"), 2, "no SOURCE")
    check.ends(check.run("check", "file"), 2, "-c FILE")
    status, out, _ = check.run("--version")
    check.that(status == 0 and out.startswith("culprit "), out)
    for command in ("scan", "watch", "parse", "explain", "check", "list", "show",
                    "accept", "decline", "release", "reopen", "note", "except",
                    "why", "export", "desk", "help"):
        for ask in ((command, "--help"), ("help", command)):
            status, out, _ = check.run(*ask)
            check.that(status == 0 and f"culprit {command}" in out, ask)


def lists(check):
    status, out, _ = check.run("parse", "--list")
    check.that(status == 0 and "postfix: " in out and "grammar: " in out, out)
    status, out, _ = check.run("scan", "--list-detectors")
    check.that(status == 0 and out.count("misses: ") >= 3, out)
    status, out, _ = check.run("scan", "--list-formats")
    for name in ("table", "jsonl", "csv", "html", "postfix-cidr"):
        check.that(status == 0 and name in out, f"{name} in {out}")


def configuration(check):
    log = check.write("mail.log", line(1))
    bad = check.write("bad.conf", "[network]\nnetwork = 192.0.2.0/24\n"
                      "[time]\nyear = soon\n")
    for command in (("scan", log), ("parse", log), ("check",)):
        check.ends(check.run(command[0], "-c", bad, *command[1:]), 2,
                   "bad.conf:2: unknown key 'network'", "'networks'",
                   "bad.conf:4: ")
    check.ends(check.run("scan", "-c", "none.conf", log), 2, "none.conf: No")
    check.ends(check.run("scan", "--set", "time.yaer=2026", log), 2,
               "time.year")
    never = check.write("never.conf", "[judge]\nnever = 192.0.2.0/33\n")
    check.ends(check.run("scan", "-c", never, log), 2, "192.0.2.0/33")
    lost = check.write("lost.conf", "[network]\ncustomers = lost.csv\n")
    check.ends(check.run("scan", "-c", lost, log), 2, "lost.csv")
    check.ends(check.run("check", "-c", lost), 2, "lost.csv")
    check.write("nets.csv", "cidr,asn\n")
    for name, said in (("lost.mmdb", "lost.mmdb: No such file"),
                       ("nets.csv", "nets.csv: no MMDB file")):
        conf = check.write("mmdb.conf", f"[network]\nmmdb = {name}\n")
        check.ends(check.run("scan", "-c", conf, log), 2, said)
        check.ends(check.run("check", "-c", conf), 2, said)


def checking(check):
    conf = check.write("good.conf", "[network]\nnetworks = 192.0.2.0/24\n"
                       "[limits]\nmemory = 512M\n")
    status, out, err = check.run("check", "-c", conf)
    check.that(status == 0 and err == "", err)
    check.that("networks = 192.0.2.0/24" in out and "memory = 512M" in out,
               out)
    again = check.write("again.conf", out)
    check.that(check.run("check", "-c", again)[0] == 0,
               "what it prints is a configuration")
    table = json.loads(check.run("check", "--json", "-c", conf)[1])
    of = {(row["section"], row["key"]): row for row in table}
    check.that(of["limits", "memory"]["value"] == "512M", of)
    check.that(all(row["help"] for row in table), "each has its help")
    off = [a for name in {s for s, _ in of if s.startswith("detect.")}
           for a in ("--set", f"{name}.enabled=no")]
    section, key = next(k for k in of
                        if k[0].startswith("detect.") and k[1] != "enabled")
    number = of[section, key]["range"].split(" to ")[1]
    _, _, err = check.run("check", *off, "--set", f"{section}.{key}={number}")
    check.that(f"unused: {key}" in err, err)
    _, _, err = check.run("check", "--set", "network.servers=mx1")
    check.that("unused: servers in [network]" in err, err)


def saving(check):
    log = check.write("mail.log", line(1))
    status, out, err = check.run("scan", "-o", "a/b/out", log)
    check.that(status == 0, err)
    check.that("What was read" in out or "read" in out, "the table is shown")
    names = sorted(os.listdir(check.top / "a/b/out"))
    for name in ("suggestions.jsonl", "suggestions.csv", "report.html"):
        check.that(name in names, f"{name} in {names}")
    check.that(not any("XXXXXX" in n or n.count(".") > 2 for n in names),
               f"nothing is left over: {names}")
    page = check.top / "a/b/out/report.html"
    check.that(stat.S_IMODE(page.stat().st_mode) & 0o044 or os.umask(0) != 0,
               "others may read it, if the umask lets them")
    check.write("file", "")
    check.ends(check.run("scan", "-o", "file/out", log), 1, "file")
    status, out, _ = check.run("scan", "--json", log)
    rows = [json.loads(row) for row in out.splitlines()]
    check.that(status == 0 and "summary" in rows[-1], out)


def explaining(check):
    log = check.write("mail.log", "".join(line(i) for i in range(5)))
    check.ends(check.run("explain", "203.0.113.99", log), 1,
               "nothing is known of '203.0.113.99'")
    check.ends(check.run("explain", "203.0.113.99", "none.log"), 1,
               "none.log: No such file")


def probing():
    """A log in which 203.0.113.66 asks to relay to eight recipients."""
    said = ("2026-11-20T08:00:0%d.000000+00:00 mx1 postfix/smtpd[7]: NOQUEUE: "
            "reject: RCPT from unknown[203.0.113.66]: 554 5.7.1 <to%d@far.example>"
            ": Relay access denied; from=<a%d@b%d.example> to=<to%d@far.example> "
            "proto=ESMTP helo=<x>\n")
    return "".join(said % (i, i, i, i, i) for i in range(8))


def going_on(check):
    """What the table says to do next works as it stands there."""
    check.write("logs of mx1/mail.log", probing())
    conf = check.write("own.conf", "[network]\nnetworks = 192.0.2.0/24\n")
    _, out, _ = check.run("scan", "-c", conf, "logs of mx1")
    told = [shlex.split(text) for text in out.splitlines()
            if text.startswith("  culprit ")]
    check.that(len(told) == 2, out)
    for words in told:
        check.that(words[2:4] == ["-c", str(conf)], words)
        status, out, err = check.run(*words[1:])
        check.that(status == 0 and "203.0.113.66" in out, (words, out, err))
    status, out, _ = check.run("explain", "--mask", *told[0][2:])
    check.that(status == 0 and "to7@far" not in out, out)
    check.that("to=<t...@far.example>" in out, out)


def completion(check, root):
    script = (f". {root}/docs/culprit.bash-completion; "
              "COMP_WORDS=(culprit sc); COMP_CWORD=1; _culprit; "
              "echo \"${COMPREPLY[@]}\"; "
              f"COMP_WORDS=({check.program} scan --format j); COMP_CWORD=3; "
              "_culprit; echo \"${COMPREPLY[@]}\"; "
              "COMP_WORDS=(culprit watch --st); COMP_CWORD=2; "
              "_culprit; echo \"${COMPREPLY[@]}\"")
    done = subprocess.run(["bash", "-c", script], capture_output=True,
                          check=False, timeout=10, text=True)
    check.that(done.stdout == "scan\njsonl\n--state\n", done.stdout + done.stderr)


def main():
    check = Checks(sys.argv[1])
    for part in (commands, lists, configuration, checking, saving,
                 explaining, going_on):
        part(check)
    completion(check, os.path.abspath(sys.argv[2]))
    check.end()


main()
