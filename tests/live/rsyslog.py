"""A real rsyslogd forwards to each kind of our sockets what it writes to a
file: the lines must be the same, in the same order, and be understood alike.

usage: rsyslog.py CULPRIT TAIL_LINES, in tests/tools/private_root.sh
"""
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import time

RUN = pathlib.Path("/run")
LINES = 4000
# The last of each stream, by which its reader knows that all is there.
LAST = "that is all"
CONFIG = """
# Without this an APP-NAME of RFC 5424 ends before its slash: all of Postfix
# would be "postfix".
global(maxMessageSize="64k" workDirectory="/run"
       parser.permitSlashInProgramname="on")
module(load="imuxsock" SysSock.Use="off")
module(load="omuxsock")
input(type="imuxsock" Socket="/run/in.log" CreatePath="on"
      RateLimit.Interval="0" IgnoreTimestamp="off" FlowControl="on")
template(name="traditional" type="string"
  string="<%PRI%>%TIMESTAMP% %HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%%msg%")
action(type="omfile" file="/run/mail.log"
       template="RSYSLOG_TraditionalFileFormat")
action(type="omfwd" target="127.0.0.1" port="5514" protocol="udp"
       template="traditional" action.resumeRetryCount="-1")
action(type="omfwd" target="::1" port="5515" protocol="tcp"
       TCP_Framing="traditional" template="traditional"
       action.resumeRetryCount="-1")
action(type="omfwd" target="127.0.0.1" port="5516" protocol="tcp"
       TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
       action.resumeRetryCount="-1")
$OMUxSockSocket /run/culprit.log
$ActionResumeRetryCount -1
*.* :omuxsock:;traditional
"""
SOCKETS = {"unix": "unix:/run/culprit.log", "udp": "udp:5514",
           "tcp": "tcp:[::1]:5515", "counted": "tcp:5516"}


def texts():
    """What mail servers may be made to log, some of it hostile."""
    dice = random.Random(7)
    for n in range(LINES):
        qid = f"4F0A{n:06X}"
        host = f"198.51.100.{n % 250 + 1}"
        kind = dice.randrange(8)
        if kind == 0:
            yield (f"{qid}: to=<u{n}@b.example>, relay=mx.b.example"
                   f"[203.0.113.5]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, "
                   f"status=sent (250 2.0.0 Ok)")
        elif kind == 1:
            yield (f"{qid}: client=x[{host}]\n<22>Nov 20 04:11:09 mx9 "
                   f"postfix/smtpd[1]: {qid}: client=forged[192.0.2.66]\n")
        elif kind == 2:
            yield f"lost \0 connection\tafter \x1b[1m from x[{host}]\r\n"
        elif kind == 3:
            yield f"warning: \u00e9\u4e2d {n} " + "y" * dice.randrange(9000)
        else:
            yield f"{qid}: client=unknown[{host}]"
    yield "warning: " + "z" * 40000
    yield LAST


def feed():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.connect("/run/in.log")
    for text in texts():
        stamp = time.strftime("%b %e %H:%M:%S")
        s.send(f"<22>{stamp} postfix/smtpd[77]: {text}".encode())


def start(tail_lines, name, address):
    out = open(RUN / f"{name}.out", "wb")
    err = open(RUN / f"{name}.err", "wb")
    return subprocess.Popen([tail_lines, "-s", "-i", "30000", "socket",
                             address], stdout=out, stderr=err)


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def has_last(path):
    """Whether the last line is there, with its newline."""
    if not path.exists():
        return False
    with path.open("rb") as f:
        f.seek(max(0, path.stat().st_size - 200))
        return f.read().rstrip(b"\n").endswith(LAST.encode())


def lines(path):
    return path.read_bytes().split(b"\n")[:-1]


def events(culprit, path):
    done = subprocess.run([culprit, "parse", path], capture_output=True,
                          check=False)
    found = []
    for line in done.stdout.splitlines():
        event = json.loads(line)
        for key in ("file", "line", "offset"):
            event.pop(key, None)
        found.append(event)
    return found


