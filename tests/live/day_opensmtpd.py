"""What a day recorded from OpenSMTPD holds; see check_day.py."""
LEAST, MOST = 20000, 90000
TAG = "smtpd"
BROKEN = r"fatal:|warn: (?!queue: no return path)|lost child|exiting"
WANTED = (
    (3000, r": [0-9a-f]{16} smtp connected address="),
    (3000, r": [0-9a-f]{16} smtp message msgid="),
    (4000, r": [0-9a-f]{16} smtp envelope evpid="),
    (3000, r": [0-9a-f]{16} smtp disconnected reason=quit"),
    (2000, r"mta delivery .*result=\"Ok\""),
    (500, r"mta delivery .*result=\"PermFail\""),
    (50, r"mta delivery .*result=\"TempFail\""),
    (500, r"mda delivery .*result=Ok"),
    (20, r"failed-command command=\"RCPT TO:.*550 Invalid recipient"),
    (100, r"failed-command command=\"RCPT TO:.*524 5\.2\.4 Mailing list exp"),
    (100, r"authentication user=\S+ result=ok"), (100, r"smtp tls ciphers="),
    (200, r"authentication user=\S+ result=permfail"),
    (20, r"blocked using zen"), (8, r"451 4\.7\.1 Greylisted"),
    (20, r"command=\"\" result=\"550 Your address has no name"),
    (1, r"command=\"DATA\" result=\"550 5\.7\.1 This looks like spam"),
    (1, r"command=\"DATA\" result=\"550 5\.7\.1 Spam message rejected"),
    (1, r": relay: Expire for"), (1, r"host-rejects-all-mails"),
    (1, r"smtp bad-input"), (1, r"Disabling route"), (1, r"io-error"),
    (1, r"Sender blocked here"), (200, r"address=local"),
    (1, r"mta error"), (100, r"mta connecting"), (100, r"mta disconnected"))
OWN_FILES = ()
UNSEEN = ()


def login(account):
    return "authentication user=%s result=ok" % account


def local_user(name):
    return "address=local host="


def client(address):
    return "address=%s host=" % (
        "[%s]" % address if ":" in address else address)
