"""OpenSMTPD 6.8. It takes passwords over TLS alone, so all who log in have it,
without a certificate: with OpenSSL 3 this version cannot sign. A filter of its
own in place of milter, block list and policy service; nothing is held or
discarded, and no proxy is in front: its clients come themselves."""
import os
import re
import shutil
import subprocess
import time

from lab import HERE, sh, wait_for, write
from stage import HOUR

NAME = "OpenSMTPD"
PACKAGES = "opensmtpd libevent-2.1-7 libdb5.3".split()
USERS = GROUPS = (("opensmtpd", 5007), ("opensmtpq", 5008))
ETC = "/etc/opensmtpd"
SENDMAIL = "/usr/sbin/sendmail"
LMTP_SOCKET = "/run/dovecot-lmtp"
HANDS_ON = ""
LINGERS = False
LOGS_IN_OVER_TLS = True
CIPHERS = "aNULL:@SECLEVEL=0"
SCREENS = False

_EVENT = re.compile(
    rb"([0-9a-f]{16}) (smtp connected|smtp disconnected)|"
    rb"[0-9a-f]{16} (smtp envelope|m[td]a delivery) evpid=([0-9a-f]{16})"
    rb"(?:.*result=\"?(\w+))?")
# A message handed in locally comes soon. A delivery waits up to a second for a
# connection that is open (to a host it has just been connected to it does not
# open another one for ten): the day cannot wait for each of them.
_PATIENCE_LOCAL, _PATIENCE, _PATIENCE_AGAIN = 4.0, 0.1, 0.3


def local_user(uid, name):
    """Its log says that a message was handed in here, not by whom."""
    return "unknown"


def configure(world):
    shutil.copy(HERE + "/conf/opensmtpd/smtpd.conf", "/etc/smtpd.conf")
    shutil.copy(HERE + "/conf/opensmtpd/aliases", "/etc/aliases")
    write("/etc/mailname", "mx1.aurora.example\n")
    write(ETC + "/boxes", "".join(
        ["%s vmail\n" % m for m in world.mailboxes] +
        ["%s %s\n" % (a, ",".join(to)) for a, to in world.aliases.items()]))
    write(ETC + "/known", "".join(
        "%s\n" % a for a in (*world.mailboxes, *world.aliases)
        if a.endswith("@aurora.example")))
    hashes = {p: sh("openssl", "passwd", "-6", p, stdout=subprocess.PIPE)
              .stdout.decode().strip() for p in set(world.accounts.values())}
    write(ETC + "/creds", "".join(
        "%s %s\n" % (a, hashes[p]) for a, p in world.accounts.items()))
    shutil.chown(ETC + "/creds", "root", "opensmtpd")
    os.chmod(ETC + "/creds", 0o640)
    os.chmod(ETC + "/key.pem", 0o600)


def start():
    os.makedirs("/var/spool/smtpd", exist_ok=True)
    os.chmod("/var/spool/smtpd", 0o711)
    os.makedirs("/var/lib/opensmtpd/empty", exist_ok=True)
    # An unpacked package has not had its set-gid program made so.
    shutil.chown("/usr/sbin/smtpctl", "root", "opensmtpq")
    os.chmod("/usr/sbin/smtpctl", 0o2755)
    sh("/usr/sbin/smtpd")
    wait_for("192.0.2.2", 587)


def version():
    done = subprocess.run(["/usr/sbin/smtpd", "-h"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return re.search(r"OpenSMTPD (\S+)", done.stdout.decode()).group(1)


def _queue_run(day):
    """Pace: left alone, it tries again after 400 seconds at the earliest."""
    day.syslog.activity.expect_again()
    sh("/usr/sbin/smtpctl", "schedule", "all", stdout=subprocess.DEVNULL)


def acts():
    return [(HOUR * (n / 2 + .3), _queue_run, "queue run") for n in range(48)]


def own_files(records):
    return {}


class Activity:
    """Sessions and envelopes that are under way, read off the log."""

    def __init__(self):
        self._open = set()      # session ids
        self._envelopes = {}    # envelope id -> when it is given up
        self._deferred = set()  # envelope ids
        self._expected = []     # when a message was handed in locally

    def expect_pickup(self):
        self._expected.append(time.monotonic())

    def expect_again(self):
        until = time.monotonic() + _PATIENCE_AGAIN
        for e in self._deferred:
            self._envelopes.setdefault(e, until)

    def read(self, tag, text):
        m = _EVENT.match(text)
        if not m:
            return
        session, what, step, envelope, result = m.groups()
        if what == b"smtp connected":
            self._open.add(session)
            if b"address=local" in text and self._expected:
                self._expected.pop(0)
        elif what:
            self._open.discard(session)
        elif step == b"smtp envelope":
            self._envelopes[envelope] = time.monotonic() + _PATIENCE
        else:
            self._envelopes.pop(envelope, None)
            (self._deferred.add if result == b"TempFail"
             else self._deferred.discard)(envelope)

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        now = time.monotonic()
        self._envelopes = {e: t for e, t in self._envelopes.items()
                           if now < t}
        self._expected = [t for t in self._expected
                          if now - t < _PATIENCE_LOCAL]
        return (len(self._open) > waiting or bool(self._envelopes)
                or bool(self._expected))
