"""Sets up and starts the mail server inside the private root."""
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ETC = "/etc/postfix"
WORLD = "/run/world.json"


def sh(*command, **more):
    return subprocess.run(command, check=True, **more)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def add_users():
    """Into the private copy of /etc/passwd; numbers are the day's."""
    with open("/etc/passwd") as f:
        known = {line.split(":")[0] for line in f}
    with open("/etc/group") as f:
        groups = {line.split(":")[0] for line in f}
    for name, gid in (("postfix", 5001), ("postdrop", 5002), ("sasl", 5003),
                      ("vmail", 5000), ("shop", 1005)):
        if name not in groups:
            with open("/etc/group", "a") as f:
                f.write("%s:x:%d:\n" % (name, gid))
    for name, uid in (("postfix", 5001), ("vmail", 5000), ("shop", 1005)):
        if name not in known:
            with open("/etc/passwd", "a") as f:
                f.write("%s:x:%d:%d::/nonexistent:/usr/sbin/nologin\n"
                        % (name, uid, uid))


def configure(world):
    for name in os.listdir(HERE + "/conf"):
        shutil.copy(HERE + "/conf/" + name, ETC + "/" + name)
    os.makedirs(ETC + "/sasl", exist_ok=True)
    os.rename(ETC + "/smtpd.conf", ETC + "/sasl/smtpd.conf")
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", ETC)
    write(ETC + "/vmailbox", "".join(
        "%s %s/\n" % (m, m.replace("@", "-")) for m in world.mailboxes))
    write(ETC + "/valias", "".join(
        "%s %s\n" % (a, ", ".join(to)) for a, to in world.aliases.items()))
    write("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    write("/etc/hosts", "127.0.0.1 localhost\n192.0.2.2 mx1.aurora.example\n")
    write("/etc/nsswitch.conf", "passwd: files\ngroup: files\n"
          "hosts: files dns\nservices: files\n")
    write("/etc/services", "smtp 25/tcp\nsubmission 587/tcp\n")
    write(WORLD, json.dumps(world.as_json()))
    os.makedirs("/var/vmail", exist_ok=True)
    shutil.chown("/var/vmail", 5000, 5000)
    sh("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
       "3650", "-subj", "/CN=mx1.aurora.example", "-keyout", ETC + "/key.pem",
       "-out", ETC + "/cert.pem", stderr=subprocess.DEVNULL)
    for account, password in world.accounts.items():
        user, _, realm = account.partition("@")
        sh("saslpasswd2", "-p", "-c", "-u", realm, user,
           input=password.encode())
    shutil.chown("/etc/sasldb2", "root", "postfix")
    os.chmod("/etc/sasldb2", 0o640)


def prepare_directories():
    for d in ("/var/spool/postfix", "/var/lib/postfix"):
        os.makedirs(d, exist_ok=True)
    shutil.chown("/var/lib/postfix", "postfix", "postfix")
    # An unpacked package has not had its set-gid programs made so.
    for p in ("postdrop", "postqueue"):
        shutil.chown("/usr/sbin/" + p, "root", "postdrop")
        os.chmod("/usr/sbin/" + p, 0o2555)


def version():
    text = sh("postconf", "-d", "mail_version", stdout=subprocess.PIPE).stdout
    return re.search(r"= (\S+)", text.decode()).group(1)


def start():
    """The server and what it talks to; returns when all of them listen."""
    prepare_directories()
    subprocess.Popen([sys.executable, HERE + "/dns.py", WORLD])
    sh("postfix", "start", stderr=subprocess.DEVNULL)
    services = subprocess.Popen([sys.executable, HERE + "/services.py", WORLD],
                                stdout=subprocess.PIPE)
    if services.stdout.readline() != b"ready\n":
        raise RuntimeError("the services did not start")
