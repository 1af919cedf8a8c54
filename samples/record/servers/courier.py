"""Courier. It keeps the mailboxes itself. No postscreen, greylisting, milter
nor content filter; nothing is held or discarded, and no proxy is in front: its
clients come themselves."""
import os
import re
import shutil
import subprocess
import time

import processes
from lab import HERE, sh, wait_for, write

NAME = "Courier"
PACKAGES = """courier-mta courier-base courier-authdaemon courier-authlib
courier-authlib-userdb maildrop libcourier-unicode4 libgamin0 libidn12 libltdl7
libpcre3""".split()
USERS = GROUPS = (("courier", 5009),)
ETC = "/etc/courier"
SENDMAIL = "/usr/sbin/sendmail"
LMTP_SOCKET = "/run/dovecot-lmtp"
HANDS_ON = ""
LINGERS = False
LOGS_IN_OVER_TLS = False
CIPHERS = ""
SCREENS = False
_LIB = "/usr/lib/courier/courier"
_SPOOL = "/var/lib/courier"
# One line each. Pace: a recorded day lasts minutes, so waits are seconds where
# hours are usual.
_CONTROLS = {
    "me": "mx1.aurora.example", "defaultdomain": "aurora.example",
    "locals": "localhost\nmx1.aurora.example",
    "esmtpacceptmailfor": "aurora.example\ntundra.example",
    "hosteddomains": "aurora.example\ntundra.example",
    "dsnfrom": "postmaster@aurora.example", "sizelimit": "2000000",
    "retryalpha": "4", "retrybeta": "2", "retrygamma": "8",
    "retrymaxdelta": "1", "queuetime": "55", "esmtpdelay": "0"}
_NEW = re.compile(rb"(newmsg|started|completed),id=([0-9A-F.]+)")
# A message is taken a moment before its line, and after the last session ends.
_GAP, _PATIENCE = 0.02, 4.0


def local_user(uid, name):
    """Its log says that a message was handed in here, not by whom."""
    return "unknown"


def _append(name):
    """The last setting of a file holds: ours come after the package's."""
    with open("%s/conf/courier/%s" % (HERE, name)) as f, \
            open(ETC + "/" + name, "a") as to:
        to.write(f.read())


def _mailboxes(world):
    hashes = {p: sh("openssl", "passwd", "-6", p, stdout=subprocess.PIPE)
              .stdout.decode().strip() for p in set(world.accounts.values())}
    lines = []
    for m in world.mailboxes:
        home = "/var/vmail/" + m
        for d in ("cur", "new", "tmp"):
            os.makedirs("%s/Maildir/%s" % (home, d))
        word = world.accounts.get(m)
        lines.append("%s\tuid=5000|gid=5000|home=%s|mail=%s/Maildir%s\n" % (
            m, home, home, "|systempw=" + hashes[word] if word else ""))
    sh("chown", "-R", "vmail:vmail", "/var/vmail")
    write(ETC + "/userdb", "".join(lines))
    os.chmod(ETC + "/userdb", 0o700)


def configure(world):
    shutil.rmtree(ETC + "/hosteddomains")
    for name, text in _CONTROLS.items():
        write("%s/%s" % (ETC, name), text + "\n")
    for name in ("esmtpd", "esmtpd-msa"):
        _append(name)
    shutil.copy(HERE + "/conf/courier/bofh", ETC)
    shutil.copy(HERE + "/conf/courier/smtpaccess", ETC + "/smtpaccess/default")
    shutil.copy(HERE + "/conf/courier/aliases", ETC + "/aliases/system")
    with open(ETC + "/aliases/system", "a") as f:
        f.writelines("%s: %s\n" % (a, ", ".join(to))
                     for a, to in world.aliases.items())
    with open(ETC + "/authdaemonrc", "a") as f:
        f.write('authmodulelist="authuserdb"\n')
    with open(ETC + "/esmtpd.pem", "w") as f:
        for name in ("key", "cert"):
            with open("%s/%s.pem" % (ETC, name)) as part:
                f.write(part.read())
    shutil.chown(ETC + "/esmtpd.pem", "courier", "courier")
    os.chmod(ETC + "/esmtpd.pem", 0o600)
    _mailboxes(world)


def _own():
    """As the packages' own scripts leave it."""
    for d in ("allfilters", "filters", "msgq", "msgs", "track", "tmp"):
        os.makedirs(_SPOOL + "/" + d, exist_ok=True)
    sh("chown", "-R", "courier:courier", _SPOOL)
    for d in ("/run/courier", "/run/courier/authdaemon"):
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, "courier", "courier")
    shutil.chown(SENDMAIL, "root", "courier")
    os.chmod(SENDMAIL, 0o2755)
    for name in ("makedat", "maildirmake", "lockmail"):
        os.symlink(name + ".courier", "/usr/bin/" + name)
    shutil.chown(_LIB + "/submitmkdir", "courier", "courier")
    os.chmod(_LIB + "/submitmkdir", 0o4755)


def start():
    _own()
    for tool in ("makeuserdb", "makesmtpaccess", "makehosteddomains",
                 "makeacceptmailfor", "makealiases"):
        sh(tool)
    for daemon in ("authdaemond", "courier", "esmtpd", "esmtpd-msa"):
        sh(daemon, "start", stdin=subprocess.DEVNULL)
    wait_for("192.0.2.2", 587)


def version():
    done = sh("courier", "--version", stdout=subprocess.PIPE,
              stderr=subprocess.STDOUT)
    return done.stdout.decode().split()[1]


def acts():
    return []


def own_files(records):
    return {}


class Activity:
    """Sessions by their processes, messages by what the log says of them:
    what sends them stays, for the next one to the same host."""

    def __init__(self):
        self._messages = {}     # id -> when it is given up
        self._expected = []     # when a message was handed in locally
        self._worked = 0.0      # when a session was last seen

    def expect_pickup(self):
        self._expected.append(time.monotonic())

    def read(self, tag, text):
        m = _NEW.match(text)
        if not m:
            return
        if m.group(1) == b"completed":
            self._messages.pop(m.group(2), None)
            return
        self._messages[m.group(2)] = time.monotonic() + _PATIENCE
        if m.group(1) == b"newmsg" and self._expected:
            self._expected.pop(0)

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        now = time.monotonic()
        self._messages = {i: t for i, t in self._messages.items() if now < t}
        self._expected = [t for t in self._expected if now - t < _PATIENCE]
        if self._messages or self._expected:
            return True
        n = processes.count({"courieresmtpd"})
        if n > waiting:
            self._worked = now
        return n > waiting or now - self._worked < _GAP
