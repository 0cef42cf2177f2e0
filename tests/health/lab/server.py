"""A TCP server on which every byte is ours: one thread a connection, all requests on record."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

LIMIT = 30.0  # no connection of the lab outlives this


@dataclass(frozen=True)
class Request:
    """One HTTP request as it arrived; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = field(repr=False, default=b"")

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def summary(self) -> tuple[str, str, bool]:
        """Method, path, and whether a credential came with it."""
        return self.method, self.path, bool({"authorization", "x-api-key"} & set(self.headers))


class Connection:
    """One accepted connection: reads requests, sends bytes, hangs, resets."""

    def __init__(self, sock: socket.socket, stopping: threading.Event, seen: list[Request]) -> None:
        self.sock, self.stopping, self.seen = sock, stopping, seen
        self._rest = b""
        self._end = time.monotonic() + LIMIT

    @property
    def over(self) -> bool:
        """Whether the server stops or the connection has lived its time."""
        return self.stopping.is_set() or time.monotonic() > self._end

    def read(self) -> bytes:
        """Return the next bytes, b"" at the end."""
        while not self.over:
            if isinstance(self.sock, ssl.SSLSocket) and self.sock.pending():
                return self.sock.recv(65536)
            if select.select([self.sock], [], [], 0.1)[0]:
                return self.sock.recv(65536)
        return b""

    def request(self) -> Request | None:
        """Return the next HTTP request, or None when the other side has closed."""
        while b"\r\n\r\n" not in self._rest:
            if not (data := self.read()):
                return None
            self._rest += data
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        body = self._body(int(headers.get("content-length", "0")))
        method, target, *_ = [*first.split(" "), "", ""]
        found = Request(method, target, headers, body)
        self.seen.append(found)
        return found

    def _body(self, length: int) -> bytes:
        while len(self._rest) < length and (data := self.read()):
            self._rest += data
        body, self._rest = self._rest[:length], self._rest[length:]
        return body

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self.sock.sendall(data)

    def drip(self, data: bytes, every: float) -> None:
        """Send the bytes one by one, again and again, until somebody has enough."""
        while not self.over:
            for byte in data:
                self.send(bytes((byte,)))
                if self.stopping.wait(every):
                    return

    def wait(self) -> None:
        """Say nothing until the other side closes."""
        while self.read():
            pass

    def reset(self) -> None:
        """Close with a TCP reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Talk = Callable[[Connection], None]


class Server:
    """Listens on loopback and lets `talk` hold each connection; with `context` the talk is inside TLS."""

    def __init__(
        self, talk: Talk, context: ssl.SSLContext | None = None, address: tuple[str, int] = ("127.0.0.1", 0)
    ) -> None:
        self.seen: list[Request] = []
        self._talk, self._context = talk, context
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._listener = socket.create_server(address, family=family, backlog=64)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(2)
        self._listener.close()

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._hold, sock)

    def _hold(self, sock: socket.socket) -> None:
        sock.settimeout(LIMIT)
        with contextlib.suppress(OSError, ValueError), contextlib.closing(sock):
            if self._context is None:
                self._talk(Connection(sock, self._stopping, self.seen))
                return
            with self._context.wrap_socket(sock, server_side=True) as wrapped:
                self._talk(Connection(wrapped, self._stopping, self.seen))


def unused_port() -> int:
    """Return a port of loopback on which nothing listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
