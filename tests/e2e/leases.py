#!/usr/bin/env python3
"""Who is accused for an address that changes hands at noon.

usage: leases.py CULPRIT

192.0.2.7 is an innocent customer's until noon and a zombie's after it, or the
other way round; what says so is a lease file in each of the formats, plain
and gzipped. All in UTC, of one day.
"""
import datetime
import gzip
import json
import sys

from input_common import Checks

DAY = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)
ADDRESS = "192.0.2.7"
CONF = "[network]\nnetworks = 192.0.2.0/24\nleases = %s\n[time]\nyear = 2026\n"
MESSAGES = 40


def at(hour, minute=0, second=0.0):
    return DAY + datetime.timedelta(hours=hour, minutes=minute, seconds=second)


# --- the log ----------------------------------------------------------------

GOOD = "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)"
UNKNOWN = ("dsn=5.1.1, status=bounced (host mx.r.example[203.0.113.12] said: "
           "550 5.1.1 User unknown (in reply to RCPT TO command))")
SPAM = ("dsn=5.7.1, status=bounced (host mx.r.example[203.0.113.12] said: "
        "554 5.7.1 Message rejected as spam (in reply to end of DATA "
        "command))")


def message(n, when, fate):
    """One message of a client's, in a session of its own, as Postfix logs it."""
    queue_id = f"5B2{n:06X}"
    lines = [
        f"smtpd[{n}]: connect from unknown[{ADDRESS}]",
        f"smtpd[{n}]: {queue_id}: client=unknown[{ADDRESS}]",
        f"cleanup[9]: {queue_id}: message-id=<{n}@s{n}.example>",
        f"qmgr[8]: {queue_id}: from=<a{n}@s{n}.example>, size=900, nrcpt=1 "
        "(queue active)",
        f"smtpd[{n}]: disconnect from unknown[{ADDRESS}] ehlo=1 mail=1 rcpt=1 "
        "data=1 quit=1 commands=5",
        f"smtp[7]: {queue_id}: to=<b{n}@r{n}.example>, relay=mx.r.example"
        f"[203.0.113.12]:25, delay=0.1, delays=0/0/0.1/0, {fate}"]
    lines.append(f"qmgr[8]: {queue_id}: removed")
    stamp = when.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    return "".join(f"{stamp} mx1 postfix/{text}\n" for text in lines)


def log(spam_at, step, honest_at):
    """What the innocent and the zombie send, in the order of time."""
    sent = [(honest_at + datetime.timedelta(minutes=10 * i), i, GOOD)
            for i in range(5)]
    sent += [(spam_at + i * step, 100 + i, (UNKNOWN, GOOD, UNKNOWN, SPAM)[i % 4])
             for i in range(MESSAGES)]
    return "".join(message(n, when, fate) for when, n, fate in sorted(sent))


# --- the leases: one for `first` until noon, one for `second` after it ------

