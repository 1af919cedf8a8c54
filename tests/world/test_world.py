#!/usr/bin/env python3
"""test_world.py CULPRIT: the made-up day is what it says it is.

A small one is made twice, by processes that hash differently: same bytes. All
of its lines are read in each server's words, and each client, account and
local user has a label.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import score                                            # noqa: E402
from acts import Label                                  # noqa: E402

FILES = ("mail.log", "access.log", "labels.jsonl", "leases.csv",
         "customers.csv", "accounts.csv", "culprit.conf")
KINDS = {"zombie", "spammer", "stolen-account", "open-relay", "open-proxy",
         "form-abuse", "relay-probe", "harvest", "password-attack",
         "backscatter", "own-relay"}


def make(where, words, hard, hash_seed):
    subprocess.run(
        [sys.executable, HERE / "make.py", where, "7", "--words", words,
         "--customers", "250", *(["--hard"] if hard else [])],
        check=True, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)})
    return where


def labels_of(where):
    labels = []
    for line in (where / "labels.jsonl").read_text().splitlines():
        d = json.loads(line)
        label = Label(d["subject"]["type"], d["subject"]["value"], d["kind"],
                      d["expect"], d["double"], d["scored"])
        label.accounts, label.nets = d["accounts"], d["nets"]
        label.leases = d["leases"]
        assert label.guilty == d["guilty"]
        if label.guilty:
            assert d["targets"] and d["first"] is not None, d["subject"]
        labels.append(label)
    return labels


def named(finder, event):
    """What of the event no label speaks of."""
    at = event["time"]

    def known(type_, value):
        return finder.find({"subject": {"type": type_, "value": value},
                            "flagged_at": at})[0]

    client = event.get("client")
    if client and client != "127.0.0.1" and event["parser"] != "access" \
            and not known("ip", client):
        yield f"client {client}"
    account = event.get("account")
    if account and event["kind"] == "accepted" and not known("account",
                                                             account):
        yield f"account {account}"
    if event["kind"] == "local-submit" and not known(
            "local-user", f"{account}@{event['host']}"):
        yield f"local user {account}@{event['host']}"


def check(culprit, where):
    """Every line an event or ignored, every source labelled."""
    bad = []
    finder = score.Finder(labels_of(where))
    ran = subprocess.run(
        [culprit, "parse", "-c", "culprit.conf", "mail.log", "access.log"],
        cwd=where, stdout=subprocess.PIPE, text=True, check=True)
    events = 0
    for line in ran.stdout.splitlines():
        event = json.loads(line)
        if event["verdict"] in ("malformed", "not-mine"):
            bad.append(f"{event['file']}:{event['line']}: "
                       f"{event['verdict']}: {line}")
        elif event["verdict"] == "event":
            events += 1
            bad += [f"no label for {what}" for what in named(finder, event)]
    if events < 5000:
        bad.append(f"only {events} events")
    return bad


def main():
    culprit = str(pathlib.Path(sys.argv[1]).resolve())
    failed = 0
    with tempfile.TemporaryDirectory() as made:
        for words, hard in (("postfix", False), ("exim", False),
                            ("sendmail", False), ("postfix", True)):
            name = f"{words}{'-hard' if hard else ''}"
            one, two = (make(pathlib.Path(made) / f"{name}-{n}", words, hard, n)
                        for n in (1, 2))
            bad = check(culprit, one)
            bad += [f"{f} differs from run to run" for f in FILES
                    if (one / f).read_bytes() != (two / f).read_bytes()]
            kinds = {label.kind for label in labels_of(one) if label.guilty}
            bad += [f"no {kind}" for kind in sorted(KINDS - kinds)]
            for what in bad[:10]:
                print(f"{name}: {what}")
            failed += bool(bad)
    print(f"{failed} of 4 worlds are not as they should be")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
