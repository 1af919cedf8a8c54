"""Acts put into the words of a server: what each of the writers shares.

A writer is given acts in the order of time and calls `say(time, line)`; a line
is what follows the stamp. Lines are then put in order and stamped together.
"""
from acts import Mail, Session


class Writer:
    """One server's words: a subclass has session(), submit() and queued()."""

    def __init__(self, say):
        self.say, self.count = say, 0

    def act(self, act):
        if isinstance(act, Session):
            self.session(act)
        else:
            self.submit(act)

    def notice(self, server, queue, mail, size, t):
        """The notice to the sender of a message that bounced."""
        self.queued(server, queue, Mail(0, "", [mail.dsn], size, ""), t)

    @staticmethod
    def user_of(label):
        """A local user as this server's log names him."""
        return label.value


def steps(mail):
    """The deliveries of a message, in the order in which they happen:
    (seconds after it was taken up, [(address, try or None)], whether more
    come). Recipients of one moment and one host go together."""
    found = {}
    for address, refusal, tries in mail.rcpts:
        if refusal is not None:
            continue
        if tries is None:
            found.setdefault((0.02, "local"), []).append((address, None))
            continue
        for n, one in enumerate(tries):
            # Those of one destination go in one connection.
            key = (one[0], address) if n else (
                round(one[0], 1) + .03, one[2])
            found.setdefault(key, []).append((address, one))
    order = sorted(found.items(), key=lambda item: item[0][0])
    return [(key[0], who, i + 1 < len(order))
            for i, (key, who) in enumerate(order)]


def bounced(who):
    return [a for a, one in who if one is not None and one[1] == "bounced"]


def ended(who, more):
    """Was this the last delivery of a message?"""
    return not more and (who[-1][1] is None or who[-1][1][1] != "deferred")


def base(n, digits, width):
    out = ""
    for _ in range(width):
        n, rest = divmod(n, len(digits))
        out = digits[rest] + out
    return out


DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def v6_long(ip):
    """As Sendmail writes it: no "::", no leading zeros."""
    head, _, tail = ip.partition("::")
    head = [g for g in head.split(":") if g]
    tail = [g for g in tail.split(":") if g]
    middle = ["0"] * (8 - len(head) - len(tail)) if "::" in ip else []
    return ":".join(head + middle + tail)
