"""The lists of the sample day in a real Postfix: every client of the day, and
every login of it, sends a mail by XCLIENT. Who was guilty is refused or held;
everybody else's mail is taken; what was held goes out when it is let go.

usage: postfix_blocks.py CULPRIT SAMPLES_DAY, in a private root

Who is guilty is said by those who sent the mail of the day (truth.jsonl).
"""
import base64
import collections
import gzip
import json
import pathlib
import re
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time

MAIN_CF = """compatibility_level = 3.6
myhostname = mx1.aurora.example
inet_interfaces = loopback-only
mydestination =
alias_maps =
alias_database =
mynetworks = 0.0.0.0/0 [::]/0
default_transport = discard
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {base}/auth
smtpd_client_restrictions = check_client_access cidr:{base}/postfix_client.cidr
smtpd_sender_restrictions =
    check_sasl_access texthash:{base}/postfix_sasl_access
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
maillog_file = /var/log/postfix.log
"""
PORT = 2525
CLIENT = re.compile(r"client=\S*\[([0-9a-f.:]+)\]"
                    r"(?:, sasl_method=\w+, sasl_username=(\S+))?$")
CONNECT = re.compile(r" (?:connect from \S*|CONNECT from )"
                     r"\[([0-9a-f.:]+)\]")
STOPS = {"block", "suspend"}


