"""Honest customers: households, an office behind NAT, a newsletter, a
forwarder, a server with a cron loop. 192.0.2.16 to .159."""
from smtp import MX, MX6, Message, Session
from stage import HOUR, hours, size
from world import PASSWORD

HOUSEHOLDS = range(16, 108)
OFFICE, NEWSLETTER, FORWARDER, CRON = 120, 129, 137, 153


class Household:
    """A customer, an account or two, the machines and the address book."""

    def __init__(self, stage, rng, last):
        w = stage.world
        nameless = rng.random() < .2
        self.customer = w.customer(last, name="" if nameless else None)
        self.address = "192.0.2.%d" % last
        self.accounts = [w.account() for _ in range(rng.choice((1, 1, 2)))]
        self.helo = rng.choice((
            "[%s]" % self.address, "desktop-%s" % rng.randbytes(3).hex(),
            "localhost", "%s.home.arpa" % rng.choice(("pc", "nas", "laptop"))))
        self.login = rng.random() < .45
        self.six = not self.login and rng.random() < .2
        self.friends = [_friend(w, rng) for _ in range(rng.randint(5, 14))]

    def message(self, stage, rng):
        sender = rng.choice(self.accounts)
        n = rng.choices((1, 2, 3, 5), (80, 12, 5, 3))[0]
        to = rng.sample(self.friends, min(n, len(self.friends)))
        if rng.random() < .03:
            to[0] = stage.world.outside("unknown")      # a typing mistake
        return Message(sender, to, size(rng),
                       msgid="%s@%s" % (rng.randbytes(9).hex(),
                                        sender.split("@")[1]))

    def session(self, rng, messages):
        if self.login:
            return Session(self.address, self.helo, messages, port=587,
                           login=(messages[0].sender, PASSWORD),
                           tls=rng.random() < .6)
        if self.six:
            from_ = "2001:db8:101:%x01::%x" % (
                int(self.address.rsplit(".", 1)[1]), 0x10)
            return Session(from_, self.helo, messages, dest=MX6)
        return Session(self.address, self.helo, messages, dest=MX)


def _friend(w, rng):
    """Most people are at the big providers or with us."""
    kind = rng.random()
    if kind < .25:
        return w.mailbox()
    fate = rng.choices(("ok", "grey", "full", "disabled"),
                       (930, 40, 20, 10))[0]
    return w.outside(fate, w.domain() if kind > .7 else w.big())


def households(stage):
    rng = stage.rng("households")
    homes = [Household(stage, rng, n) for n in HOUSEHOLDS]
    for home in homes:
        for t in hours(rng, rng.randint(2, 9)):
            messages = [home.message(stage, rng)]
            if rng.random() < .15:
                more = home.message(stage, rng)
                more.sender = messages[0].sender
                messages.append(more)
            s = home.session(rng, messages)
            s.gap = 1.5
            stage.send(t, s, "household")
    return homes


def troubles(stage, homes):
    """Mail that cannot be delivered for other reasons than its writer."""
    rng = stage.rng("troubles")
    w = stage.world
    dead = w.domain(dead=True)
    for i, home in enumerate(rng.sample(homes[:40], 6)):
        # Several at once: the server then stops trying that host for a while.
        to = [w.outside("ok", dead) for _ in range(4)]
        if i % 3 == 1:
            to = [w.outside("tempfail")]
        elif i % 3 == 2:
            to = ["desk@closed-shop.example"]
        messages = [Message(home.accounts[0], [r], size(rng), msgid="%s@%s" % (
            rng.randbytes(9).hex(), "aurora.example")) for r in to]
        stage.send(HOUR * (1 + 2.5 * i + rng.random()),
                   home.session(rng, messages))


