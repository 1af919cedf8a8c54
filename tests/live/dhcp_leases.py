"""Real DHCP servers write lease files: who is said to hold the addresses.

usage: dhcp_leases.py CULPRIT [DIR]
It is run by private_root.sh over the packages that dhcp_leases.sh names. The
servers are in a network of their own, at the other end of a wire; the relay
and its clients are dhcp_relay.py's. The lease files are kept in DIR.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import time

from dhcp_relay import Client, RELAY, Relay, SERVER

DHCPD_CONF = """
authoritative;
ping-check false;
min-lease-time 1;
max-lease-time 600;
db-time-format default;
subnet 192.0.2.0 netmask 255.255.255.0 {
	range 192.0.2.10 192.0.2.30;
}
"""
KEA_CONF = """{"Dhcp4": {
"interfaces-config": {"interfaces": ["v0/192.0.2.1"],
	"dhcp-socket-type": "udp"},
"lease-database": {"type": "memfile", "name": "/run/leases/kea.csv",
	"lfc-interval": 0},
"store-extended-info": true,
"min-valid-lifetime": 1, "valid-lifetime": 60, "max-valid-lifetime": 600,
"expired-leases-processing": {"reclaim-timer-wait-time": 1},
"subnet4": [{"id": 1, "subnet": "192.0.2.0/24",
	"pools": [{"pool": "192.0.2.10 - 192.0.2.30"}]}]}}
"""
LEASES = pathlib.Path("/run/leases")
HOSTILE = (b'x"; }\nlease 192.0.2.99 {\n starts never;\n'
           b' ends never; }\n'
           b'\xff\0m\\')
SKEW = 1
CONF = """[network]
networks = 192.0.2.0/24
leases = %s
lease_skew = %d
"""
LOG = ("%s mx1 postfix/smtpd[7]: 4F0A01: client=unknown[%s]\n"
       "%s mx1 postfix/qmgr[8]: 4F0A01: from=<a@a.example>, size=9, nrcpt=1 "
       "(queue active)\n")
HELD, NOBODY, AMBIGUOUS = "answered", "nobody", "ambiguous"


def run(*args):
    subprocess.run(args, check=True)


def network_make():
    """The relay's end here; the servers' in a network of their own."""
    run("ip", "netns", "add", "servers")
    run("ip", "link", "add", "v1", "type", "veth", "peer", "name", "v0",
        "netns", "servers")
    run("ip", "route", "del", "local", "192.0.2.0/24", "dev", "lo")
    run("ip", "addr", "add", RELAY + "/24", "dev", "v1")
    run("ip", "link", "set", "v1", "up")
    inside = ("ip", "-n", "servers")
    run(*inside, "addr", "add", SERVER + "/24", "dev", "v0")
    run(*inside, "link", "set", "lo", "up")
    run(*inside, "link", "set", "v0", "up")


class Server:
    def __init__(self, name):
        self.name = name
        LEASES.mkdir(exist_ok=True)
        self.file = LEASES / {"dhcpd": "dhcpd.leases",
                              "kea": "kea.csv"}[name]
        conf = pathlib.Path("/etc/%s.conf" % name)
        if name == "dhcpd":
            conf.write_text(DHCPD_CONF)
            self.file.touch()
            args = ["dhcpd", "-4", "-f", "-d", "-user", "root", "-group",
                    "root", "-cf", conf, "-lf", self.file, "-pf",
                    "/run/dhcpd.pid", "v0"]
        else:
            conf.write_text(KEA_CONF)
            pathlib.Path("/run/kea").mkdir(exist_ok=True)
            args = ["kea-dhcp4", "-c", conf]
        self.log = open(LEASES / (name + ".log"), "wb")
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", "servers", *args], stdout=self.log,
            stderr=subprocess.STDOUT)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


def version(name):
    program = {"dhcpd": ["dhcpd", "--version"], "kea": ["kea-dhcp4", "-v"]}
    done = subprocess.run(program[name], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=True)
    return done.stdout.decode().strip()


class Test:
    def __init__(self, culprit, server):
        self.culprit, self.server = culprit, server
        self.relay = Relay()
        self.asked = []   # (words, address, instant, tenure, client)
        self.good = self.bad = 0

    def check(self, holds, words):
        self.good += bool(holds)
        if not holds:
            self.bad += 1
            print("dhcp_leases: %s: %s" % (self.server.name, words))

    def client(self, number, **more):
        return Client(self.relay, number, **more)

    def does(self, done, words):
        self.check(done, "the server did not: " + words)
        return time.time()

    def ask(self, words, address, when, tenure, client=None):
        self.asked.append((words, address, when, tenure, client))


def ready(t):
    probe = t.client(0xff)
    for _ in range(20):
        if probe.take("192.0.2.30", 2):
            return True
    return False


def story(t):
    """What happens, and what is to be known of it afterwards. A server's
    stamps are of whole seconds: nothing is asked so near to a change."""
    alice = t.client(0x0a, remote=b"alice", circuit=b"ge-0/0/1", uid=b"\1a")
    bob = t.client(0x0b, remote=b"bob")
    carol = t.client(0x0c, circuit=b"\0\4\0\x0a\1\2")
    dave = t.client(0x0d, circuit=b"\0\4\0\x0b\1\2", remote=b"port 7\0")
    erin = t.client(0x0e, host=b"alice", uid=b"alice")
    mallory = t.client(0x0f, remote=HOSTILE, host=HOSTILE[:60],
                       uid=HOSTILE[:60], circuit=b"\xff\xfe\"")
    frank = t.client(0x10, remote=b"frank")
    one = "192.0.2.10"
    began = t.does(alice.take(one, 60), "alice takes it")
    t.does(carol.take("192.0.2.11", 5), "carol for five seconds")
    t.does(erin.take("192.0.2.12", 4), "erin, who has no relay id")
    t.does(mallory.take("192.0.2.13", 300), "mallory")
    t.does(frank.take("192.0.2.14", 300), "frank")
    t.ask("before all", one, began - 30, NOBODY)
    time.sleep(3)
    t.does(alice.renew(60), "alice renews")
    t.does(erin.renew(4), "erin renews")
    frank.decline()
    declined = time.time()
    t.ask("renewed", one, began + 2, HELD, alice)
    time.sleep(4)
    alice.release()
    freed = time.time()
    t.ask("just before it is given back", one, freed - 2.5, HELD, alice)
    t.does(erin.renew(4), "erin renews again")
    time.sleep(5)
    t.does(dave.take("192.0.2.11", 60), "dave takes what carol left")
    taken = t.does(bob.take(one, 60), "bob takes what alice gave back")
    # Kea does not say when it was given back.
    t.ask("given back", one, (freed + taken) / 2,
          *(HELD, alice) if t.server.name == "kea" else (NOBODY,))
    t.ask("carol", "192.0.2.11", began + 2.5, HELD, carol)
    t.ask("expired", "192.0.2.11", began + 8.5, NOBODY)
    # Without a pause: one moment is of both, or of nobody one knows.
    time.sleep(5)
    bob.release()
    handed = t.does(alice.take(one, 60), "alice has it again, at once")
    t.ask("bob", one, taken + 2.5, HELD, bob)
    t.ask("at the handover", one, handed, AMBIGUOUS)
    time.sleep(4)
    t.ask("alice again", one, handed + 2.5, HELD, alice)
    t.ask("erin, renewed", "192.0.2.12", began + 9.5, HELD, erin)
    t.ask("erin is gone", "192.0.2.12", time.time(), NOBODY)
    t.ask("mallory", "192.0.2.13", time.time(), HELD, mallory)
    t.ask("nobody's forged lease", "192.0.2.99", time.time(), NOBODY)
    t.ask("declined", "192.0.2.14", declined + 4, NOBODY)
    t.ask("dave", "192.0.2.11", taken + 2.5, HELD, dave)


def printable(value):
    return all(32 <= c < 127 for c in value)


def colons(value):
    return ":".join("%x" % c for c in value)


def customer_of(client, server):
    """The relay's remote-id, else its circuit-id, else the hardware address;
    each in the words of the server's file."""
    relays = client.remote or client.circuit
    if not relays:
        return ":".join("%02x" % c for c in client.hardware)
    if server == "kea":
        return relays.hex().upper()
    # dhcpd leaves out a NUL at the end of a text.
    text = relays[:-1] if relays.endswith(b"\0") else relays
    return text.decode() if printable(text) else colons(relays)


