#!/usr/bin/env python3
"""Checks a recorded day: check_day.py DIRECTORY [SERVER]. Says what is wrong,
exit 1. What a day of each server holds is in day_SERVER.py beside this."""
import csv
import gzip
import importlib
import ipaddress
import json
import re
import sys

_STAMP = r"(2026-11-20T(\d\d):[0-9:.]{11,}\+00:00) mx1 (%s)(?:\[\d+\])?: (.*)"
_OWN_STAMP = re.compile(r"2026-11-20 \d\d:\d\d:\d\d \S.*")
_IPV4 = re.compile(r"(?<![\w.-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.-])")
_IPV6 = re.compile(r"(?<![\w:.])([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})"
                   r"(?![\w:])")
_DOMAIN = re.compile(r"@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,})[>=]")
_DOCUMENTATION = [ipaddress.ip_network(n) for n in (
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32",
    "127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "::1/128")]


def read(directory):
    with gzip.open(directory + "/mail.log.1.gz", "rb") as f:
        first = f.read()
    with open(directory + "/mail.log", "rb") as f:
        return (first + f.read()).decode("utf-8").splitlines()


def check_lines(server, lines):
    if not server.LEAST <= len(lines) <= server.MOST:
        yield "%d lines" % len(lines)
    shape = re.compile(_STAMP % server.TAG)
    broken = re.compile(server.BROKEN + "|Traceback")
    hours, last = set(), ""
    for number, line in enumerate(lines, 1):
        m = shape.fullmatch(line)
        if not m:
            yield "line %d is not a mail log line: %s" % (number, line)
            continue
        if m.group(1) < last:
            yield "line %d goes back in time" % number
        last = m.group(1)
        hours.add(m.group(2))
        if broken.search(line):
            yield "line %d tells of a broken lab: %s" % (number, line)
        yield from ("line %d: %s is not for documentation" % (number, a)
                    for a in foreign(m.group(4)))
    if len(hours) != 24:
        yield "only %d hours of the day have lines" % len(hours)


def foreign(text):
    """Addresses and names in a line that belong to somebody real."""
    for found in _IPV4.findall(text) + _IPV6.findall(text):
        try:
            a = ipaddress.ip_address(found)
        except ValueError:
            continue
        if not any(a in n for n in _DOCUMENTATION):
            yield found
    for domain in _DOMAIN.findall(text):
        if not domain.endswith((".example", ".arpa", ".local")):
            yield domain


def check_kinds(server, lines):
    text = "\n".join(lines)
    for least, pattern in server.WANTED:
        n = len(re.findall(pattern, text))
        if n < least:
            yield "%d lines like %s, want %d" % (n, pattern, least)


def check_own(server, directory, lines):
    """The file the server would have written itself tells the same."""
    for name in server.OWN_FILES:
        with open("%s/%s" % (directory, name), encoding="utf-8") as f:
            own = f.read().splitlines()
        yield from ("%s, line %d has no stamp: %s" % (name, i, line)
                    for i, line in enumerate(own, 1)
                    if not _OWN_STAMP.fullmatch(line))
        missing = {x[20:] for x in own} - {x.split("]: ", 1)[1] for x in lines}
        if len(missing) > len(own) // 100:  # syslog cuts long ones to pieces
            yield "%s: %d lines are not in mail.log" % (name, len(missing))


def occurs(server, source, text):
    kind, value = source["subject"]["type"], source["subject"]["value"]
    if kind == "account":
        return server.login(value) in text
    if kind == "local-user":
        return server.local_user(value.split("@")[0]) in text
    if source["note"] in server.UNSEEN:
        return True
    return all(server.client(a) in text for a in source["addresses"])


def check_truth(server, directory, lines):
    text = "\n".join(lines)
    with open(directory + "/truth.jsonl") as f:
        sources = [json.loads(line) for line in f]
    with open(directory + "/customers.csv") as f:
        customers = {row["customer"] for row in csv.DictReader(f)}
    for s in sources:
        if not occurs(server, s, text):
            yield "not in the log: %s" % s["subject"]
        if (s["subject"]["type"] == "customer"
                and s["subject"]["value"] not in customers):
            yield "no such customer: %s" % s["subject"]
    kinds = [s["kind"] for s in sources if s["guilty"]]
    for kind in ("zombie", "spammer", "stolen-account", "relay-probe",
                 "harvest", "password-attack", "form-abuse"):
        if kind not in kinds:
            yield "nobody is guilty of " + kind
    if sum(not s["guilty"] for s in sources) < 100:
        yield "too few honest sources"


def main(directory, name="postfix"):
    server = importlib.import_module("day_" + name)
    lines = read(directory)
    wrong = [*check_lines(server, lines), *check_kinds(server, lines),
             *check_own(server, directory, lines),
             *check_truth(server, directory, lines)]
    for w in wrong[:50]:
        print("check_day: " + w)
    print("check_day: %d lines, %d complaints" % (len(lines), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
