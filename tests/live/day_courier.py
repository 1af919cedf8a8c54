"""What a day recorded from Courier holds; see check_day.py."""
LEAST, MOST = 40000, 120000
TAG = r"courierd|courieresmtpd|courieresmtp|courierlocal|courierdsn|authdaemond"
BROKEN = (r"[Pp]ermission denied|No such file|Configuration error|Cannot open"
          r"|dropped .* connection|Maximum connection|system failure|crashed")
WANTED = (
    (3000, r" courieresmtpd: started,ip=\["),
    (3000, r" courierd: newmsg,id=\S+: dns; .* \(.*\[\S+\]\)"),
    (100, r" courierd: newmsg,id=\S+, auth=\S+@"),
    (4000, r" courierd: started,id=.*,module=esmtp,"),
    (500, r" courierd: started,id=.*,module=local,"),
    (100, r" courierd: started,id=\S+,from=<>,module=dsn,"),
    (2000, r" courieresmtp: id=.*,status: success"),
    (500, r" courieresmtp: id=.*,status: failure"),
    (50, r" courieresmtp: id=.*,status: deferred"),
    (100, r" courieresmtp: id=.*: 550-5"), (1, r": Connection refused"),
    (500, r" courierlocal: id=.*,success: Message delivered"),
    (100, r"error,relay=.*: 550 User <\S+> unknown"),
    (20, r"error,relay=.*: 513 Relaying denied"),
    (5, r"error,relay=.*: 513 Syntax error"),
    (1, r"error,relay=.*: 550 Unknown UUCP bang path"),
    (1, r"error,relay=.*: 500 Invalid address"),
    (20, r"error,relay=.*: 511 https://www\.blocklist\.example/q/"),
    (1, r"error,relay=.*: 517 Sender rejected: offers@"),
    (1, r"error,relay=.*: 517-Domain does not exist"),
    (1, r'msg="534 SIZE=Message too big\."'),
    (90, r'msg="535 .*cmd: AUTH PLAIN \S+ \S+@'),
    (90, r'msg="535 .*cmd: AUTH LOGIN \S+@'),
    (20, r'msg="502 ESMTP command error"'),
    (1, r"Unexpected SSL connection shutdown"),
    (100, r"newmsg,id=\S+: dns; localhost \(localhost \[127\.0\.0\.1\]\)"))
OWN_FILES = ()
UNSEEN = ()


def login(account):
    return ", auth=%s: dns; " % account


def local_user(name):
    return ": dns; localhost (localhost [127.0.0.1])"


def client(address):
    return "started,ip=[%s]" % (
        address if ":" in address else "::ffff:" + address)
