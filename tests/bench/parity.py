#!/usr/bin/env python3
"""Holds culprit's counts of mail against pflogsumm's on the same log.

usage: parity.py CULPRIT LOG [--pflogsumm FILE] [--workers N]

Exit 0: all are equal. 1: they differ; the table says where. 2: one of the
two could not be run.

What pflogsumm 1.1.5 counts (from its source, main loop and
proc_smtpd_reject). All are counts of lines, but for `deferred`:

  read at all    stamps `Mon DD HH:MM:SS` and RFC 3339, then one word, the
                 host, which is not used. The tag begins with `postfix/`,
                 `postfix/smtps/` or `postfix/submission/`; what follows up to
                 `[` or `:` is the command. So submissions/smtpd and
                 relay/smtp are commands of those names, and another instance
                 (postfix-out/smtpd) is not read. Old lines of RFC 5424 with
                 their priority are not read either.
  received       smtpd, postscreen: `[pid]: WORD: client=`, a content filter's
                 re-injection and `NOQUEUE: client=` too; pickup: `: uid=` or
                 `: sender=`. Neither notifications nor forwarded copies.
  delivered      any other command: `to=<..>, [orig_to=<..>, ]relay=..,
                 [conn_use=.., ]delay=.., [delays=.., ][dsn=.., ]status=sent`,
                 one a recipient, without `forwarded as ` behind it
  forwarded      the same with `forwarded as `
  deferrals      the same with status=deferred
  deferred       distinct queue ids among deferrals: by the id's text alone,
                 whatever the host, over the whole input
  bounced        the same with status=bounced; status=expired, deliverable and
                 undeliverable count nowhere
  rejected       smtpd, postscreen: `[pid]: WORD: reject: `, at any stage, 4xx
                 as 5xx, one a line; cleanup: `reject: ` or `milter-reject: `
                 before `header `, `body ` or `END-OF-MESSAGE `. smtpd's own
                 milter-reject and proxy-reject are not counted.
  reject_warnings  smtpd `reject_warning: `; cleanup `warning: ` before those
  held           smtpd `hold: `; cleanup `hold: `, `milter-hold: ` before those
  discarded      smtpd `discard: `; cleanup `discard: `, `milter-discard: `

It prints totals above 524,288 in thousands, so a copy with that limit raised
is run; `--detail 0` leaves out the lists, not the counts.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

KEYS = ("received", "delivered", "forwarded", "deferred", "deferrals",
        "bounced", "rejected", "reject_warnings", "held", "discarded")
ROUNDING = re.compile(r"^(\$divByOne(?:K|Meg)At\s*=\s*)\d+;", re.M)
DEFERRALS = re.compile(r"\(\s*(\d+)\s+deferrals\)")


def fail(text):
    print(f"parity: {text}", file=sys.stderr)
    sys.exit(2)


def exact_copy(script, folder):
    """pflogsumm with its two limits of rounding out of reach."""
    with open(script, encoding="latin-1") as f:
        text, n = ROUNDING.subn(r"\g<1>1e18;", f.read())
    if n != 2:
        fail(f"{script} does not round as version 1.1.5 does")
    path = os.path.join(folder, "pflogsumm")
    with open(path, "w", encoding="latin-1") as f:
        f.write(text)
    return path


def pflogsumm_counts(script, log, folder):
    """{key: count} out of the report's Grand Totals."""
    report = os.path.join(folder, "report")
    command = ["perl", exact_copy(script, folder), "--detail", "0",
               "--no-no-msg-size", log]
    with open(report, "wb") as out:
        rc = subprocess.run(command, stdout=out,
                            stdin=subprocess.DEVNULL).returncode
    if rc:
        fail(f"pflogsumm ended with status {rc}")
    counts = {}
    with open(report, encoding="latin-1") as f:
        for line in f:
            m = re.match(r" *(\d+) +([a-z ]+?)(?:  ?\(|$)", line.rstrip())
            key = m and m[2].strip().replace(" ", "_")
            if key in KEYS and key not in counts:
                counts[key] = int(m[1])
                if key == "deferred":
                    d = DEFERRALS.search(line)
                    counts["deferrals"] = int(d[1]) if d else 0
            if key == "discarded":
                break
    missing = [k for k in KEYS if k not in counts]
    if missing:
        fail("pflogsumm's report lacks " + ", ".join(missing))
    return counts


def culprit_summary(path):
    """The summary object: the last line of `culprit scan --json`."""
    last = b""
    with open(path, "rb") as f:
        for line in f:
            if line.strip():
                last = line
    try:
        return json.loads(last)["summary"]
    except (ValueError, KeyError, TypeError):
        fail("the last line of culprit's output holds no summary object")


def culprit_counts(binary, log, workers, folder):
    output = os.path.join(folder, "scan.jsonl")
    command = [binary, "scan", "--json", "--workers", str(workers), log]
    try:
        with open(output, "wb") as out:
            rc = subprocess.run(command, stdout=out,
                                stdin=subprocess.DEVNULL).returncode
    except OSError as e:
        fail(f"{binary}: {e.strerror}")
    if rc:
        fail(f"{' '.join(command)} ended with status {rc}")
    return culprit_summary(output).get("mail", {})


def main():
    parser = argparse.ArgumentParser(
        description="Holds culprit's counts of mail against pflogsumm's.")
    parser.add_argument("culprit")
    parser.add_argument("log")
    parser.add_argument("--pflogsumm", default=shutil.which("pflogsumm"))
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    if not args.pflogsumm:
        fail("no pflogsumm in PATH; name it with --pflogsumm")
    if not os.path.isfile(args.log):
        fail(f"{args.log}: no such file")
    with tempfile.TemporaryDirectory() as folder:
        ours = culprit_counts(args.culprit, args.log, args.workers, folder)
        theirs = pflogsumm_counts(args.pflogsumm, args.log, folder)
    different = 0
    print(f"{'parity':16} {'culprit':>12} {'pflogsumm':>12}")
    for key in KEYS:
        mine = ours.get(key)
        is_same = mine == theirs[key]
        different += not is_same
        print(f"{key:16} {'absent' if mine is None else mine:>12} "
              f"{theirs[key]:>12}  {'equal' if is_same else 'DIFFERENT'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
