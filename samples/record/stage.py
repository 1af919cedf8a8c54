"""What the actors play on: sources by the naming rule, acts put in the day,
and the truth counted as they are put there."""
import ipaddress
import random
import subprocess

import smtp
import truth
import world as world_

HOUR = 3600.0
# How much of a day's ordinary mail falls into each hour.
_CURVE = (2, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 12, 10, 12, 13, 12, 11, 9, 8, 8,
          8, 7, 5, 3)
_LOCAL_USERS = {0: "root", 33: "www-data", 1005: "shop"}


class Stage:
    def __init__(self, seed, day, server):
        self.seed = seed
        self.day = day
        self.server = server
        self.world = world_.World(random.Random("%d/world" % seed))
        self.truth = truth.Truth()
        self._networks = [(ipaddress.ip_network(n)) for n in
                          world_.NETWORKS]

    def rng(self, actor):
        """Each actor draws from its own numbers: one changed, others not."""
        return random.Random("%d/%s" % (self.seed, actor))

    def fate_of(self, recipient):
        w = self.world
        if recipient in w.mailboxes or recipient in w.aliases:
            return "local"
        fate = w.fates.get(recipient, "ok")
        local = recipient.rpartition("@")[2] in world_.LOCAL_DOMAINS
        if local and fate != "foreign":
            return "unknown-local"
        return fate

    def source_at(self, address, note=""):
        """The customer who has the address, else the address itself."""
        a = ipaddress.ip_address(address)
        for c in self.world.customers:
            for net in (c.v4, c.v6):
                n = ipaddress.ip_network(net, strict=False)
                if a.version == n.version and a in n:
                    return self._seen(self.truth.source("customer", c.id,
                                                        note), address)
        return self._seen(self.truth.source("ip", truth.subject_ip(address),
                                            note), address)

    def account(self, name, note=""):
        return self.truth.source("account", name, note)

    @staticmethod
    def _seen(source, address):
        source.addresses.add(address)
        return source

    def send(self, t, session, note=""):
        """Plan a session; whose it was goes into the truth."""
        address = session.xclient or session.src
        good = session.login and (
            self.world.accounts.get(session.login[0]) == session.login[1])
        if good:
            who = self._seen(self.account(session.login[0], note), address)
            who.counts["logins"] += 1
        else:
            who = self.source_at(address, note)
        if session.login and not good:
            who.counts["login_failed"] += 1
        else:
            inside = good or who.subject["type"] == "customer"
            for m in session.messages:
                who.wrote(m, self.fate_of, inside)
        self.day.at(t, lambda day: smtp.play(session, day,
                                             self.server),
                    "%s at %d" % (address, t))
        return who

    def submit(self, t, uid, message, note=""):
        """Plan a message handed to sendmail(1) by a local user."""
        who = self.truth.source("local-user", "%s@mx1" % (
            self.server.local_user(uid, _LOCAL_USERS[uid])), note)
        who.wrote(message, self.fate_of)

        def act(day):
            day.syslog.activity.expect_pickup()
            text = message.text().replace(b"\r\n", b"\n")[:-2]
            subprocess.run(
                [self.server.SENDMAIL, "-i", "-f", message.sender,
                 *message.recipients],
                input=text, user=uid, group=uid, extra_groups=[],
                check=True, timeout=20)
        self.day.at(t, act, "uid %d at %d" % (uid, t))
        return who


def hours(rng, n, first=0, last=24):
    """n moments of an ordinary day between two hours, in order."""
    weights = _CURVE[first:last]
    return sorted(HOUR * (first + h + rng.random()) for h in rng.choices(
        range(len(weights)), weights, k=n))


def size(rng):
    """Bytes of an ordinary message."""
    return int(min(60000, rng.lognormvariate(7.6, 1.0)))
