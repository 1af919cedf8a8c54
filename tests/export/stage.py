"""What the tests of lists have in common: a `culprit` that exports reports
made by hand, the texts of docs/EXPORT.md, clients with addresses of choice.

It runs inside tests/tools/private_root.sh, where what is written to /etc, /usr
and /var is gone at the end.
"""
import os
import pathlib
import re
import socket
import struct
import subprocess
import sys
import time

DOC = pathlib.Path(__file__).resolve().parents[2] / "docs/EXPORT.md"
SERVER4, SERVER6 = "192.0.2.250", "2001:db8:ffff::250"
bad, checked = [], 0

CULPRIT = """#!/bin/sh
# export FORMAT [--undo] -o FILE
set -eu
format=$2
shift 2
undo=
[ "$1" != --undo ] || { undo=undo; shift; }
'%s' "$(cat /run/report)" "$format" $undo >"$2"
"""


def begin():
    """`culprit export` takes from the report that report() names; customers
    are at home on this machine, too."""
    os.makedirs("/usr/local/bin", exist_ok=True)
    path = pathlib.Path("/usr/local/bin/culprit")
    path.write_text(CULPRIT % sys.argv[1])
    path.chmod(0o755)
    os.environ["PATH"] += ":/usr/local/bin"
    os.makedirs("/etc/culprit", exist_ok=True)
    sh("ip route add local 100.64.0.0/10 dev lo; "
       f"ip address add {SERVER4}/32 dev lo; "
       f"ip address add {SERVER6}/128 dev lo nodad")
    report("rich")


def report(name):
    pathlib.Path("/run/report").write_text(name)


def end(what):
    print("\n".join(bad) or f"{what}: {checked} answers as they should be")
    sys.exit(bool(bad) or not checked)


def is_so(what, got, want):
    global checked
    checked += 1
    if got != want:
        bad.append(f"{what}: {got!r}, not {want!r}")


def texts(section, kind):
    """The fenced texts of one kind in a section of the page."""
    part = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", DOC.read_text(),
                     re.S | re.M)
    found = re.findall(rf"^```{kind}\n(.*?)^```$", part.group(1), re.S | re.M)
    if not found:
        sys.exit(f"{DOC}: no ```{kind} in {section}")
    return found


def sh(script, fails=False):
    """What it printed, all of it."""
    done = subprocess.run(["sh", "-ec", script], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120, check=False)
    said = done.stdout.decode("utf-8", "replace")
    if (done.returncode != 0) != fails:
        sys.exit(f"{script}\nended with {done.returncode}: {said}")
    return said


def user(name, number):
    with open("/etc/passwd", "a", encoding="ascii") as f:
        f.write(f"{name}:x:{number}:{number}::/nonexistent:/bin/false\n")
    with open("/etc/group", "a", encoding="ascii") as f:
        f.write(f"{name}:x:{number}:\n")


def server_of(source):
    return SERVER6 if ":" in source else SERVER4


def connect(source, port=25, patience=20):
    """A connection from that address, or None where it is refused."""
    try:
        return socket.create_connection((server_of(source), port), patience,
                                        (source, 0))
    except (ConnectionRefusedError, ConnectionResetError, TimeoutError):
        return None


def wait_for(port, host=SERVER4):
    for _ in range(300):
        try:
            socket.create_connection((host, port), 5).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"nobody listens on {host} port {port}")


def send_mail(source, recipient="root@mx1.aurora.example"):
    """The first reply that is no success, or the last one."""
    s = connect(source)
    f = s.makefile("rwb")

    def reply():
        lines = []
        while not lines or lines[-1][3:4] == b"-":
            line = f.readline()
            if not line:
                return "closed"
            lines.append(line)
        return lines[-1].decode("latin-1").strip()

    said = reply()
    for command in ("HELO client.example", "MAIL FROM:<a@far.example>",
                    f"RCPT TO:<{recipient}>", "DATA",
                    f"Subject: from {source}\r\n\r\nx\r\n."):
        if said[0] not in "23":
            break
        f.write(command.encode() + b"\r\n")
        f.flush()
        said = reply()
    s.close()
    return said


def _name(text):
    return b"".join(bytes([len(p)]) + p.encode()
                    for p in text.split(".")) + b"\0"


def _skip_name(data, at):
    while data[at] & 0xc0 != 0xc0:
        if data[at] == 0:
            return at + 1
        at += data[at] + 1
    return at + 2


def ask(name, kind="A", source="127.0.0.1", port=5300, server="127.0.0.1",
        patience=5):
    """The answers to a DNS question, or the rcode's name; sorted."""
    number = {"A": 1, "TXT": 16, "MX": 15, "SOA": 6}[kind]
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        s.settimeout(patience)
        s.bind((source, 0))
        s.sendto(struct.pack(">6H", 7, 0x100, 1, 0, 0, 0) + _name(name)
                 + struct.pack(">2H", number, 1), (server, port))
        try:
            data = s.recv(4096)
        except (TimeoutError, ConnectionRefusedError):
            return "silence"
    rcode, count = data[3] & 15, struct.unpack(">H", data[6:8])[0]
    if rcode:
        return {2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED"}.get(rcode, rcode)
    at, answers = _skip_name(data, 12) + 4, []
    for _ in range(count):
        at = _skip_name(data, at)
        what, _, _, size = struct.unpack(">2HIH", data[at:at + 10])
        body, at = data[at + 10:at + 10 + size], at + 10 + size
        if what == 1:
            answers.append(".".join(str(b) for b in body))
        elif what == 16:
            answers.append(body[1:1 + body[0]].decode("latin-1"))
    return sorted(answers)
