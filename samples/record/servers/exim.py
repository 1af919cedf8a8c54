"""Exim, exim4-daemon-heavy. Its log goes to syslog, that the scenario's clock
may stamp it; mainlog is the same as Exim would have written it itself."""
import datetime
import os
import re
import shutil
import subprocess

import processes
from clock import DAY
from lab import HERE, sh, wait_for, write

NAME = "Exim"
PACKAGES = """exim4-daemon-heavy exim4-base libdb5.3 libgnutls-dane0 libidn12
libldap-2.5-0 libmariadb3 libnsl2 libtirpc3 libpcre2-8-0 libperl5.36 libpq5
libsasl2-2 libspf2-2 libunbound8 libevent-2.1-7""".split()
USERS = GROUPS = (("Debian-exim", 5004),)
ETC = "/etc/exim4"
SENDMAIL = "/usr/sbin/sendmail"
LMTP_SOCKET = "/run/dovecot-lmtp"
HANDS_ON = "proxy"
LINGERS = True
LOGS_IN_OVER_TLS = False
CIPHERS = ""
SCREENS = False
_SPOOL = "/var/spool/exim4"
_INFO = 6                       # what goes to the main log
_PART = re.compile(rb"\[(\d+)([/\\])(\d+)\] ")


def local_user(uid, name):
    return name


def configure(world):
    shutil.copy(HERE + "/conf/exim/exim4.conf", ETC)
    shutil.copy(HERE + "/conf/exim/sender_access", ETC)
    shutil.copy(HERE + "/conf/exim/aliases", "/etc/aliases")
    write(ETC + "/vmailbox", "".join(
        "%s: %s/\n" % (m, m.replace("@", "-")) for m in world.mailboxes))
    write(ETC + "/valias", "".join(
        "%s: %s\n" % (a, ", ".join(to)) for a, to in world.aliases.items()))
    write(ETC + "/passwd", "".join(
        "%s: %s\n" % a for a in world.accounts.items()))
    for name in ("passwd", "key.pem"):
        shutil.chown(ETC + "/" + name, "root", "Debian-exim")
        os.chmod(ETC + "/" + name, 0o640)
    for d in (_SPOOL, "/var/log/exim4"):
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, "Debian-exim", "Debian-exim")


def start():
    subprocess.Popen(["/usr/sbin/exim4", "-bdf", "-q4s"])
    wait_for("192.0.2.2", 587)


def version():
    text = sh("/usr/sbin/exim4", "-bV", stdout=subprocess.PIPE).stdout
    return re.search(r"version (\S+)", text.decode()).group(1)


def acts():
    return []


class Activity(processes.Activity):
    def __init__(self):
        super().__init__({"exim4", "exim", "sendmail"}, 1)


def _own_line(t, text):
    when = DAY + datetime.timedelta(seconds=t)
    return t, when.strftime("%Y-%m-%d %H:%M:%S ").encode() + text


def own_files(records):
    """The main log. What Exim had cut to pieces for syslog is joined: a part
    that ends a line says [1\\2], one that was too long [1/2]."""
    lines, begun = [], {}
    for t, priority, tag, text in records:
        if priority % 8 != _INFO:
            continue
        m = _PART.match(text)
        if not m:
            lines.append(_own_line(t, text))
            continue
        first = begun.setdefault(tag, [t, b""])
        last = m.group(1) == m.group(3)
        first[1] += text[m.end():]
        if last:
            lines.append(_own_line(*begun.pop(tag)))
        elif m.group(2) == b"\\":
            first[1] += b"\n"
    return {"mainlog": sorted(lines, key=lambda x: x[0])}
