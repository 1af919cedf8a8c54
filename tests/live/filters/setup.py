"""The filters: their packages, settings and how each is started.

usage: setup.py FILTER prints the packages that it and its Postfix need.
"""
import os
import shutil
import subprocess
import sys

import postfix

_USERS = (("postfix", 5001), ("amavis", 5011), ("spamd", 5012),
          ("_rspamd", 5013), ("spamass", 5014), ("clamav", 5015))
_GROUPS = _USERS + (("postdrop", 5002),)
_PERL = """libhtml-parser-perl libhtml-tagset-perl libsocket6-perl
libsys-hostname-long-perl libnet-dns-perl libnetaddr-ip-perl libhttp-date-perl
libtimedate-perl libmail-dkim-perl libmail-authenticationresults-perl
libmailtools-perl libcrypt-openssl-rsa-perl libcrypt-openssl-bignum-perl
libcrypt-openssl-random-perl libclone-perl liburi-perl libio-string-perl
libnet-libidn-perl libidn12 libio-socket-ssl-perl libnet-ssleay-perl
perl-openssl-defaults""".split()
# A scanner with one signature of its own, for the test file alone.
_CLAMAV = ["clamav-daemon", "libclamav12", "libmspack0"]
_SIGNATURE = ("Eicar-Test:0:*:45494341522d5354414e444152442d414e54495649525553"
              "2d544553542d46494c45\n")
_RULES = """
use_bayes 0
required_score 10
skip_rbl_checks 1
dns_available no
use_razor2 0
use_pyzor 0
body LIVE_UNSURE /of which the filter is not sure/
score LIVE_UNSURE 8
"""


def _write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def _own(user, *folders):
    for d in folders:
        os.makedirs(d, exist_ok=True)
        shutil.chown(d, user, user)


def _scanner():
    _own("clamav", "/run/clamav")
    _write("/var/lib/clamav/own.ndb", _SIGNATURE)
    _write("/etc/clamav/clamd.conf", """
DatabaseDirectory /var/lib/clamav
LocalSocket /run/clamav/clamd.ctl
LocalSocketMode 666
TCPSocket 3310
TCPAddr 127.0.0.1
Foreground yes
LogFile /var/log/clamd.log
User root
OfficialDatabaseOnly no
""")
    return ["clamd", "-c", "/etc/clamav/clamd.conf"]


class Amavis:
    PACKAGES = ["amavisd-new", "libarchive-zip-perl",
                "libberkeleydb-perl", "libconvert-tnef-perl",
                "libconvert-binhex-perl", "libconvert-uulib-perl",
                "libcommon-sense-perl", "libio-stringy-perl",
                "libio-multiplex-perl", "libmime-tools-perl",
                "libnet-server-perl", "libnet-snmp-perl",
                "libunix-syslog-perl", "libregexp-ipv6-perl",
                "libio-socket-inet6-perl", "spamassassin"] + _PERL + _CLAMAV
    PORTS = (10024, 10026, 3310)
    VERSION = ["amavisd", "-V"]
    MAIN = "content_filter = scan:[127.0.0.1]:10024\n"
    MASTER = """  -o content_filter=scan:[127.0.0.1]:10026
scan unix - - n - 4 smtp
  -o smtp_send_xforward_command=yes
  -o disable_mime_output_conversion=yes
127.0.0.1:10025 inet n - n - - smtpd
  -o syslog_name=postfix/reinject
  -o content_filter=
  -o smtpd_authorized_xforward_hosts=127.0.0.0/8
  -o receive_override_options=no_header_body_checks
"""
    SETTINGS = r"""use strict;
$myhostname = 'mx1.aurora.example';
$mydomain = 'aurora.example';
@local_domains_acl = ('.aurora.example');
@mynetworks = ('127.0.0.0/8', '192.0.2.0/24', '[2001:db8:100::]/40');
@bypass_virus_checks_maps = (0);
@bypass_spam_checks_maps = (0);
@spam_lovers_maps = ({'lover@aurora.example' => 1});
$sa_local_tests_only = 1;
$sa_tag2_level_deflt = 10;
$sa_kill_level_deflt = 20;
$max_servers = 2;
$inet_socket_port = [10024, 10026];
$interface_policy{'10026'} = 'ORIGINATING';
$policy_bank{'ORIGINATING'} = {
  originating => 1,
  final_spam_destiny => D_BOUNCE,
  forward_method => 'smtp:[127.0.0.1]:10025',
};
$final_spam_destiny = D_DISCARD;
$forward_method = 'smtp:[127.0.0.1]:10025';
$notify_method = $forward_method;
@av_scanners = (['ClamAV', \&ask_daemon,
  ["CONTSCAN {}\n", "/run/clamav/clamd.ctl"],
  qr/\bOK$/m, qr/\bFOUND$/m, qr/^.*?: (?!Infected Archive)(.*) FOUND$/m]);
@av_scanners_backup = ();
1;
"""

    @classmethod
    def configure(cls):
        _own("amavis", "/var/lib/amavis", "/var/lib/amavis/tmp",
             "/var/lib/amavis/virusmails", "/var/lib/amavis/db",
             "/run/amavis")
        _write("/etc/amavis/conf.d/50-user", cls.SETTINGS)
        _write("/etc/spamassassin/local.cf", _RULES)

    @staticmethod
    def start():
        return [_scanner(), ["amavisd", "foreground"]]

    @staticmethod
    def keep(out):
        pass


