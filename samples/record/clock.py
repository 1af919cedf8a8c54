"""The scenario's clock: runs with real time and is put forward between acts.

It never goes back, so the lines of one process stay in order.
"""
import datetime
import time

DAY = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)


class Clock:
    """Seconds since the midnight that begins DAY."""

    def __init__(self, start):
        self._ahead = start - time.monotonic()

    def now(self):
        return time.monotonic() + self._ahead

    def forward_to(self, t):
        self._ahead += max(0.0, t - self.now())


def stamp(t):
    """RFC 3339 with microseconds and offset, as rsyslog writes it."""
    when = DAY + datetime.timedelta(microseconds=round(t * 1e6))
    return when.isoformat(timespec="microseconds")
