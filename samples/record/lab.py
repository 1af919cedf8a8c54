"""Sets up the private root for a mail server and starts what it talks to."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
WORLD = "/run/world.json"
_USERS = (("vmail", 5000), ("shop", 1005))


def sh(*command, **more):
    return subprocess.run(command, check=True, **more)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def wait_for(address, port, seconds=20):
    """Until somebody listens there."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((address, port), 5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(.1)


def _add(path, entries):
    """Lines of passwd or group whose name is not there yet."""
    with open(path) as f:
        known = {line.split(":")[0] for line in f}
    with open(path, "a") as f:
        f.writelines(":".join(e) + "\n" for e in entries if e[0] not in known)


def add_users(server):
    """Into the private copy of /etc/passwd; numbers are the day's."""
    _add("/etc/group", [(name, "x", str(n), "")
                        for name, n in server.GROUPS + _USERS])
    _add("/etc/passwd", [(name, "x", str(n), str(n), "", "/var/" + name,
                          "/usr/sbin/nologin")
                         for name, n in server.USERS + _USERS])


def configure(server, world):
    write("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    write("/etc/hosts", "127.0.0.1 localhost\n192.0.2.2 mx1.aurora.example\n")
    write("/etc/nsswitch.conf", "passwd: files\ngroup: files\n"
          "hosts: files dns\nservices: files\n")
    write("/etc/services", "smtp 25/tcp\nsubmission 587/tcp\n")
    write(WORLD, json.dumps(dict(world.as_json(), lmtp=server.LMTP_SOCKET)))
    os.makedirs("/var/vmail", exist_ok=True)
    shutil.chown("/var/vmail", 5000, 5000)
    os.makedirs(server.ETC, exist_ok=True)
    sh("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
       "3650", "-subj", "/CN=mx1.aurora.example",
       "-keyout", server.ETC + "/key.pem",
       "-out", server.ETC + "/cert.pem", stderr=subprocess.DEVNULL)
    server.configure(world)


def start(server):
    """The server and what it talks to; returns when all of them listen."""
    subprocess.Popen([sys.executable, HERE + "/dns.py", WORLD])
    server.start()
    services = subprocess.Popen([sys.executable, HERE + "/services.py", WORLD],
                                stdout=subprocess.PIPE)
    if services.stdout.readline() != b"ready\n":
        raise RuntimeError("the services did not start")
