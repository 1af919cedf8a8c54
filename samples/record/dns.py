"""The name server of the recorded world: answers from world.json, over UDP."""
import ipaddress
import json
import socket
import struct
import sys

A, PTR, MX, TXT, AAAA, ANY = 1, 12, 15, 16, 28, 255


def wire_name(name):
    return b"".join(bytes((len(x),)) + x.encode()
                    for x in name.split(".") if x) + b"\0"


class Zone:
    def __init__(self, world):
        self.world = world
        self.reverse = {ipaddress.ip_address(a).reverse_pointer: n
                        for a, n in world["ptr"].items()}
        self.listed = {}
        for address, text in world["listed"].items():
            pointer = ipaddress.ip_address(address).reverse_pointer
            self.listed[pointer.rsplit(".", 2)[0]] = text

    def answer(self, name, kind):
        """(rcode, [(type, rdata)])"""
        for lists in ("zen.blocklist.example", "bl.blocklist.example"):
            if name.endswith("." + lists):
                text = self.listed.get(name[:-len(lists) - 1])
                # The second list knows every other address of the first.
                if not text or lists[0] == "b" and text[-1] in "13579":
                    return 3, []
                raw = text.encode()
                found = [(A, socket.inet_aton("127.0.0.4")),
                         (TXT, bytes((len(raw),)) + raw)]
                return 0, [r for r in found if kind in (r[0], ANY)]
        if name.endswith(".arpa"):
            host = self.reverse.get(name)
            return (0, [(PTR, wire_name(host))] if kind == PTR else []) \
                if host else (3, [])
        hosts, mx = self.world["hosts"], self.world["mx"]
        if name not in hosts and name not in mx:
            return 3, []
        found = [(AAAA if ":" in a else A, ipaddress.ip_address(a).packed)
                 for a in hosts.get(name, ())]
        found += [(MX, struct.pack(">H", 10 * (i + 1)) + wire_name(h))
                  for i, h in enumerate(mx.get(name, ()))]
        return 0, [r for r in found if r[0] == kind]


def question(packet):
    i, labels = 12, []
    while packet[i]:
        n = packet[i]
        labels.append(packet[i + 1:i + 1 + n].decode().lower())
        i += n + 1
    kind, = struct.unpack(">H", packet[i + 1:i + 3])
    return ".".join(labels), kind, packet[12:i + 5]


def serve(zone):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 53))
    while True:
        packet, peer = s.recvfrom(4096)
        name, kind, asked = question(packet)
        rcode, records = zone.answer(name, kind)
        body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", t, 1, 300, len(d))
                        + d for t, d in records)
        s.sendto(packet[:2] + struct.pack(">HHHHH", 0x8580 | rcode, 1,
                                          len(records), 0, 0) + asked + body,
                 peer)


if __name__ == "__main__":
    with open(sys.argv[1]) as f:
        serve(Zone(json.load(f)))
