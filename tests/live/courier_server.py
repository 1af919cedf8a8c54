"""A private Courier with its mailbox servers, run by courier_acts.py inside
private_root.sh, and the mail servers of others that it sends to."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

import machine

ADDRESS = "192.0.2.2"
PASSWORD = "right"
USERS = ("zoe@aurora.example", "ann@aurora.example")
ETC = pathlib.Path("/etc/courier")
WORLD = {
    "hosts": {"mx1.aurora.example": ["192.0.2.2"],
              "mx.far.example": ["203.0.113.10"],
              "mx.down.example": ["203.0.113.250"],
              "host-7.dsl.example": ["198.51.100.7"]},
    "ptr": {"198.51.100.7": "host-7.dsl.example",
            "203.0.113.10": "mx.far.example"},
    "mx": {"aurora.example": ["mx1.aurora.example"],
           "far.example": ["mx.far.example"],
           "sender.example": ["mx.far.example"],
           "down.example": ["mx.down.example"]},
    "listed": {}}
DNS = pathlib.Path(__file__).parents[2] / "samples/record/dns.py"
# What another server says to a recipient, by its local part.
REPLIES = {b"unknown": b"550 5.1.1 <unknown@far.example>: User unknown",
           b"many": b"550-5.1.1 The account that you tried to reach does not\r\n"
                    b"550-5.1.1 exist. Please look for mistakes, or read\r\n"
                    b"550 5.1.1 https://help.far.example/ x1-20020a si",
           b"later": b"450 4.2.0 Greylisted, see 203.0.113.9",
           b"liar": b"550 5.7.1 no,status: success [203.0.113.9]"}
TO_MESSAGE = {b"spam": b"554 5.7.1 Message content rejected as spam"}


class Far(machine.MailSink):
    NAME = b"mx.far.example"

    def to_recipient(self, address):
        local = address.partition(b"@")[0]
        return REPLIES.get(local) or super().to_recipient(address)

    def to_message(self, last):
        local = last.partition(b"@")[0]
        return TO_MESSAGE.get(local) or super().to_message(last)


def _accounts():
    with open("/etc/passwd", "a") as p, open("/etc/group", "a") as g:
        p.write("courier:x:5101:5101::/var/lib/courier:/usr/sbin/nologin\n"
                "vmail:x:5000:5000::/run/mail:/usr/sbin/nologin\n")
        g.write("courier:x:5101:\nvmail:x:5000:\n")
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", PASSWORD], check=True,
        stdout=subprocess.PIPE).stdout.decode().strip()
    lines = []
    for n, user in enumerate(USERS):
        home = pathlib.Path("/run/mail/u%d" % n)
        for d in ("cur", "new", "tmp"):
            (home / "Maildir" / d).mkdir(parents=True)
        subprocess.run(["chown", "-R", "vmail:vmail", home], check=True)
        lines.append("%s\tuid=5000|gid=5000|home=%s|mail=%s/Maildir|"
                     "systempw=%s\n" % (user, home, home, hashed))
    (ETC / "userdb").write_text("".join(lines))
    os.chmod(ETC / "userdb", 0o700)


def _edit(name, **settings):
    """Set those in one of Courier's files of settings: the last one holds."""
    with open(ETC / name, "a") as f:
        f.writelines('%s="%s"\n' % s for s in settings.items())


def _configure():
    for name, text in (
            ("me", "mx1.aurora.example"), ("defaultdomain", "aurora.example"),
            ("locals", "localhost\nmx1.aurora.example"),
            ("esmtpacceptmailfor", "aurora.example"),
            ("dsnfrom", "postmaster@aurora.example"),
            ("aliases/system", "root: zoe@aurora.example\n"
             "postmaster: zoe@aurora.example"),
            ("smtpaccess/default", "192.0.2\tallow,RELAYCLIENT\n"
             "198.51.100.99\tdeny")):
        (ETC / name).write_text(text + "\n")
    shutil.rmtree(ETC / "hosteddomains")
    (ETC / "hosteddomains").write_text("aurora.example\n")
    _edit("authdaemonrc", authmodulelist="authuserdb")
    _edit("esmtpd", ESMTPAUTH="LOGIN PLAIN CRAM-MD5", TARPIT="0", PORT="192.0.2.2.25,2001:db8:100::3.25",
          TCPDOPTS="-stderrlogger=/usr/sbin/courierlogger -noidentlookup",
          MAXPERIP="40", MAXPERC="40")
    _edit("esmtpd-msa", ESMTPDSTART="YES")
    for name in ("imapd", "pop3d"):
        _edit(name, MAXPERIP="3")


def _own():
    """As the packages' own scripts leave it."""
    for d in ("allfilters", "filters", "msgq", "msgs", "track", "tmp"):
        os.makedirs("/var/lib/courier/" + d, exist_ok=True)
    subprocess.run(["chown", "-R", "courier:courier", "/var/lib/courier"],
                   check=True)
    for d in ("/run/courier", "/run/courier/authdaemon"):
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, "courier", "courier")
    subprocess.run(["chown", "root:courier", "/usr/sbin/sendmail"], check=True)
    os.chmod("/usr/sbin/sendmail", 0o2755)
    for name in ("makedat", "maildirmake", "lockmail"):
        pathlib.Path("/usr/bin/" + name).symlink_to(name + ".courier")
    submit = "/usr/lib/courier/courier/submitmkdir"
    shutil.chown(submit, "courier", "courier")
    os.chmod(submit, 0o4755)


def prepare():
    machine.private_dev()
    subprocess.run(["hostname", machine.HOST], check=True)
    subprocess.run(["ip", "addr", "add", ADDRESS + "/32", "dev", "lo"],
                   check=True)
    subprocess.run(["ip", "-6", "addr", "add", "2001:db8:100::3/128", "dev",
                    "lo", "nodad"], check=True)
    pathlib.Path("/etc/resolv.conf").unlink(missing_ok=True)
    pathlib.Path("/etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    pathlib.Path("/etc/hosts").write_text("127.0.0.1 localhost\n")
    pathlib.Path("/run/world.json").write_text(json.dumps(WORLD))
    subprocess.Popen([sys.executable, DNS, "/run/world.json"])
    _accounts()
    _configure()
    _own()
    machine.Sinks("203.0.113.10", 25, Far)
    return machine.Syslog()


def start():
    for tool in ("makeuserdb", "makesmtpaccess", "makehosteddomains",
                 "makeacceptmailfor", "makealiases", "makeimapaccess"):
        subprocess.run([tool], check=True)
    for daemon in ("authdaemond", "courier", "esmtpd", "esmtpd-msa", "imapd",
                   "pop3d"):
        subprocess.run([daemon, "start"], check=True,
                       stdin=subprocess.DEVNULL)
    for _ in range(100):
        try:
            for port in (25, 587, 143, 110):
                socket.create_connection((ADDRESS, port), 2).close()
            return True
        except OSError:
            time.sleep(.1)
    return False


def version():
    done = subprocess.run(["courier", "--version"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.stdout.decode().split()[1]
