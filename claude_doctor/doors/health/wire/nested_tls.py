"""TLS inside the TLS of an https:// proxy, which `wrap_socket` cannot do."""

from __future__ import annotations

import ssl

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

_CHUNK = 16_384


class NestedTls:
    """As much of an SSLSocket as the checks use."""

    def __init__(self, outer: socket.socket, context: ssl.SSLContext, host: str) -> None:
        """Shake hands through the outer connection."""
        self._outer = outer
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=host)
        self._pump(self._tls.do_handshake)

    def _pump(self, step: Callable[[], T]) -> T:
        while True:
            try:
                done = step()
            except ssl.SSLWantReadError:
                self._flush()
                data = self._outer.recv(_CHUNK)
                if not data:
                    raise ssl.SSLEOFError(8, "EOF occurred in violation of protocol") from None
                self._in.write(data)
            else:
                self._flush()
                return done

    def _flush(self) -> None:
        data = self._out.read()
        if data:
            self._outer.sendall(data)

    def recv(self, size: int) -> bytes:
        """Return what has come, at most `size` bytes; b"" at the end."""
        try:
            return self._pump(lambda: self._tls.read(size))
        except ssl.SSLZeroReturnError:
            return b""

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._pump(lambda: self._tls.write(data))

    def settimeout(self, seconds: float) -> None:
        """Set how long one read of the outer connection waits."""
        self._outer.settimeout(seconds)

    def getpeercert(self, *, binary_form: bool = False) -> object:
        """Return the certificate of the inner side."""
        return self._tls.getpeercert(binary_form)

    def version(self) -> str | None:
        """Return the TLS version of the inner side."""
        return self._tls.version()

    def fileno(self) -> int:
        """Return the descriptor of the outer connection."""
        return self._outer.fileno()

    def close(self) -> None:
        """Close the outer connection."""
        self._outer.close()
