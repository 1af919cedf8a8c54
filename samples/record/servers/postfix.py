"""Postfix: short queue ids until noon, XCLIENT, postscreen and a content
filter on 192.0.2.3, a milter on the IPv6 address."""
import os
import re
import shutil
import subprocess
import time

import unpacked
from lab import HERE, sh, write
from stage import HOUR

NAME = "Postfix"
PACKAGES = """postfix libsasl2-2 libsasl2-modules libsasl2-modules-db sasl2-bin
libdb5.3 libicu72 libnsl2 libtirpc3""".split()
USERS = (("postfix", 5001),)
GROUPS = (("postfix", 5001), ("postdrop", 5002), ("sasl", 5003))
ETC = "/etc/postfix"
SENDMAIL = "/usr/sbin/sendmail"
LMTP_SOCKET = "/var/spool/postfix/private/dovecot-lmtp"
HANDS_ON = "xclient"
LINGERS = False
LOGS_IN_OVER_TLS = False
CIPHERS = ""
SCREENS = True

_QUEUE_ID = re.compile(
    rb"([0-9A-F]{6,}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,}): (.*)", re.S)
_SCREENED = re.compile(
    rb"(CONNECT from|DISCONNECT|PASS NEW|PASS OLD) (\[\S+\]:\d+)")
_ACTIVE = re.compile(rb"nrcpt=(\d+) \(queue active\)")
# A message held for the postmaster never ends: give up waiting for it. One
# on its way to others may have to wait for a machine under load.
_PATIENCE, _PATIENCE_ACTIVE = 0.6, 4.0


def local_user(uid, name):
    return str(uid)


def configure(world):
    for name in os.listdir(HERE + "/conf/postfix"):
        shutil.copy(HERE + "/conf/postfix/" + name, ETC + "/" + name)
    os.makedirs(ETC + "/sasl", exist_ok=True)
    os.rename(ETC + "/smtpd.conf", ETC + "/sasl/smtpd.conf")
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", ETC)
    write(ETC + "/vmailbox", "".join(
        "%s %s/\n" % (m, m.replace("@", "-")) for m in world.mailboxes))
    write(ETC + "/valias", "".join(
        "%s %s\n" % (a, ", ".join(to)) for a, to in world.aliases.items()))
    for account, password in world.accounts.items():
        user, _, realm = account.partition("@")
        sh("saslpasswd2", "-p", "-c", "-u", realm, user,
           input=password.encode())
    shutil.chown("/etc/sasldb2", "root", "postfix")
    os.chmod("/etc/sasldb2", 0o640)


def start():
    unpacked.postfix()
    sh("postfix", "start", stderr=subprocess.DEVNULL)


def version():
    text = sh("postconf", "-d", "mail_version", stdout=subprocess.PIPE).stdout
    return re.search(r"= (\S+)", text.decode()).group(1)


def _long_queue_ids(day):
    """At noon the postmaster turns them on."""
    sh("postconf", "-e", "enable_long_queue_ids=yes")
    sh("postfix", "reload", stderr=subprocess.DEVNULL)
    time.sleep(1)


def acts():
    return [(12 * HOUR, _long_queue_ids, "long queue ids")]


def own_files(records):
    return {}


class Activity:
    """What the server has begun and not ended, read off its own log."""

    def __init__(self):
        self._open = set()     # smtpd processes, clients in postscreen
        self._messages = {}    # queue id -> [recipients to go, deferred, when]
        self._final = {}       # queue id -> recipients whose fate is final
        self._pickups = []     # when a message was dropped for pickup

    def expect_pickup(self):
        self._pickups.append(time.monotonic())

    def read(self, tag, text):
        if b"smtpd[" in tag:
            if text.startswith(b"connect from"):
                self._open.add(tag)
            elif text.startswith(b"disconnect from"):
                self._open.discard(tag)
        elif b"/postscreen[" in tag:
            m = _SCREENED.match(text)
            if m and m.group(1) == b"CONNECT from":
                self._open.add(m.group(2))
            elif m:
                self._open.discard(m.group(2))
        if b"/pickup[" in tag and self._pickups:
            self._pickups.pop(0)
        m = _QUEUE_ID.match(text)
        if m:
            self._message(tag, m.group(1), m.group(2))

    def _message(self, tag, qid, rest):
        if rest.startswith(b"removed"):
            self._messages.pop(qid, None)
            self._final.pop(qid, None)
            return
        state = self._messages.setdefault(qid, [None, False, 0])
        state[2] = time.monotonic()
        m = _ACTIVE.search(rest)
        if m:
            # A message that is tried again still tells all its recipients.
            state[:2] = [int(m.group(1)) - self._final.get(qid, 0), False]
        elif b", status=" in rest and b"/qmgr[" not in tag:
            state[0] = (state[0] or 1) - 1
            if b"status=deferred" in rest:
                state[1] = True
            else:
                self._final[qid] = self._final.get(qid, 0) + 1
            if state[0] == 0 and state[1]:
                del self._messages[qid]

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        now = time.monotonic()
        for q, (left, _, when) in list(self._messages.items()):
            if now - when > (_PATIENCE_ACTIVE if left else _PATIENCE):
                del self._messages[q]
        self._pickups = [t for t in self._pickups
                         if now - t < _PATIENCE_ACTIVE]
        return (len(self._open) > waiting or bool(self._messages)
                or bool(self._pickups))
