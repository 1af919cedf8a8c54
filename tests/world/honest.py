"""Honest customers, among them all who look guilty at first sight."""
import names
from acts import Request, Submit
from world import DAY, OUT, WEB


def fate(world, bad=None, content=.003, reputation=.002):
    """What becomes of an honest recipient."""
    rng = world.rng
    if bad is None:
        bad = world.draw((.008, .018), (.03, .05))
    r = rng.random()
    for share, name in ((bad, "bad"), (content, "content"),
                        (reputation, "reputation"), (.005, "full"),
                        (.002, "policy"), (.001, "dead")):
        if r < share:
            return name
        r -= share
    return "ok"


def fares(world, addresses, **rates):
    return [(a, fate(world, **rates)) for a in addresses]


# What an address always has been, it is all day.
def steady(world, book, **rates):
    return {a: fate(world, **rates) for a in book}


def write(world, house, t, wanted, box=None, bad=False):
    """One message of a household, by its own way."""
    rng = world.rng
    box = box or house.boxes[0]
    t, client = house.client(t)
    server = rng.choice(OUT)
    mail = world.mail(box, wanted, server)
    more = {}
    if house.submits:
        more = {"service": "submission", "account": box, "tls": True}
    return world.session(t, server, client, house.label, [mail], bad=bad,
                         **more)


def household(world, house):
    rng = world.rng
    n = rng.choices((0, 1, 2, 4, 7, 12), (30, 15, 20, 20, 10, 5))[0]
    if not n:
        return
    book = house.contacts(world)
    known = steady(world, book)
    for t in world.sorted_times(n, "home"):
        to = rng.sample(book, min(len(book), rng.choices((1, 2, 4),
                                                         (80, 14, 6))[0]))
        write(world, house, t, [(a, known[a]) for a in to],
              rng.choice(house.boxes))


def invitation(world, house):
    """A party, or a club's circular: many at once, some of them moved."""
    house.label.double = "invitation"
    n = world.draw((12, 25), (25, 40))
    people = [world.stranger() if world.rng.random() < .8 else world.user()
              for _ in range(n)]
    wanted = fares(world, people, bad=world.draw((.03, .08), (.04, .09)))
    t = world.when("home", 7 * 3600)
    for i in range(0, n, 20):
        write(world, house, t + i * 7, wanted[i:i + 20])


def phone(world, house):
    """Also writes from a mobile network, behind an address that it shares
    with others; some from a second one."""
    rng = world.rng
    house.submits = True
    house.label.double = house.label.double or "phone"
    away(world, house, rng.sample(world.carriers, rng.randint(1, 2)),
         "phone." + names.junk(rng, 4))


def traveller(world, house):
    """Abroad: hotel, airport, a VPN; the usual people."""
    house.label.double = "traveller"
    ips = [world.outside() for _ in range(world.rng.randint(2, 4))]
    away(world, house, ips, names.pc(world.rng))


def away(world, house, ips, helo):
    rng = world.rng
    house.label.nets += [f"{ip}/32" for ip in ips]
    book = house.contacts(world)
    known = steady(world, book)
    for t in world.sorted_times(rng.randint(2, 8), "home"):
        client = (rng.choice(ips), None, helo)
        to = rng.sample(book, rng.choice((1, 1, 1, 2)))
        server = rng.choice(OUT)
        mail = world.mail(house.boxes[0], [(a, known[a]) for a in to], server)
        world.session(t, server, client, house.label, [mail], tls=True,
                      service="submission", account=house.boxes[0])


def old_password(world, house, outside):
    """A phone that repeats one old password all day."""
    rng = world.rng
    house.label.double = "old-password"
    step = rng.choice((120, 300, 600, 900))
    t, ip = rng.uniform(0, step), world.outside()
    helo = names.pc(rng)
    if outside:
        house.label.nets.append(f"{ip}/32")
    while t < DAY - 60:
        if outside:
            at, client = t, (ip, None, helo)
        else:
            at, client = house.client(t)
        s = world.session(at, rng.choice(OUT), client, house.label,
                          service="submission", tls=True)
        s.failed = [(.3, house.boxes[0], "PLAIN", True)]
        t += step * rng.uniform(.97, 1.03)


def mail_server(world, firm):
    """A firm's own server: its people, a spread of partners."""
    rng = world.rng
    firm.label.double = "mail-server"
    book = [world.stranger(.7) for _ in range(rng.randint(15, 120))]
    known = steady(world, book)
    for t in world.sorted_times(rng.randint(10, 90), "office"):
        to = rng.sample(book, rng.choices((1, 2, 5), (80, 14, 6))[0])
        server = rng.choice(OUT)
        mail = world.mail(rng.choice(firm.people),
                          [(a, known[a]) for a in to], server)
        world.session(t, server, firm.client(), firm.label, [mail])


def office(world, firm):
    """Many people behind one address, each program for itself; one domain,
    now and then a private address."""
    rng = world.rng
    firm.label.double = "nat-office"
    people = [f"{names.local_part(rng)}@{firm.domain}"
              for _ in range(rng.randint(20, 60))]
    people += [world.stranger(0) for _ in range(rng.choice((0, 0, 1, 2)))]
    helos = [firm.host] if rng.random() < .6 else [
        f"{names.pc(rng)}" for _ in range(rng.randint(4, 20))]
    book = [world.stranger(.6) for _ in range(rng.randint(60, 240))]
    known = steady(world, book)
    for t in world.sorted_times(rng.randint(80, 260), "office"):
        to = rng.sample(book, rng.choices((1, 2, 4), (80, 14, 6))[0])
        server = rng.choice(OUT)
        mail = world.mail(rng.choice(people), [(a, known[a]) for a in to],
                          server)
        world.session(t, server, firm.client(helo=rng.choice(helos)),
                      firm.label, [mail])


