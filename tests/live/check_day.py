#!/usr/bin/env python3
"""Checks a recorded day: check_day.py DIRECTORY. Says what is wrong, exit 1."""
import csv
import gzip
import ipaddress
import json
import re
import sys

_LINE = re.compile(r"(2026-11-20T(\d\d):[0-9:.]{11,}\+00:00) mx1 "
                   r"(postfix\S*?/[\w-]+)\[\d+\]: (.*)")
_IPV4 = re.compile(r"(?<![\w.-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.-])")
_IPV6 = re.compile(r"(?<![\w:.])([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})"
                   r"(?![\w:])")
_DOMAIN = re.compile(r"@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,})[>=]")
_DOCUMENTATION = [ipaddress.ip_network(n) for n in (
    "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32",
    "127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "::1/128")]
_BROKEN = re.compile(r"fatal:|panic:|unknown mail transport|bad command startup"
                     r"|Traceback|is this an alias file|loops back to myself")
# What the day is for: at least so many lines of each.
_WANTED = (
    (1, r"postfix/postscreen.*: PREGREET"), (1, r"postscreen.*: DNSBL rank"),
    (1, r"postscreen.*: HANGUP"), (1, r"postscreen.*: PASS NEW"),
    (1, r"postscreen.*: PASS OLD"), (1, r"postscreen.*NOQUEUE: reject: RCPT"),
    (20, r"smtpd.*: NOQUEUE: reject: RCPT.*Relay access denied"),
    (200, r"smtpd.*: reject: RCPT.*550 5\.1\.1 .*User unknown"),
    (1, r"reject: RCPT.*blocked using"), (1, r"reject: RCPT.*Greylisted"),
    (1, r"reject: RCPT.*Helo command rejected"),
    (1, r"reject: RCPT.*Domain not found"),
    (1, r"reject: MAIL.*Message size exceeds"),
    (1, r"NOQUEUE: hold:"), (1, r"NOQUEUE: discard:"), (1, r"NOQUEUE: warn:"),
    (1, r"reject_warning: RCPT"), (1, r"milter-reject: END-OF-MESSAGE"),
    (1, r"cleanup.*: reject: header"), (1, r"cleanup.*: hold: header"),
    (90, r"SASL PLAIN authentication failed"),
    (90, r"SASL LOGIN authentication failed"),
    (100, r"client=.*sasl_username="), (100, r"orig_queue_id=.*orig_client="),
    (100, r"pickup.*uid=33 "), (20, r"pickup.*uid=1005 "),
    (100, r"status=bounced .*550 5\.1\.1"),
    (50, r"status=bounced .*end of DATA"),
    (20, r"status=deferred .*45[01].*4\.7\.1"),
    (1, r"status=expired, returned to sender"),
    (1, r"error\[.*delivery temporarily suspended"), (1, r"orig_to="),
    (20, r"relay=\S+\[private/dovecot-lmtp\]"), (1, r"pipe\["),
    (1, r"too many errors after"), (1, r"lost connection after"),
    (1, r"anvil\[.*statistics:"), (1, r"reload -- version"))


def read(directory):
    with gzip.open(directory + "/mail.log.1.gz", "rb") as f:
        first = f.read()
    with open(directory + "/mail.log", "rb") as f:
        return (first + f.read()).decode("utf-8").splitlines()


def check_lines(lines):
    if not 15000 <= len(lines) <= 60000:
        yield "%d lines" % len(lines)
    hours, last = set(), ""
    for number, line in enumerate(lines, 1):
        m = _LINE.fullmatch(line)
        if not m:
            yield "line %d is not a mail log line: %s" % (number, line)
            continue
        if m.group(1) < last:
            yield "line %d goes back in time" % number
        last = m.group(1)
        hours.add(m.group(2))
        if _BROKEN.search(line):
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


def check_kinds(lines):
    text = "\n".join(lines)
    for least, pattern in _WANTED:
        n = len(re.findall(pattern, text))
        if n < least:
            yield "%d lines like %s, want %d" % (n, pattern, least)


def occurs(source, text):
    kind, value = source["subject"]["type"], source["subject"]["value"]
    if kind == "account":
        return "sasl_username=%s" % value in text
    if kind == "local-user":
        return "uid=%s " % value.split("@")[0] in text
    return all("[%s]" % a in text for a in source["addresses"])


def check_truth(directory, lines):
    text = "\n".join(lines)
    with open(directory + "/truth.jsonl") as f:
        sources = [json.loads(line) for line in f]
    with open(directory + "/customers.csv") as f:
        customers = {row["customer"] for row in csv.DictReader(f)}
    for s in sources:
        if not occurs(s, text):
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


def main(directory):
    lines = read(directory)
    wrong = [*check_lines(lines), *check_kinds(lines),
             *check_truth(directory, lines)]
    for w in wrong[:50]:
        print("check_day: " + w)
    print("check_day: %d lines, %d complaints" % (len(lines), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
