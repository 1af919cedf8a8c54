"""What a day recorded from Exim holds; see check_day.py."""
LEAST, MOST = 15000, 60000
TAG = "exim"
BROKEN = (r"[Ff]ailed to open|configuration error|failed to expand"
          r"|Child process of|unable to set|setgid|setuid")
WANTED = (
    (3000, r"\]: \S{16} <= "), (5000, r"\]: \S{16} (=>|->) "),
    (3000, r"\]: \S{16} Completed"), (500, r"\]: \S{16} \*\* "),
    (50, r"\]: \S{16} == .*SMTP error from remote mail server after RCPT TO"),
    (100, r"\*\* .*SMTP error from remote mail server after end of data"),
    (20, r"rejected RCPT .*: relay not permitted"),
    (100, r"rejected RCPT .*: Unknown user"),
    (10, r"rejected RCPT .*: restricted characters in address"),
    (5, r"unqualified recipient rejected"),
    (20, r"rejected RCPT .* is listed at zen"),
    (1, r"rejected RCPT .*: HELO name"), (1, r"sender verify fail for"),
    (1, r"temporarily rejected RCPT .*: Greylisted"),
    (1, r"rejected MAIL FROM.*message too big"),
    (1, r"rejected after DATA: Spam message"), (1, r"Warning: bulk subject"),
    (1, r"discarded by RCPT ACL"), (1, r"frozen by ACL"),
    (90, r"plain_server authenticator failed"),
    (90, r"login_server authenticator failed"),
    (100, r" A=plain_server:\S+@"), (50, r" P=esmtpsa X=TLS"),
    (100, r" U=www-data P=local"), (20, r" U=shop P=local"),
    (300, r"<= <> R=\S{16} U=Debian-exim P=local"),
    (1, r"Connection refused"), (1, r"retry timeout exceeded"),
    (1, r"retry time not reached"), (1, r"no immediate delivery"),
    (10, r"T=dovecot_lmtp C="), (1, r"T=vacation_pipe"),
    (1, r"R=closed: domain is no longer"), (1, r"dropped: too many"),
    (1, r"unexpected disconnection"), (1, r"SMTP syntax error"),
    (1, r"TLS error on connection"), (100, r"no host name found"),
    (1, r"Frozen \(delivery error"), (5, r"Start queue run"))
OWN_FILES = ("mainlog",)
# The monitor, and whoever only connects, says EHLO and goes, or talks before
# the greeting: Exim logs none of that unless it is told to.
UNSEEN = ("monitor: EHLO, QUIT", "bot, talks early or hangs up", "scanner")


def login(account):
    return "A=plain_server:%s" % account


def local_user(name):
    return "U=%s P=local" % name


def client(address):
    return "[%s]" % address
