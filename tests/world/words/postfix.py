"""Acts in the words of Postfix 3.7."""
from words import Writer, base, bounced, ended, steps

DIGITS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"
REFUSED = {
    "relay": "554 5.7.1 <{r}>: Relay access denied",
    "unknown": "550 5.1.1 <{r}>: Recipient address rejected: User unknown in"
               " virtual mailbox table",
    "grey": "450 4.2.0 <{r}>: Recipient address rejected: Greylisted, see"
            " https://postmaster.aurora.example/greylist",
    "blocked": "554 5.7.1 Service unavailable; Client host [{ip}] blocked using"
               " zen.blocklist.example; https://www.blocklist.example/q/{ip}",
}


class Words(Writer):
    def queue_id(self, t):
        self.count += 1
        return "4jX" + base(int(t * 4) + self.count, DIGITS, 4) + base(
            self.count * 7919 % 52 ** 3, DIGITS, 3) + "z" + base(
            2000 + self.count, DIGITS, 4)

    def pid(self, server, daemon, t):
        """A few processes a daemon, new ones every half hour."""
        self.count += 1
        start = int(t // 1800) * 601 + sum(map(ord, server + daemon)) % 331
        return 20000 + (start * 7 + self.count % 5) % 40000

    def who(self, server, daemon, t):
        return f"{server} postfix/{daemon}[{self.pid(server, daemon, t)}]: "

    def session(self, s):
        daemon = "submission/smtpd" if s.service == "submission" else "smtpd"
        me = self.who(s.server, daemon, s.t)
        peer = f"{s.name or 'unknown'}[{s.ip}]"
        say, t = self.say, s.t
        done = {"ehlo": 1}
        say(t, f"{me}connect from {peer}")
        if s.tls:
            done["ehlo"], done["starttls"] = 2, 1
            say(t + .04, f"{me}Anonymous TLS connection established from {peer}"
                ": TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
                " key-exchange X25519 server-signature RSA-PSS (2048 bits)"
                " server-digest SHA256")
        end = t + .06
        for dt, name, mech, _ in s.failed:
            end = t + dt
            say(end, f"{me}warning: {peer}: SASL {mech} authentication failed:"
                f" authentication failure, sasl_username={name}")
        if s.failed:
            done["auth"] = (0, len(s.failed))
        if s.account:
            done["auth"] = 1
        counts = {"mail": 0, "rcpt": [0, 0], "data": 0, "rset": 0}
        for mail in s.mails:
            end = self.mail(s, mail, me, peer, counts)
        if s.lost:
            say(end + .2, f"{me}lost connection after "
                f"{'AUTH' if s.failed else 'RCPT'} from {peer}")
        say(end + .21, f"{me}disconnect from {peer} "
            + self.counts(s, done, counts))

    @staticmethod
    def counts(s, done, counts):
        good = total = 0
        words = []
        rcpt = counts["rcpt"]
        done["mail"], done["data"] = counts["mail"], counts["data"]
        done["rcpt"] = rcpt[0] if rcpt[0] == rcpt[1] else tuple(rcpt)
        done["rset"] = counts["rset"]
        done["quit"] = 0 if s.lost else 1
        for word in ("ehlo", "starttls", "auth", "mail", "rcpt", "data", "rset",
                     "quit"):
            n = done.get(word, 0)
            ok, all_ = n if isinstance(n, tuple) else (n, n)
            if all_:
                words.append(f"{word}={ok}" if ok == all_
                             else f"{word}={ok}/{all_}")
            good, total = good + ok, total + all_
        words.append(f"commands={good}" if good == total
                     else f"commands={good}/{total}")
        return " ".join(words)

    def mail(self, s, mail, me, peer, counts):
        say, t, queue = self.say, s.t + mail.dt, None
        counts["mail"] += 1
        for address, refusal, _ in mail.rcpts:
            t += .015
            counts["rcpt"][1] += 1
            if refusal is None:
                counts["rcpt"][0] += 1
                if queue is None:
                    queue = self.queue_id(t)
                    login = (f", sasl_method=PLAIN, sasl_username={s.account}"
                             if s.account else "")
                    say(t, f"{me}{queue}: client={peer}{login}")
                continue
            why = REFUSED[refusal].format(
                r=address.replace('"', ""), ip=s.ip)
            say(t, f"{me}{queue or 'NOQUEUE'}: reject: RCPT from {peer}: {why};"
                f" from=<{mail.sender}> to=<{address}> proto=ESMTP"
                f" helo=<{s.helo}>")
        if queue is None:
            counts["rset"] += 1
            return t
        counts["data"] += 1
        self.queued(s.server, queue, mail, t + .02)
        return t + .03

    def queued(self, server, queue, mail, t):
        say = self.say
        if mail.msgid:
            say(t, f"{self.who(server, 'cleanup', t)}{queue}: message-id="
                f"<{mail.msgid}>")
        n = len(mail.accepted())
        qmgr = f"{server} postfix/qmgr[{1200 + len(server)}]: "
        say(t + .002, f"{qmgr}{queue}: from=<{mail.sender}>, size={mail.size},"
            f" nrcpt={n} (queue active)")
        first = True
        for dt, who, more in steps(mail):
            at = t + dt
            if dt > 60 and not first:
                say(at - .05, f"{qmgr}{queue}: from=<{mail.sender}>, size="
                    f"{mail.size}, nrcpt={len(who)} (queue active)")
            first = False
            for address, one in who:
                at += .0004
                self.fate(server, queue, address, one, t, at)
            if bounced(who) and mail.sender:
                self.bounce(server, queue, mail, at + .003)
            if ended(who, more):
                say(at + .008, f"{qmgr}{queue}: removed")

    def fate(self, server, queue, address, one, t, at):
        took = at - t
        if one is None:
            me = self.who(server, "lmtp", at)
            self.say(at, f"{me}{queue}: to=<{address}>,"
                     f" relay={server}.aurora.example[private/dovecot-lmtp],"
                     f" delay={took:.2g}, delays={took:.1g}/0/0/0.01,"
                     f" dsn=2.0.0, status=sent (250 2.0.0 <{address}>"
                     f" {self.count:x}a525197dc7e47755 Saved)")
            return
        _, state, mx, ip, text, stage = one
        delay = f"{took:.2g}" if took < 100 else f"{took:.0f}"
        me = f"{self.who(server, 'smtp', at)}{queue}: to=<{address}>, "
        if stage == "CONN":
            self.say(at, f"{me}relay=none, delay={delay}, delays={delay}/0/0/0,"
                     f" dsn=4.4.1, status=deferred (connect to {mx}[{ip}]:25:"
                     f" {text})")
            return
        words = text.split("|")[-1].split(" ", 2)
        dsn = words[1] if len(words) > 1 and words[1][0] in "245" and \
            words[1].count(".") == 2 else words[0][0] + ".0.0"
        said = text.replace("|", " ")
        if state != "sent":
            said = (f"host {mx}[{ip}] said: {said} (in reply to {stage}"
                    " command)")
        self.say(at, f"{me}relay={mx}[{ip}]:25, delay={delay}, delays={delay}"
                 f"/0/0.02/0.05, dsn={dsn}, status={state} ({said})")

    def bounce(self, server, queue, mail, t):
        new = self.queue_id(t)
        host = f"{server}.aurora.example"
        say = self.say
        say(t, f"{self.who(server, 'cleanup', t)}{new}: message-id=<{new}@"
            f"{host}>")
        say(t + .001, f"{self.who(server, 'bounce', t)}{queue}: sender"
            f" non-delivery notification: {new}")
        self.notice(server, new, mail, mail.size + 2700, t + .001)

    def submit(self, act):
        mail = act.mails[0]
        queue = self.queue_id(act.t)
        self.say(act.t, f"{act.server} postfix/pickup[{1100 + len(act.user)}]:"
                 f" {queue}: uid={act.uid} from=<{mail.sender}>")
        self.queued(act.server, queue, mail, act.t + .01)

    @staticmethod
    def user_of(label):
        """Postfix names the program's user by his number."""
        user, _, host = label.value.partition("@")
        return f"{1000 + int(user[3:])}@{host}"
