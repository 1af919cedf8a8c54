"""watch_postfix.py CULPRIT DAY, in tests/tools/private_root.sh: see
watch_postfix.sh. SECONDS_OF_LOAD in the environment says how long.

All the documentation Internet is on the loopback, so who connects to an
address of it comes from that address: smtp-source needs no other way to be
many clients.
"""
import gzip
import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time

import machine
import unpacked
from run_watch import Case, main, until

SECONDS_OF_LOAD = float(os.environ["SECONDS_OF_LOAD"])
LOGS = pathlib.Path("/var/log/watched")
LOG = LOGS / "mail.log"
MAIN_CF = f"""compatibility_level = 3.6
myhostname = mx1.aurora.example
inet_interfaces = all
inet_protocols = ipv4
mynetworks = 192.0.2.0/24
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = aurora.example
virtual_mailbox_maps = regexp:/etc/postfix/mailboxes
virtual_mailbox_base = /var/inboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
relayhost = [203.0.113.25]:2525
transport_maps = inline:{{ elsewhere.example=smtp:[203.0.113.26]:2525 }}
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
in_flow_delay = 0
notify_classes =
minimal_backoff_time = 5s
queue_run_delay = 5s
maillog_file = {LOG}
"""
CONF = """[network]
networks = 192.0.2.0/24
local_domains = aurora.example
"""
# (where from, its sender, its recipients, of which smtp-source numbers each)
CLIENTS = (
    ("192.0.2.10", "user1@aurora.example", "friend@elsewhere.example"),
    ("192.0.2.11", "user2@aurora.example", "friend@else.example"),
    ("192.0.2.12", "user3@aurora.example", "later@else.example"),
    ("192.0.2.66", "user4@aurora.example", "gone@else.example"),
    ("198.51.100.7", "a@elsewhere.example", "user@aurora.example"),
    ("198.51.100.8", "b@else.example", "guess@aurora.example"),
    ("203.0.113.9", "c@else.example", "friend@elsewhere.example"),
)


class Elsewhere(machine.MailSink):
    def to_recipient(self, address):
        if b"gone" in address:
            return b"550 5.1.1 no such user here"
        if b"later" in address:
            return b"450 4.2.1 come back later"
        return super().to_recipient(address)


def accounts():
    """They end with the private root."""
    for path, row in (("/etc/passwd", "{0}:x:{1}:{1}::/:/bin/false\n"),
                      ("/etc/group", "{0}:x:{1}:\n")):
        text = pathlib.Path(path).read_text()
        with open(path, "a") as f:
            for name, number in (("postfix", 5001), ("postdrop", 5002)):
                if not re.search("^%s:" % name, text, re.M):
                    f.write(row.format(name, number))


def start_postfix():
    accounts()
    etc = pathlib.Path("/etc/postfix")
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", etc)
    shutil.copy("/usr/share/postfix/master.cf.dist", etc / "master.cf")
    (etc / "main.cf").write_text(MAIN_CF)
    (etc / "mailboxes").write_text("/^[0-9]*user[0-9x]*@/ inbox/\n")
    os.makedirs("/var/inboxes", exist_ok=True)
    os.chmod("/var/inboxes", 0o777)
    LOGS.mkdir()
    unpacked.postfix()
    postfix("start")


