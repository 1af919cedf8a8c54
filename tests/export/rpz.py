"""rpz.py REPORT_FIXTURE: the policy zone in a real BIND and a real Unbound."""
import contextlib
import pathlib
import shutil
import subprocess
import time

import stage

BIND, UNBOUND = pathlib.Path("/etc/bind"), pathlib.Path("/etc/unbound")
LOG = pathlib.Path("/run/servers.log")
NAME = "www.tundra.example"
ANSWER = ["192.0.2.80"]

# A resolver for all, and the world that it asks.
NAMED = """options {
	directory "/var/cache/bind";
	listen-on port 5300 { any; };
	listen-on-v6 port 5300 { any; };
	recursion yes;
	allow-recursion { any; };
	allow-query-cache { any; };
	dnssec-validation no;
	pid-file none;
	session-keyfile none;
%s};
controls { };
zone "tundra.example" {
	type primary;
	file "/etc/bind/tundra.zone";
};
%s"""
WORLD = """$TTL 300
@ SOA ns hostmaster 1 3600 600 604800 300
@ NS ns
ns A 192.0.2.80
www A 192.0.2.80
"""
SERVER = """server:
	interface: 0.0.0.0@5301
	interface: ::0@5301
	access-control: 0.0.0.0/0 allow
	access-control: ::0/0 allow
	module-config: "respip validator iterator"
	chroot: ""
	username: ""
	pidfile: ""
	do-daemonize: no
	use-syslog: no
	do-not-query-localhost: no
	domain-insecure: "tundra.example"
	local-zone: "example." nodefault
stub-zone:
	name: tundra.example
	stub-addr: 127.0.0.1@5300
"""


def configure():
    BIND.mkdir(exist_ok=True)
    UNBOUND.mkdir(exist_ok=True)
    pathlib.Path("/var/cache/bind").mkdir(parents=True, exist_ok=True)
    text = stage.texts("rpz", "named")[0]
    options, zone = text.split("};\n", 1)
    options = options.split("{\n", 1)[1]
    (BIND / "named.conf").write_text(NAMED % (options, zone))
    (BIND / "tundra.zone").write_text(WORLD)
    (UNBOUND / "unbound.conf").write_text(
        SERVER + stage.texts("rpz", "unbound")[0])


def load(name, undo=""):
    """What named-checkzone said."""
    stage.report(name)
    script = stage.texts("rpz", "sh")[0].replace(" -o ", undo + " -o ")
    said = stage.sh(script)
    shutil.copy(BIND / "culprit.rpz", UNBOUND)
    return said


def ask(source, port, patience=5):
    server = stage.server_of(source)
    return stage.ask(NAME, "A", source, port, server, patience)


def answers(port, want):
    for source, wanted in want.items():
        stage.is_so(f"{source} asks port {port}", ask(source, port),
                    ANSWER if wanted else "NXDOMAIN")


# Whether it is answered.
RICH = {"100.96.3.7": False, "100.96.3.8": True, "203.0.113.66": True,
        "2001:db8:bad::1": True}
HARD = {"100.96.3.7": False, "192.0.2.17": False, "192.0.2.88": False,
        "192.0.2.66": True, "198.51.100.23": False, "198.51.100.24": True,
        "2001:db8:7:1::5": False, "2001:db8:7:1:ffff::6": False,
        "2001:db8:7:2::5": True, "2001:db8:0:1::17": False,
        "2001:db8:0:2::17": True, "2001:db8:cfff::1": False,
        "2001:db8:d000::1": True, "2001:db8:5:3::1": True}


COMMANDS = {5300: ["named", "-g", "-n", "1", "-c", "/etc/bind/named.conf"],
            5301: ["unbound", "-c", "/etc/unbound/unbound.conf"]}


@contextlib.contextmanager
def servers():
    """Both, with what the list says now."""
    with open(LOG, "wb") as log:
        running = [subprocess.Popen(c, stdout=log, stderr=log)
                   for c in COMMANDS.values()]
        try:
            for port in COMMANDS:
                for _ in range(200):
                    if ask("203.0.113.9", port, 0.2) == ANSWER:
                        break
                    time.sleep(0.1)
            yield
        finally:
            for server in running:
                server.kill()
                server.wait()


def complaints():
    """Of the zone; each server says that it has it when all is well."""
    return [line for line in LOG.read_text("latin-1").splitlines()
            if "rpz" in line.lower() and "CLIENT-IP NXDOMAIN" not in line
            and "CLIENT-IP CNAME" not in line
            and "rpz: rpz.culprit: reload " not in line
            and "rpz.culprit/IN: loaded serial" not in line]


def check(name, want, undo=""):
    stage.is_so(f"named-checkzone about {name}",
                load(name, undo).splitlines()[-1:], ["OK"])
    with servers():
        answers(5300, want)
        answers(5301, want)
    stage.is_so(f"servers about {name}", complaints(), [])


def to_a_page():
    """Every name leads a suspended customer to where the reason is."""
    conf = BIND / "named.conf"
    conf.write_text(conf.read_text().replace(
        'zone "rpz.culprit";', 'zone "rpz.culprit" policy cname '
        "ns.tundra.example;"))
    load("rich")
    with servers():
        for source, want in (("100.96.3.7", ANSWER), ("100.96.3.8",
                                                      "NXDOMAIN")):
            stage.is_so(f"{source}, page", stage.ask(
                "nowhere.tundra.example", "A", source, 5300, stage.SERVER4),
                want)


def main():
    stage.begin()
    configure()
    check("rich", RICH)
    check("lists", HARD)
    check("hostile", {"192.0.2.17": False, "192.0.2.18": True})
    check("rich", dict.fromkeys(RICH, True), " --undo")
    to_a_page()
    stage.end("rpz")


if __name__ == "__main__":
    main()
