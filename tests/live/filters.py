"""What real filters wrote: is it read, and held against the right one?

usage: filters.py CULPRIT FOLDER FILTER
FOLDER is what filters/record.py left: logs, and sent.jsonl, which says what
each client sent. The queue ids are taken from the server's own lines here,
without the program that is tested.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "filters"))
import letters  # noqa: E402

CONFIG = """[network]
networks = 192.0.2.0/24 2001:db8:100::/40
local_domains = aurora.example
servers = mx1
"""
BEGUN = re.compile(rb" postfix/(?:submission/)?smtpd\[\d+\]: (\w+): "
                   rb"client=unknown\[([^]]+)\]")
PARSER = {"amavis": "amavis", "spamd": "spamassassin",
          "spamass": "spamassassin", "rspamd": "rspamd",
          "rspamd_syslog": "rspamd"}
# What spamd says of a name is what its own file holds, in plain ASCII.
COMMENT = re.compile(r"\([^()]*\)")


def spamd_id(text):
    """As spamd writes the header "<text>"."""
    text = "<%s>" % text
    while COMMENT.search(text):
        text = COMMENT.sub("", text, count=1)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"^.*?<(.*?)>.*$", r"\1", text)
    return re.sub(r"[^\x21-\x7e]|[<>]", "?", text).replace(",", "_")


class Run:
    def __init__(self, culprit, folder, name):
        self.culprit, self.name = culprit, name
        self.conf = folder / "culprit.conf"
        self.conf.write_text(CONFIG)
        self.logs = sorted(folder.glob("*.log"))
        self.sent = [json.loads(line)
                     for line in (folder / "sent.jsonl").open()]
        self.sent = [s for s in self.sent if s["recipients"]]
        self._give_queue_ids((folder / "mail.log").read_bytes())

    def _give_queue_ids(self, log):
        """The clients wrote one after the other, a message a session."""
        ids = collections.defaultdict(list)
        for queue_id, client in BEGUN.findall(log):
            ids[client.decode()].append(queue_id.decode())
        for s in self.sent:
            found = ids[s["client"]].pop(0)
            assert s["queue_id"] in ("", found), (s, found)
            s["queue_id"] = found

    def run(self, command, *more):
        return subprocess.run(
            [self.culprit, command, "-c", self.conf, *more, *self.logs],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

    def records(self):
        out = self.run("parse").stdout.decode()
        return [json.loads(line) for line in out.splitlines()]


def wanted_outcome(name, kind):
    if kind == "virus" and name in ("spamd", "spamass"):
        return "ok"     # no scanner of viruses
    return "ok" if kind == "clean" else "content"


def judged_at_all(name, letter):
    """A ban is not read; spamd names no message that has no id."""
    if name == "amavis":
        return letter["name"] != "banned"
    if name.startswith("spam"):
        return letter["message_id"] != ""
    return True


def events_of(run, letter, verdicts):
    if run.name.startswith("spam"):
        return [e for e in verdicts
                if e.get("other") == spamd_id(letter["message_id"])]
    if letter["name"].startswith("crowd") and run.name == "amavis":
        # So many recipients that the line ends before the queue id.
        return [e for e in verdicts if "session" not in e and
                e.get("client") == letter["client"] and
                e.get("recipient") in letter["recipients"]]
    return [e for e in verdicts if e.get("session") == letter["queue_id"]]


def plain(text):
    """An address or name without what each program escapes in its own way."""
    return re.sub(r"[\\?]|[^\x21-\x7e]", "", text)


def check_fields(run, letter, events):
    """(what is wrong) with what was read of this message."""
    if run.name == "amavis":
        got = sorted(plain(e.get("recipient", "")) for e in events)
        want = sorted(plain(r) for r in letter["recipients"])
        whole = got == want if len(want) < 20 else got == want[:len(got)]
        if not whole:
            yield "recipients %s" % got
    if run.name.startswith("rspamd"):
        e = events[0]
        if e.get("client") != letter["client"]:
            yield "client is %s" % e.get("client")
        # Of two names that may be mixed up neither is given; and rspamd
        # names no sender that is no ASCII.
        for field, want in (("account", letter["login"]),
                            ("sender", letter["sender"].replace('"', ""))):
            got = e.get(field)
            if got != want and not (got is None and (
                    not want or not want.isascii() or "<" in letter["login"])):
                yield "%s is %r" % (field, got)
    if run.name == "amavis":
        for e in events:
            if e.get("client", letter["client"]) != letter["client"]:
                yield "client is %s" % e["client"]
            if plain(e.get("sender", "")) != plain(letter["sender"]):
                yield "sender is %r" % e.get("sender")


def check_letter(run, letter, verdicts):
    events = events_of(run, letter, verdicts)
    if not judged_at_all(run.name, letter):
        if events:
            yield "judged, and yet it cannot be"
        return
    if not events:
        yield "no verdict"
        return
    outcomes = {e.get("outcome") for e in events}
    want = wanted_outcome(run.name, letter["kind"])
    # No action but greylisting, which is none here, is as good as none.
    if outcomes != {want} and not (want == "ok" and outcomes == {"neutral"}):
        yield "said to be %s, not %s" % (sorted(map(str, outcomes)), want)
    yield from check_fields(run, letter, events)


def check_counts(run):
    """Each client has as many refusals of content as it sent spam."""
    spam = collections.Counter()
    for s in run.sent:
        who = s["login"] or s["client"]
        # A bounce is no mail of its sender's; of one that is refused before
        # it is queued nothing says so but the line that comes too late.
        bounce = s["sender"] == "" and s["code"] < 500
        said = judged_at_all(run.name, s) or s["code"] >= 500
        spam[who] += (not bounce and said and
                      wanted_outcome(run.name, s["kind"]) == "content")
    for who, n in sorted(spam.items()):
        text = run.run("explain", who).stdout.decode()
        m = re.search(r"^  refused_content +(\d+)", text, re.M)
        got = int(m.group(1)) if m else 0
        if got != n:
            yield "%s: %d refusals of content, not %d" % (who, got, n)
        other = re.search(r"^  refused_other +(\d+)", text, re.M)
        if other and run.name != "amavis":
            yield "%s: %s other refusals" % (who, other.group(1))


def complaints(run):
    records = run.records()
    parser = PARSER[run.name]
    verdicts = [r for r in records if r.get("parser") == parser
                and r.get("kind") == "content-verdict"]
    for r in records:
        if r["verdict"] == "malformed":
            yield "malformed: %s" % r
        if r.get("client") in letters.FORGED:
            yield "forged: %s" % r
    own = set()
    for letter in run.sent:
        own.update(id(e) for e in events_of(run, letter, verdicts))
        yield from ("%s: %s" % (letter["name"], w)
                    for w in check_letter(run, letter, verdicts))
    yield from ("nobody sent: %s" % v for v in verdicts if id(v) not in own)
    yield from check_counts(run)
    scan = run.run("scan")
    if scan.returncode != 0:
        yield "scan: %s" % scan.stderr.decode()
    for address in letters.FORGED:
        if address in scan.stdout.decode():
            yield "%s is suggested" % address


def main(culprit, folder, name):
    run = Run(culprit, pathlib.Path(folder), name)
    wrong = list(complaints(run))
    for w in wrong[:40]:
        print("filters: %s: %s" % (name, w))
    print("filters: %s: %d messages, %d complaints" % (name, len(run.sent),
                                                       len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
