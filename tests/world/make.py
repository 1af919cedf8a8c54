#!/usr/bin/env python3
"""make.py OUTDIR SEED [--hard] [--words postfix|exim|sendmail]
           [--customers N]

Writes a day of mail at a provider, made up from a seed, and who was who:

mail.log, access.log   what its mail servers, and its web servers and proxies,
                       wrote that day; access.log came through syslog too
culprit.conf, *.csv    what the provider knows of its customers
labels.jsonl           one source a line: its subject as culprit names it;
  guilty, kind, expect (stop: block or suspend; contact; fix-server; nothing);
  double, which honest thing it is, or how the guilty one is special;
  scored, false for those who are guilty behind another (who uses a stolen
  account, an open proxy) or kept out already: naming them is neither right
  nor wrong;
  accounts, nets, leases [start, end, address], to find whom a suggestion means;
  first, seconds of the day of the first misdeed, and targets, when it first
  tried each recipient (or login, or connection) in guilt.

The same seed gives the same bytes.
"""
import argparse
import datetime
import importlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import day                                              # noqa: E402
from acts import Request                                # noqa: E402
from words import access                                # noqa: E402
from world import DAY, LOCAL, IN, OUT, WEB              # noqa: E402

WORDS = ("postfix", "exim", "sendmail")
CONF = """; A day that was made up, for judging.
[network]
networks      = 100.64.0.0/10 2001:db8:8000::/33
local_domains = {local}
servers       = {servers}
customers     = customers.csv
leases        = leases.csv
accounts      = accounts.csv

[time]
timezone = UTC
"""


def stamp(world, t):
    """RFC 3339; a lease may have begun the day before."""
    date = world.date
    if t < 0:
        date, t = date - datetime.timedelta(1), t + DAY
    micro = int(t * 1e6)
    s = micro // 1000000
    return (f"{date}T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}."
            f"{micro % 1000000:06d}")


def lines(world, words):
    """(mail lines, access lines), in the order of their time."""
    writer_of = importlib.import_module(f"words.{words}")
    mail, web = [], []
    writer = writer_of.Words(
        lambda t, line: mail.append((t, len(mail), line)))
    for act in world.acts:
        if isinstance(act, Request):
            web.append((act.t, len(web), access.line(act, world.date)))
        else:
            writer.act(act)
    for said in (mail, web):
        said.sort()
        yield [f"{stamp(world, t)}+00:00 {line}\n" for t, _, line in said
               if 0 <= t < DAY]


def name_users(world, words):
    """Local users as this server's log names them."""
    writer_of = importlib.import_module(f"words.{words}")
    for label in world.labels:
        if label.type == "local-user":
            label.value = writer_of.Words.user_of(label)


def tables(world):
    """(file name, text) of what the provider knows."""
    rows = [f"{net},{who}," for net, who in sorted(world.static)]
    yield "customers.csv", "\n".join(["cidr,customer,flags", *rows]) + "\n"
    rows = [f"{box},{who}" for box, who in sorted(world.accounts.items())]
    yield "accounts.csv", "\n".join(["account,customer", *rows]) + "\n"
    rows = []
    for label in world.labels:
        for start, end, ip in label.leases:
            until = "" if end >= DAY else stamp(world, end)[:19] + "Z"
            rows.append(f"{ip},{stamp(world, start)[:19]}Z,{until},"
                        f"{label.value}")
    rows = ["ip,start,end,customer", *sorted(rows)]
    yield "leases.csv", "\n".join(rows) + "\n"
    yield "culprit.conf", CONF.format(local=" ".join(LOCAL), servers=" ".join(
        (*IN, *OUT, *WEB, "lists1", "old-gw")))


def label_line(label):
    return json.dumps({
        "subject": label.subject(), "guilty": label.guilty,
        "kind": label.kind, "expect": label.expect, "double": label.double,
        "scored": label.scored, "accounts": label.accounts,
        "nets": label.nets, "leases": label.leases, "first": label.first,
        "targets": sorted(label.targets.items(), key=lambda item: item[1])
        if label.guilty else []})


def write(world, where, words):
    where = pathlib.Path(where)
    where.mkdir(parents=True, exist_ok=True)
    name_users(world, words)
    mail, web = lines(world, words)
    (where / "mail.log").write_text("".join(mail))
    (where / "access.log").write_text("".join(web))
    for name, text in tables(world):
        (where / name).write_text(text)
    (where / "labels.jsonl").write_text(
        "".join(label_line(label) + "\n" for label in world.labels))
    return len(mail) + len(web)


def main():
    ask = argparse.ArgumentParser(
        usage="make.py OUTDIR SEED [--hard] [--words NAME] [--customers N]")
    ask.add_argument("outdir")
    ask.add_argument("seed", type=int)
    ask.add_argument("--hard", action="store_true")
    ask.add_argument("--words", choices=WORDS, default="postfix")
    ask.add_argument("--customers", type=int, default=2500)
    o = ask.parse_args()
    n = write(day.build(o.seed, o.hard, o.customers), o.outdir, o.words)
    print(f"{n} lines in {o.outdir}", file=sys.stderr)


if __name__ == "__main__":
    main()
