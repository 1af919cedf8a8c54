"""The mail servers of the rest of the world: they take what the scenario said
they take, and refuse the rest as it said. They answer by the recipient
(world.json) and, for one message alone, by a header no log line shows."""
import asyncio
import itertools
import re
import time

import replies

_GREYLIST_SECONDS = 1.5
_VERDICT = re.compile(rb"^X-Verdict: (\w+)\r?$", re.M)
_serial = itertools.count(0x1A2B)


def _far(n):
    """Seconds a reply takes, so that delays in the log are not all 0."""
    return (2 + n % 11) / 1000


class Fates:
    """What becomes of a recipient: as written down, else it is taken."""

    def __init__(self, world):
        self._fates = world["fates"]
        self._first = {}

    def of(self, recipient):
        fate = self._fates.get(recipient, "ok")
        if fate == "grey":
            first = self._first.setdefault(recipient, time.monotonic())
            if time.monotonic() - first > _GREYLIST_SECONDS:
                fate = "ok"
        return fate


def _address(line):
    return line[line.index("<") + 1:line.rindex(">")].lower()


class Conversation:
    def __init__(self, name, style, fates, reader, writer):
        self.name, self.style, self.fates = name, style, fates
        self.reader, self.writer = reader, writer
        self.recipients = []

    def say(self, *lines):
        self.writer.write("".join(x + "\r\n" for x in lines).encode())

    def refuse(self, fate, recipient):
        self.say(*replies.pick(self.style, fate, recipient, next(_serial)))

    def rcpt(self, line):
        recipient = _address(line)
        fate = self.fates.of(recipient)
        if fate == "ok":
            self.recipients.append(recipient)
            self.say("250 2.1.5 Ok")
        else:
            self.refuse(fate, recipient)

    async def data(self):
        if not self.recipients:
            self.say("503 5.5.1 no valid recipients")
            return
        self.say("354 go ahead")
        await self.writer.drain()
        text = await self.reader.readuntil(b"\r\n.\r\n")
        await asyncio.sleep(_far(len(text)))
        # In the head alone: a bounce carries another message's in its body.
        verdict = _VERDICT.search(text.split(b"\r\n\r\n", 1)[0])
        self.refuse(verdict.group(1).decode() if verdict else "ok",
                    self.recipients[0])
        self.recipients = []

    async def run(self):
        await asyncio.sleep(_far(len(self.name)))
        self.say("220 %s ESMTP" % self.name)
        while line := (await self.reader.readline()).decode("latin1"):
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say("250-" + self.name, "250-PIPELINING",
                         "250-SIZE 52428800", "250 8BITMIME")
            elif verb == "MAIL":
                self.recipients = []
                self.say("250 2.1.0 Ok")
            elif verb == "RCPT":
                self.rcpt(line)
            elif verb == "DATA":
                await self.data()
            elif verb == "QUIT":
                self.say("221 2.0.0 bye")
                break
            else:
                self.say("250 2.0.0 Ok")
            await self.writer.drain()
        self.writer.close()


async def start(world):
    """One server for each sink of the world: {address: [name, style]}."""
    fates = Fates(world)
    for address, (name, style) in world["sinks"].items():
        async def talk(r, w, name=name, style=style):
            try:
                await Conversation(name, style, fates, r, w).run()
            except (ConnectionError, asyncio.IncompleteReadError):
                w.close()
        await asyncio.start_server(talk, address, 25, limit=1 << 23)