def check_lines(name, wanted, got):
    if got == wanted:
        print(f"rsyslog: {name}: {len(got)} lines, as in the file")
        return True
    where = next((i for i, (a, b) in enumerate(zip(wanted, got)) if a != b),
                 min(len(wanted), len(got)))
    print(f"rsyslog: {name}: {len(got)} lines for {len(wanted)}, other from "
          f"line {where + 1}:\n  {wanted[where:where + 1]}\n"
          f"  {got[where:where + 1]}")
    return False


def compare(culprit):
    file = lines(RUN / "mail.log")
    ok = len(file) == LINES + 2
    if not ok:
        print(f"rsyslog: its file has {len(file)} lines")
    in_file = events(culprit, RUN / "mail.log")
    kinds = sum(e["verdict"] == "event" for e in in_file)
    if kinds < LINES / 2:
        print(f"rsyslog: only {kinds} events of its file")
        ok = False
    for name in SOCKETS:
        got = lines(RUN / f"{name}.out")
        if name != "counted":
            bare = [re.sub(rb"^<22>", b"", line) for line in got]
            ok &= check_lines(name, file, bare)
        seen = [key_of(e) for e in events(culprit, RUN / f"{name}.out")]
        for a, b in zip(map(key_of, in_file), seen):
            if a != b:
                print(f"rsyslog: {name}: an event is\n  {b}\nnot\n  {a}")
                ok = False
                break
        ok &= len(seen) == len(in_file)
    if ok:
        print(f"rsyslog: {kinds} events, the same in all")
    return ok


def key_of(event):
    """RFC 5424 has fractions of seconds."""
    event = dict(event)
    if "time" in event:
        event["time"] = re.sub(r"\.\d+", "", event["time"])
    return event


def logger(tail_lines):
    """What logger(1) sends, in each way that it can."""
    ways = [("unix:/run/l.log", ["-u", "/run/l.log"]),
            ("udp:[::1]:5520", ["-n", "::1", "-P", "5520", "-d"]),
            ("tcp:5520", ["-n", "127.0.0.1", "-P", "5520", "-T"]),
            ("tcp:5520", ["-n", "127.0.0.1", "-P", "5520", "-T",
                          "--octet-count"]),
            ("tcp:5520", ["-n", "127.0.0.1", "-P", "5520", "-T",
                          "--rfc3164"])]
    ok = True
    for address, how in ways:
        tail = subprocess.Popen([tail_lines, "-n", "2", "-i", "10000",
                                 "socket", address], stdout=subprocess.PIPE)
        wait_for(lambda: send(how, "first words"), 5)
        send(how, "second words")
        got = tail.communicate()[0].decode().splitlines()
        good = len(got) == 2 and all(
            re.match(r"<22>.* ?postfix/smtpd.*(first|second) words$", line)
            for line in got)
        if not good:
            print(f"rsyslog: logger to {address} {how}: {got}")
        ok &= good
    if ok:
        print(f"rsyslog: logger(1) in {len(ways)} ways: all came")
    return ok


def send(how, words):
    return subprocess.run(["logger", "-p", "mail.info", "-t", "postfix/smtpd",
                           *how, words], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def main():
    culprit, tail_lines = sys.argv[1:]
    tails = [start(tail_lines, n, a) for n, a in SOCKETS.items()]
    if not wait_for(lambda: (RUN / "culprit.log").exists(), 10):
        sys.exit("rsyslog: our sockets do not come up")
    (RUN / "rsyslog.conf").write_text(CONFIG)
    daemon = subprocess.Popen(["rsyslogd", "-n", "-f", "/run/rsyslog.conf",
                               "-i", "/run/rsyslog.pid"])
    ok = wait_for(lambda: (RUN / "in.log").exists(), 20)
    if ok:
        feed()
        for name in ["mail.log", *(f"{n}.out" for n in SOCKETS)]:
            if not wait_for(lambda: has_last(RUN / name)):
                print(f"rsyslog: the last line does not come to {name}")
                ok = False
        ok &= compare(culprit)
    daemon.terminate()
    daemon.wait()
    for tail in tails:
        tail.terminate()
        tail.wait()
    ok &= logger(tail_lines)
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C"
    main()
