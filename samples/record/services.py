"""Programs the mail server talks to, in one process: the remote servers, a
greylisting policy service, a milter, a content filter and the mailbox store
(LMTP)."""
import asyncio
import hashlib
import json
import os
import sys

import milter
import sinks

POLICY, FILTER, AFTER_FILTER = 10023, 10024, 10025


class Greylist:
    """Defers a nameless client's first attempt at each triple."""

    def __init__(self):
        self._seen = set()

    def action(self, ask):
        if ask.get("client_name") != "unknown":
            return "DUNNO"
        triple = tuple(ask.get(k) for k in
                       ("client_address", "sender", "recipient"))
        if triple in self._seen:
            return "DUNNO"
        self._seen.add(triple)
        return ("DEFER_IF_PERMIT Greylisted for 5 minutes, see"
                " https://postmaster.aurora.example/greylist")

    async def talk(self, reader, writer):
        ask = {}
        while line := (await reader.readline()).decode("latin1"):
            key, _, value = line.rstrip("\n").partition("=")
            if key:
                ask[key] = value
                continue
            writer.write(("action=%s\n\n" % self.action(ask)).encode())
            ask = {}
        writer.close()


async def read_reply(reader):
    lines = []
    while True:
        line = await reader.readline()
        lines.append(line)
        if line[3:4] != b"-":
            return lines


async def content_filter(reader, writer):
    """A proxy between the two halves of the server, as filters are: each
    command goes on as it is, with what XFORWARD says of the true client."""
    inner_reader, inner = await asyncio.open_connection(
        "127.0.0.1", AFTER_FILTER)
    writer.writelines(await read_reply(inner_reader))
    while line := await reader.readline():
        inner.write(line)
        reply = await read_reply(inner_reader)
        if line[:4].upper() == b"DATA" and reply[0][:3] == b"354":
            writer.writelines(reply)
            inner.write(await reader.readuntil(b"\r\n.\r\n"))
            last = (await read_reply(inner_reader))[-1]
            reply = [b"250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): " + last]
        elif line[:4].upper() == b"EHLO":
            reply = [x for x in reply if x[4:12] != b"STARTTLS"]
        writer.writelines(reply)
        if line[:4].upper() == b"QUIT":
            break
    inner.close()
    writer.close()


class Mailboxes:
    def __init__(self, fates):
        self._fates = fates

    async def talk(self, reader, writer):
        def say(*lines):
            writer.write("".join(x + "\r\n" for x in lines).encode())
        say("220 mx1.aurora.example Dovecot ready.")
        recipients = []
        while line := (await reader.readline()).decode("latin1"):
            verb = line[:4].upper()
            if verb == "LHLO":
                say("250-mx1.aurora.example", "250-PIPELINING", "250 8BITMIME")
            elif verb == "RCPT":
                who = line[line.index("<") + 1:line.index(">")].lower()
                if self._fates.get(who) == "full":
                    say("452 4.2.2 <%s> Quota exceeded (mailbox for user is"
                        " full)" % who)
                else:
                    recipients.append(who)
                    say("250 2.1.5 OK")
            elif verb == "DATA":
                say("354 OK")
                text = await reader.readuntil(b"\r\n.\r\n")
                ident = hashlib.sha256(text).hexdigest()[:22]
                say(*("250 2.0.0 <%s> %s Saved" % (w, ident)
                      for w in recipients))
                recipients = []
            elif verb == "QUIT":
                say("221 2.0.0 Bye")
                break
            else:
                say("250 2.0.0 OK")
        writer.close()


async def main(world):
    await sinks.start(world)
    await asyncio.start_server(Greylist().talk, "127.0.0.1", POLICY)
    await asyncio.start_server(milter.talk, "127.0.0.1", milter.PORT)
    await asyncio.start_server(content_filter, "127.0.0.1", FILTER,
                               limit=1 << 23)
    if os.path.exists(world["lmtp"]):
        os.unlink(world["lmtp"])
    await asyncio.start_unix_server(Mailboxes(world["fates"]).talk,
                                    world["lmtp"], limit=1 << 23)
    os.chmod(world["lmtp"], 0o666)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with open(sys.argv[1]) as f:
        asyncio.run(main(json.load(f)))
