"""A mail through a real Postfix: is what arrives what was written?

usage: tell_postfix.py TELL_MAIN, in a private root (tell_postfix.sh)
"""
import email
import email.policy
import email.utils
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

MAIN_CF = """compatibility_level = 3.6
myhostname = mx1.aurora.example
inet_interfaces = loopback-only
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = aurora.example
virtual_mailbox_maps = static:inbox/
virtual_mailbox_base = {base}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
maillog_file = /var/log/postfix.log
"""


def start_postfix(base):
    for path, line in (("/etc/passwd", "{0}:x:{1}:{1}::/:/bin/false\n"),
                       ("/etc/group", "{0}:x:{1}:\n")):
        text = pathlib.Path(path).read_text()
        with open(path, "a") as f:
            for name, number in (("postfix", 5001), ("postdrop", 5002)):
                if not re.search("^%s:" % name, text, re.M):
                    f.write(line.format(name, number))
    etc = pathlib.Path("/etc/postfix")
    shutil.copy("/usr/share/postfix/dynamicmaps.cf", etc)
    master = pathlib.Path("/usr/share/postfix/master.cf.dist").read_text()
    (etc / "master.cf").write_text(
        "".join(line for line in master.splitlines(True)
                if not re.match(r"smtp +inet", line)))
    (etc / "main.cf").write_text(MAIN_CF.format(base=base))
    for d in ("/var/spool/postfix", "/var/lib/postfix"):
        os.makedirs(d, exist_ok=True)
    shutil.chown("/var/lib/postfix", "postfix", "postfix")
    for p in ("postdrop", "postqueue"):
        shutil.chown("/usr/sbin/" + p, "root", "postdrop")
        os.chmod("/usr/sbin/" + p, 0o2555)
    subprocess.run(["postfix", "start"], check=True,
                   stderr=subprocess.DEVNULL)


def arrived(new):
    for _ in range(300):
        found = list(new.glob("*")) if new.is_dir() else []
        if found:
            return found
        time.sleep(0.1)
    sys.exit("nothing arrived; the log:\n"
             + pathlib.Path("/var/log/postfix.log").read_text())


def check(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    for name in ("Date", "Message-ID", "From", "To", "Subject", "MIME-Version",
                 "Content-Type", "Content-Transfer-Encoding", "Return-Path",
                 "Auto-Submitted"):
        assert len(mail.get_all(name, [])) == 1, (name, mail.items())
        assert not mail[name].defects, (name, mail[name].defects)
    assert mail["Bcc"] is None and mail["Cc"] is None
    assert mail["Return-Path"] == "<culprit@mx1.aurora.example>"
    assert str(mail["From"]) == "culprit watch <culprit@mx1.aurora.example>"
    assert [str(a) for a in mail["To"].addresses] == [
        "abuse@aurora.example", "noc@aurora.example"]
    assert mail["Subject"] == ("culprit: suspend account anna@aurora.example "
                               "(stolen-account), 1 more, 1 withdrawn")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Transfer-Encoding"] == "8bit"
    assert re.fullmatch(r"<culprit\.\d+\.3@mx1\.aurora\.example>",
                        mail["Message-ID"])
    sent = email.utils.parsedate_to_datetime(mail["Date"]).timestamp()
    assert abs(time.time() - sent) < 120, mail["Date"]
    body = mail.get_content()
    for part in (
            "has 2 new suggestions,\nand has withdrawn 1.",
            "\n1. suspend (stolen-account): account anna@aurora.example\n",
            '\n2. suspend (stolen-account): account "m\u00fcller\\x0aBcc: '
            'spy@tundra.example\\x0a\\x0a.\\x0aFrom x"\n',
            "\n== Withdrawn ==\n\n3. suspend (stolen-account): account "
            "ole@aurora.example\n",
            "\n    Look further: culprit explain anna@aurora.example LOG...\n",
            "\n    Look further: culprit explain WHO LOG...\n"):
        assert part in body, (part, body)


def main():
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        base.chmod(0o755)
        (base / "inbox").mkdir()
        (base / "state").mkdir()
        # The watch is not root either: postdrop is set-gid for such.
        for d in ("inbox", "state"):
            shutil.chown(base / d, 65534, 65534)
        program = shutil.copy(sys.argv[1], base)
        start_postfix(base)
        try:
            subprocess.run([program, base / "state",
                            "abuse@aurora.example, noc@aurora.example"],
                           check=True, timeout=60, user=65534, group=65534,
                           extra_groups=[])
            found = arrived(base / "inbox" / "new")
            # Two recipients have the same box.
            for _ in range(100):
                if len(found) == 2:
                    break
                time.sleep(0.1)
                found = arrived(base / "inbox" / "new")
            assert len(found) == 2, found
            for path in found:
                check(path.read_bytes())
            for d in ("exec", "digest", "mail", "failed"):
                left = base / "state" / "spool" / d
                assert not left.is_dir() or not list(left.glob("[!.]*")), d
        finally:
            subprocess.run(["postfix", "stop"], stderr=subprocess.DEVNULL)
    print("tell_postfix: ok")


if __name__ == "__main__":
    main()
