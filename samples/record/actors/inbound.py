"""Mail that comes in from the outside: 40 servers, bounces to addresses that
never wrote, a monitor. 198.51.100.0/26, 203.0.113.80 to .99, 2001:db8:a000."""
from smtp import MX, MX6, MX_SCREENED, Message, Session
from stage import HOUR, hours, size

MONITOR = "198.51.100.7"
_ODD_SUBJECTS = ("casino bonus", "please do a manual check",
                 "weekly [newsflash]", "daily [newsflash]")


class Server:
    def __init__(self, name, address, weight, domains, bad):
        self.name, self.address, self.weight = name, address, weight
        self.domains, self.bad = domains, bad


def _servers(stage, rng):
    """A dozen large ones, the rest small; some speak IPv6, two lack names."""
    w = stage.world
    out = []
    for i in range(40):
        address = ("2001:db8:a000:%x::25" % i if i % 9 == 8
                   else "198.51.100.%d" % (16 + i))
        if i < 12:
            domain = w.big()
            name = "mail-%s%d.%s" % (rng.choice("abcdef"), 40 + i, domain)
            weight, domains, bad = rng.randint(40, 75), [domain], .025
        else:
            domains = [w.domain() for _ in range(rng.randint(1, 3))]
            name = "%s.%s" % (rng.choice(("mail", "mx", "out", "smtp")),
                              domains[0])
            weight, bad = rng.randint(3, 20), .01
        w.host(name, address, ptr=i not in (20, 31))
        out.append(Server(name, address, weight, domains, bad))
    return out


def _recipients(w, rng, server, mailboxes):
    n = rng.choices((1, 2, 4), (90, 7, 3))[0]
    to = rng.sample(mailboxes, n)
    if rng.random() < server.bad:
        to[0] = w.missing()
    elif rng.random() < .06:
        to[0] = rng.choice(list(w.aliases))
    return to


def servers(stage):
    rng = stage.rng("inbound")
    w = stage.world
    # Mailboxes made later belong to the scenes of others.
    mailboxes = list(w.mailboxes)
    for s in _servers(stage, rng):
        people = [w.outside("ok", rng.choice(s.domains))
                  for _ in range(max(4, s.weight // 2))]
        nameless = s.address not in w.ptr
        for t in hours(rng, s.weight):
            sender = rng.choice(people)
            subject = "hello"
            if rng.random() < .015:
                subject = rng.choice(_ODD_SUBJECTS)
            m = Message(sender, _recipients(w, rng, s, mailboxes), size(rng),
                        subject=subject, msgid="%s@%s" % (
                            rng.randbytes(10).hex(), s.name))
            dest = MX6 if ":" in s.address else (
                MX_SCREENED if hash_of(s.name) % 10 < 3 else MX)
            session = Session(s.address, s.name, [m], dest=dest)
            stage.send(t, session, "a mail server of others")
            if nameless:       # it was greylisted, and comes again
                stage.send(t + 640, session)


def hash_of(text):
    return sum(text.encode())


def backscatter(stage):
    """Bounces of mail that others wrote in our customers' names."""
    rng = stage.rng("backscatter")
    w = stage.world
    for i in range(3):
        domain = w.domain()
        address = "203.0.113.%d" % (90 + i)
        w.host("mx%d.%s" % (i, domain), address)
        forged = rng.sample(w.mailboxes, 4)
        for t in hours(rng, 45):
            to = rng.choice(forged) if rng.random() < .5 else w.missing()
            m = Message("", [to], 3100, subject="Undelivered Mail Returned",
                        msgid="%s@mx%d.%s" % (rng.randbytes(6).hex(), i,
                                              domain))
            stage.send(t, Session(address, "mx%d.%s" % (i, domain), [m]),
                       "bounces to addresses that never wrote").judge(
                False, "backscatter", "contact", "watch")


def monitor(stage):
    """Connects, says EHLO and QUIT every five minutes."""
    rng = stage.rng("monitor")
    w = stage.world
    w.host("probe.uptime-tern.example", MONITOR)
    for i in range(288):
        stage.send(300.0 * i + 11 + rng.random() / 2, Session(
            MONITOR, "probe.uptime-tern.example", []), "monitor: EHLO, QUIT")


def filtered_senders(stage):
    """What access tables, header checks and the size limit are for."""
    rng = stage.rng("filtered")
    w = stage.world
    for name in ("gravel-deals.example", "pebble-mart.example"):
        w.domain(name)
    address = "198.51.100.60"
    w.host("mail.pebble-mart.example", address)
    boxes = rng.sample(w.mailboxes, 5)
    plan = [(sender, {}) for sender in (
        "offers@gravel-deals.example", "watch@pebble-mart.example",
        "audit@pebble-mart.example", "noise@pebble-mart.example")]
    plan += [("info@pebble-mart.example", {"announce": 9000000}),
             ("info@pebble-mart.example", {"subject": "casino bonus"}),
             ("info@pebble-mart.example", {"headers": (
                 "X-Loop: list@aurora.example",)}),
             ("info@pebble-mart.example", {"subject": "a manual check"}),
             ("info@nowhere.invalid-sender.example", {})]
    six = "2001:db8:a001::60"
    w.host("mail6.pebble-mart.example", six)
    for hour in (9, 16, 21):
        m = Message("info@pebble-mart.example", [boxes[hour % 5]], 2600,
                    subject="weekly [newsflash]", msgid="%s@pebble"
                    % rng.randbytes(6).hex())
        stage.send(HOUR * (hour + rng.random()),
                   Session(six, "mail6.pebble-mart.example", [m], dest=MX6),
                   "a mailer that our milter refuses")
    for i, (sender, more) in enumerate(plan):
        m = Message(sender, [boxes[i % 5]], 1800, msgid="%d.%s@pebble" % (
            i, rng.randbytes(5).hex()), **more)
        for hour in (8, 14):
            stage.send(HOUR * (hour + i / 3) + rng.random() * 300, Session(
                address, "mail.pebble-mart.example", [m]),
                "a mailer that our access tables know")
