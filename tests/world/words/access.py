"""Requests in the words of Apache, through syslog."""


def line(act, date):
    s = int(act.t)
    clock = f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"
    tail = ' "-" "Mozilla/5.0"' if act.method == "POST" else ' "-" "-"'
    return (f"{act.server} apache2: {act.ip} - - [{date:%d/%b/%Y}:{clock} +0000]"
            f' "{act.method} {act.target} HTTP/1.1" {act.status} {act.size}'
            f"{tail}")
