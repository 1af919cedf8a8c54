"""Honest people elsewhere: their servers, and our customers when away."""
import names
from honest import monitor
from world import DAY, IN, LOCAL


def remote(world, label, hosts, domains, n, bad, v6=False):
    """A server elsewhere that writes to our people."""
    rng = world.rng
    people = rng.sample(world.local_users, min(n, len(world.local_users)))
    name = f"out{rng.randrange(1, 40)}.{domains[0]}"
    for t in world.sorted_times(n, "home"):
        sender = f"{names.local_part(rng)}@{rng.choice(domains)}"
        to = rng.choice(people)
        what = "ok"
        if rng.random() < bad:
            to, what = world.no_mailbox(), "bad"
        server = rng.choice(IN)
        mail = world.mail(sender, [(to, what)], server)
        world.session(t, server, (rng.choice(hosts), name, name), label,
                      [mail])


def greylisted(world, label, ip, domain):
    """A small server that nobody here knew: told to wait, comes again."""
    rng = world.rng
    label.double = "greylisted"
    client = (ip, f"mail.{domain}", f"mail.{domain}")
    for t in world.sorted_times(rng.randint(1, 6), "office", 0, DAY - 2000):
        sender, to = f"{names.local_part(rng)}@{domain}", world.user()
        server = rng.choice(IN)
        world.session(t, server, client, label,
                      [world.mail(sender, [(to, "grey")], server)])
        world.session(t + rng.uniform(310, 1500), server, client, label,
                      [world.mail(sender, [(to, "ok")], server)])


def list_host(world, label, ip, domain):
    """A discussion list: each letter to each reader here, VERP."""
    rng = world.rng
    label.double = "list-host"
    readers = [(world.user(), "ok") for _ in range(rng.randint(5, 40))]
    readers += [(world.no_mailbox(), "bad")
                for _ in range(rng.choice((0, 0, 1, 2)))]
    name = f"lists.{domain}"
    for i, t in enumerate(world.sorted_times(rng.randint(4, 25), "home")):
        for k, (to, what) in enumerate(readers):
            sender = f"club-bounces+{i}={to.replace('@', '=')}@{domain}"
            server = rng.choice(IN)
            world.session(min(t + k * .8, DAY - 60), server, (ip, name, name),
                          label, [world.mail(sender, [(to, what)], server)])


def returner(world, label, ip, domain):
    """Takes our people's mail first and bounces some of it later: bounces to
    addresses that did write to it just before."""
    rng = world.rng
    label.double = "bounce-return"
    world.far[domain] = (domain, world.far[domain][1], [(f"mx.{domain}", ip)],
                         False)
    written = []
    for _ in range(rng.randint(15, 50)):
        house = rng.choice(world.writers)
        written.append((world.when("home", 0, DAY - 9000), house))
    from honest import write
    for t, house in sorted(written, key=lambda w: w[0]):
        box = rng.choice(house.boxes)
        to = f"{names.local_part(rng)}@{domain}"
        s = write(world, house, t, [(to, "ok")], box)
        server = rng.choice(IN)
        client = (ip, f"mx.{domain}", f"mx.{domain}")
        world.session(s.t + rng.uniform(8, 4000), server, client, label,
                      [world.mail("", [(box, "ok")], server, size=4800)])


def callout(world, label, ip, domain):
    """Asks back whether a sender exists before it takes his mail."""
    label.double = "callout"
    rng = world.rng
    for t in world.sorted_times(rng.randint(10, 60), "home"):
        to = (world.no_mailbox(), "bad") if rng.random() < .05 else (
            world.user(), "ok")
        if to[1] == "ok":      # RCPT, then QUIT: nothing is sent
            world.session(t, rng.choice(IN), (ip, f"mx.{domain}",
                                              f"mx.{domain}"), label)
            continue
        server = rng.choice(IN)
        world.session(t, server, (ip, f"mx.{domain}", f"mx.{domain}"), label,
                      [world.mail("", [to], server)])


def partner(world, label, ip, domain):
    """Goes on writing to somebody who has left."""
    label.double = "former-employee"
    rng = world.rng
    gone = [world.no_mailbox() for _ in range(rng.randint(1, 2))]
    client = (ip, f"mail.{domain}", f"mail.{domain}")
    for t in world.sorted_times(rng.randint(10, 40), "office"):
        to = (rng.choice(gone), "bad") if rng.random() < .6 else (
            world.user(), "ok")
        server = rng.choice(IN)
        world.session(t, server, client, label, [world.mail(
            f"office@{domain}", [to], server)])


def roaming(world, labels, ips):
    """A customer away with a program that does not log in: refused, asks
    again as mail programs do, for the same few letters."""
    rng = world.rng
    house = rng.choice(world.writers)
    box, book = house.boxes[0], house.contacts(world)
    helo = names.pc(rng)
    letters = [[(a, "relay") for a in rng.sample(book, 1)
                if a.rpartition("@")[2] not in LOCAL] or
               [(world.stranger(), "relay")]
               for _ in range(rng.randint(1, 4))]
    # One at home elsewhere tries all day; a guest for an evening or two.
    first = rng.uniform(6, 9) * 3600 if len(ips) == 1 else rng.uniform(
        7, 18) * 3600
    last = rng.uniform(19, 23) * 3600 if len(ips) == 1 else min(
        first + rng.uniform(2, 5) * 3600, DAY - 120)
    t = first
    while t < last:
        at = min(int((t - first) / (last - first) * len(ips)), len(ips) - 1)
        label = labels[at]
        letter = rng.choice(letters[:1 + int((t - first) / 5000)])
        server = rng.choice(IN)
        s = world.session(t, server, (ips[at], None, helo), label,
                          [world.mail(box, letter, server)])
        s.lost = False
        t += rng.choice((600, 900, 1800)) * rng.uniform(.98, 1.1)


def roamers(world):
    rng = world.rng
    for _ in range(world.n(8)):
        ip = world.outside()
        roaming(world, [world.label("ip", ip, double="roaming")], [ip])
    for _ in range(world.n(5)):
        hotel = world.range24()
        ips = rng.sample(hotel[10:240], rng.randint(2, 4))
        roaming(world, [world.label("ip", ip, double="roaming-hotel")
                        for ip in ips], ips)


def everybody(world):
    rng, n = world.rng, world.n
    for domain, _, _, _ in world.large * 3:
        ip = world.outside()
        label = world.label("ip", ip, double="large-remote")
        remote(world, label, [ip], [domain], n(rng.randint(200, 700)),
               world.draw((.01, .035), (.03, .05)))
    small = rng.sample(world.domains, n(70))
    for i, (domain, _, hosts, _) in enumerate(small):
        ip = world.outside() if i % 9 else \
            f"2001:db8:{rng.randrange(1, 0x7fff):x}:{i:x}::19"
        label = world.label("ip", ip, double="remote")
        if i % 7 == 0:
            greylisted(world, label, ip, domain)
        else:
            remote(world, label, [ip], [domain], rng.randint(2, 60),
                   world.draw((.01, .03), (.02, .05)))
    for many, what in ((n(6), list_host), (n(8), returner), (n(3), callout),
                       (n(6), partner)):
        for _ in range(many):
            ip = world.outside()
            domain = world._small(world.domain(), world.large[0][1], False)
            what(world, world.label("ip", ip), ip, domain)
    for _ in range(n(3)):
        ip = world.outside()
        monitor(world, world.label("ip", ip),
                (ip, f"probe.{world.domain()}", "probe.example"))
    roamers(world)
