"""rbldnsd.py REPORT_FIXTURE: the DNS lists in a real rbldnsd."""
import ipaddress
import pathlib
import re
import subprocess
import time

import stage

ZONE = "bl.aurora.example"
HOME = pathlib.Path("/var/lib/rbldns")


def question(address):
    a = ipaddress.ip_address(address)
    name = a.reverse_pointer.removesuffix(".in-addr.arpa")
    return name.removesuffix(".ip6.arpa") + "." + ZONE


def listed(address, want, text=None):
    stage.is_so(address, stage.ask(question(address)), want)
    if text:
        stage.is_so(address, stage.ask(question(address), "TXT"), [text])


def dated(began, ended):
    """The lists as if made at another time, in seconds from now."""
    stamps = [time.strftime("%Y:%m:%d:%H:%M:%S", time.gmtime(
        time.time() + t)) for t in (began, ended)]
    for path in HOME.glob("rbldnsd.ip*trie"):
        text = re.sub(r"(?m)^\$TIMESTAMP .*", "$TIMESTAMP " + " ".join(stamps),
                      path.read_text())
        fresh = path.with_suffix(".new")
        fresh.write_text(text)
        fresh.rename(path)


def wait_until(address, want):
    for _ in range(100):
        if stage.ask(question(address)) == want:
            return
        time.sleep(0.1)


def export(name, undo=""):
    stage.report(name)
    for script in stage.texts("rbldnsd", "sh"):
        stage.sh(script.replace(" -o ", undo + " -o "))
    dated(-60, 3600)


def rich():
    listed("100.96.3.7", ["127.0.0.2"], "Suspended after zombie; see your "
           "postmaster, id k3f9abcdefgh0000")
    listed("203.0.113.66", ["127.0.0.8"])
    listed("2001:db8:bad::1", ["127.0.0.10"], "Blocked after password-attack; "
           "see your postmaster, id k3f9abcdefgh0003")
    listed("2001:db8:bad::ffff:1", ["127.0.0.10"])
    for innocent in ("100.96.3.6", "100.96.3.8", "203.0.113.67",
                     "198.51.100.23", "203.0.113.9", "2001:db8:bad:1::1",
                     "127.0.0.1", "::1"):
        listed(innocent, "NXDOMAIN")


def hard():
    export("lists")
    wait_until("192.0.2.17", ["127.0.0.2"])
    listed("192.0.2.17", ["127.0.0.2"], "Suspended after zombie; see your "
           "postmaster, id ????????????")
    listed("198.51.100.23", ["127.0.0.9"])   # the longest prefix answers
    listed("198.51.100.24", ["127.0.0.7"])
    listed("100.100.7.255", ["127.0.0.3"])
    listed("100.100.5.1", ["127.0.0.10"])
    listed("100.100.8.0", "NXDOMAIN")
    listed("192.0.2.44", ["127.0.0.11"])
    listed("192.0.2.66", "NXDOMAIN")         # over
    listed("192.0.2.67", "NXDOMAIN")
    listed("192.0.2.88", ["127.0.0.5"])      # never over
    listed("2001:db8:5:3::1", ["127.0.0.7"])
    listed("2001:db8:5:4::1", "NXDOMAIN")
    listed("2001:db8:cfff::1", ["127.0.0.4"])
    listed("2001:db8:7:1::99", ["127.0.0.2"])


def always_there():
    listed("127.0.0.2", ["127.0.0.2"])
    listed("::ffff:127.0.0.2", ["127.0.0.2"])
    listed("127.0.0.1", "NXDOMAIN")


def main():
    stage.begin()
    stage.user("rbldns", 5010)
    HOME.mkdir(exist_ok=True)
    export("rich")
    command = stage.texts("rbldnsd", "daemon")[0].split()
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_until("127.0.0.2", ["127.0.0.2"])
        rich()
        always_there()
        hard()
        dated(-7200, -3600)
        wait_until("192.0.2.17", "SERVFAIL")
        listed("192.0.2.17", "SERVFAIL")     # nobody made it anew
        export("rich", " --undo")
        wait_until("100.96.3.7", "NXDOMAIN")
        listed("100.96.3.7", "NXDOMAIN")
        always_there()
    finally:
        daemon.kill()
        daemon.wait()
    stage.end("rbldnsd")


if __name__ == "__main__":
    main()
