"""A filter of OpenSMTPD (smtpd-filters(7), protocol 0.6): block lists, names
and greylisting at RCPT, and at the end of a message what the milter and the
header checks of Postfix refuse. The provider's networks are let through, and
who is written to must be known: the server itself refuses the others."""
import ipaddress
import socket
import struct
import sys

from dns import A, wire_name
from world import NETWORKS

_LIST = "zen.blocklist.example"
_MX6 = "2001:db8:100::2"
_NXDOMAIN = 3


def _ask(name):
    """(rcode, number of addresses) of a name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(3)
        s.sendto(struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0)
                 + wire_name(name) + struct.pack(">HH", A, 1),
                 ("127.0.0.1", 53))
        _, flags, _, answers = struct.unpack(">HHHH", s.recv(4096)[:8])
    return flags & 15, answers


def _address(text):
    """Of address:port, an IPv6 address in brackets."""
    return ipaddress.ip_address(text.rpartition(":")[0].strip("[]"))


class Session:
    def __init__(self, name, client, server):
        self.nameless = name == "<unknown>"
        self.client, self.server = _address(client), _address(server)
        self.ours = any(self.client in ipaddress.ip_network(n)
                        for n in NETWORKS)
        self.helo = self.sender = ""
        self.start()

    def start(self):
        self.head, self.found = True, ""

    def line(self, text):
        """A line of the message; the head alone is looked at."""
        self.head = self.head and text != ""
        if self.head and text.startswith("Subject:"):
            if "casino bonus" in text:
                self.found = "550 5.7.1 This looks like spam"
            elif "[newsflash]" in text and self.server == \
                    ipaddress.ip_address(_MX6):
                self.found = "550 5.7.1 Spam message rejected"


class Filter:
    def __init__(self, known):
        self.sessions = {}
        self._known = known     # recipients of ours
        self._seen = set()      # triples that were greylisted

    def recipient(self, s, recipient):
        """What is answered to RCPT, "" when nothing is wrong."""
        if s.ours or recipient not in self._known:
            return ""
        if "." not in s.helo or s.helo[0] == "-":
            return "550 5.5.2 %s: need a fully qualified name" % s.helo
        domain = s.sender.rpartition("@")[2]
        if domain and _ask(domain)[0] == _NXDOMAIN:
            return "550 5.1.8 %s: no such domain" % s.sender
        pointer = s.client.reverse_pointer.rsplit(".", 2)[0]
        if _ask("%s.%s" % (pointer, _LIST))[1]:
            return "554 5.7.1 Client [%s] blocked using %s" % (s.client, _LIST)
        triple = s.client, s.sender, recipient
        if s.nameless and triple not in self._seen:
            self._seen.add(triple)
            return "451 4.7.1 Greylisted for 5 minutes"
        return ""

    def report(self, event, session, rest):
        if event == "link-connect":
            name, _, client, server = rest.split("|")
            self.sessions[session] = Session(name, client, server)
        elif event == "link-identify":
            self.sessions[session].helo = rest.split("|", 1)[1]
        elif event == "link-disconnect":
            self.sessions.pop(session, None)

    def answer(self, phase, session, rest):
        s = self.sessions[session]
        token, _, text = rest.partition("|")
        if phase == "data-line":
            s.line(text)
            return "filter-dataline|%s|%s|%s" % (session, token, text)
        refusal = ""
        if phase == "mail-from":
            s.sender = text
            s.start()
        elif phase == "rcpt-to":
            refusal = self.recipient(s, text)
        else:
            refusal = s.found
        return "filter-result|%s|%s|%s" % (
            session, token, refusal and "reject|" + refusal or "proceed")


def main(boxes, lines, out):
    def say(text):
        out.write(text + "\n")
        out.flush()
    for line in lines:
        if line == "config|ready\n":
            break
    for event in ("link-connect", "link-identify", "link-disconnect"):
        say("register|report|smtp-in|" + event)
    for phase in ("mail-from", "rcpt-to", "data-line", "commit"):
        say("register|filter|smtp-in|" + phase)
    say("register|ready")
    with open(boxes) as f:
        judge = Filter({line.split()[0] for line in f})
    for line in lines:
        kind, _, _, _, event, rest = line.rstrip("\n").split("|", 5)
        session, _, rest = rest.partition("|")
        if kind == "report":
            judge.report(event, session, rest)
        else:
            say(judge.answer(event, session, rest))


if __name__ == "__main__":
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="latin1", newline="\n")
    main(sys.argv[1], iter(sys.stdin.readline, ""), sys.stdout)
