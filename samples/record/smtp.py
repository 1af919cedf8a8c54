"""One SMTP session as a client holds it: data first, then how it is played."""
import base64
import dataclasses
import socket
import ssl

MX = "192.0.2.2"          # what the world's mail and our customers connect to
MX_SCREENED = "192.0.2.3"  # the same behind postscreen and a content filter
MX6 = "2001:db8:100::2"


@dataclasses.dataclass
class Message:
    sender: str
    recipients: list
    size: int = 1500
    subject: str = "hello"
    msgid: str = ""
    headers: tuple = ()
    announce: int = 0      # SIZE= on MAIL, where it is not the true one
    verdict: str = ""      # what a remote server finds in the text: a fate

    def text(self):
        head = ["From: <%s>" % self.sender, "To: <%s>" % self.recipients[0],
                "Subject: %s" % self.subject, "MIME-Version: 1.0",
                "Date: Fri, 20 Nov 2026 00:00:00 +0000", *self.headers]
        if self.verdict:
            head.append("X-Verdict: " + self.verdict)
        if self.msgid:
            head.append("Message-ID: <%s>" % self.msgid)
        line = "Lorem ipsum dolor sit amet, consectetur adipiscing elit sed."
        body = [line] * max(1, self.size // (len(line) + 2))
        return "\r\n".join(head + [""] + body + [".", ""]).encode()


@dataclasses.dataclass
class Session:
    src: str
    helo: str
    messages: list
    dest: str = MX
    port: int = 25
    login: tuple = ()      # (user, password)
    tls: bool = False
    gap: float = 0         # scenario seconds between messages
    xclient: str = ""      # said by the proxy in front: the true client
    end: str = "quit"      # quit | drop


class Client:
    def __init__(self, src, dest, port, timeout=20):
        s = socket.socket(socket.AF_INET6 if ":" in dest else socket.AF_INET)
        s.settimeout(timeout)
        s.bind((src, 0))
        s.connect((dest, port))
        self._use(s)

    def _use(self, s):
        self._socket = s
        self._file = s.makefile("rb")

    def reply(self):
        """The code of one reply, 0 when the server has hung up."""
        while True:
            try:
                line = self._file.readline()
            except ConnectionError:
                return 0
            if not line:
                return 0
            if line[3:4] != b"-":
                return int(line[:3])

    def send(self, data):
        try:
            self._socket.sendall(data)
        except ConnectionError:
            pass

    def say(self, line):
        self.send(line.encode("utf-8", "surrogateescape") + b"\r\n")
        return self.reply()

    def starttls(self, ciphers):
        """ciphers: those that the server's TLS asks for, "" for any."""
        if self.say("STARTTLS") == 220:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            if ciphers:
                context.maximum_version = ssl.TLSVersion.TLSv1_2
                context.set_ciphers(ciphers)
            self._use(context.wrap_socket(self._socket))

    def auth(self, user, password, mechanism="PLAIN"):
        def coded(s):
            return base64.b64encode(s.encode()).decode()
        if mechanism == "PLAIN":
            return self.say("AUTH PLAIN " + coded("\0%s\0%s"
                                                  % (user, password)))
        self.say("AUTH LOGIN")
        self.say(coded(user))
        return self.say(coded(password))

    def quit(self, hang_up):
        """hang_up: at once, not waiting for the server's good-bye."""
        if hang_up:
            self.send(b"QUIT\r\n")
        else:
            self.say("QUIT")

    def close(self):
        self._file.close()
        self._socket.close()


def _transact(client, message):
    """One message; 0 when the server has hung up."""
    size = message.announce and " SIZE=%d" % message.announce or ""
    code = client.say("MAIL FROM:<%s>%s" % (message.sender, size))
    if code != 250:
        return client.say("RSET") if code else 0
    accepted = 0
    for r in message.recipients:
        code = client.say("RCPT TO:%s" % (r if r[0] == "<" else "<%s>" % r))
        if not code:
            return 0
        accepted += code == 250
    if not accepted:
        return client.say("RSET")
    if client.say("DATA") == 354:
        client.send(message.text())
        return client.reply()
    return 250


def _open(session, hands_on):
    """A client the server has greeted, or None. hands_on: how the proxy in
    front says whose session it is; without one the client comes himself."""
    src = session.src if hands_on else session.xclient or session.src
    c = Client(src, session.dest, session.port)
    if session.xclient and hands_on == "proxy":
        c.send(("PROXY TCP4 %s %s 50211 %d\r\n" % (
            session.xclient, session.dest, session.port)).encode())
    if c.reply() != 220:
        c.close()
        return None
    if session.xclient and hands_on == "xclient":
        kind = "IPV6:" if ":" in session.xclient else ""
        c.say("EHLO proxy1.aurora.example")
        c.say("XCLIENT ADDR=%s%s NAME=[UNAVAILABLE] PORT=50211 HELO=%s"
              " PROTO=ESMTP" % (kind, session.xclient, session.helo))
    return c


def play(session, day, server):
    c = _open(session, server.HANDS_ON)
    if not c:
        return
    try:
        c.say("EHLO " + session.helo)
        if session.tls or session.login and server.LOGS_IN_OVER_TLS:
            c.starttls(server.CIPHERS)
            c.say("EHLO " + session.helo)
        if session.login:
            if c.auth(*session.login) != 235:
                c.quit(server.LINGERS)
                return
        for i, m in enumerate(session.messages):
            if i and session.gap:
                day.pause(session.gap)
            if not _transact(c, m):
                return
        if session.end == "quit":
            c.quit(server.LINGERS)
    finally:
        c.close()
