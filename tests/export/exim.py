"""exim.py REPORT_FIXTURE: the list in a real Exim, asked and at work."""
import pathlib
import shutil
import subprocess

import stage

CONF = """primary_hostname = mx1.aurora.example
domainlist local_domains = mx1.aurora.example
local_interfaces = <; %s ; %s
daemon_smtp_ports = 25
acl_smtp_rcpt = rcpt
queue_only
log_file_path = syslog
begin acl
rcpt:
%s  accept  domains = +local_domains
  deny    message = relay not permitted
begin routers
all:
  driver = accept
  transport = null
begin transports
null:
  driver = appendfile
  file = /dev/null
"""


def configure():
    stage.user("Debian-exim", 5030)
    for d in ("/var/spool/exim4", "/var/log/exim4", "/etc/exim4",
              "/run/exim4"):
        pathlib.Path(d).mkdir(parents=True, exist_ok=True)
        shutil.chown(d, "Debian-exim", "Debian-exim")
    pathlib.Path("/etc/exim4/exim4.conf").write_text(CONF % (
        stage.SERVER4, stage.SERVER6, stage.texts("Exim", "exim")[0]))


def load(name):
    stage.report(name)
    stage.sh(stage.texts("Exim", "sh")[0])


def looked_up(address):
    done = subprocess.run(
        ["exim", "-be", "${lookup{%s}iplsearch{/etc/exim4/exim.iplsearch}"
         "{${extract{action}{$value}}: ${extract{text}{$value}}}{nothing}}"
         % address], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=60, check=False)
    return done.stdout.decode("latin-1").strip()


def fate(source):
    """taken, frozen, or what was said in refusal; the queue is empty after."""
    said = stage.send_mail(source)
    queue = stage.sh("exim -bp")
    for path in pathlib.Path("/var/spool/exim4/input").glob("*-[DHJ]"):
        path.unlink()
    if said[0] != "2":
        return said
    return "frozen" if "*** frozen ***" in queue else "taken"


def deny(kind, number):
    return (f"Blocked after {kind}; see your postmaster, "
            f"id k3f9abcdefgh{number:04}")


def hold(kind, ident):
    return f"hold: Suspended after {kind}; see your postmaster, id {ident}"


RICH = {"100.96.3.7": hold("zombie", "k3f9abcdefgh0000"),
        "100.96.3.8": None, "203.0.113.66": deny("relay-probe", 2),
        "203.0.113.67": None, "198.51.100.23": None,
        "2001:db8:bad::1": deny("password-attack", 3),
        "2001:db8:bad::ffff:1": deny("password-attack", 3),
        "2001:db8:bad:1::1": None}
HARD = {"198.51.100.23": deny("harvest", 2),
        "198.51.100.25": deny("spammer", 1),
        "100.100.4.1": deny("open-relay", 4),
        "100.100.5.1": deny("password-attack", 5),
        "100.100.7.255": deny("open-relay", 4), "100.100.8.0": None,
        "192.0.2.17": hold("zombie", "????????????"),
        "192.0.2.44": deny("backscatter", 6), "192.0.2.66": None,
        "192.0.2.67": None,
        "192.0.2.88": hold("form-abuse", "k3f9abcdefgh0012"),
        "2001:db8:7:1::9": hold("zombie", "k3f9abcdefgh0000"),
        "2001:db8:5:3::1": deny("spammer", 7), "2001:db8:5:4::1": None,
        "2001:db8:cfff::1": hold("open-proxy", "k3f9abcdefgh0008")}


def fates(want):
    for source, wanted in want.items():
        asked, met = "nothing", "taken"
        if wanted is not None and wanted.startswith("hold"):
            asked, met = wanted, "frozen"
        elif wanted is not None:
            asked, met = "deny: " + wanted, "550 " + wanted
        stage.is_so(f"-be {source}", looked_up(source), asked)
        stage.is_so(source, fate(source), met)


def main():
    stage.begin()
    # An unpacked program has not been made set-uid.
    pathlib.Path("/usr/sbin/exim4").chmod(0o4755)
    configure()
    load("rich")
    daemon = subprocess.Popen(["exim", "-bdf"])
    try:
        stage.wait_for(25)
        fates(RICH)
        load("lists")
        fates(HARD)
        load("hostile")
        fates({"192.0.2.17": hold("zombie", "?b???2J??????")})
        load("rich")
        stage.sh(stage.texts("Exim", "sh")[1])
        fates(dict.fromkeys(RICH, None))
    finally:
        daemon.terminate()
        daemon.wait()
    stage.end("exim")


if __name__ == "__main__":
    main()
