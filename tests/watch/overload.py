#!/usr/bin/env python3
"""overload.py CULPRIT DAY: lines that come faster than they can be read.

A followed file and a TCP syslog socket take 300 MB as fast as they can be
written: the watch lags and says so, in bounded memory, and loses nothing. What
UDP loses is counted from the kernel's own counter.
"""
import datetime
import signal
import socket
import threading
import time

from run_watch import Case, day, main, until

MB = 300
RESIDENT_MIB = 128
METRICS = ["--metrics", "127.0.0.1:0"]


def days(before=b""):
    """The day again and again, on one date after the other."""
    text = b"".join(before + line for line in day())
    date = datetime.date(2026, 1, 1)
    for n in range(MB * 1000000 // len(text) + 1):
        other = (date + datetime.timedelta(days=n)).isoformat().encode()
        yield text.replace(b"2026-11-20T", other + b"T")


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Flood(Case):
    def flooded(self, watch, write, before=b""):
        """Written by a thread; meanwhile it is looked at. Words of lag."""
        done = []

        def run():
            done.append(sum(write(text) for text in days(before)))
        writer = threading.Thread(target=run)
        began = time.monotonic()
        writer.start()
        most, lagged = 0, set()

        def through():
            nonlocal most
            most = max(most, watch.resident())
            status, words = watch.health()
            if status == 503:
                lagged.add(words)
            return done and watch.lines() >= done[0]
        watch.wait_for("all lines", through, seconds=50)
        writer.join()
        took = time.monotonic() - began
        watch.has_read(done[0])
        print(f"{done[0]} lines in {took:.1f} s, {most:.0f} MiB at the most")
        self.assertGreater(done[0], MB * 1000000 // 200)
        self.assertLess(most, RESIDENT_MIB)
        return lagged

    def test_of_a_file_nothing_is_lost_and_the_lag_is_said(self):
        log = self.log()
        watch = self.watch("--json", *METRICS, "--workers", "1", "--set",
                           "watch.lag_limit=1", log)
        watch.says("is followed")
        with open(log, "ab", buffering=0) as f:
            def write(text):
                f.write(text)
                return len(day())
            # However fast this machine is, it is two seconds late.
            watch.has_read(0)
            watch.tell(signal.SIGSTOP)
            threading.Timer(2, watch.tell, (signal.SIGCONT,)).start()
            lagged = self.flooded(watch, write)
        self.assertTrue(any("seconds behind the log; more than 1 is too late"
                            in words for words in lagged), lagged)
        until(lambda: watch.health()[0] == 200)
        status, words = watch.health()
        self.assertEqual(status, 200, words)
        self.assertEqual(watch.ends(signal.SIGTERM), 0)

    def test_of_a_tcp_socket_nothing_is_lost_for_it_has_the_sender_wait(self):
        port = free_port(socket.SOCK_STREAM)
        watch = self.watch("--json", *METRICS, "--listen",
                           f"tcp:127.0.0.1:{port}")
        watch.says("metrics and health")
        with socket.create_connection(("127.0.0.1", port)) as s:
            def write(text):
                s.sendall(text)
                return len(day())
            self.flooded(watch, write, b"<22>")
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


class Udp(Case):
    def test_what_the_kernel_dropped_is_counted_and_no_more(self):
        port = free_port(socket.SOCK_DGRAM)
        name = f"udp:127.0.0.1:{port}"
        watch = self.watch("--json", *METRICS, "--listen", name)
        watch.says("metrics and health")
        lost = f'culprit_input_lost_lines_total{{input="{name}"}}'
        sent = 0
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.connect(("127.0.0.1", port))

            def send(lines):
                nonlocal sent
                for line in lines:
                    s.send(b"<22>" + line[:-1])
                    sent += 1
            send(day()[:200])
            watch.has_read(200)
            self.assertEqual(watch.metrics()[lost], 0)
            watch.tell(signal.SIGSTOP)
            send(day()[200:])
            watch.tell(signal.SIGCONT)

            def all_counted():
                # The kernel tells of its losses with the next datagram.
                send(day()[:1])
                m = watch.metrics()
                return m["culprit_lines_total"] + m[lost] >= sent - 1
            self.assertTrue(until(all_counted, every=0.2))
        def exactly():
            m = watch.metrics()
            return m["culprit_lines_total"] + m[lost] == sent
        self.assertTrue(until(exactly), (watch.metrics(), sent))
        self.assertGreater(watch.metrics()[lost], 1000)
        watch.says("the kernel dropped ")
        self.assertEqual(watch.ends(signal.SIGTERM), 0)


if __name__ == "__main__":
    main()
