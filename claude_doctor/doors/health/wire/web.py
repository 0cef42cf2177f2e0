"""HTTP on the connection the stages built: httpx2, with our sockets, the SDK's certificates and one deadline
under it.
"""

from __future__ import annotations

import time

import httpcore2
import httpx2

from claude_doctor.doors.health.engine.budget import BudgetError
from claude_doctor.doors.health.wire import reach
from claude_doctor.doors.health.wire.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Iterable, Iterator
    from typing import Any

    from claude_doctor.doors.health.engine.budget import Deadline
    from claude_doctor.doors.health.wire.ground import Ground

MOST_BODY = 8_000_000
_NETWORK = (
    httpx2.HTTPError,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
)


class _Stream(httpcore2.NetworkStream):
    """A socket whose every read and write ends with the deadline of the request."""

    def __init__(self, made: socket.socket, backend: _Backend) -> None:
        self._socket = made
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        try:
            self._socket.settimeout(self._backend.left())
            data = self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore2.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.ReadError(str(error)) from error
        self._backend.seen += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        try:
            self._socket.settimeout(self._backend.left())
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore2.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        del ssl_context, server_hostname, timeout
        return self  # the socket has TLS already, or the base URL is plain http

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self._is_readable()
        return self._socket if info == "socket" else None

    def _is_readable(self) -> bool:
        import select

        try:
            return bool(select.select([self._socket], [], [], 0)[0])
        except (ValueError, OSError):
            return True


class _Backend(httpcore2.NetworkBackend):
    def __init__(self, state: Ground) -> None:
        self._state = state
        self._first = True
        self.deadline: Deadline | None = None
        self.seen = 0
        self.dials = 0

    def left(self) -> float:
        return self.deadline.left() if self.deadline else self._state.budget.limit()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        del host, port, timeout, local_address, socket_options
        self.dials += 1
        if self._first:
            self._first = False
            return _Stream(self._state.connection(), self)
        return _Stream(reach.again(self._state, self.deadline or self._state.budget.until()), self)


class _Transport(httpx2.BaseTransport):
    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raw = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        if hasattr(self._parts, "close"):
            self._parts.close()


class Web:
    """Requests to the base URL; redirects are never followed, cookies never kept."""

    def __init__(self, state: Ground) -> None:
        """Take over the connection."""
        self._state = state
        self._backend = _Backend(state)
        proxy = state.route.proxy
        if proxy and not proxy.is_socks and state.base.scheme == "http":
            auth = (proxy.user, proxy.password or "") if proxy.user is not None else None
            pool: httpcore2.ConnectionPool = httpcore2.HTTPProxy(
                proxy_url=f"http://{proxy.host}:{proxy.port}", proxy_auth=auth, network_backend=self._backend
            )
        else:
            pool = httpcore2.ConnectionPool(network_backend=self._backend)
        self._client = httpx2.Client(transport=_Transport(pool), trust_env=False, follow_redirects=False)

    def ask(  # what a request has
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        *,
        content: bytes | None = None,
        seconds: float | None = None,
        arrivals: list[float] | None = None,
    ) -> Answer:
        """Send one request and return the whole answer, or how far it came; nothing is raised for what the
        other side does.

        `arrivals` is filled with the milliseconds at which each piece of the body came.
        """
        started = time.perf_counter()
        self._backend.deadline = self._state.budget.until(seconds)
        self._backend.seen = 0
        try:
            response = self._sent(method, path, headers, content)
        except (*_NETWORK, OSError) as error:
            return _ended(Answer(method, path), error, started, self._backend.seen)
        first = (time.perf_counter() - started) * 1000
        try:
            body, cut = _read(response, started, arrivals)
        finally:
            response.close()
        found = Answer(
            method,
            path,
            response.status_code,
            tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw),
            body,
            first,
            (time.perf_counter() - started) * 1000,
            cut,
            len(body),
            len(body) >= MOST_BODY,
        )
        self._state.answers.append(found)
        return found

    def _sent(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None
    ) -> httpx2.Response:
        raw = {name.encode("ascii"): value.encode("utf-8") for name, value in headers.items()}
        request = self._client.build_request(method, self._state.base.url(path), headers=raw, content=content)
        self._client.cookies.clear()
        return self._client.send(request, stream=True)

    def dials(self) -> int:
        """Return how many connections were made so far."""
        return self._backend.dials

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def _read(
    response: httpx2.Response, started: float, arrivals: list[float] | None
) -> tuple[bytes, BaseException | None]:
    parts: list[bytes] = []
    size = 0
    try:
        for part in response.iter_bytes():
            parts.append(part)
            if arrivals is not None:
                arrivals.append((time.perf_counter() - started) * 1000)
            size += len(part)
            if size >= MOST_BODY:
                break
    except (*_NETWORK, OSError, BudgetError) as error:
        return b"".join(parts), error
    return b"".join(parts)[:MOST_BODY], None


def _ended(answer: Answer, error: BaseException, started: float, seen: int) -> Answer:
    return Answer(
        answer.method,
        answer.path,
        total_ms=(time.perf_counter() - started) * 1000,
        error=error,
        received=seen,
    )
