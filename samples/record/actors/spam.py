"""Those on our side who send it: two zombies among the households, a spammer
on 192.0.2.144/30, a stolen account, a web form (uid 33)."""
from smtp import MX, MX6, Message, Session
from stage import HOUR, hours, size
from world import PASSWORD

SPAMMER = 144
_JUDGE_LATE = ("granite.example", "basalt.example")


def _victim(w, rng, bad, reputation, domain=None):
    """A recipient out of a bought list."""
    fate = rng.choices(("unknown", "reputation", "ok"),
                       (bad, reputation, 1 - bad - reputation))[0]
    return w.outside(fate, domain)


def _verdict(rng, domain, content, reputation):
    """What is found in the text. Only the largest tell of a reputation then;
    the others know it at RCPT, by the recipient's fate."""
    finding = rng.choices(("content", "reputation", ""),
                          (content, reputation, 1 - content - reputation))[0]
    if finding == "reputation" and domain not in _JUDGE_LATE:
        return ""
    return finding


def _infected(homes, after):
    """A household whose owner sends without a login, over IPv4."""
    return next(h for h in homes[after:] if not h.login and not h.six)


def _forged(w, rng, domains):
    """A sender somebody made up; half of them take the bounce."""
    return w.outside(rng.choice(("ok", "unknown")), rng.choice(domains))


def _noise(rng):
    return "".join(rng.choices("bcdfghklmnprstvaeiou", k=rng.randint(5, 11)))


def _bot_helo(rng):
    return rng.choice(("%s.example" % _noise(rng), _noise(rng).upper(),
                       "%s-pc" % _noise(rng), "mail.%s.example" % _noise(rng)))


def zombie(stage, homes):
    """A household infected at one: bursts, other names on every message.
    Its owner writes on as before."""
    rng = stage.rng("zombie")
    w = stage.world
    home = _infected(homes, 31)
    domains = [w.domain() for _ in range(110)]
    targets = [w.domain() for _ in range(120)]
    for burst in (13.05, 13.9, 15.2, 17.6, 19.1, 21.8, 22.9):
        t = HOUR * burst
        for _ in range(24):
            t += rng.expovariate(1 / 9.0)
            n = rng.choice((1, 2, 3, 4))
            where = rng.choice(targets) if rng.random() < .6 else w.big()
            to = [_victim(w, rng, .30, .08, where) for _ in range(n)]
            m = Message(_forged(w, rng, domains), to, size(rng),
                        verdict=_verdict(rng, where, .20, .12),
                        msgid="%s@%s" % (_noise(rng), _noise(rng)))
            stage.send(t, Session(home.address, _bot_helo(rng), [m]),
                       "infected from 13:00, the owner writes on").judge(
                True, "zombie", "suspend")


def slow_zombie(stage, homes):
    """60 messages in a day, one recipient each."""
    rng = stage.rng("slow-zombie")
    w = stage.world
    home = _infected(homes, 55)
    domains = [w.domain() for _ in range(45)]
    for i in range(60):
        m = Message(_forged(w, rng, domains),
                    [_victim(w, rng, .38, .12, w.domain())], size(rng),
                    verdict=_verdict(rng, "", .25, 0),
                    msgid="%s@%s" % (_noise(rng), _noise(rng)))
        stage.send(1440.0 * i + rng.random() * 1200, Session(
            home.address, _bot_helo(rng), [m]),
            "infected, 60 messages in the day").judge(
            True, "zombie", "suspend")


def spammer(stage):
    """A hosting customer: two addresses, one domain, 1,500 bought addresses,
    the same advertisement since two in the night."""
    rng = stage.rng("spammer")
    w = stage.world
    w.customer(SPAMMER, length=30, name="")
    hosts = ["192.0.2.%d" % (SPAMMER + i) for i in (1, 2)]
    w.domain("bright-offers.example")
    for i, a in enumerate(hosts):
        w.host("s%d.bright-offers.example" % (i + 1), a)
    targets = [w.domain() for _ in range(170)]
    for i in range(400):
        where = rng.choice(targets) if rng.random() < .55 else w.big()
        to = [_victim(w, rng, .08, .10, where)
              for _ in range(rng.randint(2, 6))]
        m = Message("news@bright-offers.example", to, 6400,
                    subject="only today [newsflash]",
                    verdict=_verdict(rng, where, .24, .15),
                    msgid=rng.randbytes(8).hex() + "@bright-offers.example")
        stage.send(HOUR * 2 + i * 180.0 + rng.random() * 60, Session(
            hosts[i % 2], "s%d.bright-offers.example" % (i % 2 + 1), [m]),
            "deliberate, two addresses of its range").judge(
            True, "spammer", "suspend")


def stolen_account(stage):
    """The owner at home, the thieves from nine networks in two hours."""
    rng = stage.rng("stolen")
    w = stage.world
    account = w.account()
    login = (account, PASSWORD)
    for t in (8.3, 11.7, 18.9):
        m = Message(account, [w.mailboxes[3], w.outside()], size(rng),
                    msgid=rng.randbytes(8).hex() + "@aurora.example")
        stage.send(HOUR * t, Session("192.0.2.58", "[192.168.1.4]", [m],
                                     port=587, login=login, tls=True),
                   "the owner writes from home")
    places = ["198.51.100.201", "203.0.113.204", "198.51.100.233",
              "203.0.113.219"] + [
        "2001:db8:%x::%x" % (0xb100 + 7 * i, 0x51 + i) for i in range(6)]
    targets = [w.domain() for _ in range(60)]
    t = HOUR * 14.15
    for i in range(62):
        t += rng.expovariate(1 / 105.0)
        place = places[i % 4 if i < 8 else rng.randrange(len(places))]
        to = [_victim(w, rng, .35, .06, rng.choice(targets)
                      if rng.random() < .5 else w.big())
              for _ in range(rng.randint(3, 7))]
        m = Message(account, to, size(rng),
                    verdict=_verdict(rng, "", .20, 0),
                    msgid="%s@%s" % (_noise(rng), _noise(rng)))
        stage.send(t, Session(place, "[127.0.0.1]", [m],
                              dest=MX6 if ":" in place else MX, port=587,
                              login=login),
                   "stolen, from ten networks after 14:00").judge(
            True, "stolen-account", "suspend")


def web_form(stage):
    """A contact form that takes any recipient, found at ten."""
    rng = stage.rng("form")
    w = stage.world
    targets = [w.domain() for _ in range(120)]
    t = HOUR * 10.05
    for i in range(170):
        t += rng.expovariate(1 / 28.0)
        where = targets[i] if i < len(targets) else w.big()
        m = Message("www-data", [_victim(w, rng, .30, .08, where)], 900,
                    subject="Your enquiry",
                    verdict=_verdict(rng, where, .15, 0))
        stage.submit(t, 33, m, "contact form abused from 10:00").judge(
            True, "form-abuse", "suspend")
