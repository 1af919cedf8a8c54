"""Who was who: written from what the scenario planned, never from the log."""
import collections
import ipaddress
import json

BAD = {"unknown", "disabled"}
TAKEN = {"ok", "grey", "local"}


def subject_ip(address):
    a = ipaddress.ip_address(address)
    if a.version == 4:
        return str(a)
    return str(ipaddress.ip_network(address + "/64", strict=False))


class Source:
    def __init__(self, kind_of_subject, value, note):
        self.subject = {"type": kind_of_subject, "value": value}
        self.note = note
        self.guilty, self.kind, self.actions = False, None, []
        self.addresses = set()
        self.counts = collections.Counter()
        self.recipients = set()
        self.bad = set()

    def judge(self, guilty, kind, *actions):
        """guilty, the kind of it, and the actions that may be suggested."""
        self.guilty, self.kind, self.actions = guilty, kind, list(actions)
        return self

    def wrote(self, message, fate_of, relayed=True):
        """fate_of a recipient; relayed: the server takes foreign mail."""
        self.counts["messages"] += 1
        for r in message.recipients:
            self.counts["attempts"] += 1
            self.recipients.add(r)
            fate = fate_of(r)
            if not relayed and fate != "local" and fate != "unknown-local":
                self.counts["relay_refused"] += 1
                continue
            if fate in BAD or fate == "unknown-local":
                self.bad.add(r)
            # Who is refused at RCPT, his text is not looked at.
            finding = message.verdict if fate in TAKEN else fate
            if finding in ("content", "reputation"):
                self.counts[finding] += 1

    def as_json(self):
        c = self.counts
        return {"subject": self.subject,
                "addresses": sorted(self.addresses), "guilty": self.guilty,
                "kind": self.kind, "actions": self.actions,
                "note": self.note, "messages": c["messages"],
                "attempts": c["attempts"],
                "recipients": len(self.recipients), "bad": len(self.bad),
                "reputation": c["reputation"], "content": c["content"],
                "relay_refused": c["relay_refused"],
                "logins": c["logins"], "login_failed": c["login_failed"]}


class Truth:
    def __init__(self):
        self._sources = {}

    def source(self, kind_of_subject, value, note=""):
        """The one source of that name; notes of several acts are joined."""
        key = kind_of_subject, value
        s = self._sources.get(key)
        if not s:
            s = self._sources[key] = Source(kind_of_subject, value, note)
        elif note and note not in s.note:
            s.note += "; " + note
        return s

    def write(self, path):
        order = sorted(self._sources.values(), key=lambda s: (
            not s.guilty, s.kind is None, s.subject["type"],
            s.subject["value"]))
        with open(path, "w") as f:
            for s in order:
                f.write(json.dumps(s.as_json()) + "\n")
