"""Starts Postfix and one filter, sends the letters, keeps what was logged.

usage: record.py OUTDIR SEED FILTER, as root of a private namespace: it
writes into /etc as if the machine were its own. OUTDIR/sent.jsonl is what was
sent, and what was said to it; OUTDIR/mail.log what was logged.
"""
import json
import pathlib
import re
import select
import smtplib
import socket
import subprocess
import sys
import threading
import time

import letters
import postfix
import setup

_DATAGRAM = re.compile(rb"<\d+>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (.*)", re.S)


class Syslog:
    """Writes what comes to /dev/log, control characters as #ooo."""

    def __init__(self, path):
        self._file = open(path, "wb", buffering=0)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("/dev/log")
        self.last = time.monotonic()
        subprocess.run(["chmod", "666", "/dev/log"], check=True)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            select.select([self._socket], [], [])
            raw = self._socket.recv(65536).rstrip(b"\0\n")
            text = b"".join(b"#%03o" % c if c < 32 or c == 127 else bytes((c,))
                            for c in _DATAGRAM.match(raw).group(1))
            now = time.time()
            self._file.write(b"%s.%06d+00:00 mx1 %s\n" % (
                time.strftime("%Y-%m-%dT%H:%M:%S",
                              time.gmtime(now)).encode(),
                now % 1 * 1e6, text))
            self.last = time.monotonic()


def wait_for(port, seconds):
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(.2)


def xclient(smtp, login):
    smtp.ehlo("gate.example")
    xtext = "".join(c if "!" <= c <= "~" and c not in "+=" else
                    "+%02X" % ord(c) for c in login)
    reply = smtp.docmd("XCLIENT LOGIN=" + xtext)
    if reply[0] != 220:
        raise ValueError("XCLIENT: %s" % (reply,))


def send(letter):
    """All of them go in a session of their own; the last reply is kept."""
    v6 = ":" in letter.client
    host = "2001:db8:100::2" if v6 else "192.0.2.2"
    with smtplib.SMTP(source_address=(letter.client, 0), timeout=90) as smtp:
        smtp.connect(host, letter.port)
        if letter.login:
            xclient(smtp, letter.login)
        smtp.putcmd("EHLO", letter.helo)
        smtp.getreply()
        wide = max(b"".join((letter.sender, *letter.recipients))) > 127
        smtp.send(b"MAIL FROM:<%s>%s\r\n" % (
            letter.sender, b" SMTPUTF8" if wide else b""))
        code, text = smtp.getreply()
        taken = []
        for r in letter.recipients:
            if code // 100 == 2:
                smtp.send(b"RCPT TO:<%s>\r\n" % r)
                if smtp.getreply()[0] // 100 == 2:
                    taken.append(r)
        if taken:
            smtp.docmd("DATA")
            smtp.send(letter.data() + b"\r\n.\r\n")
            code, text = smtp.getreply()
        return taken, code, text


def record(letter):
    taken, code, text = send(letter)
    queued = re.search(rb"queued as (\w+)", text)
    return {"name": letter.name, "client": letter.client,
            "login": letter.login, "kind": letter.kind,
            "sender": letter.sender.decode("latin-1"),
            "recipients": [r.decode("latin-1") for r in taken],
            "message_id": (letter.message_id or b"").decode("latin-1"),
            "code": code, "text": text.decode("latin-1"),
            "queue_id": queued.group(1).decode() if queued else ""}


def settle(log):
    """Until nothing is in the queue and nothing is logged any more."""
    for _ in range(120):
        time.sleep(1)
        left = subprocess.run(["postqueue", "-j"], check=True,
                              stdout=subprocess.PIPE).stdout
        if not left and time.monotonic() - log.last > 2:
            return True
    print(left.decode())
    return False


def start(filter_, out):
    setup.prepare()
    filter_.configure()
    postfix.configure(filter_)
    postfix.start()
    for command in filter_.start():
        # What a program says beside its log tells why it did not start.
        with open(out / (command[0] + ".out"), "wb") as said:
            subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said,
                             stderr=subprocess.STDOUT)
    for port in filter_.PORTS + (2525, 25):
        wait_for(port, 200)


def main(out, name):
    out = pathlib.Path(out)
    filter_ = setup.FILTERS[name]
    log = Syslog(out / "mail.log")
    try:
        start(filter_, out)
        with open(out / "sent.jsonl", "w", encoding="utf-8") as f:
            for letter in letters.all_of_them():
                f.write(json.dumps(record(letter)) + "\n")
        return 0 if settle(log) else 1
    finally:
        filter_.keep(out)
        (out / "versions").write_text(setup.versions(filter_))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[3]))
