"""The guilty among customers and on our own servers."""
import names
from acts import Request, Submit
from honest import fate, household, write
from world import DAY, IN, LOCAL, OUT, WEB


def spam_fate(world, bad, content, reputation=None):
    """Spam: what a recipient becomes. A third of what is refused for what it
    is, is refused for whom it comes from."""
    if reputation is None:
        content, reputation = content * .67, content * .33
    return fate(world, bad=bad, content=content, reputation=reputation)


def spread(world, pool, local=.05, small=.7):
    """An address off a bought list: old domains, some of them ours."""
    rng = world.rng
    r = rng.random()
    if r < local:
        return world.user()
    if r < local + .15:
        if len(pool) < 40 or rng.random() < .3:
            pool.append(world.new_domain())
        return f"{names.local_part(rng)}@{rng.choice(pool)}"
    return world.stranger(small)


def forged_sender(world):
    who = world.stranger(.8)
    world.forged.add(who)
    return who


class Spam:
    """How one guilty source writes: its list, its rates, its names."""

    def __init__(self, world, bad, content, one_rcpt=.7):
        self.world, self.bad, self.content = world, bad, content
        self.pool, self.one_rcpt = [], one_rcpt

    def recipients(self):
        rng, world = self.world.rng, self.world
        n = 1 if rng.random() < self.one_rcpt else rng.randint(2, 4)
        wanted = {}
        for _ in range(n):
            to = spread(world, self.pool)
            what = spam_fate(world, self.bad, self.content)
            if to.rpartition("@")[2] in LOCAL:
                if rng.random() < self.bad:
                    to, what = world.no_mailbox(), "bad"
                else:
                    what = "ok"
            wanted[to] = what
        return list(wanted.items())


def elsewhere(spam):
    """Recipients none of whom is ours."""
    while True:
        wanted = [w for w in spam.recipients()
                  if w[0].rpartition("@")[2] not in LOCAL]
        if wanted:
            return wanted


def rates(world, plain_bad, plain_content):
    return Spam(world, world.draw(plain_bad, (.10, .22)),
                world.draw(plain_content, (.08, .20)))


def zombie(world, house, slow):
    rng = world.rng
    house.label.kind, house.label.expect = "zombie", "stop"
    house.label.double = "slow" if slow else None
    n = world.draw((30, 90) if slow else (120, 700), (15, 45))
    spam = rates(world, (.25, .50), (.12, .35))
    start = rng.choice((0, 0, rng.uniform(0, 17) * 3600))
    if slow or world.hard:
        start = rng.uniform(0, 5) * 3600
    last = DAY - 90 if slow or world.hard else min(
        start + rng.uniform(2, 14) * 3600, DAY - 90)
    if n > 200:
        spam.one_rcpt = rng.choice((.9, .5))
    # Most invent a sender a letter; some have a short list, some one name.
    short = [forged_sender(world) for _ in range(rng.randint(5, 12))] \
        if rng.random() < .2 else None
    helo = names.pc(rng) if rng.random() < .3 else None
    for t in sorted(rng.uniform(start, last) for _ in range(n)):
        at, (ip, name, _) = house.client(t)
        sender = rng.choice(short) if short else forged_sender(world)
        hello = helo or f"{names.junk(rng, rng.randint(4, 8))}.example"
        wanted = spam.recipients()
        # Their own mailer looks up our mail exchangers for our own people.
        own = all(a.rpartition("@")[2] in LOCAL for a, _ in wanted)
        server = rng.choice(IN if own else OUT)
        world.session(at, server, (ip, name, hello), house.label,
                      [world.mail(sender, wanted, server,
                                  size=rng.randint(1500, 3500))], bad=True)
    if rng.random() < .5:
        household(world, house)


