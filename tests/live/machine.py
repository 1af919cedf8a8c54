"""What servers in a private_root.sh find on their machine, /dev and a syslog
daemon on it, and beyond it: the mail servers of others."""
import os
import pathlib
import re
import socket
import socketserver
import subprocess
import threading

HOST = "mx1"


def _datagram(raw):
    m = re.match(rb"<\d+>([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) (.*)", raw,
                 re.S)
    text = b"".join(b"#%03o" % c if c < 32 or c == 127 else bytes((c,))
                    for c in m.group(2).rstrip(b"\0\n"))
    return b"%s %s %s\n" % (m.group(1), HOST.encode(), text)


class Syslog:
    """Writes what comes to /dev/log as a syslog daemon does."""

    def __init__(self):
        self.lines = open(os.devnull, "wb")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("/dev/log")
        os.chmod("/dev/log", 0o666)
        threading.Thread(target=self._run, daemon=True).start()

    def into(self, path):
        self.lines = open(path, "wb", buffering=0)

    def _run(self):
        while True:
            self.lines.write(_datagram(self.socket.recv(65536)))


class MailSink(socketserver.StreamRequestHandler):
    """A mail server of others. It takes everything: what another says to a
    recipient, to a message or to a verb, a subclass says."""
    NAME = b"sink.example"
    EXTENSIONS = (b"8BITMIME",)
    TO_VERBS = {}

    def to_recipient(self, address):
        return b"250 2.1.5 ok"

    def to_message(self, last):
        """last: its last recipient."""
        return b"250 2.0.0 taken"

    def say(self, reply):
        self.wfile.write(reply + b"\r\n")

    def greet(self):
        lines = (self.NAME, *self.EXTENSIONS)
        self.say(b"".join(b"250-%s\r\n" % x for x in lines[:-1]) +
                 b"250 " + lines[-1])

    def message(self, last):
        self.say(b"354 go on")
        while self.rfile.readline() not in (b".\r\n", b""):
            pass
        self.say(self.to_message(last))

    def handle(self):
        self.say(b"220 %s ESMTP" % self.NAME)
        last = b""
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.greet()
            elif verb == b"RCPT":
                last = line.partition(b"<")[2].partition(b">")[0]
                self.say(self.to_recipient(last))
            elif verb == b"DATA":
                self.message(last)
            elif verb == b"QUIT":
                self.say(b"221 2.0.0 bye")
                return
            else:
                self.say(self.TO_VERBS.get(verb, b"250 2.0.0 ok"))


class Sinks(socketserver.ThreadingTCPServer):
    """Serves every connection to an address and port, to the end."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address, port, handler=MailSink):
        if ":" in address:
            self.address_family = socket.AF_INET6
        super().__init__((address, port), handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def logs(keep):
    """The folder logs are written to: one that is kept, or one that ends with
    the machine."""
    folder = pathlib.Path(keep or "/run/logs")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_dev():
    """Not the machine's own, in which /dev/log is another's."""
    dev = pathlib.Path("/run/dev")
    dev.mkdir()
    for name, minor in (("null", 3), ("zero", 5), ("full", 7), ("random", 8),
                        ("urandom", 9)):
        subprocess.run(["mknod", "-m", "666", dev / name, "c", "1",
                        str(minor)], check=True)
    (dev / "fd").symlink_to("/proc/self/fd")
    (dev / "shm").mkdir()
    subprocess.run(["mount", "--bind", dev, "/dev"], check=True)
