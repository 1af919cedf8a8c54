"""watch_rsyslog.py CULPRIT DAY, in tests/tools/private_root.sh: see
watch_rsyslog.sh.

The day comes to rsyslogd by TCP at some speed; its stamps are kept: the
templates that forward are those that write them as RFC 3339 does.
"""
import json
import pathlib
import re
import signal
import socket
import subprocess
import time

from run_watch import Case, day, main, until

RUN = pathlib.Path("/run")
LINES_IN_A_SECOND = 4000
CONFIG = """
# Without this an APP-NAME of RFC 5424 ends before its slash: all of Postfix
# would be "postfix".
global(maxMessageSize="64k" workDirectory="/run"
       parser.permitSlashInProgramname="on")
module(load="imptcp" Threads="1")
module(load="omuxsock")
input(type="imptcp" address="127.0.0.1" port="5510")
action(type="omfile" file="/run/mail.log" template="RSYSLOG_FileFormat")
action(type="omfwd" target="127.0.0.1" port="5514" protocol="udp"
       template="RSYSLOG_ForwardFormat" action.resumeRetryCount="-1")
action(type="omfwd" target="::1" port="5515" protocol="tcp"
       TCP_Framing="traditional" template="RSYSLOG_ForwardFormat"
       action.resumeRetryCount="-1")
action(type="omfwd" target="127.0.0.1" port="5516" protocol="tcp"
       TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
       action.resumeRetryCount="-1")
$OMUxSockSocket /run/culprit.log
$ActionResumeRetryCount -1
*.* :omuxsock:;RSYSLOG_ForwardFormat
"""
SOCKETS = {"unix": "unix:/run/culprit.log", "udp": "udp:5514",
           "tcp": "tcp:[::1]:5515", "counted": "tcp:5516"}


def feed():
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", 5510)) as s:
        for n in range(0, len(day()), 20):
            s.sendall(b"".join(b"<22>" + line for line in day()[n:n + 20]))
            ahead = n / LINES_IN_A_SECOND - (time.monotonic() - began)
            if ahead > 0:
                time.sleep(ahead)


def bare(report, quoted=True):
    """Its suggestions, the lines that they quote without their priority; or
    without those lines: RFC 5424 words them anew."""
    kept = []
    for text in report.facts():
        s = json.loads(text)
        for e in s["evidence"]:
            e["line"] = re.sub("^<22>", "", e["line"]) if quoted else ""
        kept.append(json.dumps(s))
    return kept


class Rsyslog(Case):
    def start(self):
        (RUN / "rsyslog.conf").write_text(CONFIG)
        daemon = subprocess.Popen(["rsyslogd", "-n", "-f", "/run/rsyslog.conf",
                                   "-i", "/run/rsyslog.pid"])
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        self.assertTrue(until((RUN / "rsyslog.pid").exists))

    def follow(self, name, *args):
        watch = self.watch("--json", "-o", f"report-{name}", "--workers", "1",
                           "--metrics", "127.0.0.1:0", *args, name=name)
        watch.says("metrics and health")
        return watch

    def test_each_socket_and_the_file_give_what_a_scan_of_the_file_gives(self):
        log = RUN / "mail.log"
        watches = {name: self.follow(name, "--listen", address)
                   for name, address in SOCKETS.items()}
        watches["file"] = self.follow("file", log)
        self.start()
        feed()
        got = {name: self.reported(watch, len(day()), f"report-{name}")
               for name, watch in watches.items()}
        want = self.scan(log)
        self.same(got.pop("file"), want)
        for name, report in got.items():
            with self.subTest(name):
                quoted = name != "counted"
                self.assertEqual(bare(report, quoted), bare(want, quoted))
                self.assertEqual(report.read, want.read)
        for name, watch in watches.items():
            with self.subTest(name):
                self.assertEqual(watch.ends(signal.SIGTERM), 0)
                last = {s["id"]: s["notice"] for s in watch.notices()}
                self.assertGreater(len(last), 5)
                self.assertEqual({i for i, notice in last.items()
                                  if notice != "withdrawn"} - want.ids, set())


if __name__ == "__main__":
    main()