def clients(day):
    """(address, login or None): all that connected, all that logged in."""
    found = set()
    for path in sorted(day.glob("mail.log*")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                for match in (CONNECT.search(line), CLIENT.search(line)):
                    if match:
                        found.add((match[1], None))
                if match and match[2]:
                    found.add(match.groups())
    return sorted(found, key=lambda c: (c[0], c[1] or ""))


def verdicts(day):
    """What must become of an address, and of a login: "hold", "refuse", or
    "either" where staff may leave it. Whoever is not there is taken."""
    addresses, logins = {}, {}
    for line in (day / "truth.jsonl").read_text().splitlines():
        who = json.loads(line)
        stops = STOPS & set(who["actions"])
        if not stops:
            continue
        sure = who["guilty"] and stops == set(who["actions"])
        if who["subject"]["type"] == "account":
            logins[who["subject"]["value"]] = "refuse"
        elif who["subject"]["type"] != "local-user":
            fate = "hold" if stops == {"suspend"} else "refuse"
            for address in who["addresses"]:
                addresses[address] = fate if sure else "either"
    return addresses, logins


def fate_of(client, addresses, logins):
    return logins.get(client[1], addresses.get(client[0], "take"))


class Logins(threading.Thread):
    """Takes every password, as Dovecot would say it to Postfix (its protocol
    of authentication, 1.1)."""

    HELLO = (b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\n"
             b"COOKIE\t00000000000000000000000000000000\nDONE\n")

    def __init__(self, path):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        path.chmod(0o666)
        self.socket.listen(100)

    def run(self):
        while True:
            peer, _ = self.socket.accept()
            threading.Thread(target=self.talk, args=(peer,),
                             daemon=True).start()

    def talk(self, peer):
        peer.sendall(self.HELLO)
        for line in peer.makefile("rb"):
            words = line.rstrip(b"\n").split(b"\t")
            if words[0] != b"AUTH":
                continue
            resp = [w[5:] for w in words if w.startswith(b"resp=")][0]
            user = base64.b64decode(resp).split(b"\0")[1]
            peer.sendall(b"OK\t" + words[1] + b"\tuser=" + user + b"\n")


def start_postfix(base):
    for path, line in (("/etc/passwd", "{0}:x:{1}:{1}::/:/bin/false\n"),
                       ("/etc/group", "{0}:x:{1}:\n")):
        text = pathlib.Path(path).read_text()
        with open(path, "a") as f:
            for name, number in (("postfix", 5001), ("postdrop", 5002)):
                if not re.search("^%s:" % name, text, re.M):
                    f.write(line.format(name, number))
    etc = pathlib.Path("/etc/postfix")
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", etc)
    master = pathlib.Path("/usr/share/postfix/master.cf.dist").read_text()
    (etc / "master.cf").write_text(
        f"127.0.0.1:{PORT} inet n - n - - smtpd\n" + "".join(
            line for line in master.splitlines(True)
            if not re.match(r"smtp +inet", line)))
    (etc / "main.cf").write_text(MAIN_CF.format(base=base))
    for d in ("/var/spool/postfix", "/var/lib/postfix"):
        pathlib.Path(d).mkdir(exist_ok=True)
    shutil.chown("/var/lib/postfix", "postfix", "postfix")
    for p in ("postdrop", "postqueue"):
        shutil.chown("/usr/sbin/" + p, "root", "postdrop")
        pathlib.Path("/usr/sbin/" + p).chmod(0o2555)
    subprocess.run(["postfix", "start"], check=True,
                   stderr=subprocess.DEVNULL)


def send(client):
    """The reply to the mail: its code and text."""
    address, login = client
    with smtplib.SMTP("127.0.0.1", PORT, "client.example", 60) as smtp:
        smtp.ehlo()
        prefix = "IPV6:" if ":" in address else ""
        code, text = smtp.docmd("XCLIENT", f"NAME=[UNAVAILABLE] "
                                f"ADDR={prefix}{address}")
        if code != 220:
            raise RuntimeError(f"XCLIENT {address}: {code} {text}")
        smtp.ehlo()
        if login:
            smtp.user, smtp.password = login, "x"
            smtp.auth("PLAIN", smtp.auth_plain)
        smtp.mail("somebody@tundra.example")
        code, text = smtp.rcpt("somebody@far.example")
        if code == 250:
            code, text = smtp.data(b"Subject: of the day\r\n\r\nmail\r\n")
    return code, text.decode()


def held():
    """Queue ids in the hold queue; how many mails are in all queues."""
    done = subprocess.run(["postqueue", "-j"], check=True,
                          stdout=subprocess.PIPE)
    mails = [json.loads(line) for line in done.stdout.splitlines()]
    return {m["queue_id"] for m in mails if m["queue_name"] == "hold"}, \
        len(mails)


def log():
    return pathlib.Path("/var/log/postfix.log").read_text()


def seen(code, text, on_hold):
    if code == 250:
        queued = re.search(r"queued as (\S+)", text)[1]
        return "hold" if queued in on_hold else "take"
    listed = re.search(r"(Blocked|Suspended) after [\w-]+; see your "
                       r"postmaster, id [0-9a-z]+$", text)
    return "refuse" if code == 554 and listed else f"{code} {text}"


def let_go(ids):
    """postsuper -H takes a HOLD back: all of it is sent then."""
    subprocess.run(["postsuper", "-H", "ALL"], check=True,
                   stderr=subprocess.DEVNULL)
    subprocess.run(["postqueue", "-f"], check=True)
    for _ in range(300):
        if held()[1] == 0:
            break
        time.sleep(.1)
    text = log()
    return [f"{i} was let go and not sent" for i in ids
            if not re.search(rf"{i}: .*status=sent", text)]


def run(day):
    everybody, bad = clients(day), []
    addresses, logins = verdicts(day)
    replies = [(client, *send(client)) for client in everybody]
    on_hold, _ = held()
    count = collections.Counter()
    for client, code, text in replies:
        want, got = fate_of(client, addresses, logins), seen(code, text,
                                                             on_hold)
        count[got] += 1
        if got != want and not (want == "either" and got in ("take",
                                                             "refuse")):
            bad.append(f"{client}: {got}, not {want}")
    met = {a for a, _ in everybody} | {n for _, n in everybody}
    missing = [who for who, fate in {**addresses, **logins}.items()
               if who not in met and fate != "either"]
    if missing:
        bad.append(f"no mail was sent for {missing}")
    bad += let_go(on_hold)
    bad += re.findall(r".*(?:warning|fatal|panic): .*", log())
    if len(everybody) < 200 or min(count[k] for k in (
            "take", "hold", "refuse")) < 4:
        bad.append(f"{len(everybody)} clients: {dict(count)}")
    return bad, f"{len(everybody)} clients and logins: {dict(count)}"


def main():
    culprit, day = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        base.chmod(0o755)
        subprocess.run([culprit, "scan", "-c", day / "culprit.conf", "-o", base,
                        *sorted(day.glob("mail.log*"))], check=True,
                       stdout=subprocess.DEVNULL)
        Logins(base / "auth").start()
        start_postfix(base)
        try:
            bad, said = run(day)
        finally:
            subprocess.run(["postfix", "stop"], stderr=subprocess.DEVNULL)
    print("\n".join(bad) or f"Postfix took the lists of the day: {said}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
