"""What servers in a private_root.sh find on their machine: /dev and a syslog
daemon on it."""
import os
import pathlib
import re
import socket
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