def rfc3339(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def csv(first, second):
    return (f"ip,start,end,customer\n"
            f"{ADDRESS},{rfc3339(at(0))},{rfc3339(at(12))},{first}\n"
            f"{ADDRESS},{rfc3339(at(12))},,{second}\n")


def dhcpd(first, second):
    text = "# The format of this file is documented in dhcpd.leases(5).\n\n"
    for who, start, end, state in ((first, at(0), at(12), "free"),
                                   (second, at(12), at(24), "active")):
        text += (f"lease {ADDRESS} {{\n"
                 f"  starts 5 {start:%Y/%m/%d %H:%M:%S};\n"
                 f"  ends 5 {end:%Y/%m/%d %H:%M:%S};\n"
                 f"  binding state {state};\n"
                 f'  hardware ethernet 52:54:00:12:34:0a;\n'
                 f'  option agent.remote-id "{who}";\n'
                 f'  client-hostname "{ADDRESS}";\n}}\n')
    return text


def kea(first, second):
    text = ("address,hwaddr,client_id,valid_lifetime,expire,subnet_id,"
            "fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n")
    for who, end in ((first, at(12)), (second, at(24))):
        text += (f"{ADDRESS},52:54:00:12:34:0a,,43200,{end.timestamp():.0f},1,"
                 f'0,0,,0,{{ "ISC": {{ "relay-agent-info": {{ "sub-options": '
                 f'"0x0206"&#x2c "remote-id": "{who}" }} }} }},0\n')
    return text


def radius(first, second):
    text = ""
    for who, what, when in ((first, "Start", at(0)), (first, "Stop", at(12)),
                            (second, "Start", at(12))):
        text += (f"{when:%a %b %d %H:%M:%S %Y}\n"
                 f"\tAcct-Status-Type = {what}\n"
                 f'\tUser-Name = "{who}"\n'
                 f"\tFramed-IP-Address = {ADDRESS}\n"
                 f'\tAcct-Session-Id = "s-{who}"\n'
                 f"\tNAS-IP-Address = 192.0.2.251\n"
                 f'\tCalling-Station-Id = "203.0.113.66"\n'
                 f"\tTimestamp = {when.timestamp():.0f}\n\n")
    return text


FORMATS = {"csv": csv, "dhcpd": dhcpd, "kea": kea, "radius": radius}


# --- what is held -----------------------------------------------------------

def scan(check, leases, *more):
    """(status, suggestions, the summary's leases, stderr)"""
    conf = check.write("culprit.conf", CONF % leases)
    status, out, err = check.run("scan", "-c", conf, *more, "--json",
                                 "mail.log")
    rows = [json.loads(row) for row in out.splitlines()]
    summary = rows[-1]["summary"] if rows else {}
    return status, rows[:-1], summary.get("leases", {}), err


def names(rows):
    return [(row["action"], row["subject"]["type"], row["subject"]["value"],
             row.get("customer")) for row in rows]


def written(check, name, text):
    """The lease file in each of its forms: names to put in the setting."""
    check.write(f"{name}.leases", text)
    yield f"{name}.leases"
    check.write(f"{name}.gz", gzip.compress(text.encode()))
    yield f"{name}.gz"
    # Known by what it holds, whatever it is called.
    check.write(f"{name}-dir/mail.log", text)
    yield f"{name}-dir"


def the_right_one_is_accused(check, name, first, second):
    """The zombie alone, with the innocent's mail on the other side of noon."""
    answers = set()
    for leases in written(check, name, FORMATS[name](first, second)):
        status, rows, n, err = scan(check, leases)
        check.that(status == 0, f"{leases}: {status} {err}")
        check.that(names(rows) == [("suspend", "customer", "ZOMBIE",
                                    "ZOMBIE")], f"{leases}: {names(rows)}")
        check.that(rows and rows[0]["addresses"] == [ADDRESS] and
                   rows[0]["counts"]["messages"] == MESSAGES,
                   f"{leases}: its own messages alone")
        check.that("INNOCENT" not in json.dumps(rows), f"{leases}: {rows}")
        check.that((n.get("intervals"), n.get("customers"),
                    n.get("ambiguous"), n.get("malformed"))
                   == (2, 2, 0, 0), f"{leases}: {n}")
        answers.add(json.dumps(rows))
    check.that(len(answers) == 1, f"{name}: plain, gzipped and in a folder "
               "give the same bytes")


def before_and_after(check):
    minute = datetime.timedelta(minutes=1)
    for name in FORMATS:
        check.write("mail.log", log(at(12, 1), minute, at(9)))
        the_right_one_is_accused(check, name, "INNOCENT", "ZOMBIE")
        check.write("mail.log", log(at(11, 0), minute, at(13)))
        the_right_one_is_accused(check, name, "ZOMBIE", "INNOCENT")


def within_the_skew(check):
    """All of it within four seconds of noon: it may have been the other."""
    check.write("mail.log", log(at(11, 59, 56.1),
                                datetime.timedelta(seconds=0.19), at(9)))
    for name in FORMATS:
        for leases in written(check, name,
                              FORMATS[name]("INNOCENT", "ZOMBIE")):
            status, rows, n, err = scan(check, leases)
            check.that(status == 0, f"{leases}: {status} {err}")
            check.that([name[:3] for name in names(rows)] ==
                       [("watch", "ip", ADDRESS)] and "ambiguous-holder"
                       in json.dumps(rows[0]["vetoes"]),
                       f"{leases}: nobody is stopped: {names(rows)}")
            text = json.dumps(rows)
            check.that("INNOCENT" not in text and "ZOMBIE" not in text,
                       f"{leases}: {text}")
            check.that(n.get("ambiguous", 0) >= MESSAGES, f"{leases}: {n}")
    # With clocks that are known to agree there is nothing to doubt.
    status, rows, n, err = scan(check, "csv.leases", "--set",
                                "network.lease_skew=0")
    check.that(status == 0 and n.get("ambiguous") == 0, f"{n} {err}")


def what_was_read(check):
    for name in FORMATS:
        for leases in written(check, name,
                              FORMATS[name]("INNOCENT", "ZOMBIE")):
            conf = check.write("culprit.conf", CONF % leases)
            status, out, err = check.run("check", "-c", conf)
            check.that(status == 0 and "; leases: 2 intervals of 2 customers, "
                       "from 2026-11-20 00:00 to " in out, out + err)
    conf = check.write("culprit.conf", CONF %
                       "csv.leases dhcpd.gz kea-dir empty")
    check.write("empty", "")
    out = check.run("check", "-c", conf)[1]
    check.that("of 2 customers" in out and "; leases: 1 file is empty, the "
               "first is " in out, out)
    check.write("bad.leases", csv("INNOCENT", "ZOMBIE") +
                f"{ADDRESS},yesterday,,NOBODY\n0.0.0.0/0,2026-11-20T00:00:00Z"
                ",,EVERYBODY\n")
    conf = check.write("culprit.conf", CONF % "bad.leases")
    status, out, _ = check.run("check", "-c", conf)
    for said in ("2 intervals of 2 customers", "2 records could not be read",
                 "bad.leases:4: the start is no time",
                 "bad.leases:5: not an address or prefix"):
        check.that(status == 0 and said in out, f"{said!r} in {out}")
    status, rows, n, _ = scan(check, "bad.leases")
    check.that(status == 0 and "EVERYBODY" not in json.dumps(rows), rows)


def what_is_no_lease_file(check):
    check.write("mail.log", log(at(12, 1), datetime.timedelta(minutes=1),
                                at(9)))
    whole = gzip.compress(csv("INNOCENT", "ZOMBIE").encode() * 50)
    for name, data, said in (
            ("customers.csv", "cidr,customer\n192.0.2.0/24,C1\n",
             "begins with 'cidr,customer'"),
            ("other.gz", gzip.compress(b"to whom it may concern\n"),
             "begins with 'to whom it may concern'"),
            ("bytes", b"\x7fELF\x02\x01\x00\x1b[2J", "'\\x7fELF\\x02"),
            ("long", "x" * 5000, "'" + "x" * 60 + "'"),
            ("mail.log", None, "begins with '2026-11-20T09:00:00.0")):
        if data is not None:
            check.write(name, data)
        conf = check.write("culprit.conf", CONF % name)
        for command in (("check", "-c", conf),
                        ("scan", "-c", conf, "--json", "mail.log")):
            got = check.run(*command)
            check.ends(got, 2, f"{name}:1: no lease file of a known format "
                       "(csv, dhcpd, kea, radius)", said)
            check.that("\x1b" not in got[2] and '"id"' not in got[1],
                       f"{name}: {got}")
    for name, data, said in (
            ("none.csv", None, "none.csv: No such file"),
            ("cut.gz", whole[:len(whole) // 2], "cut.gz: "),):
        if data is not None:
            check.write(name, data)
        conf = check.write("culprit.conf", CONF % name)
        for command in (("check", "-c", conf),
                        ("scan", "-c", conf, "--json", "mail.log")):
            check.ends(check.run(*command), 2, said)


def main():
    check = Checks(sys.argv[1])
    for part in (before_and_after, within_the_skew, what_was_read,
                 what_is_no_lease_file):
        part(check)
    check.end()


main()
