#!/usr/bin/env python3
"""lag.py CULPRIT DAY: what a watch says of how far behind it is."""
import threading
import time

from run_watch import Case, day, main

METRICS = ["--metrics", "127.0.0.1:0"]


def pour(path, lines, seconds, rate):
    """Without a pause that somebody who reads could call the end."""
    began, n = time.monotonic(), 0
    with open(path, "ab", buffering=0) as log:
        while time.monotonic() - began < seconds:
            want = int((time.monotonic() - began) * rate) + 1
            while n < want:
                log.write(lines[n % len(lines)])
                n += 1


class Lag(Case):
    def test_who_keeps_up_with_lines_that_never_stop_is_not_behind(self):
        log = self.log(day()[:1])
        watch = self.watch("--json", log, *METRICS)
        watch.has_read(1)
        writer = threading.Thread(target=pour, args=(log, day(), 8, 8000))
        writer.start()
        said = []
        while writer.is_alive():
            said.append(watch.metrics()["culprit_lag_seconds"])
            time.sleep(0.1)
        writer.join()
        # A busy machine may make it late now and then.
        late = [lag for lag in said if lag > 0.4]
        self.assertLessEqual(len(late), len(said) / 8, said)

    def test_who_does_not_keep_up_says_for_how_long(self):
        log = self.log(day() * 40)
        watch = self.watch("--json", "--workers", "1", log, *METRICS)
        watch.says("is followed")
        said = []
        for _ in range(200):
            now = watch.metrics()
            if now["culprit_lines_total"] == 40 * len(day()):
                break
            said.append((now["culprit_lines_total"],
                         now["culprit_lag_seconds"]))
            time.sleep(0.05)
        most = max(lag for _, lag in said)
        self.assertGreater(most, 0.2, said)
        # Until what is left is soon read, it grows.
        early = [x for x in said if x[0] < 20 * len(day())]
        self.assertEqual(sorted(early), early)


if __name__ == "__main__":
    main()
