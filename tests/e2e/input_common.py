"""What the input tests share: running the program, counting what holds."""
import os
import pathlib
import subprocess
import sys
import tempfile

LINE = ("2026-11-20T%02d:%02d:%02d.000000+00:00 %s postfix/smtpd[7]: connect "
        "from unknown[192.0.2.%d]\n")


def line(second, host="mx1", client=1):
    """A record of so many seconds after midnight."""
    return LINE % (second // 3600, second // 60 % 60, second % 60, host,
                   client)


class Checks:
    """Counts what holds; says what does not."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.good = self.bad = 0
        self.folder = tempfile.TemporaryDirectory()
        self.top = pathlib.Path(self.folder.name)

    def run(self, *arguments, stdin=subprocess.DEVNULL, data=None, env=None):
        given = {"input": data} if data is not None else {"stdin": stdin}
        done = subprocess.run([self.program, *map(str, arguments)], **given,
                              cwd=self.top, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, timeout=60,
                              env=dict(os.environ, **(env or {})))
        return (done.returncode, done.stdout.decode("utf-8", "replace"),
                done.stderr.decode("utf-8", "replace"))

    def peak(self, *arguments):
        """(status, largest resident set in MiB) of one run."""
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_RDWR)
            for fd in range(3):
                os.dup2(null, fd)
            os.chdir(self.top)
            os.execv(self.program, [self.program, *map(str, arguments)])
        _, status, usage = os.wait4(pid, 0)
        return os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024

    def write(self, name, content):
        path = self.top / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def that(self, holds, what):
        if holds:
            self.good += 1
        else:
            self.bad += 1
            print(f"not so: {what}")

    def ends(self, result, status, *said):
        """It ended so, and stderr holds each of these."""
        self.that(result[0] == status,
                  f"status {status}: it was {result[0]}, {result[2]!r}")
        for text in said:
            self.that(text in result[2], f"{text!r} in {result[2]!r}")

    def end(self):
        self.folder.cleanup()
        print(f"{self.good} passed, {self.bad} failed")
        sys.exit(bool(self.bad or not self.good))


