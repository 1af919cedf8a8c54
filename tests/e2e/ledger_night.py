#!/usr/bin/env python3
"""Night after night: a scan files, tells the news, and mails them once.

usage: ledger_night.py CULPRIT DAY
"""
import email
import email.policy
import gzip
import json
import re
import threading

from ledger_common import main

SENDMAIL = """#!/bin/sh
echo "$@" >>'{top}/calls'
[ ! -e '{top}/refuses' ] || exit 75
n=$(ls '{top}/mails' | wc -l)
cat >'{top}/mails/'$n
"""


def setting(t):
    (t.top / "mails").mkdir()
    path = t.write("sendmail", SENDMAIL.format(top=t.top))
    path.chmod(0o755)
    return ("--set", "ledger.mail=abuse@aurora.example, noc@aurora.example",
            "--set", f"watch.sendmail={path}")


def mails(t):
    return sorted((t.top / "mails").iterdir())


def read(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    for part in mail.walk():
        assert not part.defects, part.defects
        for name in part:
            assert not part[name].defects, (name, part[name].defects)
    return mail


def news(out):
    return json.loads(out.splitlines()[-1])["summary"]["ledger"]


def night(t):
    mailing = setting(t)
    status, out, err = t.scan("--json", *mailing)
    t.that(status == 0 and err == "", err)
    first = news(out)
    t.that(first["new"] == 14 and first["open"] == 14 and
           len(first["cases"]) == 14, first)
    t.that(len(mails(t)) == 1, mails(t))
    raw = mails(t)[0].read_bytes()
    t.that(max(map(len, raw.split(b"\n"))) <= 998, "no line is too long")
    mail = read(raw)
    t.that(mail.get_content_type() == "multipart/alternative", mail)
    t.that([str(a) for a in mail["To"].addresses]
           == ["abuse@aurora.example", "noc@aurora.example"], mail["To"])
    t.that(mail["Subject"] == "culprit: 14 new", mail["Subject"])
    t.that(mail["Auto-Submitted"] == "auto-generated", mail.items())
    text, html = (mail.get_body([kind]).get_content()
                  for kind in ("plain", "html"))
    for part in ("14 new.", "== New ==", "customer C02018",
                 "culprit show ", "Each is for a person to decide"):
        t.that(part in text, (part, text[:2000]))
    t.that(text.count("    culprit show ") == 14, "all are told")
    t.that(html.count("<code>culprit show ") == 14 and "C02018" in html, html)
    t.that("http" not in html and "<script" not in html and "src=" not in html,
           "nothing is fetched")

    # the same log once more changes nothing, and mails nothing
    before = t.dump()
    status, out, err = t.scan("--json", *mailing)
    again = news(out)
    t.that(status == 0 and again["same"] == 14 and again["cases"] == [] and
           again["new"] == again["changed"] == again["gone"] == 0, again)
    t.that(t.dump() == before, "the ledger is the same, byte for byte")
    t.that(len(mails(t)) == 1, "no mail")
    _, out, _ = t.scan(*mailing)
    t.that("  nothing new, 14 as before\n" in out, out[-2500:])
    t.that(len(mails(t)) == 1 and t.dump() == before, "still")
    return mailing


def later_nights(t):
    mailing = ("--set", "ledger.mail=abuse@aurora.example", "--set",
               f"watch.sendmail={t.top}/sendmail")
    spammer, zombie, probe = map(t.of, ("C02466", "C02018", "203.0.113.66"))
    t.does("decline", spammer, "--why", "newsletter", "--by", "anna")
    t.does("accept", zombie, "--by", "anna")
    _, out, _ = t.scan("--json", *mailing)
    got = news(out)
    t.that(got["held"] == 1 and got["same"] == 13 and got["new"] == 0, got)
    t.that(len(mails(t)) == 1, "a decision is no news")
    # the log grows: half a day, then all of it
    lines = gzip.decompress((t.day / "mail.log.1.gz").read_bytes())
    log = t.write("grown.log", lines)
    t.path = t.top / "second.db"
    _, out, _ = t.scan("--json", *mailing, logs=[log])
    half = news(out)
    t.that(0 < half["new"] < 14, half)
    log.write_bytes(lines + (t.day / "mail.log").read_bytes())
    _, out, _ = t.scan("--json", *mailing, logs=[log])
    whole = news(out)
    t.that(whole["new"] + half["new"] - whole["gone"] == 14 and
           whole["changed"] > 0, (half, whole))
    # what judging makes no more is gone, and told
    t.that(len(mails(t)) == 3, mails(t))
    _, out, _ = t.scan("--json", *mailing, "--set", "detect.zombie.enabled=no",
                       logs=[log])
    gone = news(out)
    t.that(gone["gone"] > 0 and {c["filed"] for c in gone["cases"]} >= {
        "gone"}, gone)
    mail = read(mails(t)[3].read_bytes())
    t.that("gone" in mail["Subject"], mail["Subject"])
    t.that("== Gone" in mail.get_body(["plain"]).get_content(), "gone")
    t.path = t.top / "ledger.db"


def hostile_mail(t):
    """Names that would like to be a head, a tag, another part."""
    names = ["m<script>x</script>", "a&b", "--=_culprit", "=3D", "\u00fcml"]
    lines = []
    for n, name in enumerate(names):
        for k in range(60):
            at = f"2026-11-20T{8 + n:02d}:{k:02d}:00.000000+00:00 mx1 "
            ident = f"A{n:02d}{k:03d}"
            ip = f"198.51.{100 + k % 9}.{n + 1}"
            lines += [
                at + f"postfix/smtpd[7]: {ident}: client=unknown[{ip}], "
                f"sasl_method=PLAIN, sasl_username={name}@aurora.example",
                at + f"postfix/qmgr[8]: {ident}: from=<x@aurora.example>, "
                "size=900, nrcpt=1 (queue active)",
                at + f"postfix/smtp[9]: {ident}: to=<r{k}@d{k}.example>, "
                f"relay=mx.d{k}.example[203.0.113.{k + 1}]:25, delay=1, "
                "delays=0/0/0/1, dsn=5.1.1, status=bounced (host "
                f"mx.d{k}.example[203.0.113.{k + 1}] said: 550 5.1.1 "
                f"<r{k}@d{k}.example>: User unknown)",
                at + f"postfix/qmgr[8]: {ident}: removed"]
    log = t.write("hostile.log", "\n".join(lines) + "\n")
    t.path = t.top / "third.db"
    status, out, err = t.scan(
        "--json", "--set", "ledger.mail=abuse@aurora.example", "--set",
        f"watch.sendmail={t.top}/sendmail", logs=[log])
    t.that(status == 0 and news(out)["new"] >= 3, (err, out[-600:]))
    mail = read(mails(t)[-1].read_bytes())
    t.that(len(list(mail.iter_parts())) == 2, "two parts")
    html = mail.get_body(["html"]).get_content()
    t.that("<script>" not in html and "&lt;script&gt;" in html, html[:3000])
    t.that("\u00fcml" in mail.get_body(["plain"]).get_content(), "8 bits")
    t.path = t.top / "ledger.db"


def sendmail_fails(t):
    t.path = t.top / "fourth" / "ledger.db"
    mailing = ("--set", "ledger.mail=abuse@aurora.example", "--set",
               f"watch.sendmail={t.top}/sendmail")
    n = len(mails(t))
    t.write("refuses", "")
    result = t.scan(*mailing)
    t.ends(result, 1, "1 mail could not be sent", "spool/night",
           "for the next scan", "status 75")
    t.that("14 new" in result[1], "the report is there all the same")
    left = list((t.path.parent / "spool/night").glob("*.eml"))
    t.that(len(left) == 1 and len(mails(t)) == n, left)
    (t.top / "refuses").unlink()
    status, _, err = t.scan(*mailing)
    t.that(status == 0 and len(mails(t)) == n + 1, err)
    t.that(not list((t.path.parent / "spool/night").glob("*.eml")), "sent")
    t.that(read(mails(t)[-1].read_bytes())["Subject"] == "culprit: 14 new", "")
    status, _, err = t.scan(*mailing)
    t.that(status == 0 and len(mails(t)) == n + 1, "once")
    t.path = t.top / "fifth" / "ledger.db"
    t.ends(t.scan("--set", "ledger.mail=abuse@aurora.example", "--set",
                  "watch.sendmail=/no/such/sendmail"), 1, "/no/such/sendmail",
           "for the next scan")
    t.ends(t.scan("--set", "ledger.mail=a@b@c"), 2, "[ledger] mail",
           "no mail address")
    t.path = t.top / "ledger.db"


def at_once(t):
    """Scans, lists and decisions of several at a time: none is lost."""
    t.path = t.top / "sixth" / "ledger.db"
    results = []

    def scans():
        for _ in range(3):
            results.append(t.scan())

    def lists():
        for _ in range(20):
            got = t.on("list", "--json")
            if ": a scan " not in got[2]:
                results.append(got)

    threads = [threading.Thread(target=f) for f in (scans, scans, lists, lists)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bad = [r for r in results if r[0] != 0]
    t.that(not bad, bad[:2])
    t.that(sum(int(m.group(1)) for r in results for m in
               re.finditer(r"^  (\d+) new", r[1], re.M)) == 14, "each is new once")
    ids = [c["id"] for c in t.cases()]
    t.that(len(ids) == 14, ids)
    done = []

    def decides(some):
        for one in some:
            done.append(t.on("accept", one, "--by", "x"))

    threads = [threading.Thread(target=decides, args=(ids[i::4],))
               for i in range(4)] + [threading.Thread(target=scans)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    t.that(all(r[0] == 0 for r in done), done)
    t.that(len(t.cases("--standing", "accepted")) == 14, "all are accepted")


if __name__ == "__main__":
    main([night, later_nights, hostile_mail, sendmail_fails, at_once])
