"""A terminal to run the screen in: a tmux of its own, and nobody else's."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

CONF = """set -g status off
set -g escape-time 0
set -g history-limit 0
set -g default-terminal tmux-256color
"""
MODES = {
    "utf8": {"TERM": "tmux-256color", "LANG": "C.UTF-8"},
    "mono": {"TERM": "tmux-256color", "LANG": "C.UTF-8", "NO_COLOR": "1"},
    "ascii": {"TERM": "vt100", "LANG": "C"},
}
SECONDS = 20
TMUX = shutil.which("tmux")


SGR = re.compile(r"\x1b\[([0-9;]*)m")
OFF = {"22": "12", "24": "4", "27": "7"}


def change(style, codes):
    """The style after an SGR: its codes, in order, of each kind the last."""
    codes = codes.split(";") if codes else ["0"]
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            code = ";".join([code, codes.pop(0), codes.pop(0)])
        plain = code.split(";")[0]
        if plain == "0":
            style = frozenset()
        elif plain in OFF:
            style = frozenset(c for c in style if c not in OFF[plain])
        elif plain[0] in "34" and len(plain) == 2:
            style = frozenset(c for c in style if c[0] != plain[0] or
                              len(c) == 1)
            if plain not in ("39", "49"):
                style |= {code}
        else:
            style |= {code}
    return style


def canonical(shot):
    """A shot whose rows each begin plain and hold no code without effect:
    what tmux writes depends on how a row came to be."""
    rows, style = [], frozenset()
    for row in shot.splitlines():
        cells, parts = [], SGR.split(row)
        for i, part in enumerate(parts):
            if i % 2:
                style = change(style, part)
            else:
                cells += [(style, c) for c in part if c not in "\x0e\x0f"]
        while cells and cells[-1] == (frozenset(), " "):
            cells.pop()
        out, now = "", frozenset()
        for look, char in cells + [(frozenset(), "")]:
            if look != now:
                out += "\x1b[0%sm" % "".join(";" + c for c in sorted(look))
                now = look
            out += char
        rows.append(out)
    return "\n".join(rows) + "\n"


class Screen:
    def __init__(self, program, scene, size, mode):
        self.home = tempfile.TemporaryDirectory()
        self.home_path = pathlib.Path(self.home.name)
        conf = self.home_path / "conf"
        conf.write_text(CONF)
        self.base = [TMUX, "-u", "-S", str(self.home_path / "tmux"),
                     "-f", str(conf)]
        env = " ".join(f"{k}={v}" for k, v in MODES[mode].items())
        # The modes of the terminal before and after, to be compared.
        command = (f"cd {self.home.name}; stty -g >before; "
                   f"env -u LC_ALL -u LC_CTYPE -u NO_COLOR {env} "
                   f"{program} {scene}; stty -g >after; cat")
        width, height = size
        self.tmux("new-session", "-d", "-x", str(width), "-y", str(height),
                  command)
        self.expect(lambda shot: "culprit" in shot)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(self.base + ["kill-server"], stderr=subprocess.DEVNULL)
        self.home.cleanup()

    def tmux(self, *args):
        env = dict(os.environ, LC_ALL="C.UTF-8")
        return subprocess.run(self.base + list(args), check=True, env=env,
                              stdout=subprocess.PIPE).stdout.decode()

    def keys(self, *keys):
        for key in keys:
            self.tmux("send-keys", key)

    def text(self, text):
        self.tmux("send-keys", "-l", text)

    def resize(self, width, height):
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def shot(self):
        return canonical(self.tmux("capture-pane", "-p", "-e", "-N"))

    def asked(self, what):
        return self.tmux("display-message", "-p", "#{%s}" % what).strip()

    def program_pid(self):
        """The screen itself, a child of the pane's shell."""
        shell = self.asked("pane_pid")
        children = pathlib.Path(f"/proc/{shell}/task/{shell}/children")
        return int(children.read_text().split()[0])

    def expect(self, wanted):
        """The first shot that is wanted, or the last one there was time for."""
        end = time.monotonic() + SECONDS
        while True:
            shot = self.shot()
            if wanted(shot) or time.monotonic() > end:
                return shot
            time.sleep(0.03)

    def settled(self):
        """What is shown once nothing has changed for a while."""
        before = self.shot()
        while True:
            time.sleep(0.7)
            shot = self.shot()
            if shot == before:
                return shot
            before = shot
