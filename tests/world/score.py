"""Suggestions held against labels."""
import bisect
import datetime
import ipaddress
import statistics

GRAVITY = {"watch": 0, "exempt": 0, "contact": 1, "fix-server": 2,
           "suspend": 3, "block": 3}
WANTED = {"contact": 1, "fix-server": 2, "stop": 3}
MIDNIGHT = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)


def seconds(text):
    """Of the day, of an RFC 3339 stamp."""
    at = datetime.datetime.fromisoformat(text[:19] + "+00:00")
    fraction = text[19:].rstrip("Z")
    return (at - MIDNIGHT).total_seconds() + float(
        "0" + fraction if fraction else 0)


class Finder:
    """Whom a suggestion names."""

    def __init__(self, labels):
        self.exact, self.accounts, self.leases = {}, {}, {}
        self.nets, self.ips = [], []
        for label in labels:
            self.exact[label.type, label.value] = label
            for account in label.accounts:
                self.accounts[account] = label
            for net in label.nets:
                self.nets.append((ipaddress.ip_network(net), label))
            for start, end, ip in label.leases:
                self.leases.setdefault(ip, []).append((start, end, label))
            if label.type == "ip":
                self.ips.append((ipaddress.ip_address(label.value), label))

    def _holders(self, net, t):
        found = [label for ip, label in self.ips if ip in net]
        found += [label for other, label in self.nets
                  if other.version == net.version and other.overlaps(net)]
        if net.version == 4 and net.num_addresses <= 65536:
            for ip in net:
                found += [label for start, end, label
                          in self.leases.get(str(ip), ()) if start <= t < end]
        return found

    def find(self, suggestion):
        """(labels, whether a guilty one counts as found by it)."""
        type_ = suggestion["subject"]["type"]
        value = suggestion["subject"]["value"]
        exact = self.exact.get((type_, value))
        if exact is not None:
            return [exact], True
        if type_ == "account":
            label = self.accounts.get(value)
            return ([label] if label else []), False
        if type_ in ("ip", "net"):
            net = ipaddress.ip_network(value, strict=False)
            found = self._holders(net, seconds(suggestion["flagged_at"]))
            # One changing address of a line at home is not the line.
            return found, all(not label.leases for label in found)
        return [], False


class Tally:
    """Of one day: who was found, as what, how soon, and who wrongly."""

    def __init__(self, labels):
        self.labels = labels
        self.found = {}         # guilty label -> the suggestion that counts
        self.stopped = {}       # honest label -> suggestion
        self.named = []         # honest, not stopped: (label, suggestion)
        self.unknown = []       # suggestions about nobody we know of
        self.n_stopping = 0     # of the guilty, scored or not, by block/suspend

    def take(self, suggestions):
        finder = Finder(self.labels)
        for s in suggestions:
            gravity = GRAVITY[s["action"]]
            labels, counts = finder.find(s)
            if not labels:
                self.unknown.append(s)
            for label in labels:
                if not label.scored:
                    continue
                if label.guilty:
                    if counts and gravity >= WANTED[label.expect]:
                        self.found.setdefault(label, s)
                elif gravity == 3:
                    self.stopped.setdefault(label, s)
                elif gravity:
                    self.named.append((label, s))
        return self

    def right(self, label):
        return label in self.found and \
            self.found[label]["kind"] == label.kind

    def targets_to_flag(self, label):
        """Distinct recipients (names, connections) from the first misdeed to
        the suggestion."""
        times = sorted(label.targets.values())
        return bisect.bisect_right(
            times, seconds(self.found[label]["flagged_at"]))


class Baseline:
    """What many servers do today, even given, for nothing, who the source is
    and what became of each message: five failures of any kind in ten minutes
    (fail2ban's default), or 200 recipients an hour (a panel's quota)."""

    name = "5/10min 200/h"

    @staticmethod
    def within(times, n, span):
        return any(times[i + n - 1] - times[i] <= span
                   for i in range(len(times) - n + 1))

    def stops(self, label):
        return self.within([t for t, _ in label.failures], 5, 600) or \
            self.within([t for t, _ in label.recipients], 200, 3600)


class Crude:
    """A table of ratios and distinct counts: eight distinct failures, or
    three if they are a tenth of all it tried."""

    name = "ratio table"

    @staticmethod
    def stops(label):
        failed = len({what for _, what in label.failures})
        tried = len({what for _, what in label.recipients}
                    | {what for _, what in label.failures})
        return failed >= 8 or (failed >= 3 and failed >= .1 * tried)


class Sums:
    """Over days: one row a kind, and what all share."""

    def __init__(self):
        self.kinds, self.honest, self.days = {}, [], 0
        self.others = {b.name: {"found": 0, "honest": 0, "kinds": {}}
                       for b in (Baseline, Crude)}

    def add(self, day, tally):
        self.days += 1
        for label in tally.labels:
            if not label.scored or not label.guilty:
                continue
            row = self.kinds.setdefault(label.kind, {
                "guilty": 0, "found": 0, "right": 0, "targets": [],
                "stop": label.expect == "stop"})
            row["guilty"] += 1
            if label in tally.found:
                row["found"] += 1
                row["right"] += tally.right(label)
                row["targets"].append(tally.targets_to_flag(label))
        self.honest += [(day, label, s) for label, s in tally.stopped.items()]
        for rule in (Baseline(), Crude()):
            self._other(rule, tally.labels)

    def _other(self, rule, labels):
        sums = self.others[rule.name]
        for label in labels:
            if not label.scored or not rule.stops(label):
                continue
            if label.guilty:
                sums["kinds"][label.kind] = sums["kinds"].get(label.kind, 0) + 1
            else:
                sums["honest"] += 1

    def total(self, what, stop_only=False):
        return sum(row[what] for row in self.kinds.values()
                   if row["stop"] or not stop_only)

    def as_json(self):
        rows = {kind: {**{k: row[k] for k in ("guilty", "found", "right")},
                       "median_to_flag": median(row["targets"])}
                for kind, row in sorted(self.kinds.items())}
        stop, stopped = self.total("guilty", True), self.total("found", True)
        wrong = len(self.honest)
        return {
            "days": self.days, "kinds": rows,
            "stopped": stopped / max(stop, 1),
            "found": self.total("found") / max(self.total("guilty"), 1),
            "kind_right": self.total("right") / max(self.total("guilty"), 1),
            "precision": stopped / max(stopped + wrong, 1),
            "honest_stopped": wrong,
            "others": {name: {
                "found": sum(o["kinds"].values())
                / max(self.total("guilty"), 1),
                "honest_a_day": o["honest"] / max(self.days, 1)}
                for name, o in self.others.items()}}


def median(values):
    return statistics.median(values) if values else None
