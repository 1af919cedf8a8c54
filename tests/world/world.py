"""The ground everything stands on: networks, domains, servers elsewhere, and
how a message fares there. The rest of the day is built upon one World."""
import datetime
import ipaddress
import random

import names
import replies
from acts import Label, Mail, Session

DAY = 86400
LOCAL = ("aurora.example", "tundra.example")
IN, OUT, WEB = ("mx1", "mx2"), ("relay1", "relay2"), ("web1", "web2", "web3")
ADDRESS = {"mx1": "100.127.0.11", "mx2": "100.127.0.12",
           "relay1": "100.127.0.21", "relay2": "100.127.0.22",
           "web1": "100.127.0.31", "web2": "100.127.0.32",
           "web3": "100.127.0.33", "lists1": "100.127.0.41",
           "old-gw": "100.127.0.42"}
# How busy each hour of the day is.
RHYTHM = {
    "home": [2, 1, 1, 1, 1, 2, 5, 9, 9, 9, 9, 9, 9, 8, 8, 9, 10, 12, 14, 15,
             15, 12, 8, 4],
    "office": [0, 0, 0, 0, 0, 1, 3, 10, 16, 18, 17, 15, 10, 14, 17, 16, 14, 8,
               3, 2, 1, 1, 0, 0],
    "flat": [1] * 24,
    "night": [9, 9, 9, 9, 8, 6, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 6,
              8, 9],
}
HOURS = list(range(24))


