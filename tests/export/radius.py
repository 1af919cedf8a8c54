#!/usr/bin/env python3
"""The requests as the real radclient reads and sends them: a NAS of our own,
on loopback, gets the attributes that were written and no other.

usage: radius.py EXPORT_LISTS PRIVATE_RADIUS_SH

Status 77 where no radclient can be had.
"""
import hashlib
import ipaddress
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

SECRET = b"a secret of the test"
DISCONNECT, ACK, NAK = 40, 41, 42
USER_NAME, FRAMED_IP, FRAMED_PREFIX, ERROR_CAUSE = 1, 8, 97, 101
NO_SESSION = 503
WANTED = {
    "rich": [("C01861", "100.96.3.7")],
    "lists": [("C07", "100.96.3.7"), ("C07", "2001:db8:7:1::/64")],
    "hostile": [("C01861", "100.96.3.7")],
}


def authenticator(code, number, attributes, request):
    size = (20 + len(attributes)).to_bytes(2, "big")
    return hashlib.md5(bytes([code, number]) + size + request + attributes +
                       SECRET).digest()


def read(packet):
    """(session, other attribute types) of a request, or what is wrong."""
    size = int.from_bytes(packet[2:4], "big")
    attributes, session, other = packet[20:size], {}, []
    if packet[0] != DISCONNECT or size != len(packet):
        return f"code {packet[0]}, {size} of {len(packet)} bytes"
    if packet[4:20] != authenticator(packet[0], packet[1], attributes,
                                     bytes(16)):
        return "the authenticator is wrong"
    while attributes:
        kind, value = attributes[0], attributes[2:attributes[1]]
        attributes = attributes[attributes[1]:]
        if kind == USER_NAME:
            session["name"] = value.decode("latin-1")
        elif kind == FRAMED_IP:
            session["address"] = str(ipaddress.IPv4Address(value))
        elif kind == FRAMED_PREFIX:
            base = ipaddress.IPv6Address(value[2:].ljust(16, b"\0"))
            session["address"] = f"{base}/{value[1]}"
        else:
            other.append(kind)
    return session.get("name"), session.get("address"), other


class Nas(threading.Thread):
    """Has one session; ends no other (RFC 5176, 3)."""

    def __init__(self, session):
        super().__init__(daemon=True)
        self.session, self.got, self.bad = session, [], []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            packet, peer = self.socket.recvfrom(4096)
            if packet == b"end":
                return
            said = read(packet)
            if isinstance(said, str) or said[2]:
                self.bad.append(f"came in: {said}")
                continue
            self.got.append(said[:2])
            self.answer(packet, peer, said[:2] == self.session)

    def answer(self, packet, peer, known):
        code = ACK if known else NAK
        cause = b"" if known else bytes([ERROR_CAUSE, 6]) + \
            NO_SESSION.to_bytes(4, "big")
        head = bytes([code, packet[1]]) + (20 + len(cause)).to_bytes(2, "big")
        self.socket.sendto(head + authenticator(code, packet[1], cause,
                                                packet[4:20]) + cause, peer)

    def end(self):
        self.socket.sendto(b"end", ("127.0.0.1", self.port))
        self.join(10)
        self.socket.close()


def unpacked(script):
    done = subprocess.run([script], stdout=subprocess.PIPE, check=False,
                          timeout=500)
    if done.returncode == 77:
        print("skipped: no radclient can be had")
        sys.exit(77)
    if done.returncode != 0:
        sys.exit(f"{script} ended with {done.returncode}")
    return pathlib.Path(done.stdout.decode().strip())


def check(radclient, program, report, folder):
    """A sentence for each thing that is wrong."""
    path, secret = folder / report, folder / "secret"
    path.write_bytes(subprocess.run([program, report, "radius"], check=True,
                                    stdout=subprocess.PIPE).stdout)
    secret.write_bytes(SECRET + b"\n")
    nas = Nas(WANTED[report][0])
    nas.start()
    done = subprocess.run(
        [radclient, "-r", "1", "-t", "5", "-s", "-S", secret, "-f", path,
         f"127.0.0.1:{nas.port}", "disconnect"], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False, timeout=100)
    nas.end()
    said = done.stdout.decode("utf-8", "backslashreplace")
    if sorted(nas.got) != WANTED[report] or nas.bad:
        yield f"{report}: got {nas.got}, {nas.bad}; radclient said {said}"
    denied = len(WANTED[report]) - 1
    # Of its summary: one session was ended, the others do not exist.
    for part in ("Accepted      : 1", f"Rejected      : {denied}",
                 "Lost          : 0"):
        if part not in said:
            yield f"{report}: no {part!r} in {said}"


def main():
    program, script = sys.argv[1:3]
    radclient, bad = unpacked(script) / "bin/radclient", []
    with tempfile.TemporaryDirectory() as folder:
        for report in WANTED:
            bad += check(radclient, program, report, pathlib.Path(folder))
    print("\n".join(bad) or "radclient: sent what was meant")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
