"""A server of made-up metrics, and HTTP spoken to it byte by byte."""
import contextlib
import socket
import subprocess

CLOSE = b"Connection: close\r\n"


class Server:
    def __init__(self, program, address="127.0.0.1:0"):
        self.child = subprocess.Popen([program, address],
                                      stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)
        said = self.child.stdout.readline().decode().strip()
        self.host, port = said.rsplit(":", 1)
        self.host, self.port = self.host.strip("[]"), int(port)

    def tell(self, order):
        self.child.stdin.write(order.encode() + b"\n")
        self.child.stdin.flush()
        assert self.child.stdout.readline() == b"done\n"

    def connect(self, timeout=20):
        return socket.create_connection((self.host, self.port), timeout)

    def ask(self, raw):
        """What comes back until the server hangs up; it must."""
        with self.connect() as s:
            s.sendall(raw)
            return everything(s)

    def get(self, path, extra=CLOSE):
        raw = b"GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (
            path.encode(), extra)
        return Answer(self.ask(raw))

    def end(self):
        self.child.stdin.close()
        status = self.child.wait(20)
        assert status == 0, f"the server ended with {status}"


@contextlib.contextmanager
def serving(program, *args):
    server = Server(program, *args)
    try:
        yield server
        server.end()
    finally:
        server.child.kill()
        server.child.wait()
        server.child.stdout.close()


def everything(s):
    got = []
    with contextlib.suppress(ConnectionResetError):
        while piece := s.recv(65536):
            got.append(piece)
    return b"".join(got)


class Answer:
    """The first answer of some bytes; `rest` is what comes after it."""

    def __init__(self, raw, head_only=False):
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("ascii").split("\r\n")
        self.status = int(lines[0].split()[1])
        pairs = [line.split(": ", 1) for line in lines[1:]]
        self.headers = {name.lower(): value for name, value in pairs}
        assert len(pairs) == len(self.headers), f"twice in {lines}"
        length = 0 if head_only else int(self.headers["content-length"])
        self.body, self.rest = body[:length], body[length:]
        assert len(self.body) == length, "cut short"
