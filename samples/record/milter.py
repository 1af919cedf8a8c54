"""A mail filter that speaks the milter protocol (version 6) and refuses, at
the end of a message, what calls itself a newsflash."""
import struct

PORT = 10026
_NEGOTIATE, _MACROS, _HEADER, _END = b"O", b"D", b"L", b"E"
_ABORT, _QUIT, _NEW = b"A", b"Q", b"K"
# SMFIP_NOBODY, NOUNKNOWN, NODATA: steps that are of no interest here.
_SKIP = 0x10 | 0x100 | 0x200
_CONTINUE = b"c"
_REFUSE = b"y550 5.7.1 Spam message rejected\0"


async def talk(reader, writer):
    def answer(packet):
        writer.write(struct.pack(">I", len(packet)) + packet)
    spam = False
    while True:
        try:
            length, = struct.unpack(">I", await reader.readexactly(4))
            packet = await reader.readexactly(length)
        except (EOFError, ConnectionError):
            break
        command, data = packet[:1], packet[1:]
        if command == _QUIT:
            break
        if command == _NEGOTIATE:
            answer(_NEGOTIATE + struct.pack(">III", 6, 0, _SKIP))
        elif command in (_ABORT, _NEW):
            spam = False
        elif command == _END:
            answer(_REFUSE if spam else _CONTINUE)
            spam = False
        elif command != _MACROS:
            if command == _HEADER and data.startswith(b"Subject\0"):
                spam = b"[newsflash]" in data
            answer(_CONTINUE)
    writer.close()
