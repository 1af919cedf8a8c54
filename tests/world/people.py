"""Customers: who they are, where they are connected, and leases."""
import bisect
import heapq
import ipaddress

import names
import replies
from world import DAY

SELF = [replies.POSTFIX, replies.EXIM, replies.CLOUD]


class Household:
    """One line at home: an address that may change, one or more mailboxes."""

    def __init__(self, world, name):
        rng = world.rng
        self.name, self.label = name, world.label("customer", name)
        self.boxes = [world.mailbox() for _ in range(1 + (rng.random() < .25))]
        self.helo = names.pc(rng)
        self.submits = rng.random() < .55
        self.rdns = rng.random() < .8
        self.book = []
        for box in self.boxes:
            world.accounts[box] = name
            self.label.accounts.append(box)

    def contacts(self, world):
        """People they write to; made when first wanted."""
        if not self.book:
            rng = world.rng
            self.book = [world.user() if rng.random() < .3 else
                         world.stranger() for _ in range(rng.randint(4, 15))]
        return self.book

    def at(self, t):
        """(time, address): `t`, or a moment later if the line is down."""
        leases = self.label.leases
        i = bisect.bisect_right(leases, (t, DAY * 9, "")) - 1
        if i >= 0 and leases[i][0] + 8 <= t <= leases[i][1] - 90:
            return t, leases[i][2]
        i = min(max(i + 1, 0), len(leases) - 1)
        return max(t, leases[i][0] + 9), leases[i][2]

    def client(self, t):
        t, ip = self.at(t)
        name = f"dyn-{ip.replace('.', '-')}.pool.aurora.example"
        return t, (ip, name if self.rdns else None, self.helo)


class Business:
    """A fixed range and a domain of their own."""

    def __init__(self, world, name, size):
        self.name, self.label = name, world.label("customer", name)
        world.static_at += -world.static_at % size
        first = ipaddress.ip_address("100.80.0.0") + world.static_at
        world.static_at += size
        self.net = f"{first}/{32 - size.bit_length() + 1}"
        self.ips = [str(first + i) for i in range(size)]
        self.label.nets.append(self.net)
        world.static.append((self.net, name))
        self.domain = world.domain()
        world._small(self.domain, world.rng.choice(SELF), False)
        self.host = f"mail.{self.domain}"
        self.v6 = None
        if world.rng.random() < .15:
            self.v6 = f"2001:db8:{0x8000 + world.static_at % 0x7fff:x}::19"
            net = self.v6[:-2] + "/48"
            self.label.nets.append(net)
            world.static.append((net, name))
        self.flip = 0
        self.ip = self.ips[min(1, size - 1)]
        self.people = [f"{names.local_part(world.rng)}@{self.domain}"
                       for _ in range(world.rng.randint(3, 25))]

    def client(self, helo=None):
        """By IPv6 every other time, if they have it."""
        self.flip ^= 1
        ip = self.v6 if self.v6 and self.flip else self.ip
        return (ip, self.host, helo or self.host)


def lease(world, households):
    """Who had which address when: lines break, come back, get another."""
    rng = world.rng
    pool = [str(ipaddress.ip_address("100.64.0.0") + 256 + i)
            for i in range(len(households) + 40)]
    rng.shuffle(pool)
    free, changes = [], []
    for house in households:
        house.label.leases.append((rng.uniform(-40000, -60), DAY, pool.pop()))
        r = rng.random()
        if r < .25:     # cut once a day, by rule, at night
            changes.append((rng.uniform(2.5, 5.5) * 3600, house.name))
        elif r < .45:
            for _ in range(rng.randint(1, 3)):
                changes.append((rng.uniform(0, DAY - 900), house.name))
    for ip in pool:
        heapq.heappush(free, (0, rng.random(), ip))
    by_name = {h.name: h.label for h in households}
    for t, name in sorted(changes):
        leases = by_name[name].leases
        start, _, ip = leases[-1]
        if t - start < 400:
            continue
        leases[-1] = (start, t, ip)
        heapq.heappush(free, (t + rng.uniform(30, 400), rng.random(), ip))
        back = t + rng.uniform(12, 60)
        ready, _, got = heapq.heappop(free)
        leases.append((max(back, ready), DAY, got))
