"""Acts in the words of Sendmail 8.17."""
from words import DIGITS, Writer, base, bounced, steps, v6_long

# What stat= says by the kind of reply.
UNKNOWN = ("550", "551", "553")


def duration(seconds):
    s = int(seconds)
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"


def bracket(ip):
    return f"[IPv6:{v6_long(ip)}]" if ":" in ip else f"[{ip}]"


def short(name):
    """Sendmail shortens long host names in the middle."""
    return name if len(name) <= 40 else name[:18] + "..." + name[-19:]


class Words(Writer):
    def new(self, t):
        """(queue id, process)."""
        self.count += 1
        pid = 20000 + self.count * 3 % 44000
        s = int(t)
        head = "6AK" + "".join(DIGITS[x] for x in (
            s // 3600 % 24, s // 60 % 60, s % 60))
        return f"{head}{base(self.count * 31 % 3844, DIGITS, 2)}{pid:06d}", pid

    def session(self, s):
        queue, pid = self.new(s.t)
        me = f"{s.server} sm-mta[{pid}]: "
        peer = f"{s.name} {bracket(s.ip)}" if s.name else bracket(s.ip)
        daemon = "MSP-v4" if s.service == "submission" else (
            "MTA-v6" if ":" in s.ip else "MTA-v4")
        say, t = self.say, s.t
        if s.tls:
            say(t + .04, f"{me}STARTTLS=server, relay={peer}, version=TLSv1.3,"
                " verify=NOT, cipher=TLS_AES_256_GCM_SHA384, bits=256/256")
        end = t + .05
        for n, (dt, name, mech, exists) in enumerate(s.failed):
            end = t + dt
            if n and n % 3 == 2:
                say(end - .1, f"{me}{queue}: {peer}: possible SMTP attack:"
                    f" command=AUTH, count={n + 1}")
            why = ("authentication failure (-13) SASL(-13): authentication"
                   " failure: Password verification failed" if exists else
                   "user not found (-20) SASL(-13): user not found: checkpass"
                   " failed")
            say(end, f"{me}{queue}: AUTH failure ({mech}): {why}, user={name},"
                f" relay={peer}")
        if s.account:
            say(t + .06, f"{me}AUTH=server, relay={peer}, authid={s.account},"
                " mech=PLAIN, bits=0")
        if not s.mails:
            say(end + .3, f"{me}{queue}: {peer} did not issue"
                f" MAIL/EXPN/VRFY/ETRN during connection to {daemon}")
        for n, mail in enumerate(s.mails):
            if n:
                queue, _ = self.new(t + mail.dt)
                queue = queue[:8] + f"{pid:06d}"
            self.mail(s, mail, queue, me, peer, daemon)

    def mail(self, s, mail, queue, me, peer, daemon):
        say, t = self.say, s.t + mail.dt
        for address, refusal, _ in mail.rcpts:
            t += .015
            if refusal == "unknown":
                say(t, f"{me}{queue}: <{address}>... User unknown")
            elif refusal == "blocked":
                say(t, f"{me}ruleset=check_relay, arg1={bracket(s.ip)},"
                    f" arg2=127.0.0.4, relay={peer}, reject=550 5.7.1 Rejected:"
                    f" {s.ip} listed at zen.blocklist.example")
                return
            elif refusal is not None:
                if refusal == "grey":
                    why = "451 4.7.1 Greylisting in action, please come back" \
                        " in 00:05:00"
                else:
                    why = f"550 5.7.1 <{address}>... Relaying denied. " + (
                        "Proper authentication required." if s.name else
                        f"IP name lookup failed [{s.ip}]")
                say(t, f"{me}{queue}: ruleset=check_rcpt, arg1=<{address}>,"
                    f" relay={peer}, reject={why}")
        n = len(mail.accepted())
        proto = "ESMTP" + ("S" if s.tls else "") + ("A" if s.account else "")
        size, msgid = (mail.size, f", msgid=<{mail.msgid}>") if n else (0, "")
        say(t + .02, f"{me}{queue}: from=<{mail.sender}>, size={size}, class=0,"
            f" nrcpts={n}{msgid}, proto={proto}, daemon={daemon}, relay={peer}")
        if n:
            self.queued(s.server, queue, mail, t + .02)

    def queued(self, server, queue, mail, t, extra=""):
        self.count += 1
        me = f"{server} sm-mta[{20000 + self.count * 3 % 44000}]: "
        pri = 30000 * (1 + len(mail.rcpts)) + mail.size
        for dt, who, _ in steps(mail):
            at = t + dt
            same = {}
            for address, one in who:
                same.setdefault(one and one[1:] and (one[1], *one[2:4],
                                *self.said(one)), []).append(address)
            for said, addresses in same.items():
                at += .0005
                to = ",".join(f"<{a}>" for a in addresses)
                head = (f"{me}{queue}: to={to}{extra}, delay="
                        f"{duration(at - t)}, xdelay=00:00:00, ")
                if said is None:
                    self.say(at, f"{head}mailer=cyrusv2, pri={pri},"
                             " relay=localhost, dsn=2.0.0, stat=Sent")
                else:
                    _, mx, ip, rest = said
                    self.say(at, f"{head}mailer=esmtp, pri={pri}, relay="
                             f"{short(mx)}. {bracket(ip)}, {rest}")
            if bounced(who) and mail.sender:
                reason = next(self.said(one)[0].rpartition("stat=")[2]
                              for _, one in who
                              if one is not None and one[1] == "bounced")
                self.bounce(server, queue, mail, reason, at + .002)

    @staticmethod
    def said(one):
        """What stands behind relay=, in a tuple."""
        _, state, mx, _, text, stage = one
        if stage == "CONN":
            return (f"dsn=4.4.1, stat=Deferred: {text} by {mx}.",)
        lines = text.split("|")
        code = lines[0][:3]
        words = lines[-1].split(" ", 2)
        has = len(words) > 1 and words[1].count(".") == 2 and \
            words[1].replace(".", "").isdigit()
        if state == "sent":
            return (f"dsn={words[1] if has else '2.0.0'}, stat=Sent"
                    f" ({lines[0][4:]})",)
        if state == "deferred":
            return (f"dsn={words[1] if has else '4.3.0'}, reply={lines[0]},"
                    f" stat=Deferred: {lines[0]}",)
        at_rcpt = stage == "RCPT TO" and code in UNKNOWN
        stat = "User unknown" if at_rcpt else "Service unavailable"
        dsn = words[1] if has else ("5.1.1" if at_rcpt else "5.0.0")
        return (f"dsn={dsn}, reply={lines[0]}, stat={stat}",)

    def bounce(self, server, queue, mail, reason, t):
        new, pid = self.new(t)
        self.say(t, f"{server} sm-mta[{pid}]: {queue}: {new}: DSN: {reason}")
        self.notice(server, new, mail, mail.size + 2000, t)

    def submit(self, act):
        """First the program that hands in, then the daemon on this host."""
        mail, server = act.mails[0], act.server
        queue, pid = self.new(act.t)
        inner, inner_pid = self.new(act.t + .05)
        me = f"{server} sendmail[{pid}]: {queue}: "
        host = f"{server}.aurora.example"
        say, t, n = self.say, act.t, len(mail.accepted())
        say(t, f"{me}Authentication-Warning: {host}: {act.user} set sender to"
            f" {mail.sender} using -f")
        say(t + .001, f"{me}from={mail.sender}, size={mail.size}, class=0,"
            f" nrcpts={n}, msgid=<{mail.msgid}>, relay={act.user}@localhost")
        say(t + .05, f"{server} sm-mta[{inner_pid}]: {inner}: from=<"
            f"{mail.sender}>, size={mail.size + 324}, class=0, nrcpts={n},"
            f" msgid=<{mail.msgid}>, proto=ESMTP, daemon=MTA-l,"
            " relay=localhost [127.0.0.1]")
        to = ",".join(a for a, _, _ in mail.accepted())
        say(t + .051, f"{me}to={to}, ctladdr={mail.sender} ({act.uid}/"
            f"{act.uid}), delay=00:00:00, xdelay=00:00:00, mailer=relay,"
            f" pri={30000 + mail.size}, relay=[127.0.0.1] [127.0.0.1],"
            f" dsn=2.0.0, stat=Sent ({inner} Message accepted for delivery)")
        self.queued(server, inner, mail, t + .06,
                    f", ctladdr=<{mail.sender}> ({act.uid}/{act.uid})")