def told(t, here, address, when):
    """(tenure, customer or address) as the program has it."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(when))
    stamp += ".%03d+00:00" % (when % 1 * 1000)
    log, conf = here / "mail.log", here / "culprit.conf"
    log.write_text(LOG % (stamp, address, stamp))
    conf.write_text(CONF % (t.server.file, SKEW))
    done = subprocess.run([t.culprit, "explain", "-c", conf, address, log],
                          stdout=subprocess.PIPE, check=True).stdout.decode()
    who = [line.split(",")[0] for line in done.splitlines()
           if line.startswith(("customer ", "ip ")) and ", one of" in line]
    done = subprocess.run([t.culprit, "scan", "--json", "-c", conf, log],
                          stdout=subprocess.PIPE, check=True).stdout
    rows = [json.loads(line) for line in done.splitlines()]
    count = rows[-1]["summary"]["leases"]
    tenures = [k for k in (HELD, NOBODY, AMBIGUOUS) if count[k]]
    return tenures or ["unknown"], who


def judge(t, here):
    done = subprocess.run([t.culprit, "check", "-c", here / "culprit.conf"],
                          stdout=subprocess.PIPE, check=False).stdout.decode()
    said = [line for line in done.splitlines() if "; leases:" in line]
    t.check("could not be read" not in done, "\n".join(said))
    t.check("two customers" not in done, "\n".join(said))
    for words, address, when, tenure, client in t.asked:
        want = "customer " + customer_of(client, t.server.name) if client \
            else "ip " + address
        tenures, who = told(t, here, address, when)
        t.check(tenures == [tenure] and who == [want],
                "%s: %s is said to be %s, %s; not %s, %s"
                % (words, address, tenures, who, tenure, want))


def play(culprit, name, keep):
    server = Server(name)
    t = Test(culprit, server)
    t.check(ready(t), "it does not answer: "
            + (LEASES / (name + ".log")).read_text()[-2000:])
    if t.bad == 0:
        story(t)
    server.stop()
    t.relay.socket.close()
    if keep:
        shutil.copy(server.file, keep)
        shutil.copy(LEASES / (name + ".log"), keep)
    here = LEASES / name
    here.mkdir()
    if t.asked:
        (here / "culprit.conf").write_text(CONF % (server.file, SKEW))
        judge(t, here)
    print("dhcp_leases: %s: %d good, %d bad" % (version(name), t.good, t.bad))
    return t.bad


def main(culprit, keep=None):
    network_make()
    bad = sum(play(culprit, name, keep) for name in ("dhcpd", "kea"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
