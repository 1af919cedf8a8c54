"""A DHCP relay agent, and the clients behind it (RFC 2131, RFC 3046)."""
import ipaddress
import socket

DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE = 1, 2, 3, 4, 5, 6, 7
COOKIE = b"\x63\x82\x53\x63"
RELAY, SERVER = "192.0.2.254", "192.0.2.1"


def packed(address):
    return ipaddress.IPv4Address(address).packed


def option(code, value):
    return bytes((code, len(value))) + value


def options_of(packet):
    found, at = {}, 240
    while at < len(packet) and packet[at] != 255:
        if packet[at] == 0:
            at += 1
            continue
        n = packet[at + 1]
        found[packet[at]] = packet[at + 2:at + 2 + n]
        at += 2 + n
    return found


class Relay:
    """Where all of it is sent from, and answered to."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((RELAY, 67))
        self.socket.settimeout(2)
        self.xid = 0

    def send(self, kind, client, more, ciaddr="0.0.0.0"):
        self.xid += 1
        body = option(53, bytes((kind,))) + more
        if client.uid:
            body += option(61, client.uid)
        if client.host:
            body += option(12, client.host)
        # Option 82 is the relay's, and stands last.
        agent = b"".join(option(code, value) for code, value in
                         ((1, client.circuit), (2, client.remote)) if value)
        if agent:
            body += option(82, agent)
        self.socket.sendto(
            b"\x01\x01\x06\x01" + self.xid.to_bytes(4, "big") + bytes(4) +
            packed(ciaddr) + bytes(8) + packed(RELAY) +
            client.hardware.ljust(16, b"\0") + bytes(192) + COOKIE + body +
            b"\xff", (SERVER, 67))

    def answer(self, kind):
        """The address it gives and its options; None if there is none."""
        while True:
            try:
                packet = self.socket.recv(2048)
            except socket.timeout:
                return None
            got = options_of(packet)
            if int.from_bytes(packet[4:8], "big") == self.xid:
                if got[53] != bytes((kind,)):
                    return None
                return str(ipaddress.IPv4Address(packet[16:20])), got


class Client:
    def __init__(self, relay, number, remote=b"", circuit=b"", uid=b"",
                 host=b""):
        self.relay = relay
        self.hardware = bytes((0x52, 0x54, 0, 0x12, 0x34, number))
        self.remote, self.circuit = remote, circuit
        self.uid, self.host = uid, host
        self.address = None

    def asks(self, address, seconds, ciaddr="0.0.0.0", server=b""):
        more = option(51, seconds.to_bytes(4, "big"))
        if ciaddr == "0.0.0.0":
            more += option(50, packed(address))
        self.relay.send(REQUEST, self, more + server, ciaddr)
        got = self.relay.answer(ACK)
        return got is not None and got[0] == address

    def take(self, address, seconds):
        """From the server, that very address for so long; True if so."""
        self.relay.send(DISCOVER, self, option(50, packed(address)) +
                        option(51, seconds.to_bytes(4, "big")))
        got = self.relay.answer(OFFER)
        if got is None or got[0] != address:
            return False
        self.address = address
        self.server = option(54, got[1][54])
        return self.asks(address, seconds, server=self.server)

    def renew(self, seconds):
        return self.asks(self.address, seconds, ciaddr=self.address)

    def release(self):
        self.relay.send(RELEASE, self, self.server, self.address)

    def decline(self):
        self.relay.send(DECLINE, self, option(50, packed(self.address)) +
                        self.server)
