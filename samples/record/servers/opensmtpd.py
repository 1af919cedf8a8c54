"""OpenSMTPD. Nobody logs in: it takes a password over TLS alone, and 6.8.0p2
cannot answer a TLS handshake with OpenSSL 3 (its issues 1171, 1239). No block
list, no greylisting, no content check. It tries a deferred message again after
400 seconds at the earliest: never on a recorded day."""
import os
import re
import shutil
import subprocess
import time

from lab import HERE, sh, wait_for, write

NAME = "OpenSMTPD"
PACKAGES = "opensmtpd libevent-2.1-7 libdb5.3".split()
USERS = (("opensmtpd", 5007), ("opensmtpq", 5008))
GROUPS = USERS
ETC = "/etc/opensmtpd"
SENDMAIL = "/usr/sbin/sendmail"
LMTP_SOCKET = "/run/dovecot-lmtp"
HANDS_ON = ""
LINGERS = False
LOGS_IN = False
SCREENS = False
# It looks at its queue once a second: who waits for every fate records for an
# hour. So a fate comes some minutes of the day after the message.
_PATIENCE, _PATIENCE_LOCAL = 0.1, 4.0
_EVENT = re.compile(rb"([0-9a-f]{16}) (smtp connected|smtp disconnected)|"
                    rb"[0-9a-f]{16} (smtp envelope|mta delivery|mda delivery|"
                    rb"mta error) .*?evpid=([0-9a-f]{16})")


def local_user(uid, name):
    return name


def configure(world):
    shutil.copy(HERE + "/conf/opensmtpd/smtpd.conf", "/etc/smtpd.conf")
    shutil.copy(HERE + "/conf/opensmtpd/aliases", "/etc/aliases")
    write("/etc/mailname", "mx1.aurora.example\n")
    write(ETC + "/boxes", "".join(
        ["%s vmail\n" % m for m in world.mailboxes] +
        ["%s %s\n" % (a, ",".join(to)) for a, to in world.aliases.items()]))


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


def acts():
    return []


def own_files(records):
    return {}


class Activity:
    """Sessions and envelopes that are under way, read off the log."""

    def __init__(self):
        self._open = {}         # session id -> when
        self._envelopes = {}    # envelope id -> when
        self._expected = []     # when a message was handed in locally

    def expect_pickup(self):
        self._expected.append(time.monotonic())

    def read(self, tag, text):
        m = _EVENT.match(text)
        if not m:
            return
        session, what, step, envelope = m.groups()
        now = time.monotonic()
        if what == b"smtp connected":
            self._open[session] = now
            if b"address=local" in text and self._expected:
                self._expected.pop(0)
        elif what:
            self._open.pop(session, None)
        elif step == b"smtp envelope":
            self._envelopes[envelope] = now
        else:
            self._envelopes.pop(envelope, None)

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        now = time.monotonic()
        self._envelopes = {e: t for e, t in self._envelopes.items()
                           if now - t < _PATIENCE}
        self._expected = [t for t in self._expected
                          if now - t < _PATIENCE_LOCAL]
        return (len(self._open) > waiting or bool(self._envelopes)
                or bool(self._expected))
