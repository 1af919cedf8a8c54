#!/usr/bin/env python3
"""desk_command.py CULPRIT DAY: culprit desk, as it is started and ended.

Users from the shell; the page of a real ledger; a ledger that is locked, or
gone, or only to be read; a quiet end.
"""
import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import urllib.parse

import ledger_common

GOOD = "correct horse battery"


class Desk:
    """One that serves, and a browser at it."""

    def __init__(self, check, *arguments):
        self.child = subprocess.Popen(
            [check.program, "desk", "--ledger", str(check.path), "--listen",
             "127.0.0.1:0", *arguments], cwd=check.top,
            stderr=subprocess.PIPE, text=True,
            env=dict(os.environ, **ledger_common.ME))
        self.said = []
        while not self.said or "the desk is at" not in self.said[-1]:
            line = self.child.stderr.readline()
            if not line:
                break
            self.said.append(line)
        place = re.search(r"http://(\S+?)/", self.said[-1])
        self.place, self.cookie, self.token = place.group(1), "", ""

    def ask(self, method, path, **fields):
        link = http.client.HTTPConnection(self.place, timeout=20)
        head = {"Origin": f"http://{self.place}", "Cookie": self.cookie}
        body = None
        if method == "POST":
            body = urllib.parse.urlencode({"token": self.token, **fields})
            head["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body, head)
        got = link.getresponse()
        text = got.read().decode()
        for name, value in got.getheaders():
            if name == "Set-Cookie":
                self.cookie += ("; " if self.cookie else "") + value.split(
                    ";")[0]
        token = re.search(r'name="token" value="(\w+)"', text)
        self.token = token.group(1) if token else self.token
        link.close()
        return got.status, text

    def login(self, user):
        return self.ask("POST", "/login", user=user, password=GOOD)[0]

    def end(self):
        self.child.send_signal(signal.SIGTERM)
        said = self.child.stderr.read()
        return self.child.wait(20), said


@contextlib.contextmanager
def serving(check, *arguments):
    desk = Desk(check, *arguments)
    try:
        yield desk
        status, said = desk.end()
        check.that(status == 0 and said == "", f"it ended: {status} {said}")
    finally:
        desk.child.kill()
        desk.child.wait()
        desk.child.stderr.close()


def users(check):
    status, _, err = check.on("desk", "users")
    check.that(status == 1 and "ledger.db" in err, f"no ledger: {err}")
    for name, password, say in (
            ("Ada", GOOD, "name"), ("ada", "short", "twelve"),
            ("ada", "", "no password"), ("ada", "x" * 20, "different")):
        check.ends(check.on("desk", "adduser", name,
                            data=(password + "\n").encode()), 2, say)
    for name, role in (("lena", "lead"), ("stan", "staff"),
                       ("vera", "viewer")):
        check.does("desk", "adduser", name, "--role", role,
                   data=(GOOD + "\n").encode())
    check.ends(check.on("desk", "adduser", "lena",
                        data=(GOOD + "\n").encode()), 2, "already")
    check.ends(check.on("desk", "adduser", "x", "--role", "king",
                        data=b"\n"), 2, "viewer, staff or lead")
    listed = check.does("desk", "users")
    check.that("stan" in listed and "lead" in listed and "never" in listed,
               listed)
    check.ends(check.on("desk", "deluser", "nobody"), 1, "no user 'nobody'")
    check.ends(check.on("desk", "deluser", "lena"), 2, "last lead")
    check.ends(check.on("desk", "frobnicate"), 2, "adduser")
    check.ends(check.on("desk", "passwd"), 2, "NAME")
    check.does("desk", "adduser", "olga", data=(GOOD + "\n").encode())
    check.does("desk", "passwd", "olga", data=b"another one altogether\n")
    check.does("desk", "deluser", "olga")
    check.ends(check.on("desk", "--listen", "192.0.2.1:80"), 2,
               "in the clear")
    check.ends(check.run("desk"), 2, "no ledger is named")


def morning(check):
    check.scan()
    with serving(check) as desk:
        check.that(desk.ask("GET", "/")[0] == 303, "nobody is let in")
        check.that(desk.ask("POST", "/login", user="stan",
                            password="wrong one here")[0] == 422, "wrong")
        check.that(desk.login("stan") == 303, "stan is let in")
        _, page = desk.ask("GET", "/")
        ids = re.findall(r'<li id="c-(\w+)"', page)
        check.that(len(ids) > 5, f"the list: {ids}")
        _, page = desk.ask("GET", f"/case/{ids[0]}")
        version = re.search(r'name="version" value="(\d+)"', page).group(1)
        check.that(desk.ask("POST", f"/case/{ids[0]}/accept",
                            version=version, text="by the desk")[0] == 303,
                   "accepted")
    case = check.case(ids[0])
    check.that(case["standing"] == "accepted", case["standing"])
    check.that(desk.child.returncode == 0, "it ends quietly")
    return ids


def trouble(check):
    with serving(check) as desk:
        check.that(desk.login("vera") == 303, "vera is let in")
        aside = check.path.with_name("aside.db")
        check.path.rename(aside)
        status, page = desk.ask("GET", "/")
        check.that(status == 503 and "cannot be opened" in page,
                   f"gone: {status}")
        aside.rename(check.path)
        check.that(desk.ask("GET", "/")[0] == 200, "it comes back")
    check.path.rename(aside)
    for suffix in ("-wal", "-shm", ".lock"):
        with contextlib.suppress(FileNotFoundError):
            (check.top / (check.path.name + suffix)).unlink()
    check.path.write_bytes(b"this is no ledger, and long enough to be seen\n"
                           * 40)
    with serving(check) as desk:
        check.that(any("ledger.db" in line for line in desk.said[:-1]),
                   f"it says what is wrong: {desk.said}")
        status, page = desk.ask("GET", "/login")
        check.that(status == 503 and "ledger.db" in page, f"wrong: {status}")
    aside.rename(check.path)


if __name__ == "__main__":
    ledger_common.main((users, morning, trouble))
