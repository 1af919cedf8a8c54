"""The guilty elsewhere: who knocks at our doors."""
import names
from world import DAY, IN, OUT


def probe(world):
    """Looks for a server that relays: some letters to itself, in many
    spellings, at both mail exchangers."""
    rng = world.rng
    ip = world.outside()
    label = world.label("ip", ip, kind="relay-probe", expect="stop")
    home = world.stranger(0)
    user, _, domain = home.partition("@")
    spell = [home, f"{user}%{domain}@aurora.example",
             f'"{home}"@tundra.example', f"@{IN[0]}.aurora.example:{home}",
             f"{domain}!{user}"]
    plainly = rng.random() < .35      # a mailing program, not a scanner
    n = world.draw((5, 50), (2, 5))
    helo = rng.choice(("relaytest.example", "WIN-SERVER.example",
                       f"[{ip}]", names.junk(rng, 7)))
    t = rng.uniform(0, DAY - 20000)
    pause = rng.choice((5, 60, 900))
    while n > 0:
        tries = min(n, rng.randint(1, 6))
        n -= tries
        server = rng.choice(IN)
        mails = []
        for _ in range(tries):
            to = world.stranger() if plainly and rng.random() < .5 else home
            if not plainly and rng.random() < .6:
                to = rng.choice(spell)
            other = rng.choice(world.domains)[0]
            sender = rng.choice((world.stranger(), home, "probe@" + domain,
                                 f"spamtest@{other}"))
            mails.append(world.mail(sender, [(to, "relay")], server))
        world.session(t, server, (ip, None, helo), label, mails, bad=True)
        t += pause * rng.uniform(.5, 1.5)


def harvest(world):
    """Tries names of ours that may be."""
    rng = world.rng
    ip = world.outside()
    label = world.label("ip", ip, kind="harvest", expect="stop")
    n = world.draw((60, 400), (20, 60))
    hit = world.draw((.02, .12), (.20, .40))
    t, helo = rng.uniform(0, DAY - 30000), f"mail.{world.domain()}"
    while n > 0:
        many = min(n, rng.randint(1, 4) if world.hard else rng.randint(4, 20))
        n -= many
        wanted = [(world.user(), "ok") if rng.random() < hit else
                  (world.no_mailbox(), "bad") for _ in range(many)]
        server = rng.choice(IN)
        world.session(t, server, (ip, None, helo), label,
                      [world.mail(world.stranger(), wanted, server)], bad=True)
        t += rng.choice((2, 20, 120)) * rng.uniform(.5, 2)
        if world.hard:
            t += rng.uniform(30, 600)


def passwords(world):
    """Tries logins; a few of the names exist."""
    rng = world.rng
    ip = world.outside()
    label = world.label("ip", ip, kind="password-attack", expect="stop")
    n = world.draw((30, 200), (8, 25))
    slow = world.hard or rng.random() < .3
    n = min(n, 60) if slow else n
    t = rng.uniform(0, DAY - 50000)
    helo = rng.choice(("ylmf-pc", "User", f"[{ip}]", names.junk(rng, 6)))
    while n > 0:
        many = min(n, rng.randint(1, 4))
        n -= many
        s = world.session(t, rng.choice(OUT), (ip, None, helo), label,
                          bad=True, service="submission")
        s.lost = rng.random() < .5
        for k in range(many):
            exists = rng.random() < .4
            name = world.user() if exists else world.no_mailbox()
            s.failed.append((.4 + k * 1.2, name, "LOGIN", exists))
        t += rng.choice((10, 60, 200)) * rng.uniform(.7, 1.5)
        if slow:
            t += rng.uniform(100, 1500)


def backscatter(world):
    """A server elsewhere that bounces what it should have refused: our
    addresses were forged, our people never wrote."""
    rng = world.rng
    ip, domain = world.outside(), world.domain()
    label = world.label("ip", ip, kind="backscatter", expect="contact")
    client = (ip, f"mail.{domain}", f"mail.{domain}")
    n = world.draw((40, 200), (15, 40))
    real = rng.uniform(.3, .8)
    start = rng.uniform(0, DAY - 40000)
    last = start + rng.uniform(2, 10) * 3600
    for t in sorted(rng.uniform(start, last) for _ in range(n)):
        to = (world.user(), "ok") if rng.random() < real else (
            world.no_mailbox(), "bad")
        server = rng.choice(IN)
        world.session(t, server, client, label,
                      [world.mail("", [to], server, size=5200)], bad=True)


def noise(world):
    """Bots elsewhere that a block list keeps out. Guilty, but nobody asks:
    they are turned away already, so they are not scored."""
    rng = world.rng
    ip = world.outside()
    label = world.label("ip", ip, double="bot", scored=False)
    for t in world.sorted_times(rng.randint(1, 6), "flat"):
        server = rng.choice(IN)
        world.session(t, server, (ip, None, names.junk(rng, 5) + ".example"),
                      label, [world.mail(world.stranger(),
                                         [(world.user(), "blocked")], server)])


def everybody(world):
    for many, what in ((18, probe), (10, harvest), (16, passwords),
                       (6, backscatter), (80, noise)):
        for _ in range(world.n(many)):
            what(world)
