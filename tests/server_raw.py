"""A server below HTTP, for what a library would not send: silence, half an answer, a byte at a time."""

import gzip
import re
import socket
import ssl
import struct
import subprocess
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from server import JSON

_DRIP = 0.2  # seconds from one byte to the next
_LONG = 60  # seconds that no connection is to be read for
_PIECE = 64 * 1024
_BOMB_PIECE = bytes(1024 * 1024)
_DAYS_OF_A_CERTIFICATE = 2


class Connection:
    """One connection and what came in over it."""

    def __init__(self, plug: socket.socket, leaving: Event) -> None:
        self._plug = plug
        self._leaving = leaving
        self.request = b""

    def read_request(self) -> None:
        """Read a request whole, as a connection that is closed before would look like a reset."""
        while b"\r\n\r\n" not in self.request and self._read():
            pass
        top, _, body = self.request.partition(b"\r\n\r\n")
        claimed = re.search(rb"(?i)\r\ncontent-length: *(\d+)", top)
        missing = int(claimed[1]) - len(body) if claimed else 0
        while missing > 0 and (read := self._read()):
            missing -= read

    def _read(self) -> int:
        piece = self._plug.recv(_PIECE)
        self.request += piece
        return len(piece)

    def send(self, data: bytes) -> None:
        """Send at once."""
        self._plug.sendall(data)

    def drip(self, data: bytes) -> None:
        """Send a byte at a time, until the other side or the test has enough."""
        for at in range(len(data)):
            if self._leaving.wait(_DRIP):
                return
            self._plug.sendall(data[at : at + 1])

    def wait_until_they_leave(self) -> None:
        """Say nothing for as long as the other side listens."""
        while self._plug.recv(_PIECE):
            pass

    def reset(self) -> None:
        """End it as a machine does that has crashed, not as one that hangs up."""
        self._plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._plug.close()


Behaviour = Callable[[Connection], None]


def head(length: int | None, *more: str, status: str = "200 OK", content_type: str = JSON) -> bytes:
    """Give the head of an answer; ``length`` is what it claims, or nothing."""
    claimed = [] if length is None else [f"Content-Length: {length}"]
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *claimed, *more, "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def says(data: bytes) -> Behaviour:
    """Send these bytes, whatever they are, and hang up."""
    return lambda connection: connection.send(data)


def answers(body: bytes) -> Behaviour:
    """Answer as any server would, for the try after the one that failed."""
    return says(head(len(body)) + body)


def silence(connection: Connection) -> None:
    """Take the request and say nothing."""
    connection.wait_until_they_leave()


def drips_head(body: bytes = b"{}") -> Behaviour:
    """Send a byte at a time from the first one on."""
    return lambda connection: connection.drip(head(len(body)) + body)


def drips_body(body: bytes = b" " * 1000) -> Behaviour:
    """Send the head at once and then a byte at a time."""

    def behave(connection: Connection) -> None:
        connection.send(head(len(body)))
        connection.drip(body)

    return behave


def truncated(body: bytes = b'{"a": ', claimed: int = 1000) -> Behaviour:
    """Claim more than there is, and hang up."""
    return says(head(claimed) + body)


def resets(connection: Connection) -> None:
    """Break the connection off instead of an answer."""
    connection.reset()


def resets_within(body: bytes = b'{"a": ', claimed: int = 1000) -> Behaviour:
    """Break the connection off within the body."""

    def behave(connection: Connection) -> None:
        connection.send(head(claimed) + body)
        connection.reset()

    return behave


def gzipped(body: bytes) -> Behaviour:
    """Answer compressed, which a client has to have asked for and here has not."""
    packed = gzip.compress(body)
    return says(head(len(packed), "Content-Encoding: gzip") + packed)


def bomb(megabytes: int = 300) -> Behaviour:
    """Answer in few bytes that become many."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = b"".join(packer.compress(_BOMB_PIECE) for _ in range(megabytes)) + packer.flush()
    return says(head(len(packed), "Content-Encoding: gzip") + packed)


def endless(connection: Connection) -> None:
    """Send for as long as anybody listens."""
    connection.send(head(None) + b"[")
    while True:
        connection.send(b"0," * (_PIECE // 2))


class RawServer:
    """A server in a thread, with a behaviour for each connection; use it in a ``with``.

    Args:
        behaviours: what to do with the first connection, the second and so on; the last stays.
        tls: what makes it speak TLS.

    Attributes:
        requests: the heads of the requests so far, as they were sent.
        connections: how many came, those among them that said nothing.
    """

    def __init__(self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        assert behaviours, "nothing to do"
        self._behaviours = behaviours
        self._tls = tls
        self._leaving = Event()
        self._open: list[socket.socket] = []
        self._lock = Lock()
        self._threads: list[Thread] = []
        self.requests: list[bytes] = []
        self.connections = 0

    def __enter__(self) -> Self:
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ear.getsockname()[1]
        self._accepting = Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._accepting.join(_LONG)
        self._ear.close()
        with self._lock:
            for plug in self._open:
                with suppress(OSError):
                    plug.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_LONG)
            assert not thread.is_alive(), "a connection that does not end"

    def url(self, under: str = "/", host: str = "127.0.0.1") -> str:
        """Give the address of a path; ``host`` is another name for this machine."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{under}"

    def _accept(self) -> None:
        while True:
            plug, _ = self._ear.accept()
            if self._leaving.is_set():
                plug.close()
                return
            behave = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            thread = Thread(target=self._talk, args=(plug, behave), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _talk(self, plain: socket.socket, behave: Behaviour) -> None:
        plug = plain
        with self._lock:
            self._open.append(plain)
        # Whoever leaves in the middle, or does not trust the certificate, is what is tested.
        with suppress(OSError):
            plain.settimeout(_LONG)
            if self._tls is not None:
                plug = self._tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
                with self._lock:
                    self._open.append(plug)
                plug.do_handshake()
            connection = Connection(plug, self._leaving)
            connection.read_request()
            self.requests.append(connection.request)
            behave(connection)
        plug.close()


def certificate(
    folder: Path, name: str = "localhost", *, expired: bool = False
) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate that nobody but itself has signed; it needs the program ``openssl``.

    Returns:
        The file that a client may be told to trust, and what makes a server use it.
    """
    names = f"subjectAltName=DNS:{name}" + (",IP:127.0.0.1" if name == "localhost" else "")
    key, asked, made = (folder / each for each in ("key.pem", "request.pem", "certificate.pem"))
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key)
    days = str(-1 if expired else _DAYS_OF_A_CERTIFICATE)
    signing = ("-copy_extensions", "copy", "-signkey", key, "-days", days)
    for words in (
        ("req", "-new", *curve, "-out", asked, "-subj", f"/CN={name}", "-addext", names),
        ("x509", "-req", "-in", asked, *signing, "-out", made),
    ):
        subprocess.run(["openssl", *words], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return made, context