def postfix(verb):
    done = subprocess.run(["postfix", verb], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"postfix {verb}: {done.stdout}"


def send(client, end):
    """One client: mail after mail, in a few sessions at a time."""
    address, sender, recipient = client
    name, domain = recipient.split("@")
    n = 0
    while time.monotonic() < end:
        n += 1
        subprocess.run(
            ["smtp-source", "-A", "-s", "2", "-m", "10", "-r", "3", "-N",
             "-l", "2000", "-f", sender, "-t", f"{name}{n}x@{domain}",
             f"inet:{address}:25"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        time.sleep(0.1)


def still():
    """Postfix has said nothing for two seconds."""
    return time.time() - LOG.stat().st_mtime > 2


def lines():
    """How many the log has, in all its files."""
    return sum(
        (gzip.open(p).read() if p.suffix == ".gz" else p.read_bytes())
        .count(b"\n") for p in LOGS.iterdir())


class Postfix(Case):
    def setUp(self):
        super().setUp()
        (self.top / "culprit.conf").write_text(CONF)
        machine.Sinks("203.0.113.25", 2525, Elsewhere)
        sink = subprocess.Popen(
            ["smtp-sink", "-u", "nobody", "203.0.113.26:2525", "100"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(sink.wait)
        self.addCleanup(sink.kill)
        start_postfix()
        self.assertTrue(until(LOG.exists))

    def follow(self, name):
        watch = self.watch(
            "-c", "culprit.conf", "--json", "--state", "state", "-o", "report",
            "--set", "watch.checkpoint_seconds=0.5", "--metrics",
            "127.0.0.1:0", "--workers", "1", LOG, name=name)
        watch.says("is followed")
        return watch

    def kill(self, watch):
        watch.child.kill()
        watch.child.wait()

    def rotate(self):
        """Named as `postfix logrotate` does, but not compressed."""
        LOG.rename(time.strftime(f"{LOG}.%Y%m%d-%H%M%S"))
        postfix("reload")

    def at(self, part):
        wait = self.began + part * SECONDS_OF_LOAD - time.monotonic()
        if wait > 0:
            time.sleep(wait)

    def troubled(self):
        """The watch at the end of it."""
        watch = self.follow("first")
        self.at(0.2)
        self.rotate()
        self.at(0.35)
        self.kill(watch)
        self.at(0.4)
        watch = self.follow("second")
        watch.says("goes on from the checkpoint")
        self.at(0.55)
        # It renames the log to its time, and compresses it a second later.
        postfix("logrotate")
        self.at(0.7)
        self.kill(watch)
        self.rotate()
        self.at(0.75)
        watch = self.follow("third")
        watch.says("goes on from the checkpoint")
        return watch

    def files(self):
        """In the order in which they were written."""
        files = sorted(p for p in LOGS.iterdir() if p != LOG)
        self.assertEqual([p.suffix == ".gz" for p in files],
                         [False, True, False], files)
        return [*files, LOG]

    def counted(self, watch, want):
        m, mail = watch.metrics(), want.summary["mail"]
        for fate in ("received", "delivered", "forwarded", "deferred",
                     "bounced", "held", "discarded"):
            self.assertEqual(m[f'culprit_mail_total{{fate="{fate}"}}'],
                             mail[fate], fate)
        self.assertEqual(m['culprit_mail_refusals_total{how="rejected"}'],
                         mail["rejected"])
        self.assertEqual(m["culprit_mail_deferrals_total"], mail["deferrals"])
        self.assertEqual(m["culprit_lines_total"], want.summary["lines"])
        for fate in "received", "delivered", "bounced", "rejected", "deferred":
            self.assertGreater(mail[fate], 20, fate)
        return mail

    def test_what_it_counted_and_suggests_is_as_a_scan_of_all_the_files(self):
        self.began = time.monotonic()
        clients = [threading.Thread(target=send, args=(
            c, self.began + SECONDS_OF_LOAD)) for c in CLIENTS]
        for client in clients:
            client.start()
        watch = self.troubled()
        for client in clients:
            client.join()
        postfix("stop")
        until(still, 30)
        got = self.reported(watch, lines())
        want = self.scan("-c", "culprit.conf", *self.files())
        self.same_but_for_places(got, want, at_least=2)
        mail = self.counted(watch, want)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)
        print(f"{want.summary['lines']} lines, {mail}, suggestions: "
              f"{[(s['kind'], s['subject']['value']) for s in want.suggestions]}")


if __name__ == "__main__":
    main()
