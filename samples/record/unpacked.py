"""What a package's own scripts leave behind them, for one that was only
unpacked. No module of the recorder is needed here: others use it, too."""
import os
import shutil


def postfix():
    """Its directories and set-gid programs. Its users and groups must exist."""
    for d in ("/var/spool/postfix", "/var/lib/postfix"):
        os.makedirs(d, exist_ok=True)
    shutil.chown("/var/lib/postfix", "postfix", "postfix")
    for p in ("postdrop", "postqueue"):
        shutil.chown("/usr/sbin/" + p, "root", "postdrop")
        os.chmod("/usr/sbin/" + p, 0o2555)
