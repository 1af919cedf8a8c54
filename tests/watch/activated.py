#!/usr/bin/env python3
"""activated.py CULPRIT DAY: a watch that systemd-socket-activate starts.

It listens as the .socket unit does and hands its sockets over at the first
line that comes.
"""
import os
import signal
import socket
import unittest

from run_watch import Case, Watch, day, main

ACTIVATE = "/usr/bin/systemd-socket-activate"
METRICS = ["--metrics", "127.0.0.1:0"]
BURST = 100


def sent(lines):
    """As a syslog daemon sends them."""
    return [b"<22>" + line for line in lines]


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@unittest.skipUnless(os.path.exists(ACTIVATE), "no systemd-socket-activate")
class Activated(Case):
    def activate(self, how, *args):
        """It becomes the watch itself, once something comes."""
        watch = Watch(self.top, *args, prefix=(ACTIVATE, *how))
        self.addCleanup(watch.__exit__)
        watch.says("Listening on", times=how.count("-l"))
        self.assertNotIn("is followed", watch.words())
        return watch

    def reads(self, watch, lines):
        """Its report, which must be as a scan of those lines."""
        got = self.reported(watch, len(lines))
        self.same_but_for_places(got, self.scan(self.log(lines)), at_least=4)

    def test_it_reads_the_datagram_sockets_that_it_is_given(self):
        path, port = self.top / "log", free_port(socket.SOCK_DGRAM)
        watch = self.activate(["-d", "-l", path, "-l", f"127.0.0.1:{port}"],
                              "--json", "-o", "report", *METRICS)
        lines, near = sent(day()[:26000]), 24000
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.connect(str(path))
            for line in lines[:near]:
                s.send(line)
        watch.has_read(near)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.connect(("127.0.0.1", port))
            for i in range(near, len(lines), BURST):
                for line in lines[i:i + BURST]:
                    s.send(line)
                watch.has_read(i + BURST)
        self.reads(watch, lines)
        # Those of one name are counted as one.
        name = 'culprit_input_lines_total{input="systemd:unknown"}'
        self.assertEqual(watch.metrics()[name], len(lines))
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_it_reads_the_connections_to_a_stream_socket(self):
        port = free_port(socket.SOCK_STREAM)
        watch = self.activate(["-l", f"127.0.0.1:{port}"], "--json", "-o",
                              "report", *METRICS)
        lines = sent(day()[:26000])
        for part, end in (lines[:20000], 20000), (lines[20000:], 26000):
            with socket.create_connection(("127.0.0.1", port)) as s:
                s.sendall(b"".join(part))
            watch.has_read(end)
        self.reads(watch, lines)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_beside_them_it_follows_what_it_is_told(self):
        path = self.top / "log"
        log = self.log(day()[:1000])
        watch = self.activate(["-d", "-l", path, "--fdname=syslog"], "--json",
                              "--listen", f"unix:{self.top}/own", *METRICS,
                              log)
        for n, where in enumerate((path, self.top / "own")):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
                s.connect(str(where))
                s.send(sent(day())[1000 + n])
            watch.has_read(1001 + n)
        self.assertIn("systemd:syslog", "".join(watch.metrics()))


if __name__ == "__main__":
    main()
