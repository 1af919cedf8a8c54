"""What a day recorded from Postfix holds; see check_day.py."""
LEAST, MOST = 15000, 60000
TAG = r"postfix\S*?/[\w-]+"
BROKEN = (r"fatal:|panic:|unknown mail transport|bad command startup"
          r"|is this an alias file|loops back to myself")
WANTED = (
    (1, r"postfix/postscreen.*: PREGREET"), (1, r"postscreen.*: DNSBL rank"),
    (1, r"postscreen.*: HANGUP"), (1, r"postscreen.*: PASS NEW"),
    (1, r"postscreen.*: PASS OLD"), (1, r"postscreen.*NOQUEUE: reject: RCPT"),
    (20, r"smtpd.*: NOQUEUE: reject: RCPT.*Relay access denied"),
    (200, r"smtpd.*: reject: RCPT.*550 5\.1\.1 .*User unknown"),
    (1, r"reject: RCPT.*blocked using"), (1, r"reject: RCPT.*Greylisted"),
    (1, r"reject: RCPT.*Helo command rejected"),
    (1, r"reject: RCPT.*Domain not found"),
    (1, r"reject: MAIL.*Message size exceeds"),
    (1, r"NOQUEUE: hold:"), (1, r"NOQUEUE: discard:"), (1, r"NOQUEUE: warn:"),
    (1, r"reject_warning: RCPT"), (1, r"milter-reject: END-OF-MESSAGE"),
    (1, r"cleanup.*: reject: header"), (1, r"cleanup.*: hold: header"),
    (90, r"SASL PLAIN authentication failed"),
    (90, r"SASL LOGIN authentication failed"),
    (100, r"client=.*sasl_username="), (100, r"orig_queue_id=.*orig_client="),
    (100, r"pickup.*uid=33 "), (20, r"pickup.*uid=1005 "),
    (100, r"status=bounced .*550 5\.1\.1"),
    (50, r"status=bounced .*end of DATA"),
    (20, r"status=deferred .*45[01].*4\.7\.1"),
    (1, r"status=expired, returned to sender"),
    (1, r"error\[.*delivery temporarily suspended"), (1, r"orig_to="),
    (20, r"relay=\S+\[private/dovecot-lmtp\]"), (1, r"pipe\["),
    (1, r"too many errors after"), (1, r"lost connection after"),
    (1, r"anvil\[.*statistics:"), (1, r"reload -- version"))
OWN_FILES = ()
# Addresses that need not be in the log: what they did leaves no trace.
UNSEEN = ()


def login(account):
    return "sasl_username=%s" % account


def local_user(name):
    return "uid=%s " % name


def client(address):
    return "[%s]" % address