class Spamd:
    """spamc in a pipe, which gives the message back by sendmail(1)."""
    PACKAGES = ["spamassassin", "spamd", "spamc"] + _PERL
    PORTS = (783,)
    VERSION = ["spamd", "-V"]
    MAIN = "content_filter = spamassassin\n"
    MASTER = """spamassassin unix - n n - 4 pipe
  flags=Rq user=spamd null_sender= argv=/usr/bin/spamc -u spamd -e
  /usr/sbin/sendmail -oi -f ${sender} -- ${recipient}
"""

    @staticmethod
    def configure():
        _own("spamd", "/var/spamd")
        _write("/etc/spamassassin/local.cf", _RULES)

    @staticmethod
    def start():
        return [["spamd", "--create-prefs", "--max-children", "5",
                 "--helper-home-dir", "--local"]]

    @staticmethod
    def keep(out):
        pass


class Spamass(Spamd):
    """spamass-milter, which refuses what is worth 15 points."""
    PACKAGES = Spamd.PACKAGES + ["spamass-milter", "libmilter1.0.1"]
    PORTS = Spamd.PORTS + (11340,)
    MAIN = "smtpd_milters = inet:127.0.0.1:11340\n"
    MASTER = ""

    @staticmethod
    def start():
        return Spamd.start() + [["spamass-milter", "-r", "15", "-p",
                                 "inet:11340@127.0.0.1"]]


class Rspamd:
    PACKAGES = ["rspamd", "libhyperscan5", "libluajit2-5.1-2",
                "libluajit2-5.1-common", "libicu72", "libsodium23",
                "libglib2.0-0", "libunwind8", "libpcre2-8-0",
                "libsqlite3-0"] + _CLAMAV
    PORTS = (11332, 3310)
    VERSION = ["rspamd", "--version"]
    MAIN = "smtpd_milters = inet:127.0.0.1:11332\n"
    MASTER = ""
    LOGGING = ""
    _OFF = """arc asn bimi dkim dkim_signing dmarc fuzzy_check greylist hfilter
history_redis mid milter_headers mx_check neural phishing ratelimit rbl redis
replies reputation spf surbl url_redirector whitelist dcc p0f""".split()

    @classmethod
    def configure(cls):
        _own("_rspamd", "/var/lib/rspamd", "/var/log/rspamd", "/run/rspamd")
        local = "/etc/rspamd/local.d/"
        for module in cls._OFF:
            _write(local + module + ".conf", "enabled = false;\n")
        _write(local + "options.inc", """
dns { nameserver = ["127.0.0.1:53:1"]; timeout = 0.1s; retransmits = 1; }
gtube_patterns = "all";
url_tld = "/etc/rspamd/local.d/names.dat";
""")
        # The true list takes it minutes to compile.
        _write(local + "names.dat", "example\n")
        _write(local + "worker-proxy.inc", """
bind_socket = "127.0.0.1:11332";
upstream "local" { self_scan = yes; }
""")
        _write(local + "worker-normal.inc", "count = 1;\n")
        _write(local + "logging.inc", cls.LOGGING)
        _write(local + "antivirus.conf", """
clamav {
  action = "reject";
  type = "clamav";
  servers = "127.0.0.1:3310";
  symbol = "CLAM_VIRUS";
  scan_mime_parts = false;
}
""")
        _write(local + "regexp.conf", """
LIVE_UNSURE = { re = '/of which the filter is not sure/{body}'; score = 8; }
""")

    @staticmethod
    def start():
        return [_scanner(), ["rspamd", "-f", "-u", "_rspamd", "-g",
                             "_rspamd"]]

    @staticmethod
    def keep(out):
        if os.path.exists("/var/log/rspamd/rspamd.log"):
            shutil.copy("/var/log/rspamd/rspamd.log", out)


class RspamdSyslog(Rspamd):
    LOGGING = 'type = "syslog";\nfacility = "mail";\n'

    @staticmethod
    def keep(out):
        pass


FILTERS = {"amavis": Amavis, "spamd": Spamd, "spamass": Spamass,
           "rspamd": Rspamd, "rspamd_syslog": RspamdSyslog}


def prepare():
    """What the machine has of users, names and services."""
    with open("/etc/group", "a") as f:
        f.writelines("%s:x:%d:\n" % g for g in _GROUPS)
    with open("/etc/passwd", "a") as f:
        f.writelines("%s:x:%d:%d::/var/%s:/usr/sbin/nologin\n" % (
            name, n, n, name) for name, n in _USERS)
    _write("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    _write("/etc/hosts", "127.0.0.1 localhost\n"
           "192.0.2.2 mx1.aurora.example mx1\n")
    _write("/etc/nsswitch.conf", "passwd: files\ngroup: files\n"
           "hosts: files\nservices: files\n")
    _write("/etc/mailname", "mx1.aurora.example\n")
    _write("/etc/services", "smtp 25/tcp\nsubmission 587/tcp\n")


def versions(filter_):
    return "".join(
        subprocess.run(command, stdout=subprocess.PIPE, check=False,
                       stderr=subprocess.STDOUT).stdout.decode()
        for command in (filter_.VERSION, ["postconf", "mail_version"]))


if __name__ == "__main__":
    print(*postfix.PACKAGES, *FILTERS[sys.argv[1]].PACKAGES)
