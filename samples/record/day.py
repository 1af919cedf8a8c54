"""Runs the acts of a day in their order of time.

An act is a function of this day; it runs in a thread of its own at its time.
The clock is put forward to the next act only when nothing is under way: no
act, no session, no message between arrival and its fate.
"""
import heapq
import itertools
import sys
import threading
import time

_AT_ONCE = 8


class Day:
    def __init__(self, clock, syslog):
        self.clock = clock
        self.syslog = syslog
        self._heap = []
        self._order = itertools.count()
        self._change = threading.Condition()
        self._running = 0
        self._paused = 0
        self.failed = []

    def at(self, t, act, label):
        heapq.heappush(self._heap, (t, next(self._order), act, label))

    def pause(self, seconds):
        """Called in an act: go on when the clock is that much later."""
        wake = threading.Event()
        with self._change:
            self.at(self.clock.now() + seconds, wake, "")
            self._paused += 1
            self._running -= 1
            self._change.notify()
        wake.wait()

    def run(self, until):
        while True:
            with self._change:
                if not self._heap and self._running:
                    self._change.wait(0.02)
                    continue
                if not self._heap or self._heap[0][0] >= until:
                    break
                if self._must_wait(self._heap[0][0]):
                    continue
                t, _, act, label = heapq.heappop(self._heap)
                self.syslog.forward_to(t)
                self._running += 1
                if isinstance(act, threading.Event):
                    self._paused -= 1
                    act.set()
                else:
                    threading.Thread(target=self._perform, args=(act, label),
                                     daemon=True).start()
        self.settle()

    def _must_wait(self, t):
        """Waits a moment and says so, unless the act due at t may begin."""
        if self._running >= _AT_ONCE:
            self._change.wait(0.02)
            return True
        if t <= self.clock.now():
            return False
        if self._running:
            self._change.wait(0.02)
            return True
        if self.syslog.busy(self._paused):
            self._change.wait(0.002)
            return True
        return False

    def _perform(self, act, label):
        try:
            act(self)
        except Exception as e:  # a session that fails is told at the end
            self.failed.append((self.clock.now(), label, repr(e)))
            print("%s: %r" % (label, e), file=sys.stderr)
        with self._change:
            self._running -= 1
            self._change.notify()

    def settle(self, seconds=5):
        """Until the server has come to rest, at most so many real seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (
                self._running or self.syslog.busy(self._paused)):
            time.sleep(0.01)
