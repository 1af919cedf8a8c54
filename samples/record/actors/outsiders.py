"""Those outside who want in: relay probers, a harvester, a password attack,
bots in front of postscreen, scanners. 203.0.113.64 to .79, 198.51.100.90 to
.99 and .140 to .199."""
import time

import smtp
from smtp import MX, MX_SCREENED, Message, Session
from stage import HOUR

PROBER, SMALL_PROBER = "203.0.113.66", "198.51.100.166"
HARVESTER, GUESSER = "203.0.113.70", "198.51.100.90"


def _test_syntax(rng, target):
    """Ways to write a foreign recipient that a lax server takes for its own."""
    user, domain = target.split("@")
    return rng.choice((
        "%s%%%s@aurora.example" % (user, domain),
        '"%s"@aurora.example' % target,
        "<@mx1.aurora.example:%s>" % target,
        "%s!%s" % (domain, user), "%s!%s@aurora.example" % (domain, user),
        "%s@[192.0.2.2]" % target.replace("@", "%"), '"%s"' % target))


def _probe(stage, address, helo, starts, tries, actions, note):
    rng = stage.rng("probe " + address)
    w = stage.world
    target = w.outside()
    for start in starts:
        messages = []
        for i in range(tries):
            to = target if i % 3 == 0 else _test_syntax(rng, target)
            sender = rng.choice((w.outside(), "spamtest@%s" % w.domain(),
                                 target))
            messages.append(Message(sender, [to]))
            w.fates[to] = "foreign"
        stage.send(HOUR * start + rng.random() * 99, Session(
            address, helo, messages, gap=2.5),
                   note).judge(True, "relay-probe", *actions)


def relay_probers(stage):
    _probe(stage, PROBER, "relaytest.example", (3.2, 3.3, 11.5, 20.4), 12,
           ("block",), "relay prober, test syntaxes, no login")
    _probe(stage, SMALL_PROBER, "WIN-PROBE.example", (17.25,), 5,
           ("block", "watch"), "relay prober, five tries")


def harvester(stage):
    """Guesses local parts, eighteen a session, till it is cut off."""
    rng = stage.rng("harvester")
    w = stage.world
    w.host("mail.scout-net.example", HARVESTER)
    sender = "info@" + w.domain()
    t = HOUR * 4.4
    for i in range(19):
        t += rng.uniform(150, 420)
        to = [rng.choice(w.mailboxes[:200]) if rng.random() < .05
              else w.missing() for _ in range(18 + i % 4)]
        stage.send(t, Session(HARVESTER, "mail.scout-net.example",
                              [Message(sender, to)], end="drop"),
                   "guesses local names").judge(True, "harvest", "block")


def password_attack(stage):
    """One source, many user names, several a session."""
    rng = stage.rng("guesser")
    w = stage.world
    who = stage.source_at(GUESSER, "guesses passwords, many user names")
    who.judge(True, "password-attack", "block")
    names = ["admin", "info", "test", "office", "scanner", "sales", "backup",
             "root", "support", "user"]
    t = HOUR * 1.6
    for i in range(48):
        t += rng.uniform(60, 330)
        tries = []
        for _ in range(rng.randint(2, 5)):
            name = rng.choice(names) if rng.random() < .3 else \
                w.local_part("guessed")
            tries.append((name + "@aurora.example", "pass%d"
                          % rng.randint(1, 999)))
            who.counts["login_failed"] += 1

        def act(day, tries=tries, quits=rng.random() < .4):
            c = smtp.Client(GUESSER, MX, 587)
            c.reply()
            c.say("EHLO ylmf-pc")
            if stage.server.LOGS_IN_OVER_TLS:
                c.starttls(stage.server.CIPHERS)
                c.say("EHLO ylmf-pc")
            for user, password in tries:
                c.auth(user, password, "LOGIN")
                day.pause(1.2)
            if quits:
                c.quit(stage.server.LINGERS)
            c.close()
        stage.day.at(t, act, GUESSER)


def _raw(stage, t, address, dest, port, steps, note, wait=0.05):
    """A client that is no mail server: bytes as they are, then hang up."""
    stage.source_at(address, note)

    def act(day):
        c = smtp.Client(address, dest, port)
        for s in steps:
            if s is None:
                c.reply()
            elif isinstance(s, float):
                time.sleep(s)
            else:
                c.send(s.encode("latin1"))
        time.sleep(wait)
        c.close()
    stage.day.at(t, act, address)


