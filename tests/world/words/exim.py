"""Acts in the words of Exim 4.96, through syslog: refusals twice, as there."""
from words import DIGITS, Writer, base, bounced, ended, steps

REFUSED = {
    "relay": "relay not permitted",
    "unknown": "Unknown user",
    "grey": "Greylisted for 5 minutes",
    "blocked": "{ip} is listed at zen.blocklist.example (127.0.0.4:"
               " https://www.blocklist.example/q/{ip})",
}
RESTRICTED = "restricted characters in address"


class Words(Writer):
    def me(self, server):
        self.count += 1
        return f"{server} exim[{20000 + self.count * 3 % 44000}]: "

    def queue_id(self, t):
        self.count += 1
        return (f"1xX{base(int(t), DIGITS, 3)}-{base(self.count, DIGITS, 6)}-"
                f"{base(self.count * 7 % 2000, DIGITS, 2)}")

    @staticmethod
    def peer(s):
        same = s.helo in (s.name, f"[{s.ip}]")
        helo = "" if same else f"({s.helo}) "
        return f"{s.name} {helo}[{s.ip}]" if s.name else f"{helo}[{s.ip}]"

    def session(self, s):
        me, peer = self.me(s.server), self.peer(s)
        say, t = self.say, s.t
        if s.name is None:
            say(t, f"{me}no host name found for IP address {s.ip}")
        for dt, name, mech, _ in s.failed:
            line = (f"{me}{mech.lower()}_server authenticator failed for"
                    f" {peer}: 535 Incorrect authentication data"
                    f" (set_id={name})")
            say(t + dt, line)
            say(t + dt + .0001, line)
        for mail in s.mails:
            self.mail(s, mail, me, peer)

    def mail(self, s, mail, me, peer):
        say, t = self.say, s.t + mail.dt
        for address, refusal, _ in mail.rcpts:
            t += .015
            if refusal is None:
                continue
            if "@" not in address:
                line = (f"{me}unqualified recipient rejected: <{address}>"
                        f" H={peer} (failed to find host name from IP address)")
            else:
                odd = refusal == "relay" and ("%" in address or '"' in address
                                              or address.startswith("@"))
                how = "temporarily " if refusal == "grey" else ""
                why = RESTRICTED if odd else REFUSED[refusal].format(ip=s.ip)
                line = (f"{me}H={peer} F=<{mail.sender}> {how}rejected RCPT"
                        f" <{address}>: {why}")
            say(t, line)
            say(t + .0001, line)
        if not mail.accepted():
            return
        queue = self.queue_id(t)
        proto = "esmtp" + ("s" if s.tls else "") + ("a" if s.account else "")
        tls = (" X=TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256"
               " CV=no" if s.tls else "")
        login = f" A=plain_server:{s.account}" if s.account else ""
        say(t + .02, f"{me}{queue} <= {mail.sender or '<>'} H={peer} P={proto}"
            f"{tls}{login} S={mail.size} id={mail.msgid}")
        self.queued(s.server, queue, mail, t + .02)

    def queued(self, server, queue, mail, t):
        say, me = self.say, self.me(server)
        for dt, who, more in steps(mail):
            at, sign = t + dt, "=>"
            for address, one in who:
                at += .0004
                sign = self.fate(me, queue, address, one, at, sign)
            if bounced(who) and mail.sender:
                self.bounce(server, queue, mail, at + .003)
            if ended(who, more):
                say(at + .008, f"{me}{queue} Completed")

    def fate(self, me, queue, address, one, at, sign):
        if one is None:
            user = address.partition("@")[0]
            self.say(at, f"{me}{queue} => {user} <{address}> R=virtual_mailbox"
                     " T=maildir_virtual")
            return "=>"
        _, state, mx, ip, text, stage = one
        how = "R=dnslookup T=remote_smtp"
        if stage == "CONN":
            self.say(at, f"{me}{queue} == {address} {how} defer (111): {text}")
        elif state == "sent":
            self.say(at, f"{me}{queue} {sign} {address} {how} H={mx} [{ip}]"
                     f' C="{text}"')
            return "->"
        else:
            head = "**" if state == "bounced" else "=="
            defer = "" if state == "bounced" else " defer (-44)"
            after = stage.lower()
            if stage == "RCPT TO":
                after = f"RCPT TO:<{address}>"
            said = text.replace("|", "\\n")
            self.say(at, f"{me}{queue} {head} {address} {how}{defer} H={mx}"
                     f" [{ip}]: SMTP error from remote mail server after"
                     f" {after}: {said}")
        return "=>"

    def bounce(self, server, queue, mail, t):
        new = self.queue_id(t)
        size = mail.size + 2100
        self.say(t, f"{self.me(server)}{new} <= <> R={queue} U=Debian-exim"
                 f" P=local S={size}")
        self.notice(server, new, mail, size, t)

    def submit(self, act):
        mail = act.mails[0]
        queue = self.queue_id(act.t)
        self.say(act.t, f"{self.me(act.server)}{queue} <= {mail.sender}"
                 f" U={act.user} P=local S={mail.size} id={mail.msgid}")
        self.queued(act.server, queue, mail, act.t)
