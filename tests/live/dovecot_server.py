"""A private Dovecot, run by dovecot_logins.py inside private_root.sh."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

import machine

TLS_ONLY, PLAIN, PLAIN6 = "192.0.2.2", "192.0.2.3", "2001:db8:100::3"
PASSWORD = "right"
USERS = ("zoe@aurora.example", "ann@tundra.example", "odd name")

CONFIG = """
base_dir = /run/dovecot
protocols = imap pop3 submission lmtp
listen = %(listen)s
log_path = %(log)s
auth_verbose = %(verbose)s
auth_username_chars = %(chars)s
auth_failure_delay = 0
auth_mechanisms = plain login %(mechanisms)s
ssl = yes
ssl_cert = </run/cert.pem
ssl_key = </run/key.pem
mail_location = maildir:/run/mail/%%u
mail_uid = vmail
mail_gid = vmail
submission_relay_host = 127.0.0.1
submission_relay_port = 2525
submission_relay_trusted = yes
hostname = mx1.aurora.example
login_trusted_networks =
disable_plaintext_auth = yes
local 192.0.2.3 {
  disable_plaintext_auth = no
}
local 2001:db8:100::3 {
  disable_plaintext_auth = no
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = 24
  }
}
%(passdb)s
userdb {
  driver = static
  args = uid=vmail gid=vmail home=/run/mail/%%u allow_all_users=yes
}
"""
PASSWD_FILE = """passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u /run/users
}
"""
PAM = """passdb {
  driver = pam
}
"""
# What a host writes to syslog as it is, and what to a file of its own.
KINDS = {
    "verbose": dict(log="syslog", verbose="yes", chars="",
                    passdb=PASSWD_FILE),
    "quiet": dict(log="/run/dovecot.log", verbose="no", passdb=PASSWD_FILE,
                  chars="abcdefghijklmnopqrstuvwxyz01234567890.-_@"),
    "pam": dict(log="syslog", verbose="yes", chars="", passdb=PAM,
                mechanisms=""),
    "both": dict(log="syslog", verbose="yes", chars="",
                 passdb=PASSWD_FILE + PAM),
}


class Relay(machine.MailSink):
    """Where submission relays to."""
    EXTENSIONS = (b"XCLIENT ADDR LOGIN", b"8BITMIME")
    TO_VERBS = {b"XCLI": b"220 sink.example ESMTP"}


def _accounts():
    with open("/etc/passwd", "a") as f:
        f.write("dovecot:x:5101:5101::/nonexistent:/usr/sbin/nologin\n"
                "dovenull:x:5102:5102::/nonexistent:/usr/sbin/nologin\n"
                "vmail:x:5000:5000::/run/mail:/usr/sbin/nologin\n")
    with open("/etc/group", "a") as f:
        f.write("dovecot:x:5101:\ndovenull:x:5102:\nvmail:x:5000:\n")
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", PASSWORD], check=True,
        stdout=subprocess.PIPE).stdout.decode().strip()
    with open("/etc/passwd", "a") as p, open("/etc/shadow", "a") as s:
        for n, u in enumerate(USERS):
            p.write("%s:x:%d:5000::/run/mail:/usr/sbin/nologin\n"
                    % (u, 5200 + n))
            s.write("%s:%s:19000:0:99999:7:::\n" % (u, hashed))
    pathlib.Path("/etc/pam.d").mkdir(exist_ok=True)
    pathlib.Path("/etc/pam.d/dovecot").write_text(
        "auth required pam_unix.so nodelay\naccount required pam_unix.so\n")
    pathlib.Path("/run/users").write_text(
        "".join("%s:%s\n" % (u, PASSWORD) for u in USERS))


def prepare():
    """Once: the machine Dovecot runs on; what takes its syslog."""
    machine.private_dev()
    subprocess.run(["hostname", machine.HOST], check=True)
    for a in (TLS_ONLY, PLAIN):
        subprocess.run(["ip", "addr", "add", a + "/32", "dev", "lo"],
                       check=True)
    subprocess.run(["ip", "-6", "addr", "add", PLAIN6 + "/128", "dev", "lo",
                    "nodad"], check=True)
    os.makedirs("/run/mail")
    _accounts()
    shutil.chown("/run/mail", "vmail", "vmail")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "9", "-subj", "/CN=mx1.aurora.example", "-keyout", "/run/key.pem",
         "-out", "/run/cert.pem"], check=True, stderr=subprocess.DEVNULL)
    machine.Sinks("127.0.0.1", 2525, Relay)
    return machine.Syslog()


class Server:
    def __init__(self, kind):
        self.kind = KINDS[kind]
        own = self.kind["log"] != "syslog"
        self.file = pathlib.Path(self.kind["log"]) if own else None
        path = "/run/%s.conf" % kind
        pathlib.Path(path).write_text(CONFIG % dict(
            {"mechanisms": "cram-md5"}, **self.kind,
            listen=", ".join((TLS_ONLY, PLAIN, PLAIN6, "127.0.0.1"))))
        self.run = subprocess.Popen(["dovecot", "-F", "-c", path])

    def ready(self):
        for _ in range(100):
            try:
                for port in (143, 110, 587):
                    socket.create_connection((PLAIN, port), 2).close()
                return True
            except OSError:
                time.sleep(.1)
        return False

    def stop(self):
        time.sleep(.5)
        self.run.terminate()
        self.run.wait(20)
        time.sleep(.5)


def version():
    return subprocess.run(["dovecot", "--version"], check=True,
                          stdout=subprocess.PIPE).stdout.decode().split()[0]
