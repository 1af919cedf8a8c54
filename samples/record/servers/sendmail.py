"""Sendmail: greet_pause for some bots in place of postscreen, a milter on the
IPv6 address, local mail by way of the submission queue. No greylisting, and
no proxy in front: its clients come themselves."""
import os
import re
import shutil
import subprocess

import processes
from lab import HERE, sh, wait_for, write

NAME = "Sendmail"
PACKAGES = """sendmail-bin sendmail-base sendmail-cf m4 libdb5.3 libldap-2.5-0
liblockfile1 libnsl2 libtirpc3 libwrap0 libsasl2-2 libsasl2-modules
libsasl2-modules-db sasl2-bin""".split()
USERS = GROUPS = (("smmta", 5005), ("smmsp", 5006))
ETC = "/etc/mail"
SENDMAIL = "/usr/libexec/sendmail/sendmail"
LMTP_SOCKET = "/run/dovecot-lmtp"
HANDS_ON = ""
LINGERS = False
LOGS_IN_OVER_TLS = False
CIPHERS = ""
SCREENS = False


def local_user(uid, name):
    return name


def _virtual_users(world):
    """A mailbox goes to the store; what is neither that nor an alias, back."""
    def place(a):
        if a == "holiday@aurora.example":
            return "holiday"
        if a in world.mailboxes:
            return "%s@mbox.aurora.example" % a.replace("@", "-")
        return a
    lines = ["%s %s\n" % (m, place(m)) for m in world.mailboxes]
    for i, (a, to) in enumerate(world.aliases.items()):
        lines.append("%s %s\n" % (a, to[0] if len(to) == 1 else "many%d" % i))
    # It takes no mail from a local sender to whom it could not bounce.
    lines.append("shop@aurora.example root\n")
    lines += ["@%s error:nouser 550 5.1.1 User unknown\n" % d
              for d in ("aurora.example", "tundra.example")]
    return "".join(lines)


def configure(world):
    for name in os.listdir(HERE + "/conf/sendmail"):
        shutil.copy(HERE + "/conf/sendmail/" + name, ETC)
    os.makedirs("/etc/sasl2", exist_ok=True)
    os.rename(ETC + "/Sendmail.conf", "/etc/sasl2/Sendmail.conf")
    write(ETC + "/virtusertable", _virtual_users(world))
    write(ETC + "/local-host-names", "mx1.aurora.example\nlocalhost\n")
    for name in ("relay-domains", "trusted-users"):
        write("%s/%s" % (ETC, name), "")
    with open(ETC + "/aliases", "a") as f:
        for i, to in enumerate(world.aliases.values()):
            f.write("many%d: %s\n" % (i, ", ".join(to)))
    for account, password in world.accounts.items():
        user, _, realm = account.partition("@")
        sh("saslpasswd2", "-p", "-c", "-u", realm, user,
           input=password.encode())
    for path in (ETC + "/key.pem", "/etc/sasldb2"):
        shutil.chown(path, "root", "root")
        os.chmod(path, 0o600)
    for name in ("sendmail", "submit"):
        with open("%s/%s.cf" % (ETC, name), "wb") as f:
            sh("m4", "%s/%s.mc" % (ETC, name), stdout=f)
    for name in ("access", "mailertable", "virtusertable"):
        with open("%s/%s" % (ETC, name), "rb") as f:
            sh("/usr/libexec/sendmail/makemap", "hash",
               "%s/%s" % (ETC, name), stdin=f)


def _prepare_directories():
    for d, user, mode in (("/var/spool/mqueue", "smmta", 0o700),
                          ("/var/spool/mqueue-client", "smmsp", 0o770),
                          ("/var/lib/sendmail", "smmta", 0o755),
                          ("/run/sendmail/mta", "smmta", 0o755)):
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, user, user)
        os.chmod(d, mode)
    # An unpacked package has not had its set-gid program made so.
    shutil.chown(SENDMAIL, "root", "smmsp")
    os.chmod(SENDMAIL, 0o2755)


def start():
    _prepare_directories()
    sh(SENDMAIL, "-bi", stdout=subprocess.DEVNULL)
    sh(SENDMAIL, "-L", "sm-mta", "-bd", "-q4s")
    wait_for("192.0.2.2", 587)


def version():
    text = sh(SENDMAIL, "-d0.1", "-bt", input=b"", stdout=subprocess.PIPE,
              stderr=subprocess.DEVNULL).stdout
    return re.search(r"Version (\S+)", text.decode()).group(1)


def acts():
    return []


def own_files(records):
    return {}


class Activity(processes.Activity):
    def __init__(self):
        super().__init__({"sendmail"}, 1)