def office(stage):
    """25 people behind one address, one domain, one HELO name."""
    rng = stage.rng("office")
    w = stage.world
    w.customer(OFFICE, "nat", name="mail.larch-office.example")
    domain = w.domain("larch-office.example")
    people = [w.outside("ok", domain) for _ in range(25)]
    partners = [w.outside("ok", w.domain()) for _ in range(60)] + [
        w.mailbox() for _ in range(10)]
    for t in hours(rng, 170, 7, 18):
        to = rng.sample(partners, rng.choice((1, 1, 1, 2, 4)))
        if rng.random() < .02:
            to = [w.outside("unknown", rng.choice(partners[:60])
                            .split("@")[1])]
        m = Message(rng.choice(people), to, size(rng) * 2,
                    msgid="%s@larch-office.example" % rng.randbytes(8).hex())
        stage.send(t, Session("192.0.2.%d" % OFFICE,
                              "mail.larch-office.example", [m]),
                   "office behind NAT, 25 people")


def newsletter(stage):
    """A confirmed list: 1,200 readers, steady, VERP, 2 in 100 bounce."""
    rng = stage.rng("newsletter")
    w = stage.world
    w.customer(NEWSLETTER, name="out.meadow-letter.example")
    w.domain("meadow-letter.example")
    small = [w.domain() for _ in range(90)]
    readers = [w.outside(
        rng.choices(("ok", "unknown", "full", "grey"),
                    (955, 20, 10, 15))[0],
        rng.choice(small) if rng.random() < .3 else w.big())
        for _ in range(1180)] + [w.mailbox() for _ in range(20)]
    per_session = 20
    for i in range(0, len(readers), per_session):
        messages = [Message(
            "bounce-%d=%s@meadow-letter.example" % (
                1120, r.replace("@", "=")), [r], 5200,
            subject="the letter of the week",
            msgid="%d.%s@out.meadow-letter.example" % (
                1120, rng.randbytes(6).hex()))
            for r in readers[i:i + per_session]]
        stage.send(HOUR * 9 + i * 9.0, Session(
            "192.0.2.%d" % NEWSLETTER, "out.meadow-letter.example", messages,
            gap=4), "newsletter, confirmed readers, VERP")


def forwarder(stage):
    """Sends on what strangers write to its members: any sender's domain,
    few recipients, and now and then the strangers' spam."""
    rng = stage.rng("forwarder")
    w = stage.world
    w.customer(FORWARDER, name="fwd.heath-alumni.example")
    members = [w.outside() for _ in range(22)]
    for t in hours(rng, 150):
        stranger = w.outside("ok", w.domain() if rng.random() < .6 else None)
        verdict = rng.choices(("", "content", "policy"), (88, 8, 4))[0]
        m = Message(stranger, [rng.choice(members)], size(rng),
                    verdict=verdict, msgid="%s@%s" % (
                        rng.randbytes(8).hex(), stranger.split("@")[1]))
        stage.send(t, Session("192.0.2.%d" % FORWARDER,
                              "fwd.heath-alumni.example", [m]),
                   "forwarder of strangers' mail")


def cron_loop(stage):
    """A script mails one dead address every seven and a half minutes."""
    rng = stage.rng("cron")
    w = stage.world
    w.customer(CRON, "static", name="store.elm-shop.example")
    w.domain("elm-shop.example")
    w.mx["store.elm-shop.example"] = w.mx["elm-shop.example"]
    dead = w.outside("unknown", "quartz.example")
    for i in range(192):
        m = Message("root@store.elm-shop.example", [dead], 700,
                    subject="Cron <root@store> /usr/local/bin/check-stock",
                    msgid="2026112000%04d.%s@store.elm-shop.example" % (
                        i, rng.randbytes(3).hex()))
        stage.send(450.0 * i + 2 + rng.random(), Session(
            "192.0.2.%d" % CRON, "store.elm-shop.example", [m]),
            "cron loop, one dead address")


def phone_with_old_password(stage, homes):
    """One user name, one address, one wrong password, all day."""
    rng = stage.rng("phone")
    home = homes[10]
    for i in range(96):
        stage.send(900.0 * i + 61 + rng.random() * 4, Session(
            home.address, "[10.0.0.17]", [], port=587,
            login=(home.accounts[0], "old password"), tls=True),
            "a phone with an old password, every 15 minutes")
