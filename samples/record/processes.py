"""Tells from the process table whether a mail server is at work: for servers
that fork for each connection and each delivery."""
import os


def count(names):
    n = 0
    for pid in os.listdir("/proc"):
        if pid.isdigit():
            try:
                with open("/proc/%s/comm" % pid) as f:
                    n += f.read().rstrip("\n") in names
            except OSError:     # it has just ended
                pass
    return n


class Activity:
    def __init__(self, names, at_rest):
        """names: of its programs; at_rest: how many run when all is quiet."""
        self._names, self._at_rest = names, at_rest

    def expect_pickup(self):
        pass

    def read(self, tag, text):
        pass

    def busy(self, waiting):
        """waiting: sessions that are open but pause on purpose."""
        return count(self._names) - self._at_rest > waiting
