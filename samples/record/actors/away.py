"""Customers away from home: one finds the way in the end, one does not; and
those who log in through the mail proxy. 198.51.100.77, 203.0.113.177."""
from smtp import Message, Session
from stage import HOUR, hours, size
from world import PASSWORD

HOTEL, FIXED = "198.51.100.77", "203.0.113.177"
PROXY = "192.0.2.9"


def _refused(stage, rng, address, account, helo, starts, tries):
    """A mail client that tries a message again every few minutes."""
    for start in starts:
        to = stage.world.outside()
        m = Message(account, [to], size(rng))
        for i in range(tries):
            who = stage.send(HOUR * start + i * 600 + rng.random() * 3,
                             Session(address, helo, [m]))
            who.judge(False, "roaming", "contact", "exempt")
            who.note = "a customer away, refused relaying"


def traveller(stage):
    """Refused in the morning, logs in from there in the afternoon."""
    rng = stage.rng("traveller")
    w = stage.world
    account = w.account()
    w.host("guest-77.hotel-tern.example", HOTEL)
    _refused(stage, rng, HOTEL, account, "laptop-heath.local",
             (8.1, 12.4), 4)
    for t in (15.1, 15.9, 20.3):
        m = Message(account, [w.outside()], size(rng),
                    msgid=rng.randbytes(8).hex() + "@aurora.example")
        stage.send(HOUR * t, Session(HOTEL, "laptop-heath.local", [m],
                                     port=587, login=(account, PASSWORD),
                                     tls=True), "a traveller who logs in")


def second_home(stage):
    """One fixed address elsewhere, never a login: wants an exception."""
    rng = stage.rng("second-home")
    account = stage.world.account()
    stage.world.host("static-177.dsl.tide-net.example", FIXED)
    _refused(stage, rng, FIXED, account, "imac.home.example",
             (7.5, 13.2, 19.6), 4)


def through_proxy(stage):
    """Accounts whose sessions a mail proxy hands on with XCLIENT."""
    rng = stage.rng("proxy")
    w = stage.world
    for i in range(14):
        account = w.account()
        home = "198.51.100.%d" % (80 + i % 9)
        friends = [w.outside() for _ in range(6)]
        for t in hours(rng, rng.randint(1, 5)):
            m = Message(account, rng.sample(friends, 1), size(rng),
                        msgid=rng.randbytes(8).hex() + "@aurora.example")
            stage.send(t, Session(PROXY, "[192.168.1.%d]" % (10 + i), [m],
                                  port=587, login=(account, PASSWORD),
                                  xclient=home), "logs in from a phone")