_DIALOGUE = ("EHLO {h}\r\n", None, "MAIL FROM:<{f}>\r\n", None,
             "RCPT TO:<{r}>\r\n", None, "DATA\r\n", None, "QUIT\r\n", None)


def postscreen_bots(stage):
    """Talk too early, are on block lists, hang up, or say nonsense."""
    rng = stage.rng("bots")
    w = stage.world
    for i in range(42):
        kind = i % 14
        a = "198.51.100.%d" % (140 + kind)
        if kind == 13:
            a = "2001:db8:b07:%x::7" % i
        if kind in (1, 2, 5, 9):
            w.listed[a] = "https://www.blocklist.example/q/" + a
        fill = {"h": "bot%d.example" % i, "f": w.outside(),
                "r": rng.choice(w.mailboxes)}
        talk = [s and s.format(**fill) for s in _DIALOGUE]
        if not stage.server.SCREENS:    # its DATA may be taken: hang up then
            talk = talk[:-2]
        steps = [None] + talk
        if kind in (0, 4):
            steps = [talk[0], 1.2]                      # PREGREET
        elif kind == 2:
            steps = [talk[0] + talk[2] + talk[4], 1.2]
        elif kind in (3, 7):
            steps = [0.3]                               # HANGUP
        elif kind == 6:
            steps = [None, "GET / HTTP/1.1\r\nHost: mx\r\n\r\n", .3]
        t = rng.uniform(.2, 23.6) * HOUR
        dest = MX_SCREENED if ":" not in a else "2001:db8:100::2"
        _raw(stage, t, a, dest, 25, steps, "bot in front of postscreen"
             if stage.server.SCREENS else "bot, talks early or hangs up")
        stage.source_at(a).actions = ["block", "watch"]


def listed_clients(stage):
    """Senders whom our own server refuses by block list or by name."""
    rng = stage.rng("listed")
    w = stage.world
    for i in range(9):
        a = "198.51.100.%d" % (180 + i)
        helo = "mx.%s" % w.domain()
        if i < 6:
            w.listed[a] = "https://www.blocklist.example/q/" + a
        else:
            helo = ("localhost", "user", "-bad-.example")[i - 6]
        for _ in range(rng.randint(2, 6)):
            m = Message(w.outside(), rng.sample(w.mailboxes, 2), 4000,
                        msgid=rng.randbytes(6).hex() + "@" + helo)
            stage.send(rng.uniform(0, 24) * HOUR, Session(a, helo, [m]),
                       "on a block list or with a bad HELO").actions = [
                "block", "watch"]


def scanners(stage):
    """Lost connections, web requests, TLS bytes, too much at once."""
    rng = stage.rng("scanners")
    w = stage.world
    box, sender = w.mailboxes[5], w.outside()
    envelope = "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n" % (sender, box)
    kinds = (
        (25, []), (25, [None]), (25, [None, "EHLO scan.example\r\n", None]),
        (25, [None, "GET / HTTP/1.0\r\n\r\n", .1]),
        (25, [None, "EHLO scan.example\r\n", None, envelope, .1]),
        (25, [None, "EHLO scan.example\r\n", None, "STARTTLS\r\n", None,
              "\x16\x03\x01nonsense\r\n", .1]),
        (587, [None, "EHLO scan.example\r\n", None, "AUTH LOGIN\r\n", None]),
        (587, [None, "EHLO scan.example\r\n", None, "MAIL FROM:<%s>\r\n"
               % sender, None, "RCPT TO:<%s>\r\n" % box, None]),
        (25, [None] + ["HELP me\r\n", None] * 22),
        (25, [None, "\x16\x03\x01\x02\x00\x01\xfc\x03\x03\r\n", .1]))
    for i in range(30):
        port, steps = kinds[i % len(kinds)]
        a = "198.51.100.%d" % (190 + i % 10)
        _raw(stage, rng.uniform(0, 24) * HOUR, a, MX, port, steps,
             "scanner")
        stage.source_at(a).actions = ["watch"]
