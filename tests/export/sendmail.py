"""sendmail.py REPORT_FIXTURE: the access map in a real sendmail."""
import os
import pathlib
import shutil

import stage

ETC = pathlib.Path("/etc/mail")
SENDMAIL = "/usr/libexec/sendmail/sendmail"
MC = r"""divert(0)dnl
define(`_USE_ETC_MAIL_')dnl
include(`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(`debian')dnl
DOMAIN(`debian-mta')dnl
define(`confDOMAIN_NAME', `mx1.aurora.example')dnl
define(`confTO_IDENT', `0')dnl
define(`confREFUSE_LA', `1000')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`accept_unresolvable_domains')dnl
DAEMON_OPTIONS(`Name=MTA-v4, Family=inet, Addr=%s, Port=smtp')dnl
DAEMON_OPTIONS(`Name=MTA-v6, Family=inet6, Addr=IPv6:%s, Port=smtp')dnl
%sMAILER(`local')dnl
MAILER(`smtp')dnl

LOCAL_CONFIG
Cwmx1.aurora.example
"""


def configure():
    for n, name in enumerate(("smmta", "smmsp")):
        stage.user(name, 5020 + n)
    ETC.mkdir(exist_ok=True)
    for d in ("/var/spool/mqueue", "/var/lib/sendmail", "/run/sendmail/mta"):
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, "smmta", "smmta")
    os.symlink("/usr/libexec/sendmail/makemap", "/usr/local/bin/makemap")
    (ETC / "sendmail.mc").write_text(MC % (
        stage.SERVER4, stage.SERVER6,
        "".join(stage.texts("sendmail", "m4"))))
    (ETC / "service.switch").write_text("hosts files\naliases files\n")
    for name in ("local-host-names", "trusted-users", "relay-domains"):
        (ETC / name).write_text("")
    (ETC / "aliases").write_text("root: /dev/null\npostmaster: root\n")
    (ETC / "access.local").write_text(
        "# our own\nConnect:198.51.100.24\tOK\n")
    stage.sh(f"m4 {ETC}/sendmail.mc >{ETC}/sendmail.cf; {SENDMAIL} -bi")


def load(name):
    stage.report(name)
    stage.is_so(f"makemap about {name}",
                stage.sh(stage.texts("sendmail", "sh")[0]), "")


def fate(source):
    """taken, held, or what was said in refusal; the queue is empty after."""
    said = stage.send_mail(source)
    held = list(pathlib.Path("/var/spool/mqueue").glob("hf*"))
    text = held[0].read_text("latin-1") if held else ""
    for path in pathlib.Path("/var/spool/mqueue").iterdir():
        path.unlink()
    if said[0] != "2":
        return said
    return "held: " + text.split("\nq")[1].split("\n")[0] if held else "taken"


def refused(kind, number):
    return ("550 5.7.1 <root@mx1.aurora.example>... "
            f"Blocked after {kind}; see your postmaster, "
            f"id k3f9abcdefgh{number:04}")


def held(kind, ident):
    """Its rules lose a blank after what separates words."""
    return f"held: Suspended after {kind};see your postmaster,id {ident}"


RICH = {"100.96.3.7": held("zombie", "k3f9abcdefgh0000"),
        "100.96.3.8": "taken", "203.0.113.66": refused("relay-probe", 2),
        "203.0.113.67": "taken", "198.51.100.23": "taken",
        "2001:db8:bad::1": refused("password-attack", 3),
        "2001:db8:bad::ffff:1": refused("password-attack", 3),
        "2001:db8:bad:1::1": "taken"}
HARD = {"198.51.100.23": refused("harvest", 2), "198.51.100.24": "taken",
        "198.51.100.25": refused("spammer", 1),
        "100.100.4.1": refused("open-relay", 4),
        "100.100.5.1": refused("password-attack", 5),
        "100.100.7.255": refused("open-relay", 4), "100.100.8.0": "taken",
        "192.0.2.17": held("zombie", "????????????"),
        "192.0.2.44": refused("backscatter", 6), "192.0.2.66": "taken",
        "192.0.2.88": held("form-abuse", "k3f9abcdefgh0012"),
        "2001:db8:7:1::9": held("zombie", "k3f9abcdefgh0000"),
        "2001:db8:5:3::1": refused("spammer", 7), "2001:db8:5:4::1": "taken",
        "2001:db8:0:1::1": held("zombie", "????????????")}


def fates(want):
    for source, wanted in want.items():
        stage.is_so(source, fate(source), wanted)


def own_entries_win():
    """A key that is in both files: makemap names it and keeps the first."""
    (ETC / "access.local").write_text("Connect:203.0.113.66\tOK\n")
    stage.report("rich")
    said = stage.sh(stage.texts("sendmail", "sh")[0], fails=True)
    stage.is_so("duplicate", "duplicate" in said, True)
    stage.is_so("203.0.113.66", fate("203.0.113.66"), "taken")
    stage.is_so("2001:db8:bad::1", fate("2001:db8:bad::1"),
                refused("password-attack", 3))


def main():
    stage.begin()
    configure()
    load("rich")
    # -odq: what is taken stays in the queue.
    stage.sh(f"{SENDMAIL} -bd -odq")
    stage.wait_for(25)
    fates(RICH)
    load("lists")
    fates(HARD)
    load("hostile")
    fates({"192.0.2.17": held("zombie", "?b???2J??????")})
    load("rich")
    stage.is_so("undo", stage.sh(stage.texts("sendmail", "sh")[1]), "")
    fates(dict.fromkeys(RICH, "taken"))
    own_entries_win()
    stage.end("sendmail")


if __name__ == "__main__":
    main()
