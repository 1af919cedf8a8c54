"""What happens in a day, before any server has put it into words."""


class Mail:
    """One message: taken up `dt` seconds after its session began.

    rcpts are (address, refusal, tries): refusal is None or why our server
    would not have it (relay, unknown, blocked, grey); tries is None
    for a mailbox of ours, else the attempts to hand it on, each
    (seconds, state, mx name, mx address, reply, stage).
    """
    __slots__ = ("dt", "sender", "rcpts", "size", "msgid", "dsn")

    def __init__(self, dt, sender, rcpts, size, msgid, dsn=None):
        self.dt, self.sender, self.rcpts = dt, sender, rcpts
        self.size, self.msgid, self.dsn = size, msgid, dsn

    def accepted(self):
        return [r for r in self.rcpts if r[1] is None]


class Session:
    """A client at one of our servers. `who` is the label it belongs to, `bad`
    whether what it does is a misdeed of that source."""
    __slots__ = ("t", "server", "service", "ip", "name", "helo", "tls",
                 "account", "failed", "mails", "lost", "who", "bad")

    def __init__(self, t, server, service, ip, name, helo, who, bad=False):
        self.t, self.server, self.service = t, server, service
        self.ip, self.name, self.helo = ip, name, helo
        self.tls, self.account, self.lost = False, None, False
        self.failed, self.mails = [], []
        self.who, self.bad = who, bad


class Submit:
    """A program on a host of ours hands a message in."""
    __slots__ = ("t", "server", "user", "uid", "mails", "who", "bad")

    def __init__(self, t, server, user, uid, mail, who, bad=False):
        self.t, self.server, self.user, self.uid = t, server, user, uid
        self.mails, self.who, self.bad = [mail], who, bad


class Request:
    """A line of a web server's or proxy's access log."""
    __slots__ = ("t", "server", "ip", "method", "target", "status", "size",
                 "who", "bad")

    def __init__(self, t, server, ip, method, target, status, who, bad=False):
        self.t, self.server, self.ip = t, server, ip
        self.method, self.target, self.status = method, target, status
        self.size, self.who, self.bad = 300 + len(target) * 7, who, bad


class Label:
    """Who a source is: see make.py for the file it is written to."""
    __slots__ = ("type", "value", "kind", "expect", "double", "accounts",
                 "nets", "leases", "scored", "targets", "failures",
                 "recipients", "first")

    def __init__(self, type_, value, kind=None, expect="nothing", double=None,
                 scored=True):
        self.type, self.value, self.kind = type_, value, kind
        self.expect, self.double, self.scored = expect, double, scored
        self.accounts, self.nets, self.leases = [], [], []
        self.targets = {}       # what it tried in guilt -> when first
        self.failures, self.recipients = [], []
        self.first = None

    @property
    def guilty(self):
        return self.expect in ("stop", "contact", "fix-server")

    def subject(self):
        return {"type": self.type, "value": self.value}