def spammer(world, firm, small):
    rng = world.rng
    firm.label.kind, firm.label.expect = "spammer", "stop"
    firm.label.double = "small" if small and not world.hard else None
    n = world.draw((120, 350) if small else (500, 1500), (300, 900))
    spam = Spam(world, world.draw((.10, .20), (.07, .09)),
                world.draw((.12, .28), (.05, .07)), rng.choice((1, .5)))
    domains = [firm.domain] if rng.random() < .5 else [
        world.new_domain() for _ in range(rng.randint(3, 12))]
    ips = firm.ips[1:1 + rng.choice((1, 2, 3, 4))]
    start = rng.uniform(0, 12) * 3600
    last = min(start + rng.uniform(4, 12) * 3600, DAY - 90)
    server = rng.choice(OUT)
    for i, t in enumerate(sorted(rng.uniform(start, last) for _ in range(n))):
        domain = domains[i * len(domains) // n]
        k = rng.randrange(len(ips))
        host = f"s{k + 1}.{domain}"
        mail = world.mail(f"news@{domain}", spam.recipients(), server,
                          size=9000 + i % 60)
        world.session(t, server, (ips[k], f"s{k + 1}.{firm.domain}", host),
                      firm.label, [mail], bad=True)


def stolen(world, house, two_networks):
    rng = world.rng
    box = house.boxes[0]
    house.label.accounts.remove(box)
    house.label.double = "owner-of-stolen"
    label = world.label("account", box, kind="stolen-account", expect="stop")
    label.double = "two-networks" if two_networks else None
    house.submits = True
    n = world.draw((100, 500), (40, 110))
    nets = 2 if two_networks else world.draw((5, 14), (3, 6))
    ips = [world.outside() for _ in range(nets)]
    for ip in ips:
        world.label("ip", ip, double="thief", scored=False)
    spam = rates(world, (.20, .45), (.10, .30))
    spam.one_rcpt = rng.choice((.8, .3))
    start = rng.uniform(0, 19) * 3600
    last = min(start + rng.uniform(2, 10) * 3600, DAY - 90)
    forged = rng.random() < .5
    for t in sorted(rng.uniform(start, last) for _ in range(n)):
        sender = forged_sender(world) if forged else box
        server = rng.choice(OUT)
        mail = world.mail(sender, spam.recipients(), server,
                          size=rng.randint(1500, 5000))
        world.session(t, server, (rng.choice(ips), None, names.pc(rng)), label,
                      [mail], service="submission", account=box, tls=True,
                      bad=True)
    owner(world, house, label)


def owner(world, house, label):
    """Writes on from home, as ever."""
    rng = world.rng
    book = house.contacts(world)
    for t in world.sorted_times(rng.randint(1, 6), "home"):
        s = write(world, house, t, [(rng.choice(book), fate(world))])
        s.who = label


def open_relay(world, firm):
    rng = world.rng
    firm.label.kind, firm.label.expect = "open-relay", "contact"
    n = world.draw((100, 500), (40, 100))
    spam = rates(world, (.15, .35), (.10, .30))
    start = rng.uniform(0, 14) * 3600
    last = min(start + rng.uniform(4, 12) * 3600, DAY - 90)
    server = rng.choice(OUT)
    for t in sorted(rng.uniform(start, last) for _ in range(n)):
        world.session(t, server, firm.client(), firm.label, [world.mail(
            forged_sender(world), spam.recipients(), server)], bad=True)
    known = [world.stranger(.7) for _ in range(rng.randint(15, 50))]
    for t in world.sorted_times(rng.randint(25, 80), "office"):
        world.session(t, server, firm.client(), firm.label, [world.mail(
            rng.choice(firm.people), [(rng.choice(known), fate(world))],
            server)])


def form(world, i):
    """A form that lets its visitor choose the recipient."""
    rng = world.rng
    host, user = rng.choice(WEB), f"web{i:03d}"
    label = world.label("local-user", f"{user}@{host}", kind="form-abuse",
                        expect="stop")
    site, path = world.domain(), f"/{names.junk(rng, 6)}/mailer.php"
    bots = [world.outside() for _ in range(rng.randint(1, 6))]
    for ip in bots:
        world.label("ip", ip, double="form-bot", scored=False)
    spam = rates(world, (.22, .45), (.10, .30))
    spam.one_rcpt = 1
    n = world.draw((150, 500), (40, 90))
    start = rng.uniform(0, 19) * 3600
    last = min(start + rng.uniform(.7, 3.5) * 3600, DAY - 90)
    for t in sorted(rng.uniform(start, last) for _ in range(n)):
        mail = world.mail(f"www@{site}", elsewhere(spam), host)
        world.acts.append(Request(t, host, rng.choice(bots), "POST", path, 200,
                                  label))
        world.acts.append(Submit(t + rng.uniform(.1, .9), host, user, 1000 + i,
                                 mail, label, True))
    for t in world.sorted_times(rng.randint(2, 20), "home"):
        mail = world.mail(f"www@{site}", [(world.user(), "ok")], host)
        world.acts.append(Submit(t, host, user, 1000 + i, mail, label))


def own_relay(world, server):
    """A server of ours that takes mail for anybody, from anybody."""
    rng = world.rng
    label = world.label("server", server, kind="own-relay",
                        expect="fix-server")
    strangers = [world.outside() for _ in range(rng.randint(1, 4))]
    for ip in strangers:
        world.label("ip", ip, double="relayer", scored=False)
    spam = rates(world, (.15, .40), (.10, .30))
    start = rng.uniform(0, 18) * 3600
    last = min(start + rng.uniform(2, 6) * 3600, DAY - 90)
    for t in sorted(rng.uniform(start, last)
                    for _ in range(world.draw((40, 200), (8, 25)))):
        world.session(t, server, (rng.choice(strangers), None,
                                  names.junk(rng, 6) + ".example"), label,
                      [world.mail(forged_sender(world), elsewhere(spam),
                                  server)], bad=True)
    for t in world.sorted_times(rng.randint(20, 60), "home"):
        domain, ip = rng.choice(world.steady)
        world.session(t, server, (ip, f"out.{domain}", f"out.{domain}"), None,
                      [world.mail(f"{names.local_part(rng)}@{domain}",
                                  [(world.user(), "ok")], server)])


def open_proxy(world, i):
    rng = world.rng
    label = world.label("server", f"cache{i}", kind="open-proxy",
                        expect="contact")
    strangers = [world.outside() for _ in range(rng.randint(2, 9))]
    for ip in strangers:
        world.label("ip", ip, double="proxy-user", scored=False)
    start = rng.uniform(0, 18) * 3600
    last = min(start + rng.uniform(1, 6) * 3600, DAY - 90)
    for t in sorted(rng.uniform(start, last)
                    for _ in range(world.draw((40, 300), (10, 30)))):
        where = rng.choice(world.large + world.domains)
        world.acts.append(Request(
            t, label.value, rng.choice(strangers), "CONNECT",
            f"{where[2][0][0]}:25", 200 if rng.random() < .85 else 503, label,
            True))
    for t in world.sorted_times(world.n(100), "home"):
        ip = f"100.64.{rng.randrange(1, 9)}.{rng.randrange(1, 250)}"
        world.acts.append(Request(
            t, label.value, ip, "CONNECT",
            f"www.{rng.choice(world.domains)[0]}:443", 200, label))


# How many there are in a world of the usual size; see below.
HOUSES, FIRMS = 55 + 16, 14 + 6


def everybody(world, houses, firms):
    n = world.n
    for i in range(n(55)):
        zombie(world, houses.pop(), not world.hard and i % 5 < 2)
    for i in range(n(14)):
        at = max(k for k, firm in enumerate(firms) if len(firm.ips) > 1)
        spammer(world, firms.pop(at), i % 5 < 2)
    for i in range(n(16)):
        stolen(world, houses.pop(), i % 4 == 0)
    for _ in range(n(6)):
        open_relay(world, firms.pop())
    for i in range(n(8)):
        form(world, 500 + i)
    for server in ("lists1", "old-gw")[:n(2)]:
        own_relay(world, server)
    for i in range(n(3)):
        open_proxy(world, i + 1)
