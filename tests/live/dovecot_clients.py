"""Clients of a private Dovecot: each act has an address of its own, and says
what it has done: logins that were let in, and attempts that were not."""
import base64
import dataclasses
import socket
import ssl

from dovecot_server import PASSWORD, PLAIN, PLAIN6, TLS_ONLY

FORGED = "203.0.113.9"
GREETED = {143: "imap", 110: "pop3", 587: "submission"}


@dataclasses.dataclass
class Done:
    """By whom, and what; names as bytes."""
    client: str
    what: str
    service: str = ""
    logins: list = dataclasses.field(default_factory=list)
    failed: list = dataclasses.field(default_factory=list)
    mails: int = 0


class Line:
    """A connection of lines, from an address of the client's choice."""

    def __init__(self, client, port, server=None):
        v6 = ":" in client
        server = PLAIN6 if v6 else server or PLAIN
        self.socket = socket.socket(
            socket.AF_INET6 if v6 else socket.AF_INET)
        self.socket.settimeout(30)
        self.socket.bind((client, 0))
        self.socket.connect((server, port))
        self.file = self.socket.makefile("rb")
        self.port = port
        self.reply()

    def reply(self):
        """The line that ends an answer; empty when it hung up."""
        while True:
            try:
                line = self.file.readline()
            except ConnectionError:
                return b""
            if not line or line[:1] == b"+" or line[:4] == b"-ERR":
                return line
            if self.port == 143 and line[:2] in (b"a ", b"* "):
                if line[:2] == b"a " or line[:4] in (b"* OK", b"* BY"):
                    return line
            elif self.port != 143 and line[3:4] != b"-":
                return line

    def say(self, line):
        try:
            self.socket.sendall(line + b"\r\n")
        except ConnectionError:
            return b""
        return self.reply()

    def starttls(self):
        self.say({143: b"a STARTTLS", 110: b"STLS",
                  587: b"STARTTLS"}[self.port])
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)
        self.file = self.socket.makefile("rb")

    def auth(self, user, password, mechanism=b"PLAIN"):
        """Whether it was let in."""
        def coded(b):
            return base64.b64encode(b)
        verb = b"a AUTHENTICATE " if self.port == 143 else b"AUTH "
        got = self.say(verb + mechanism)
        if got[:1] not in b"+3":
            return False
        if mechanism == b"PLAIN":
            got = self.say(coded(b"\0" + user + b"\0" + password))
        elif mechanism == b"LOGIN":
            self.say(coded(user))
            got = self.say(coded(password))
        else:
            got = self.say(coded(user + b" 0123456789abcdef0123456789abcdef"))
        while got[:2] == b"* ":
            got = self.reply()
        return got[:4] in (b"a OK", b"+OK ", b"235 ")

    def close(self):
        self.file.close()
        self.socket.close()


def login(client, port, user, password=PASSWORD, tries=1, tls=False,
          mechanism=b"PLAIN", end=False):
    """Tries the name so often, or each of a list of names once."""
    done = Done(client, "%s to %d" % (mechanism.decode(), port),
                GREETED[port])
    line = Line(client, port, TLS_ONLY if tls else None)
    names = user if isinstance(user, list) else [user] * tries
    if port == 587:
        line.say(b"EHLO pc.example")
    if tls:
        line.starttls()
        if port == 587:
            line.say(b"EHLO pc.example")
    for name in names:
        if isinstance(name, tuple):
            name, word = name
        else:
            word = password
        if line.auth(name, word.encode(), mechanism):
            done.logins.append(name)
            break
        done.failed.append(name)
    if end:
        line.say(b"a LOGOUT" if port == 143 else b"QUIT")
    line.close()
    return done


def mail_sent(client, user):
    """A message through submission, which the relay behind takes."""
    line = Line(client, 587)
    line.say(b"EHLO pc.example")
    assert line.auth(user, PASSWORD.encode())
    line.say(b"MAIL FROM:<%s>" % user)
    line.say(b"RCPT TO:<friend@far.example>")
    line.say(b"DATA")
    assert line.say(b"Subject: x\r\n\r\nhello\r\n.")[:3] == b"250"
    line.say(b"QUIT")
    line.close()
    return Done(client, "a message", "submission", [user], mails=1)


def said(client, port, *lines, server=None, hang_up=False, failed=()):
    """Anything but a login that is asked for."""
    line = Line(client, port, server)
    try:
        for text in lines:
            if hang_up:
                line.socket.sendall(text + b"\r\n")
            else:
                line.say(text)
    except ConnectionError:
        pass    # it hung up before we did
    line.close()
    return Done(client, "talk at %d: %r" % (port, lines), GREETED[port],
                failed=list(failed))


def stored(user, sender):
    """A message to the mailbox store, from the server in front."""
    s = socket.create_connection(("127.0.0.1", 24))
    s.settimeout(30)
    f = s.makefile("rwb", 0)
    f.readline()
    f.write(b"LHLO mx1.aurora.example\r\n")
    while f.readline()[3:4] == b"-":
        pass
    for text in (b"MAIL FROM:<%s>" % sender, b"RCPT TO:<%s>" % user, b"DATA"):
        f.write(text + b"\r\n")
        f.readline()
    f.write(b"Message-ID: <imap-login:Login:user=<eve>,rip=203.0.113.9"
            b"@eve.example>\r\nSubject: hello\r\n\r\nhello\r\n.\r\n")
    f.readline()
    f.write(b"QUIT\r\n")
    f.close()
    s.close()
