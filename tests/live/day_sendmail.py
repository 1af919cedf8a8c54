"""What a day recorded from Sendmail holds; see check_day.py."""
import ipaddress

LEAST, MOST = 12000, 60000
TAG = r"sm-mta|sendmail"
BROKEN = (r"SYSERR(?!\(root\): collect)|unsafe|Permission denied|config error|loops back to me"
          r"|queueup: cannot|Milter \(newsflash\): (?!.*reject)")
WANTED = (
    (3000, r"sm-mta\[\d+\]: \w{14}: from=<"), (2000, r" stat=Sent \("),
    (100, r" mailer=cyrusv2, .*stat=Sent"), (1, r" mailer=prog, "),
    (100, r"dsn=5\.1\.1, .*stat=User unknown"),
    (50, r"dsn=5\.\d\.\d, .*stat=Service unavailable"),
    (20, r"stat=Deferred: 45[12]"), (1, r"stat=Deferred: Connection refused"),
    (20, r"ruleset=check_rcpt, .*reject=550 5\.7\.1 .*Relaying denied"),
    (100, r": <\S+>\.\.\. User unknown"),
    (1, r"ruleset=check_relay, .*listed at zen"),
    (1, r"ruleset=check_mail, .*Domain of sender address"),
    (1, r"ruleset=check_mail, .*Sender blocked here"),
    (1, r"pre-greeting traffic"), (1, r"size=9000000, "),
    (1, r"quarantine=|quarantined"), (1, r"discard"),
    (1, r"Milter: .*reject=550 5\.7\.1 Spam"), (1, r"This looks like spam"),
    (90, r"AUTH failure \(PLAIN\)"), (90, r"AUTH failure \(LOGIN\)"),
    (100, r"AUTH=server, relay=.*authid="), (50, r"STARTTLS=server"),
    (100, r"sendmail\[\d+\]: \w{14}: from=www-data, .*relay=www-data@"),
    (20, r"sendmail\[\d+\]: \w{14}: from=shop@.*relay=shop@"),
    (20, r": DSN: User unknown"), (1, r"return to sender"),
    (1, r"sender notify: Warning"), (1, r"sender notify: Cannot send"),
    (100, r"did not issue MAIL/EXPN/VRFY/ETRN"),
    (1, r"possible SMTP attack"), (1, r"probable open proxy"),
    (1, r"lost input channel|collect: premature EOM"))
OWN_FILES = ()
# It writes nothing of a client that goes before it has said anything.
UNSEEN = ("bot, talks early or hangs up", "scanner")


def login(account):
    return "authid=%s," % account


def local_user(name):
    return "relay=%s@localhost" % name


def client(address):
    """IPv6 without a gap and without leading zeros."""
    a = ipaddress.ip_address(address)
    if a.version == 4:
        return "[%s]" % a
    return "[IPv6:%s]" % ":".join("%x" % int(g, 16)
                                  for g in a.exploded.split(":"))
