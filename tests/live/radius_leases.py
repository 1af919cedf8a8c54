"""A real FreeRADIUS writes the detail file: who is said to hold the address.

usage: radius_leases.py CULPRIT FREERADIUS
FREERADIUS is the folder that tests/tools/private_radius.sh printed.
"""
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

CONFIG = """
libdir = %(prefix)s/usr/lib/freeradius
logdir = %(here)s
run_dir = %(here)s
client loopback {
	ipaddr = 127.0.0.1
	secret = testing
}
modules {
	detail {
		filename = %(here)s/detail
		header = "%%t"
		permissions = 0600
	}
	expr {
	}
}
instantiate {
	expr
}
server default {
	listen {
		type = acct
		ipaddr = 127.0.0.1
		port = %(port)d
	}
	preacct {
		%(unique)s
	}
	accounting {
		detail
	}
}
"""
# As the server's own policy acct_unique does.
UNIQUE = """update request {
			&Acct-Unique-Session-Id := \
"%{md5:%{User-Name},%{Acct-Session-ID},%{NAS-IP-Address}}"
		}"""
HOSTILE = 'o"bri\\en 203.0.113.9\n\tFramed-IP-Address = 192.0.2.99'
LOG = ("%s mx1 postfix/smtpd[7]: 4F0A%02d: client=unknown[%s]\n"
       "%s mx1 postfix/qmgr[8]: 4F0A%02d: from=<a@a.example>, size=9, nrcpt=1 "
       "(queue active)\n")


def escaped(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"')
    return out.replace("\n", "\\n").replace("\t", "\\t")


def packet(status, session, user, address, *more):
    fields = ["Acct-Status-Type = " + status, 'Acct-Session-Id = "%s"' % session,
              "NAS-IP-Address = 198.51.100.1"]
    if user:
        fields.append('User-Name = "%s"' % escaped(user))
    if address:
        fields.append("Framed-IP-Address = " + address)
    return "\n".join(fields + list(more)) + "\n"


# One address from hand to hand; a prefix; a session of which the start was
# lost; one whose stop was, and then its NAS started again: what comes after
# has begun since.
PACKETS = (
    packet("Start", "1", "alice", "192.0.2.7", "Acct-Delay-Time = 600"),
    packet("Stop", "1", "alice", "192.0.2.7", "Acct-Session-Time = 500",
           "Acct-Delay-Time = 100"),
    packet("Stop", "4", "carol", "192.0.2.9", "Acct-Session-Time = 500"),
    packet("Start", "5", "dave", "192.0.2.10", "Acct-Delay-Time = 300"),
    packet("Accounting-On", "0", "", ""),
    packet("Start", "3", "bob", "192.0.2.7"),
    packet("Start", "2", HOSTILE, "192.0.2.8",
           "Delegated-IPv6-Prefix = 2001:db8:7::/56",
           "Framed-IPv6-Prefix = 2001:db8:8::/64"),
)


class Server:
    def __init__(self, prefix, here, unique):
        self.prefix, self.here = prefix, here
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        (here / "radiusd.conf").write_text(CONFIG % {
            "prefix": prefix, "here": here, "port": self.port,
            "unique": UNIQUE if unique else ""})
        (here / "dictionary").write_text("")
        self.log = open(here / "radius.log", "wb")
        self.run = subprocess.Popen(
            [prefix + "/bin/freeradius", "-X", "-d", here], stdout=self.log,
            stderr=subprocess.STDOUT)

    def ready(self):
        for _ in range(100):
            if b"Ready to process" in (self.here / "radius.log").read_bytes():
                return True
            if self.run.poll() is not None:
                return False
            time.sleep(.1)
        return False

    def send(self, text):
        subprocess.run(
            [self.prefix + "/bin/radclient", "-d", self.here,
             "127.0.0.1:%d" % self.port, "acct", "testing"],
            input=text.encode(), check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.run.terminate()
        self.run.wait(10)
        self.log.close()


def stamp(sec):
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(sec))


def explained(culprit, here, address, log):
    done = subprocess.run(
        [culprit, "explain", "-c", here / "culprit.conf", address, log],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.stdout.decode() + done.stderr.decode()


def judge(culprit, here, began):
    """(what is wanted, found) of each thing that is looked at."""
    log = here / "mail.log"
    (here / "culprit.conf").write_text(
        "[network]\nnetworks = 192.0.2.0/24 2001:db8::/32\n"
        "leases = detail\nlease_skew = 0\n")
    when = [(began - 150, "192.0.2.7"), (began + 60, "192.0.2.7"),
            (began + 60, "192.0.2.8"), (began - 250, "192.0.2.9"),
            (began - 100, "192.0.2.10"), (began + 60, "192.0.2.10"),
            (began + 60, "2001:db8:7::25"), (began + 60, "192.0.2.99")]
    log.write_text("".join(
        LOG % (stamp(t), n, a, stamp(t), n)
        for n, (t, a) in enumerate(sorted(when))))
    text = subprocess.run([culprit, "check", "-c", here / "culprit.conf"],
                          stdout=subprocess.PIPE, check=True).stdout.decode()
    # Alice, the hostile one and his two prefixes, Bob, Carol, Dave.
    yield "; leases: 7 intervals of 5 customers", text
    yield False, "could not be read" in text or "ended before" in text
    for who, address in (("alice", "192.0.2.7"), ("bob", "192.0.2.7"),
                         ("carol", "192.0.2.9"), ("dave", "192.0.2.10"),
                         ('o"bri\\en 203.0.113.9\\x0a\\x09Framed',
                          "2001:db8:7::25")):
        yield who, explained(culprit, here, address, log)
    for who in ("alice", "bob", "carol", "dave"):
        yield "customer " + who, explained(culprit, here, who, log)
        yield "messages                        1", explained(culprit, here,
                                                             who, log)
    yield "ip 192.0.2.99", explained(culprit, here, "192.0.2.99", log)


def main(culprit, prefix):
    bad = good = 0
    for unique in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            server = Server(prefix, here, unique)
            if not server.ready():
                print((here / "radius.log").read_text()[-2000:])
                return 1
            for text in PACKETS:
                server.send(text)
                # The server's stamps are of whole seconds.
                time.sleep(1.1)
            server.stop()
            for want, found in judge(culprit, here, int(time.time())):
                holds = want is found if want is False else want in found
                good += holds
                if not holds:
                    bad += 1
                    print("no %r in:\n%s" % (want, found))
    print("radius_leases: %d good, %d bad" % (good, bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
