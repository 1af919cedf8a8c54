"""What a document shows of the program's screen, against what it prints.

A screen is a fenced block whose first line is "$ " and the command. Below it
stands what the command prints on a terminal, lines of "…" for what is left
out; blank lines do not count. What stands before the first "…" is how the
screen begins.
"""
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

SCREEN = re.compile(r"^```\w*\n\$ ([^\n]*)\n(.*?)^```", re.M | re.S)
COLUMNS = 88


def screens(text):
    """(number of the first line below the command, command, its lines)."""
    for found in SCREEN.finditer(text):
        first = text.count("\n", 0, found.start(2)) + 1
        yield first, found.group(1), found.group(2).splitlines()


def pieces(lines):
    """Runs of (number, line) between lines of "…", none of them blank."""
    piece = []
    for number, line in enumerate(lines):
        if line == "…":
            yield piece
            piece = []
        elif line:
            piece.append((number, line))
    yield piece


def printed(command, top, env):
    """(status, lines that are not blank) of a command on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ,
                struct.pack("HHHH", 24, COLUMNS, 0, 0))
    run = subprocess.Popen(
        ["bash", "-e", "-o", "pipefail", "-c", command], cwd=top,
        env=dict(env, TERM="xterm", LC_ALL="C.UTF-8"),
        stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.DEVNULL)
    os.close(slave)
    heard = b""
    try:
        while data := os.read(master, 65536):
            heard += data
    except OSError:     # a terminal whose other end is closed
        pass
    os.close(master)
    lines = heard.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    return run.wait(), [line for line in lines if line]


def end_of(piece, said, start, anywhere):
    """Where the piece ends in what is said from `start` on, or None."""
    wanted = [line for _, line in piece]
    last = len(said) - len(wanted) if anywhere else start
    for at in range(start, last + 1):
        if said[at:at + len(wanted)] == wanted:
            return at + len(wanted)
    return None


def stale(lines, said):
    """(number, line) of the first line shown that is not printed there."""
    start = 0
    for n, piece in enumerate(pieces(lines)):
        end = end_of(piece, said, start, n > 0)
        if end is None:
            rest = said[start:]
            return next((x for x in piece if x[1] not in rest), piece[0])
        start = end
    return None


def check(text, top, env):
    """What is wrong with the screens in the text: (line number, words)."""
    for first, command, lines in screens(text):
        status, said = printed(command, top, env)
        if status != 0:
            yield first - 1, f"{command}: status {status}"
            continue
        found = stale(lines, said)
        if found:
            yield first + found[0], f"{command} does not print: {found[1]}"