def newsletter(world, firm):
    """A list of people who asked for it, on a steady schedule, with VERP."""
    rng = world.rng
    firm.label.double = "newsletter"
    n = int(rng.choice((300, 500, 800, 1200, 2000)) * rng.uniform(.8, 1.2))
    n = max(60, int(n * min(1, world.scale * 2)))
    bad = world.draw((.01, .03), (.03, .05))
    t = rng.uniform(5, 18) * 3600
    step = rng.uniform(2, 9)
    server = rng.choice(OUT)
    for i in range(n):
        to = world.stranger(.5)
        sender = f"bounce-{i}={to.replace('@', '=')}@{firm.domain}"
        mail = world.mail(sender, [(to, fate(world, bad=bad))], server,
                          size=18000 + i % 40)
        t += step * rng.uniform(.7, 1.4)
        if t > DAY - 120:
            return
        world.session(t, server, firm.client(), firm.label, [mail])


def forwarder(world, firm):
    """An old boys' address book: strangers' mail, spam too, to a few."""
    rng = world.rng
    firm.label.double = "forwarder"
    members = [world.stranger(.3) for _ in range(rng.randint(8, 30))]
    spam = world.draw((.04, .10))
    for t in world.sorted_times(rng.randint(60, 220), "home"):
        to = rng.choice(members)
        what = fate(world, bad=.001, content=spam)
        server = rng.choice(OUT)
        mail = world.mail(world.stranger(.6), [(to, what)], server)
        world.session(t, server, firm.client(), firm.label, [mail])


def cron(world, firm):
    """A program that reports to a mailbox which is no more."""
    rng = world.rng
    firm.label.double = "cron-loop"
    to = world.stranger(.8)
    step = rng.choice((60, 120, 300, 600))
    t = rng.uniform(0, step)
    while t < DAY - 90:
        server = OUT[0]
        mail = world.mail(f"root@{firm.host}", [(to, "bad")], server, size=910)
        world.session(t, server, firm.client(), firm.label, [mail])
        t += step


def shop(world, firm):
    """A shop: a customer an order, and customers mistype."""
    rng = world.rng
    firm.label.double = "shop"
    bad = world.draw((.01, .03), (.03, .05))
    for t in world.sorted_times(rng.randint(30, 150), "home"):
        server = rng.choice(OUT)
        mail = world.mail(f"orders@{firm.domain}",
                          [(world.stranger(.5), fate(world, bad=bad))], server)
        world.session(t, server, firm.client(), firm.label, [mail])


def monitor(world, label, client):
    label.double = "monitor"
    step = world.rng.choice((60, 300))
    t = world.rng.uniform(0, step)
    while t < DAY - 5:
        world.session(t, world.rng.choice(("mx1", "relay1")), client, label)
        t += step


def web_user(world, i):
    """A shop or a contact form at our web servers."""
    rng = world.rng
    host, user = rng.choice(WEB), f"web{i:03d}"
    label = world.label("local-user", f"{user}@{host}")
    form = rng.random() < .5
    label.double = "web-form" if form else "web-shop"
    site = world.domain()
    owner = world.user() if rng.random() < .5 else world.stranger()
    path = "/contact.php" if form else "/checkout/confirm.php"
    for t in world.sorted_times(rng.randint(3, 60), "home"):
        visitor = world.stranger(.5)
        wanted = [(visitor, fate(world))]
        if form:
            wanted = [(owner, "ok")] + (wanted if rng.random() < .4 else [])
        mail = world.mail(f"www@{site}", wanted, host)
        world.acts.append(Request(t, host, world.outside(), "POST", path, 302,
                                  label))
        world.acts.append(Submit(t + rng.uniform(.1, 1.2), host, user,
                                 1000 + i, mail, label))


def proxies(world):
    """Proxies for our own; strangers are refused."""
    rng = world.rng
    for i in range(1, 5):
        label = world.label("server", f"proxy{i}", double="proxy")
        for t in world.sorted_times(world.n(150), "home"):
            ip = f"100.64.{rng.randrange(1, 9)}.{rng.randrange(1, 250)}"
            world.acts.append(Request(
                t, label.value, ip, "CONNECT",
                f"www.{rng.choice(world.domains)[0]}:443", 200, label))
        for t in world.sorted_times(world.n(25), "flat"):
            world.acts.append(Request(
                t, label.value, world.outside(), "CONNECT",
                f"mx1.{rng.choice(world.large)[0]}:25",
                rng.choice((403, 403, 405)), label))


def customers(world, houses, firms):
    """Gives everybody something to do; both lists are used up from the end.
    Who is left over at home just writes letters."""
    n = world.n
    for many, what in ((n(12), invitation), (n(120), phone),
                       (n(30), traveller)):
        for _ in range(many):
            house = houses.pop()
            what(world, house)
            household(world, house)
    for i in range(n(20)):
        house = houses.pop()
        old_password(world, house, i % 2)
        household(world, house)
    for house in houses:
        household(world, house)
    for many, what in ((n(25), office), (n(8), newsletter), (n(6), forwarder),
                       (n(5), cron), (n(12), shop)):
        for _ in range(many):
            what(world, firms.pop())
    for _ in range(n(2)):
        firm = firms.pop()
        monitor(world, firm.label, firm.client(helo="probe." + firm.domain))
    for firm in firms:
        mail_server(world, firm)
    for i in range(n(60)):
        web_user(world, i)
    proxies(world)