class World:
    def __init__(self, seed, hard=False, customers=2500, nth=0):
        self.date = datetime.date(2026, 11, 20 + nth)
        self.rng = random.Random(f"world {seed} {hard} {customers}")
        self.hard, self.scale = hard, customers / 2500
        self.customers = customers
        self.acts, self.labels, self.static = [], [], []
        self.taken_domains, self.taken_names = set(LOCAL), set()
        self.local_users, self.accounts = [], {}
        self.outside_at, self.serial = 0, 0
        self.domains, self.large = [], []
        self.greeted = set()
        self.servers = {}
        for name in (*IN, *OUT, *WEB):
            self.servers[name] = self.label("server", name, double="server")
        self._elsewhere()
        self.carriers = [self.outside() for _ in range(self.n(30) + 2)]

    # --- numbers -----------------------------------------------------------

    def n(self, plain, hard=None):
        """How many of something, in a world of this size."""
        many = hard if self.hard and hard is not None else plain
        return max(1, round(many * self.scale))

    def draw(self, plain, hard=None):
        """A number between two bounds, other ones in a hard world."""
        low, high = hard if self.hard and hard is not None else plain
        if isinstance(low, int) and isinstance(high, int):
            return self.rng.randint(low, high)
        return self.rng.uniform(low, high)

    def when(self, rhythm="home", first=0.0, last=DAY - 90.0):
        for _ in range(200):
            hour = self.rng.choices(HOURS, RHYTHM[rhythm])[0]
            t = (hour + self.rng.random()) * 3600
            if first <= t < last:
                return t
        return self.rng.uniform(first, last)

    def sorted_times(self, n, rhythm="home", first=0.0, last=DAY - 90.0):
        return sorted(self.when(rhythm, first, last) for _ in range(n))

    # --- names and addresses -----------------------------------------------

    def label(self, type_, value, **more):
        label = Label(type_, value, **more)
        self.labels.append(label)
        return label

    def outside(self, block="198.18.0.0/15"):
        """An address of somebody else; each only once."""
        self.outside_at += self.rng.randint(1, 9)
        net = ipaddress.ip_network(block)
        return str(net[256 + self.outside_at])

    def range24(self):
        """A /24 of somebody else, as a list of addresses."""
        self.outside_at += 512 - self.outside_at % 256
        first = ipaddress.ip_address("198.18.0.0") + self.outside_at
        self.outside_at += 256
        return [str(first + i) for i in range(256)]

    def domain(self):
        return names.domain(self.rng, self.taken_domains)

    def mailbox(self):
        """A new mailbox of ours."""
        while True:
            who = f"{names.local_part(self.rng)}@{self.rng.choice(LOCAL)}"
            if who not in self.taken_names:
                self.taken_names.add(who)
                self.local_users.append(who)
                return who
            # Common names run out; people then take a number.
            base, _, domain = who.partition("@")
            who = f"{base}{self.rng.randrange(1, 9999)}@{domain}"
            if who not in self.taken_names:
                self.taken_names.add(who)
                self.local_users.append(who)
                return who

    def no_mailbox(self):
        """An address in a domain of ours that does not exist."""
        while True:
            who = f"{names.local_part(self.rng)}@{self.rng.choice(LOCAL)}"
            if who not in self.taken_names:
                return who

    def user(self):
        return self.rng.choice(self.local_users)

    def _elsewhere(self):
        rng = self.rng
        for style in replies.LARGE:
            for _ in range(2):
                domain = self.domain()
                hosts = [(f"mx{i}.{domain}", self.outside()) for i in (1, 2)]
                self.large.append((domain, style, hosts, False))
        self.far = {d[0]: d for d in self.large}
        for _ in range(700):
            self._small(self.domain(), rng.choice(replies.SMALL),
                        rng.random() < .12)
        self.dead = self.domain()
        self.far[self.dead] = (self.dead, None,
                               [(f"mx.{self.dead}", self.outside())], False)

    def _small(self, domain, style, grey):
        if self.rng.random() < .5 and self.domains:
            hosts = self.rng.choice(self.domains)[2]
        elif self.rng.random() < .1:
            hosts = [(f"mx.{domain}",
                      f"2001:db8:{self.rng.randrange(1, 0x7fff):x}::25")]
        else:
            hosts = [(f"mail.{domain}", self.outside())]
        self.far[domain] = (domain, style, hosts, grey)
        self.domains.append(self.far[domain])
        return domain

    def new_domain(self):
        """A domain that is not among those honest people mostly write to."""
        return self._small(self.domain(), self.rng.choice(replies.SMALL), False)

    def stranger(self, small=.45):
        """An address elsewhere."""
        rng = self.rng
        where = (rng.choice(self.domains) if rng.random() < small
                 else rng.choice(self.large))
        return f"{names.local_part(rng)}@{where[0]}"

    # --- how a message fares -----------------------------------------------

    def reply(self, where, fate, address, server):
        style = where[1] or replies.POSTFIX
        texts = replies.TEMPFAIL if fate == "tempfail" else style[fate]
        # One server says the same of the same address, whenever it is asked.
        text = texts[(len(address) * 7 + ord(address[0])) % len(texts)]
        self.serial += 1
        stage = "RCPT TO"
        if text[0] == "~":
            text, stage = text[1:], "end of DATA"
        elif fate == "ok":
            stage = "end of DATA"
        return text.replace("{r}", address).replace("{d}", where[0]).replace(
            "{u}", ADDRESS.get(server, ADDRESS["relay1"])).replace(
            "{i}", f"{self.serial * 40503 % 0xfffffff:07x}"), stage

    def fare(self, address, fate, server, pair=None):
        """The tries of a message to `address`; fates: ok bad content
        reputation policy full dead. None: a mailbox of ours."""
        rng = self.rng
        domain = address.rpartition("@")[2]
        if domain in LOCAL:
            return None
        where = self.far.get(domain) or self.far[self._small(
            domain, rng.choice(replies.SMALL), False)]
        mx, ip = rng.choice(where[2])
        dt = rng.uniform(.05, 2.5)
        if fate == "dead" or where[1] is None:
            tries = [(dt, "deferred", mx, ip, "Connection refused", "CONN")]
            for wait in (320, 950, 1900, 3800, 4000, 4000, 4000):
                dt += wait * rng.uniform(.95, 1.1)
                tries.append((dt, *tries[0][1:]))
            return tries
        tries = []
        grey = where[3] and (pair, address) not in self.greeted
        if grey or rng.random() < .012:
            self.greeted.add((pair, address))
            text, stage = self.reply(where, "grey" if grey else "tempfail",
                                     address, server)
            tries.append((dt, "deferred", mx, ip, text, stage))
            dt += rng.choice((330, 360, 610, 940)) + rng.random()
        text, stage = self.reply(where, fate, address, server)
        if fate == "full":
            for wait in (310, 650, 1300, 2600, 4000, 4000, 0):
                tries.append((dt, "deferred", mx, ip, text, stage))
                dt += wait * rng.uniform(.98, 1.05)
            return tries
        state = "sent" if fate == "ok" else "bounced"
        tries.append((dt, state, mx, ip, text, stage))
        return tries

    def mail(self, sender, wanted, server, dt=.1, size=None, msgid=None):
        """A message to `wanted`, a list of (address, fate). At a mailbox of
        ours the fate is ok or bad (refused at once), or a refusal's name."""
        rng = self.rng
        rcpts, bounce = [], False
        for address, fate in wanted:
            local = address.rpartition("@")[2] in LOCAL
            if fate in ("relay", "blocked", "grey"):
                rcpts.append((address, fate, None))
            elif local and fate in ("bad", "unknown"):
                rcpts.append((address, "unknown", None))
            else:
                tries = self.fare(address, fate, server, sender)
                bounce |= tries is not None and tries[-1][1] == "bounced"
                rcpts.append((address, None, tries))
        if size is None:
            size = int(min(rng.lognormvariate(8.6, 1.1), 8e6)) + 400
        if msgid is None:
            msgid = f"{rng.getrandbits(64):016x}@" + (
                sender.rpartition("@")[2] or "mail.invalid")
        mail = Mail(dt, sender, rcpts, size, msgid)
        if bounce and sender:
            mail.dsn = (sender, None, self._dsn(sender, server))
        return mail

    def _dsn(self, sender, server):
        domain = sender.rpartition("@")[2]
        known = domain in self.far or domain in LOCAL
        forged = sender in self.forged
        fate = "bad" if forged and self.rng.random() < .4 else "ok"
        if not known and forged and self.rng.random() < .2:
            fate = "dead"
        return self.fare(sender, fate, server)

    forged = frozenset()

    # --- sessions ----------------------------------------------------------

    def session(self, t, server, client, who, mails=(), **more):
        """client: (address, name or None, helo)."""
        ip, name, helo = client
        s = Session(t, server, more.pop("service", "smtpd"), ip, name, helo,
                    who, more.pop("bad", False))
        for key, value in more.items():
            setattr(s, key, value)
        at = .08
        for mail in mails:
            mail.dt = at
            at += .05 + .03 * len(mail.rcpts)
        s.mails = list(mails)
        self.acts.append(s)
        return s
