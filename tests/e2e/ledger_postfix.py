"""The mail of a nightly scan through a real Postfix: text and HTML, once.

usage: ledger_postfix.py CULPRIT DAY, in a private root (ledger_postfix.sh)
"""
import email
import email.policy
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from tell_postfix import arrived, start_postfix


def scan(base, day):
    done = subprocess.run(
        [base / "culprit", "scan", "-c", day / "culprit.conf", "--ledger",
         base / "state/ledger.db", "--set", "ledger.mail=abuse@aurora.example",
         day / "mail.log.1.gz", day / "mail.log"],
        capture_output=True, text=True, check=False, timeout=60, user=65534,
        group=65534, extra_groups=[])
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout


def check(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for part in mail.walk():
        assert not part.defects, part.defects
        for name in part:
            assert not part[name].defects, (name, part[name].defects)
    assert mail["Subject"] == "culprit: 14 new", mail["Subject"]
    assert mail["Return-Path"].startswith("<culprit@"), mail["Return-Path"]
    assert str(mail["From"]).startswith("culprit scan <culprit@"), mail["From"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (mail.get_body([kind]).get_content()
                  for kind in ("plain", "html"))
    assert text.count("culprit show ") == 14, text
    assert html.count("culprit show ") == 14, html
    assert "customer C02018" in text and "C02018" in html
    assert html.rstrip().endswith("</html>"), html[-200:]


def main():
    day = pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        base.chmod(0o755)
        for d in ("inbox", "state"):
            (base / d).mkdir()
            shutil.chown(base / d, 65534, 65534)
        shutil.copy(sys.argv[1], base / "culprit")
        shutil.copytree(day, base / "day")
        start_postfix(base)
        try:
            scan(base, base / "day")
            found = arrived(base / "inbox" / "new")
            assert len(found) == 1, found
            check(found[0].read_bytes())
            assert "nothing new" in scan(base, base / "day")
            time.sleep(2)
            assert len(arrived(base / "inbox" / "new")) == 1, "told twice"
            assert not list((base / "state/spool/night").glob("*.eml"))
        finally:
            subprocess.run(["postfix", "stop"], stderr=subprocess.DEVNULL)
    print("ledger_postfix: ok")


if __name__ == "__main__":
    main()
